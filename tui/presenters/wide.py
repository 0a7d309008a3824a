"""What a wide panel is told beside the sentence: who may speak, how to decide, what was done last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from annotations.errors import ZhupiError
from annotations.model.scheme import Scheme
from annotations.records.acts import Act
from annotations.wording import language, msg, tr
from tui.presenters.candidates import name_words, where_parts
from tui.presenters.columns import who
from tui.presenters.standing import Standing
from tui.presenters.told import where_and_what
from tui.session.session import Session

__all__ = ["LastAct", "Offered", "Wide", "open_near", "wide_of"]

_LONG = 1_000
"""Sentences from which on nobody is offered beside the text: who spoke in all of them would be asked at every
key. The list itself (p) costs that once. Chosen."""
_LISTED = 40
"""Open sentences that are named at most; more would not fit on any screen."""
_STEPS = (
    ("change-voice", msg("author > speaker > both")),
    ("change-form", msg("indirect > direct > mixed")),
)
"""What keys step through."""


class Offered(NamedTuple):
    """Who may be the speaker."""

    name: str
    where: Sequence[str]
    """Why, and in which sentences, what matters most first."""
    look: str = ""


class LastAct(NamedTuple):
    """What was done."""

    words: str
    time: str
    state: str
    style: str


class Wide(NamedTuple):
    """What there is to say beside a sentence where there is room."""

    offered: Sequence[Offered] = ()
    quoted: bool = False
    """Whether anybody is quoted, or seems to be."""
    goes_on: str = ""
    """Whose quote would go on."""
    steps: dict[str, str] = {}  # noqa: RUF012 - nobody changes it
    """By the id of an act what its key steps through."""
    keys: dict[str, str] = {}  # noqa: RUF012
    """By the id of an act its key."""
    order: Sequence[str] = ()
    """In which order to decide."""
    last: Sequence[LastAct] = ()
    """The latest first."""


def wide_of(session: Session, standing: Standing) -> Wide:
    """Return what is told beside the sentence under the cursor, once the layer is read."""
    keys = dict(standing.keys)
    if not session.ready:
        return Wide(keys=keys)
    index, article = standing.cursor, session.article
    said = article.marks.said(index)
    quotes = said.quotes or article.proposed(index) if article.speakers.known else said.quotes
    offered: list[Offered] = []
    if quotes and article.speakers.known and len(article.sentences) <= _LONG:
        lacking = [number for number, quote in enumerate(quotes) if not quote["speakers"]]
        found = article.speakers.candidates(index, lacking[0] if lacking else 0)
        offered = [Offered(name_words(one), where_parts(one, index), one.type.lower()) for one in found]
    return Wide(
        offered,
        bool(quotes),
        _goes_on(session, index),
        {name: tr(steps) for name, steps in _STEPS if name in keys},
        keys,
        decision_order(session.project.root, session.project.scheme, language()),
        [_told(session, standing, act) for act in session.writer.last],
    )


@lru_cache(1)
def decision_order(root: Path, scheme: Scheme, spoken: str) -> Sequence[str]:
    """Return in which order to decide, as a project's guidelines say it; nothing if they cannot be read."""
    from annotations.guidelines.guidelines import GENERAL, Guidelines

    try:
        sections = Guidelines.load(root, scheme, "zh" if spoken.startswith("zh") else "en").sections
    except ZhupiError:
        return ()
    return next((one.order for one in sections if one.key == GENERAL), ())


def _goes_on(session: Session, index: int) -> str:
    quote = session.article.own.quotes.last(index) if not session.article.settling else None
    return ", ".join(who(one) for one in quote["speakers"]) if quote is not None else ""


def _told(session: Session, standing: Standing, act: Act) -> LastAct:
    here = standing.page is not None and act.article == session.article.id
    words = where_and_what(act, standing.page) if here and standing.page is not None else act.words
    if not here:
        words = tr("{words}, in another article", words=words)
    if all(session.writer.on_disk(one["uid"]) for one in act.after):
        state, style = tr("on disk"), "dim"
    else:
        state, style = (tr("NOT SAVED"), "bad") if session.writer.alarm else (tr("saving"), "dim")
    return LastAct(words, clock(act.after[0]["updated"]), state, style)


def clock(time: str) -> str:
    """Return a record's time of the day as the annotator's clock had it: ``14:02:11``."""
    try:
        return datetime.fromisoformat(time).astimezone().strftime("%H:%M:%S")
    except ValueError:  # a hand may have written anything there
        return time[:8]


def open_near(session: Session, index: int) -> list[int]:
    """Return the numbers of the open sentences nearest after `index`, then those before it."""
    marks = session.article.marks
    count = len(marks)
    if marks.done or marks.settled == marks.size:
        return []
    # Looking on from the cursor ends soon in both cases: few are settled, or few are open near here.
    window = range(index, min(count, index + 10 * _LISTED))
    found = list(islice((number + 1 for number in window if marks.is_open(number)), _LISTED))
    before = range(max(0, index - 10 * _LISTED), index)
    return found + list(
        islice((number + 1 for number in before if marks.is_open(number)), _LISTED - len(found))
    )
