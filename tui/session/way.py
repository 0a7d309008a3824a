"""The way from article to article: along the queue, to what was given back, and on to what was read ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.project.queue import Queued
from annotations.wording import msg, tr
from tui.session import messages
from tui.session.notices import passed_over

if TYPE_CHECKING:
    from tui.session.session import Session

__all__ = ["Way"]

_LONG = 1 << 20
"""Bytes of a file from which on it is not read ahead. Chosen: to read a megabyte takes half a second of the
interpreter, which the keys would wait for."""

_ENDS = {
    (False, True): (msg("this is the last article"), msg("this is the last article that can be read")),
    (False, False): (msg("this is the first article"), msg("this is the first article that can be read")),
    (True, True): (
        msg("the last article of the queue"),
        msg("the last article of the queue that can be read"),
    ),
    (True, False): (
        msg("the first article of the queue"),
        msg("the first article of the queue that can be read"),
    ),
}
"""Why there is nothing to open, by whether there is a queue and whether one went on: where all could be read,
and where not."""

Opened = messages.ArticleReady | messages.NothingToOpen


class _Ahead(NamedTuple):
    """What was read ahead."""

    here: int
    """The article that was open then."""
    ready: messages.ArticleReady
    stamp: tuple[int, int]
    """Time and size of its file."""


class Way:
    """Finds what comes next for the annotator of a session."""

    def __init__(self, session: Session) -> None:
        """Begin where `session` is."""
        self._session = session
        self._ahead: _Ahead | None = None
        self._done: set[str] = set()
        queue = session.queue
        self._ids = {one.place: one.article for one in queue.articles if one.article} if queue else {}

    # -- in which order -----------------------------------------------------------

    def _beside(self, step: int) -> Iterator[int]:
        """Yield the articles after the open one, or before it, the nearest first."""
        here = self._session.article.index
        if self._session.queue is not None and not self._session.article.settling:
            yield from (one.place for one in self._session.queue.beside(here, step))
        else:
            yield from range(here + step, len(self._session.shelf) if step > 0 else -1, step)

    def _others(self) -> Iterable[int]:
        """Return all articles but the open one, those that follow it first, going round."""
        here, count = self._session.article.index, len(self._session.shelf)
        if self._session.queue is not None:
            return [one.place for one in self._session.queue.others(here)]
        return ((here + step) % count for step in range(1, count))

    def has_beside(self, step: int) -> bool:
        """Tell whether there is an article after the open one, or before it."""
        return next(self._beside(step), None) is not None

    # -- going there; on a worker's thread ------------------------------------------

    def read_beside(self, step: int) -> Opened:
        """Read the article after the open one, or before it; what cannot be read is passed over."""
        failed: list[str] = []
        for index in self._beside(step):
            try:
                return self._read(index, lambda: passed_over(failed))
            except ZhupiError as error:
                failed.append(str(error))
        ends = _ENDS[self._session.queue is not None, step > 0]
        return messages.NothingToOpen("; ".join([*passed_over(failed), tr(ends[bool(failed)])]))

    def read_next_open(self) -> Opened:
        """Read the next article that is not done, going round; those that cannot be read are named.

        What the lead has given back comes before all others.
        """
        session = self._session
        if session.returns.articles(session.article.id):
            found = self.read_given_back(1)
            if isinstance(found, messages.ArticleReady):
                return found
        failed: list[str] = []
        if (ready := self._next_open(failed)) is not None:
            return ready
        end = tr("every article that can be read is done") if failed else tr("every article is done")
        if session.queue is not None and session.queue.articles and not failed:
            end = tr("every article of the queue is done")
        return messages.NothingToOpen("; ".join([*passed_over(failed), end]))

    def read_given_back(self, step: int) -> Opened:
        """Read the next article, or the one before, of which the lead gave something back, going round."""
        session = self._session
        here, count = session.article.index, len(session.shelf)
        waiting = session.returns.articles(session.article.id)
        there = {one: place for one in waiting if (place := session.shelf.place_of(one)) is not None}
        for one in sorted(there, key=lambda one: (there[one] - here) * step % count):
            if (article := session.shelf.find(one)) is not None:
                return session.lay_out(there[one], article, [tr("given back: . goes there, > answers")])
        return messages.NothingToOpen(session.returns.cannot_open(waiting))

    def read_first(self) -> Opened | None:
        """Read what a day begins with: what was given back, then what was begun, then what is new.

        Returns:
            None where that is the open article.
        """
        session = self._session
        here = session.article
        if here.returned.unanswered:
            return None
        if session.returns.articles(here.id):
            return self.read_given_back(1)
        if not here.marks.done and not here.marks.unsaid:
            return None
        for index in self._others():
            article = self._ids.get(index, "")
            if article and session.writer.records(article) and not session.writer.is_done(article):
                with suppress(ZhupiError):
                    return self._read(index)
        return self.read_next_open() if here.marks.done else None

    def _next_open(self, failed: list[str]) -> messages.ArticleReady | None:
        session = self._session
        for index in self._others():
            known = session.shelf.id_at(index) or self._ids.get(index)
            if known is not None and session.writer.is_done(known):
                continue
            try:
                article = session.shelf.read(index)
            except ZhupiError as error:
                failed.append(str(error))
                continue
            self._ids[index] = article.id
            if not session.writer.is_done(article.id):
                return session.lay_out(index, article, passed_over(failed))
        return None

    def _read(self, index: int, notices: Callable[[], list[str]] = list) -> messages.ArticleReady:
        if (ahead := self.take(index)) is not None:
            return ahead
        article = self._session.shelf.read(index)
        return self._session.lay_out(index, article, notices())

    # -- reading ahead ------------------------------------------------------------------

    def look_ahead(self) -> None:
        """Read the article that comes next, and have it analysed; on a worker's thread."""
        session, here = self._session, self._session.article.index
        ahead = self._ahead
        if ahead is not None and ahead.here == here:
            return
        self._ahead = None
        index = next(iter(self._candidates()), None)
        if index is None or (stamp := self._stamp(index)) is None:
            return
        try:
            article = session.shelf.read(index)
        except ZhupiError:  # said when its turn comes
            return
        if session.writer.is_done(article.id):
            return
        ready = session.lay_out(index, article)
        self._ahead = _Ahead(here, ready, stamp)
        session.analysis.prepare(article)

    def _candidates(self) -> Iterator[int]:
        session = self._session
        for index in self._others():
            known = session.shelf.id_at(index) or self._ids.get(index)
            if known is None or not session.writer.is_done(known):
                yield index

    def take_next_open(self) -> messages.ArticleReady | None:
        """Return the next article that is not done, if it was read ahead; on any thread, at once."""
        session = self._session
        if session.returns.articles(session.article.id):
            return None
        index = next(iter(self._candidates()), None)
        return None if index is None else self.take(index)

    def take(self, index: int) -> messages.ArticleReady | None:
        """Return the article at `index` if it was read ahead and nothing has become other since."""
        session, ahead = self._session, self._ahead
        if ahead is None or ahead.ready.index != index or ahead.stamp != self._stamp(index):
            return None
        article: Article = ahead.ready.article
        if session.writer.is_done(article.id):
            return None
        self._ahead = None
        if ahead.ready.page.starts != [one.start for one in session.article.bound(article).sentences]:
            return session.lay_out(index, article)
        return ahead.ready

    def _stamp(self, index: int) -> tuple[int, int] | None:
        """Return time and size of the file of an article; None if it is not to be read ahead."""
        place = self._session.project.places[index]
        try:
            found = place.path.stat()
        except OSError:
            return None
        if place.number is None and found.st_size > _LONG:
            return None
        return found.st_mtime_ns, found.st_size

    # -- how many are done ----------------------------------------------------------------

    def count(self) -> None:
        """Find out how many articles of the queue, or of all, are done; looks through all of the layer."""
        self._done = self._session.layers.done_articles()
        self._tell_done()

    def note(self, articles: Iterable[str]) -> None:
        """Take note whether `articles`, of which something new was said, are done now."""
        for article in articles:
            if self._session.writer.is_done(article):
                self._done.add(article)
            else:
                self._done.discard(article)
        self._tell_done()

    def _tell_done(self) -> None:
        session = self._session
        if session.queue is None:
            session.done = len(self._done)
        else:
            session.done = sum(self._id_of(one) in self._done for one in session.queue.articles)

    def _id_of(self, one: Queued) -> str:
        return self._session.shelf.id_at(one.place) or self._ids.get(one.place, "")
