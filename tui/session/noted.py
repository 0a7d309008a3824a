"""Notes, flags and questions of all articles, from the layers alone: no article is read for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.annotator import same_annotator
from annotations.records.noted import KINDS, Noted, noted_in
from annotations.records.record import Record
from annotations.wording import counted, tr

if TYPE_CHECKING:
    from tui.session.session import Session

__all__ = ["FILTERS", "Gathered", "NotedView", "gather"]

_PATIENCE = 0.5
"""Seconds after which it is said how far it is."""
FILTERS = ("", *KINDS, "unread")
"""What can be looked for: everything, a kind, or what was not read yet."""


class Gathered(NamedTuple):
    """What there is in all articles."""

    items: Sequence[Noted]
    unread: frozenset[int]
    """Which of them have something that was not read, by their place."""
    waiting: frozenset[int]
    """Which of them nobody has answered yet."""
    sources: Mapping[str, str]
    """Of each article where it came from."""
    people: Sequence[str]
    """Who has a part in any of it, in order of name; as their layers are called."""


@dataclass
class NotedView:
    """What of it is shown, and where one stands; it stays for the next time."""

    kind: str = ""
    """One of `FILTERS`."""
    person: str = ""
    """Whose, or by whom; empty for everybody."""
    newest: bool = False
    """Whether the newest come first, and not what waits for an answer."""
    at: tuple[str, str, int] | None = None
    """The one under the cursor: article, whose, and where it begins."""
    shown: list[int] = field(default_factory=list)
    """Which of all are shown, in order."""

    def look(self, gathered: Gathered) -> None:
        """Work out which are shown, and in which order."""
        items = gathered.items
        if self.person not in gathered.people:  # she has no part in anything any more
            self.person = ""
        name = same_annotator(self.person) if self.person else ""
        found = [
            at
            for at, one in enumerate(items)
            if (not name or name in one.people)
            and (not self.kind or self.kind in one.kinds or (self.kind == "unread" and at in gathered.unread))
        ]
        found.sort(key=lambda at: items[at].time, reverse=True)
        if not self.newest:
            found.sort(key=lambda at: at not in gathered.unread and at not in gathered.waiting)
        self.shown = found


def gather(session: Session, tell: Callable[[str], object], cancelled: Callable[[], bool]) -> Gathered | None:
    """Return what the annotator may see; on any thread.

    That is the annotator's own, with what the lead says to her; where others may be seen, theirs.

    Args:
        session: The session.
        tell: Called now and then with how far it is.
        cancelled: Tells whether nobody waits any more; None is returned then.
    """
    mine, told = session.project.annotator, time.monotonic()
    records = _own(session)
    others: set[str] = set()
    if session.everybody.ever:
        others = {one for one in session.everybody.others.noted() if _may_see(session, one)}
    articles = sorted({*records, *others})
    items: list[Noted] = []
    for number, article in enumerate(articles):
        if cancelled():
            return None
        if time.monotonic() - told > _PATIENCE:
            told = time.monotonic()
            tell(
                tr("{number} of {articles}", number=f"{number:,}", articles=counted(len(articles), "article"))
            )
        said, names = records.get(article, []), [mine]
        if article in others:
            layers = session.everybody.others.of_article(article)
            said = [*said, *(one for layer in layers.values() for one in layer if _matters(one))]
            names += layers
        items += noted_in({one["uid"]: one for one in said}.values(), names)
    kept, owns = session.threads.kept, session.project.owns
    unread = frozenset(
        at
        for at, one in enumerate(items)
        if one.thread and any(not owns(e.annotator) and not kept.is_read(e) for e in one.thread.entries)
    )
    waiting = frozenset(at for at, one in enumerate(items) if "unanswered" in one.kinds)
    return Gathered(items, unread, waiting, _sources(session, items), _people(items))


def _may_see(session: Session, article: str) -> bool:
    return session.everybody.may_see(done=session.writer.is_done(article))


def _matters(record: Record) -> bool:
    """Tell whether a record may be about a note, a flag or what was given back."""
    if record["kind"] == "sentence":
        return bool(record["note"] or record["flag"])
    return record["kind"] == "remark" or record["kind"] == "return" or record["kind"] == "answer"


def _own(session: Session) -> dict[str, list[Record]]:
    """Return by article what the annotator's own layer says, and what the lead says to her."""
    found: dict[str, list[Record]] = {}
    unsaved = list(session.writer.unsaved.values())
    changed = {one["uid"] for one in unsaved}
    of_lead = [one for one in session.layers.all_of_lead() if one["kind"] in ("remark", "return")]
    own = [one for one in session.layers.all_own() if one["uid"] not in changed]
    for one in (*own, *(one for one in unsaved if not one["deleted"]), *of_lead):
        if _matters(one):
            found.setdefault(one["article"], []).append(one)
    return found


def _sources(session: Session, items: Sequence[Noted]) -> dict[str, str]:
    catalogue = session.project.catalogue
    catalogue.refresh()
    known = {article: catalogue.get(article) for article in {one.article for one in items}}
    return {article: frozen.source if frozen else article for article, frozen in known.items()}


def _people(items: Sequence[Noted]) -> list[str]:
    names = {same_annotator(name): name for one in items for name in _names(one)}
    return [names[key] for key in sorted(names)]


def _names(one: Noted) -> list[str]:
    said = [entry.annotator for entry in one.thread.entries] if one.thread else []
    return [*said, *([one.returned.record["annotator"]] if one.returned else []), one.of]
