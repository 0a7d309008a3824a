"""Every article of the project, as its index knows it, with how far the annotator is with each.

Nothing is read of an article to list it: the index says what it is, the layers what was said of it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.project.arrivals import Arrivals
from annotations.project.places import sources_of, table_of
from tui.session.listing import Listing, Standing

if TYPE_CHECKING:
    from annotations.index.index import Index
    from annotations.progress.article import ArticleProgress
    from tui.session.review import Tally
    from tui.session.session import Session

__all__ = ["Library"]

_PATIENCE = 0.5
"""Seconds after which a lead is shown what is known so far."""


class Library:
    """The articles of a session's project. All of it is for a worker's thread."""

    def __init__(self, session: Session) -> None:
        """Know nothing yet."""
        self._session = session
        self._project = session.project
        self._index: Index | None = None
        self.listing = Listing()
        """What was known when it was last looked at."""
        self.standings: dict[int, Standing] = {}
        """How the annotator stands to those of which anything is said; of others nothing."""
        self.arrivals = Arrivals(session.project)
        self._tallies: dict[str, tuple[int, Tally]] = {}
        """How the review of each article stood, and by which revisions of the lead's own."""

    @property
    def index(self) -> Index:
        """The index of the project."""
        if self._index is None:
            from annotations.project.indexed import index_of

            self._index = index_of(self._project)
        return self._index

    # -- what there is ----------------------------------------------------------------

    def look(self) -> Listing:
        """Return what the index knows of the project's articles by now."""
        project = self._project
        places = project.places
        listing = Listing()
        sources = listing.sources = list(sources_of(project.root, places))
        count = len(sources)
        titles, dates, lengths = [""] * count, [""] * count, [-1] * count
        sentences, articles = [0] * count, [""] * count
        where = {source: index for index, source in enumerate(sources)}
        for row in self.index.rows():
            index = where.get(row.source)
            if index is None:  # it is not among what was opened
                continue
            titles[index], dates[index], lengths[index] = row.title, row.date, row.length
            sentences[index], articles[index] = row.sentences, row.article
            if row.error:
                listing.errors[index] = row.error.removeprefix(f"{project.root}{os.sep}")
        listing.titles, listing.dates, listing.lengths = titles, dates, lengths
        listing.sentences, listing.articles = sentences, articles
        numbers: dict[str, int] = {}
        for source in sources:
            folder = source.rpartition(os.sep)[0]  # as os.path.dirname has it, for a hundred thousand
            listing.folders.append(numbers.setdefault(folder, len(numbers)))
        listing.names, listing.places = list(numbers), count
        return listing

    def refresh(self, on_step: Callable[[int, int], object], cancelled: Callable[[], bool]) -> bool:
        """Take in which files came, went and changed; tell whether the index knows anything else than before.

        Raises:
            ZhupiError: The folder or the index cannot be read.
        """
        from annotations.project.indexed import refresh_index

        places = self.arrivals.look()
        done = refresh_index(self.index, self._project, places, on_step=on_step, cancelled=cancelled)
        return done.changed or self.arrivals.waiting

    # -- how the annotator stands to it ---------------------------------------------------

    def stand(self, listing: Listing) -> dict[int, Standing]:
        """Return how the annotator stands to each article of which anything is said, by index.

        Annotated articles whose files are gone are added to `listing`.

        Raises:
            ZhupiError: A layer cannot be read.
        """
        session = self._session
        where = listing.where()
        unsaved = {one["article"] for one in list(session.writer.unsaved.values())}
        annotated = session.layers.articles() | unsaved
        standings: dict[int, Standing] = {}
        progress = self._progress(annotated & where.keys())
        given_back = session.returns.everywhere(session.article)
        for article, how in progress.items():
            standings.update(dict.fromkeys(where[article], Standing(*how, back=article in given_back)))
        for article in given_back - annotated:
            for index in where.get(article, ()):
                standings[index] = Standing(sentences=listing.sentences[index], back=True)
        for index in self._missing(listing):
            standings[index] = Standing(gone=True)
        self._apart(sorted(annotated - where.keys()), listing, standings)
        return standings

    def tally(self, listing: Listing, standings: Mapping[int, Standing]) -> Iterator[dict[int, Standing]]:
        """Yield `standings` with how the review of articles stands, now and then, the last time with all.

        It is for a lead at the review alone. What was worked out before is not worked out again.

        Raises:
            ZhupiError: A layer cannot be read.
        """
        from tui.session.review import tally_of

        session, where = self._session, listing.where()
        session.everybody.follow()
        for article in session.everybody.take_touched():
            self._tallies.pop(article, None)
        said = {*session.everybody.others.articles(), *session.layers.articles()} & where.keys()
        found, told = dict(standings), time.monotonic()
        for article in sorted(said, key=lambda one: where[one][0]):
            own = sum(one["rev"] for one in session.writer.records(article))
            before, tally = self._tallies.get(article, (-1, None))
            if tally is None or before != own:
                read = session.shelf.find(article)
                if read is None:  # what is wrong with it is said by who opens it
                    continue
                tally = tally_of(session, read)
                self._tallies[article] = own, tally
            for index in where[article]:
                one = found.get(index, Standing(sentences=listing.sentences[index]))
                found[index] = one._replace(tally=tally)
            if time.monotonic() - told > _PATIENCE:
                yield dict(found)
                told = time.monotonic()
        yield found

    def _progress(self, articles: Iterable[str]) -> dict[str, ArticleProgress]:
        from annotations.progress.article import article_progress

        session, project = self._session, self._project
        bounds = self.index.bounds(articles)
        found = {}
        for article in articles:
            records = session.writer.records(article)
            lead = [*session.layers.of_lead(article), *(records if project.is_lead else ())]
            found[article] = article_progress(records, bounds.get(article, ()), lead)
        return found

    def _apart(self, articles: Sequence[str], listing: Listing, standings: dict[int, Standing]) -> None:
        """Take note of annotated texts that no file has: earlier ones, and such whose files are gone."""
        session, project = self._session, self._project
        sources = {source: index for index, source in enumerate(listing.sources)} if articles else {}
        for article in articles:
            marks = sum(one["kind"] == "sentence" for one in session.writer.records(article))
            frozen = project.amendments.catalogue.get(article)
            if frozen is None or not marks:
                continue
            index = sources.get(frozen.source)
            if index is None:
                if _is_there(project.root / (table_of(frozen.source) or frozen.source)):
                    continue  # it is not among what was opened
                index = listing.add_gone(frozen.source, self._title(article))
                standings[index] = Standing(gone=True)
            here = listing.articles[index]
            if not here or article in project.amendments.earlier(project.layer_path, here, frozen.place):
                one = standings.get(index, Standing(sentences=listing.sentences[index]))
                standings[index] = one._replace(apart=one.apart + marks)

    def _title(self, article: str) -> str:
        try:
            frozen = self._project.frozen.load(article)
        except ZhupiError:  # what is wrong with it is said by who opens it
            return ""
        return "" if frozen is None else frozen.title

    def _missing(self, listing: Listing) -> Iterator[int]:
        """Yield the indexes of places that the index forgot, or never knew, and whose files are gone."""
        places = self._project.places
        for index, length in enumerate(listing.lengths):
            if length < 0 and not _is_there(places[index].path):
                yield index


def _is_there(path: os.PathLike[str]) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:
        return False
