"""What a session does to see what everybody says, and to let a lead settle it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.message import Message

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.acts import Changed
from annotations.records.record import Record
from annotations.wording import counted
from tui.session import messages
from tui.session.article import InHand
from tui.session.others import Everybody
from tui.session.shelf import Shelf

if TYPE_CHECKING:
    from annotations.adjudication.adjudicator import Adjudicator
    from annotations.adjudication.filters import Filter
    from annotations.adjudication.spans import SpanUnit

__all__ = ["Reviewing"]

_PATIENCE = 0.5
"""Seconds after which a search says how far it is."""


class Reviewing(InHand):
    """The article in hand beside what everybody says of it, and the way to the next one to settle."""

    def __init__(self, project: Project, article: Article, review: bool) -> None:
        """Take `article` up; `review` says that the annotator came to review."""
        super().__init__(project, article)
        self.everybody = Everybody(project, review)
        self.shelf = Shelf(project)
        self._post: Callable[[Message], object] = lambda message: None
        self._settled: list[Sequence[Changed]] = []
        """What the lead settled in earlier runs of the program, act by act."""

    def tell(self, post: Callable[[Message], object]) -> None:
        """Send messages to `post` from now on; it is called on any thread."""
        self._post = post

    def tells(self, post: Callable[[Message], object]) -> bool:
        """Tell whether messages go to `post`."""
        return self._post == post

    def pass_on(self, message: Message) -> None:
        """Send `message` to whoever it is for by now; on any thread."""
        self._post(message)

    @cached_property
    def lead(self) -> Adjudicator:
        """The acts by which a lead settles, those of earlier runs of the program among them."""
        from annotations.adjudication.adjudicator import Adjudicator

        lead = Adjudicator(self.project.scheme, self.project.annotator, self.proposed)
        lead.editor.ledger.recall(self._settled)
        return lead

    def own_records(self, article: str) -> list[Record]:
        """Return what the annotator says of `article`, as far as it is known by now; on any thread."""
        newest = {one["uid"]: one for one in self.layers.of_article(article)}
        unsaved = list(self.unsaved.items())
        newest |= {uid: one for uid, one in unsaved if one["article"] == article}
        return list(newest.values())

    # -- on a worker's thread ----------------------------------------------

    def read_others(self, article: Article, own: Sequence[Record]) -> None:
        """Read what everybody says of `article`, and send `OthersKnown`; `own` says the annotator."""
        everybody = self.everybody
        decisions = everybody.read(article, own)
        lines = everybody.lines(decisions)
        places: Sequence[SpanUnit] = ()
        if everybody.review:
            marks = decisions.marks.items()
            others = [
                one
                for name, mine in marks
                if name != self.project.annotator
                for one in mine.all_records()
                if one["kind"] == "bounds"
            ]
            self.layers.take_proposals(article.id, others)
            try:
                places = everybody.places(decisions)
            except ZhupiError as error:
                lines.append(str(error))
        self._post(messages.OthersKnown(decisions, places, lines))

    def follow_others(self) -> None:
        """Take in what others have stored since the last time, and send `OthersChanged` if anything."""
        touched = self.everybody.follow(lambda words: self._post(messages.Waiting(words)))
        if touched:
            self._post(messages.OthersChanged(touched))

    def read_next_wanted(
        self,
        after: int,
        step: int,
        wanted: Filter,
        dull: Collection[tuple[str, Filter]],
        cancelled: Callable[[], bool],
    ) -> None:
        """Read the next article after `after`, or before it, that has a sentence that is `wanted`.

        It goes round; of the articles in `dull` it is known that they have none. Sends `Dull` for what was
        looked through, and `ArticleReady` or `NothingToOpen`.
        """
        count, told = len(self.shelf), time.monotonic()
        notices: list[str] = []
        looked_at: list[str] = []
        for distance in range(1, count):
            index = (after + step * distance) % count
            if (self.shelf.id_at(index), wanted) in dull:
                continue
            if cancelled():
                return
            if time.monotonic() - told > _PATIENCE:
                told = time.monotonic()
                words = f"looking for the next one: {distance:,} of {count:,}; Esc stops"
                self._post(messages.Waiting(words))
            try:
                article = self.shelf.read(index)
            except ZhupiError as error:
                notices.append(str(error))
                continue
            of = self.everybody.read(self.bounded(article), self.own_records(article.id))
            if any(wanted.fits(unit, of) for unit in of.units):
                self._post(messages.Dull(wanted, looked_at))
                self._ready_to_show(index, article, notices)
                return
            looked_at.append(article.id)
        self._post(messages.Dull(wanted, looked_at))
        words = f"no other article has what is looked for ({wanted.words})"
        self._post(messages.NothingToOpen("; ".join([*notices, words])))

    def find_unanimous(self) -> None:
        """Find what all agree on in the whole project, and send `UnanimousFound`."""
        from annotations.project.consensus import settled_words, unanimous

        told = time.monotonic()

        def tell(done: int, of: int) -> None:
            nonlocal told
            if time.monotonic() - told > _PATIENCE:
                told = time.monotonic()
                self._post(
                    messages.Waiting(f"looking through the project: {done:,} of {counted(of, 'article')}")
                )

        try:
            others = self.everybody.others
            records = list(unanimous(self.project, others, self.own_records, self.lead.decider, tell))
        except ZhupiError as error:
            self._post(messages.UnanimousFound((), str(error)))
            return
        words = (
            f"{settled_words(records)} settled" if records else "nothing waits for this in the whole project"
        )
        self._post(messages.UnanimousFound(records, words))

    def _ready_to_show(self, index: int, article: Article, notices: Sequence[str] = ()) -> None:
        """Send `ArticleReady`."""
        raise NotImplementedError
