"""How a review stands, put into what the widgets show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.spans import SpanUnit
from annotations.model.article import Name, Number
from annotations.wording import msg, term, tr
from tui.layout.cells import cell_width, fit
from tui.layout.runs import Row, Run
from tui.presenters.columns import (
    RULE,
    Look,
    held_letters,
    label_cells,
    letter_of,
    letters_of,
    set_letters,
    style_beside,
    style_of,
    value_text,
)
from tui.presenters.decisions import decided_words, reviewed_of
from tui.presenters.heading import saved_words, titled_row
from tui.presenters.reading import is_on_disk, message_of
from tui.presenters.sights import Place, ReviewSight
from tui.presenters.stances import stances_of
from tui.presenters.standing import Standing, panel_cells
from tui.session.returned import return_words
from tui.session.session import Session

if TYPE_CHECKING:
    from tui.presenters.wide import Wide
    from tui.session.review import Review  # a reader who is shown what was decided does without

__all__ = [
    "column_names",
    "columns_of",
    "heading_of",
    "is_spread",
    "keys_of",
    "look_of",
    "sight_of",
]

_SHARE = 0.42
"""Of the text's width what columns of several letters may take; beyond it each annotator has one letter."""
_RELATIONS = {
    "same": msg("all the same"),
    "bounds": msg("same bounds"),
    "overlap": msg("they overlap"),
    "alone": msg("not everybody has it"),
}
"""How the versions of a name or number differ, in words."""
_LISTED = 40
"""Sentences that the panel names at most."""


def keys_of(session: Session) -> dict[str, str]:
    """Return for each annotator, in the order of the columns, the key that accepts that one."""
    names = session.everybody.names
    return {name: f"F{number}" if number <= 9 else "" for number, name in enumerate(names, 1)}


def is_spread(session: Session, width: int, *, panel_beside: bool) -> bool:
    """Tell whether each annotator has a column for every label, on a screen of `width` cells."""
    room = width - (panel_cells(width) if panel_beside else 0)
    labels, names = len(session.project.scheme.labels), len(session.everybody.names)
    return labels == _decision_cells(session) and (labels + 1) * (names + 1) <= room * _SHARE


def columns_of(session: Session, *, spread: bool) -> int:
    """Return the cells of all columns: the annotators', a gap, and the decision's."""
    labels, names = len(session.project.scheme.labels), len(session.everybody.names)
    return names * (labels + 1 if spread else 1) + (0 if spread else 1) + _decision_cells(session) + 1


def _decision_cells(session: Session) -> int:
    """Return how many cells the letters of a decision take: beside annotators there is no room for many."""
    return label_cells(session.project.scheme.labels, 0)


def look_of(review: Review, index: int, *, spread: bool) -> Look:
    """Return what stands in the columns beside sentence `index`."""
    session = review.session
    everybody = session.everybody
    of = everybody.of
    unit = of.unit(index) if of else None
    letters: list[tuple[str, str]] = []
    for name in everybody.names:
        assert of is not None  # or there were no names
        letters += _letters(session, of, name, index, unit.differing if unit else (), spread=spread)
        letters += [RULE] * spread
    letters += [RULE] * (not spread)
    letters += set_letters(_decision(session, unit), session.project.scheme.labels, _decision_cells(session))
    saved = is_on_disk(session, index)
    waiting = range(0) if saved else range(len(letters) - _decision_cells(session), len(letters))
    unread = review.session.threads.news(index)
    return Look((*letters, (" ", "")), _signs(review, unit, index, unread), waiting, unread)


def _letters(
    session: Session, of: Decisions, name: str, index: int, differing: Collection[str], *, spread: bool
) -> list[tuple[str, str]]:
    """Return an annotator's letters."""
    labels = session.project.scheme.labels
    marks, barred = of.marks[name], of.barred(name)
    if not spread:
        letter, place = letter_of(marks, labels, index, barred)
        return [(letter, style_beside(letter, place, differing))]
    said = bool(marks.said(index).labels)
    letters = enumerate(letters_of(marks, labels, index, barred), 1)
    return [(letter, style_beside(letter, place if said else 0, differing)) for place, letter in letters]


def _decision(session: Session, unit: Unit | None) -> list[tuple[str, str]]:
    labels = session.project.scheme.labels
    if unit is None:
        return [(" ", "")] * len(labels)
    records = unit.decisions or unit.stale_decisions
    if not records:
        return [("." if unit.opinions else " ", "dim")] * len(labels)
    held = set(records[0]["labels"])
    if not held:
        return [(letter, "none") for letter in "n".ljust(len(labels))]
    return [(letter, style_of(letter, place)) for place, letter in enumerate(held_letters(held, labels), 1)]


def _signs(review: Review, unit: Unit | None, index: int, unread: bool) -> str:
    """Return the signs of what there is to say of a sentence; of a settled one what settled it is over."""
    of = review.session.everybody.of
    if unit is None or of is None:
        return ""
    said = [marks.said(index) for marks in of.marks.values()]
    waits = unit.state not in ("settled", "disputed", "stale")
    returned = review.returned.state(index)
    if unread:
        return '"' + _signs(review, unit, index, False).replace('"', "")
    signs = {
        "!": unit.state == "disputed",
        "~": unit.state == "stale",
        "?": bool(unit.left_open),
        returned.strip(): unit.state != "settled",
        "#": waits and "labels" in unit.differing,
        ":": waits and unit.differing and "labels" not in unit.differing,
        "*": any(one.flag for one in said),
        '"': any(one.note for one in said) or review.session.threads.over(index),
    }
    return "".join(sign for sign, there in signs.items() if there)


def column_names(session: Session, left: int, width: int, *, spread: bool) -> Row:
    """Return the row above the text that says whose each column is.

    Args:
        session: What is reviewed.
        left: Cells before the text, the columns among them.
        width: Cells of the row.
        spread: Whether each annotator has a column for every label.
    """
    labels, everybody = len(session.project.scheme.labels), session.everybody
    row = [Run(" " * (left - columns_of(session, spread=spread) - 2), "dim")]
    if spread:
        for name in everybody.names:
            text = fit(session.project.name_of(name), labels, "")
            row += [Run(text + " " * (labels - cell_width(text)), "strong"), Run("|", "rule")]
    else:
        row += [Run(str(number)[-1], "strong") for number, _ in enumerate(everybody.names, 1)]
        row.append(Run("|", "rule"))
    row.append(Run("=".ljust(_decision_cells(session) + 2), "key"))
    used = sum(cell_width(run.text) for run in row)
    called = session.project.name_of
    words = "  ".join(f"{key} {called(name)}" for name, key in keys_of(session).items())
    if not everybody.names:
        words = (
            tr("nobody has said anything of this article")
            if everybody.of
            else tr("reading what others say..")
        )
    row.append(Run(fit(tr(" {words}   = decided", words=words), max(0, width - used)), "dim"))
    return row


def heading_of(review: Review, width: int) -> Row:
    """Return the first row: which article, what is left, who, and whether all is saved."""
    session = review.session
    of = session.everybody.of
    counts = of.counts() if of else {}
    left = len(review.queue.sentences)
    saved, style = saved_words(session)
    differ = review.queue.wanted.aspect == "differing"
    left_words = tr("{left} to settle", left=left) if differ else tr("{left} left", left=left)
    parts = [
        Run(
            tr("art {index}/{number}", index=session.article.index + 1, number=len(session.project.places)),
            "dim",
            "show-library",
        ),
        Run(left_words, "strong", "next-disagreement"),
        Run(tr("{get} settled", get=counts.get("settled", 0))),
        Run(session.project.called, "dim", "who:"),
        Run(saved, style, "show-unsaved"),
    ]
    if width < 60:
        parts = [parts[0], parts[1], parts[4]]
    return titled_row(tr("REVIEW  {title}", title=session.article.bounded.title), parts, width)


def sight_of(review: Review, standing: Standing) -> ReviewSight:
    """Return what the panel shows of the sentence under the cursor."""
    session, scheme = review.session, review.session.project.scheme
    index = standing.cursor
    message, style = message_of(session, standing)
    of, unit = session.everybody.of, review.unit(index)
    sentences = session.article.sentences
    part = sentences[index].part if sentences else "body"
    sight = ReviewSight(
        index + 1,
        part="" if part == "body" else term(part),
        chosen=len(standing.chosen),
        wanted=review.queue.wanted.words_by(session.project.name_of),
        left=[number + 1 for number in review.queue.near(index, _LISTED)],
        message=message,
        message_style=style,
        wide=_wide(session, standing) if standing.wide else None,
    )
    if of is None or unit is None:
        return sight
    return sight._replace(
        state=unit.state,
        differing=sorted(unit.differing),
        stances=stances_of(of, unit, scheme, keys_of(session), session.project.name_of),
        decided=[reviewed_of(session, of, unit, one) for one in unit.made],
        places=[_place_of(session, one, standing.found) for one in review.places_of(index)],
        returned=[return_words(one, session.project.name_of, to=True) for one in review.returned.over(index)],
        threads=_threads(session, index),
    )


def _wide(session: Session, standing: Standing) -> Wide:
    from tui.presenters.wide import wide_of  # nobody needs it at 80 columns

    return wide_of(session, standing)


def _threads(session: Session, index: int) -> list[tuple[str, bool]]:
    """Return what was said last about a sentence in each thread that somebody else has a part in."""
    threads = [one for one in session.threads.over(index) if len(one.entries) > 1]
    if not threads:  # notes stand beside whoever has written them
        return []
    from tui.presenters.threads import thread_line

    called, unread = session.project.name_of, session.threads.unread
    return [(thread_line(one, called, unread=unread(one)), unread(one)) for one in threads]


def _place_of(session: Session, unit: SpanUnit, found: tuple[int, int] | None) -> Place:
    """Return a name or number that somebody mended in words, who says what of it; `found` is marked."""
    keys, called = keys_of(session), session.project.name_of
    text = session.article.text
    versions = [
        (
            _version_words(text, version),
            " ".join(f"{keys.get(one, '')} {called(one)}".strip() for one in names),
        )
        for version, names in unit.groups
    ]
    decision = unit.decision
    if decision is not None:
        said = [
            f"{text[one['start'] : one['end']]} {one.get('type') or (one.get('number') or {}).get('kind')}"
            for one in decision["spans"]
        ]
        versions.append(
            (f"= {', '.join(said) or tr('no {what}', what=term(unit.what))}", decided_words(decision, called))
        )
    chosen = found == (unit.start, unit.end)
    return Place(unit.quote, versions, unit.state, tr(_RELATIONS[unit.relation]), chosen)


def _version_words(text: str, version: Sequence[Name | Number]) -> str:
    words = []
    for one in version:
        kind = one.type if isinstance(one, Name) else f"{term(one.kind)} {value_text(one)}"
        words.append(f"{text[one.start : one.end]} {kind}")
    return ", ".join(words) or tr("no name")
