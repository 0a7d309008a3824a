"""A lead at work on what everybody says: what is still to settle, here and in the other articles."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from annotations.adjudication.filters import Filter
from annotations.adjudication.sentences import Unit
from annotations.adjudication.spans import SpanUnit
from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.project.consensus import left_open_words, settled_words, unanimous
from annotations.records.lead_kinds import Decision, SpanDecision
from annotations.wording import counted, tr
from tui.session import messages
from tui.session.others import speaks
from tui.session.queue import Queue
from tui.session.returned import Returned
from tui.session.session import Session

__all__ = ["Review", "Tally", "tally_of"]

_PATIENCE = 0.5
"""Seconds after which a search says how far it is."""


class Tally(NamedTuple):
    """How the review of one article stands."""

    settled: int
    sentences: int
    """Those that are to be tagged."""
    left: int
    """Sentences on which annotators differ and nobody has decided, less those that wait for an answer."""
    done: Sequence[str]
    """Who has marked it done, in order of name."""
    annotators: int
    """How many have said anything of it."""
    returned: int
    """What was given back and waits for an answer."""
    answered: int
    """Sentences to which an answer has come, and that are not settled."""
    agreement: float | None = None
    """Of the sentences that at least two judged the share of which all say the same; None where none is."""


def tally_of(session: Session, article: Article) -> Tally:
    """Return how the review of `article`, any of the project's, stands; on any thread.

    Raises:
        ZhupiError: A layer cannot be read.
    """
    own = session.writer.records(article.id)
    of = session.everybody.read(session.article.bound(article), own)
    answers = {name: marks.all_records() for name, marks in of.marks.items()}
    returned = Returned.of(of.article, own, answers)
    queue = Queue()
    queue.begin(of, (), returned)
    annotators = [name for name, marks in of.marks.items() if speaks(marks)]
    answered = [unit for unit in of.units if unit.state != "settled" and returned.state(unit.index) == ">"]
    judged = [unit for unit in of.units if unit.judged > 1]
    return Tally(
        of.counts().get("settled", 0),
        len(of.units),
        len(queue.sentences),
        [name for name in annotators if of.marks[name].done],
        len(annotators),
        returned.unanswered,
        len(answered),
        sum(unit.unanimous for unit in judged) / len(judged) if judged else None,
    )


class Review:
    """Composed of the parts of a session, with a queue of what is looked for among what was said."""

    def __init__(self, session: Session) -> None:
        """Review the session's article; `begin` puts the lead to work on it."""
        self.session = session
        self.lead = session.lead
        """The acts by which the lead settles."""
        self.queue = Queue()
        """The sentences of the article that are looked for."""
        self.returned = Returned(session.article.bounded)
        """What was given back of the article, to whomever."""
        self._dull: set[tuple[str, Filter]] = set()
        """Articles that were looked through and have nothing that a filter looks for."""

    # -- on the screen's thread ----------------------------------------------

    def begin(self) -> None:
        """From now on the session's acts settle."""
        self.session.article.work_with(self.lead.editor)

    def enter(self) -> None:
        """Take note that the open article is another."""
        self.returned = Returned(self.session.article.bounded)

    def take_others(self) -> None:
        """Let the lead decide on what everybody is known to say by now, and look for what is wanted in it."""
        everybody = self.session.everybody
        self.lead.review(everybody.of, everybody.places)
        self.look_for_returns()

    def look_for_returns(self) -> None:
        """Take note of what was given back of the article to anybody, and of what came back."""
        article, of = self.session.article, self.session.everybody.of
        answers = {name: marks.all_records() for name, marks in of.marks.items()} if of else {}
        self.returned = Returned.of(article.bounded, article.marks.all_records(), answers)
        self.queue.begin(of, self.session.everybody.places, self.returned)

    def unit(self, index: int) -> Unit | None:
        """Return what is said of a sentence; None for titles, or before it is known."""
        of = self.session.everybody.of
        return of.unit(index) if of else None

    def places_of(self, index: int) -> list[SpanUnit]:
        """Return the names and numbers of a sentence that somebody mended."""
        return [one for one in self.session.everybody.places if one.sentence == index]

    def place(self, at: tuple[int, int] | None) -> SpanUnit | None:
        """Return the name or number from start to end `at` that somebody mended, if there is one."""
        return next((one for one in self.session.everybody.places if (one.start, one.end) == at), None)

    def no_longer_dull(self, articles: Collection[str]) -> None:
        """Take note that something new was said of `articles`."""
        self._dull = {one for one in self._dull if one[0] not in articles}

    def take_dull(self, news: messages.Dull) -> None:
        """Take note of articles that were looked through in vain."""
        self._dull.update((one, news.wanted) for one in news.articles)

    # -- on a worker's thread ----------------------------------------------

    def search(self, step: int) -> Callable[[Callable[[], bool]], None]:
        """Return what looks for the next article, or the one before, that has a sentence that is wanted.

        It goes round from the open article, for what is wanted now, until it is told by its argument that it
        was cancelled. It tells `Dull` of what was looked through, and `ArticleReady` or `NothingToOpen`.
        """
        after, wanted, dull = self.session.article.index, self.queue.wanted, frozenset(self._dull)
        return lambda cancelled: self._search(after, step, wanted, dull, cancelled)

    def _search(
        self,
        after: int,
        step: int,
        wanted: Filter,
        dull: Collection[tuple[str, Filter]],
        cancelled: Callable[[], bool],
    ) -> None:
        session, shelf = self.session, self.session.shelf
        count, told = len(shelf), time.monotonic()
        notices: list[str] = []
        looked_at: list[str] = []
        for distance in range(1, count):
            index = (after + step * distance) % count
            if (shelf.id_at(index), wanted) in dull:
                continue
            if cancelled():
                return
            if time.monotonic() - told > _PATIENCE:
                told = time.monotonic()
                words = tr(
                    "looking for the next one: {distance:,} of {count:,}; Esc stops",
                    distance=distance,
                    count=count,
                )
                session.tell(messages.Waiting(words))
            try:
                article = shelf.read(index)
            except ZhupiError as error:
                notices.append(str(error))
                continue
            own = session.writer.records(article.id)
            of = session.everybody.read(session.article.bound(article), own)
            if any(wanted.fits(unit, of) for unit in of.units):
                session.tell(messages.Dull(wanted, looked_at))
                session.tell(session.lay_out(index, article, notices))
                return
            looked_at.append(article.id)
        session.tell(messages.Dull(wanted, looked_at))
        words = tr("no other article has what is looked for ({words})", words=wanted.words)
        session.tell(messages.NothingToOpen("; ".join([*notices, words])))

    def find_unanimous(self) -> messages.UnanimousFound:
        """Return what all agree on in the whole project; says meanwhile how far it is."""
        try:
            records = list(self._unanimous())
        except ZhupiError as error:
            return messages.UnanimousFound((), str(error))
        if not records:
            return messages.UnanimousFound((), tr("nothing waits for this in the whole project"))
        said = tr("{settled_words} settled", settled_words=settled_words(records)), left_open_words(records)
        return messages.UnanimousFound(records, "; ".join(filter(None, said)))

    def _unanimous(self) -> Iterator[Decision | SpanDecision]:
        session, told = self.session, time.monotonic()

        def tell(done: int, of: int) -> None:
            nonlocal told
            if time.monotonic() - told > _PATIENCE:
                told = time.monotonic()
                words = tr(
                    "looking through the project: {done:,} of {articles}",
                    done=done,
                    articles=counted(of, "article"),
                )
                session.tell(messages.Waiting(words))

        others = session.everybody.others
        yield from unanimous(session.project, others, session.writer.records, self.lead.decider, tell)
