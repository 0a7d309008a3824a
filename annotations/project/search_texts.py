"""The articles that a search looks at: out of the index as far as it has them as they are, else from their files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from annotations.errors import ZhupiError
from annotations.index.database import IndexLost
from annotations.index.index import Index
from annotations.index.lookup import Lookup
from annotations.model.article import Analysis, Article
from annotations.project.indexed import index_of, refresh_index
from annotations.project.project import Project
from annotations.search.narrowing import Which
from annotations.wording import tr

__all__ = ["Read", "SearchTexts"]

_BATCH = 64
"""Articles that are taken from the index together. Chosen: they take some milliseconds."""
_FIRST = 8
"""The first ones, which come soon."""
_UNREAD = 4
"""Articles that are read from their files together: a hundredth of a second each, and results come sooner."""


class Read(NamedTuple):
    """An article that was read, or why it could not be."""

    place: int
    """Its index among the places of the project."""
    article: Article | ZhupiError
    text: int
    """The number of its text in the index; 0 where it is not there."""


class SearchTexts:
    """The articles of one project, by their places.

    Args:
        project: The project; another thread must not be at what it knows of frozen texts.
        cache: The folder of the indexes.
    """

    def __init__(self, project: Project, cache: Path) -> None:
        self._project = project
        self._index: Index | None = None
        self._cache = cache
        self._numbers = np.zeros(len(project.places), dtype=np.int64)
        self._ids: list[str] = [""] * len(project.places)
        self.lines: list[str] = []
        """What is worth telling of the index, a line each."""

    @property
    def missing(self) -> int:
        """How many articles the index does not have, or not as they are by now."""
        return int(np.count_nonzero(self._numbers == 0))

    def refresh(self, on_step: Callable[[int, int], object], cancelled: Callable[[], bool]) -> None:
        """Bring the index to what the files are by now; where there can be none, that is a line."""
        self.lines = []
        try:
            index = self._opened()
            refresh_index(index, self._project, on_step=on_step, cancelled=cancelled)
            if not index.kept:
                self.lines = [tr("no index can be kept here, so every article is read for each search")]
        except (ImportError, ZhupiError) as error:  # a Python may be built without SQLite
            self.lines = [tr("without an index every article is read: {why}", why=error)]
        self.look()

    def look(self) -> None:
        """Take note of what the index has by now."""
        numbers = np.zeros(len(self._project.places), dtype=np.int64)
        ids = [""] * len(numbers)
        try:
            with self._opened().reading() as database:
                lookup = Lookup(database)
                rows = {(one.path, one.position): one for one in lookup.rows()} if lookup.there else {}
        except (ImportError, ZhupiError):
            rows = {}
        root = f"{self._project.root}/"
        for at, place in enumerate(self._project.places if rows else ()):
            row = rows.get((str(place.path).removeprefix(root), place.position))
            if row is not None:
                numbers[at], ids[at] = row.number, row.article
        self._numbers, self._ids = numbers, ids

    def _opened(self) -> Index:
        if self._index is None:
            self._index = index_of(self._project, self._cache)
        return self._index

    # -- which ---------------------------------------------------------------------------------

    def containing(self, words: str) -> Which:
        """Return in which articles a folded text may stand: those that the index does not have are among them."""
        try:
            with self._opened().reading() as database:
                held = Lookup(database).containing(words)
        except (ImportError, IndexLost):
            return np.ones(len(self._numbers), dtype=bool)
        return np.isin(self._numbers, held) | (self._numbers == 0)

    def among(self, articles: Collection[str]) -> Which:
        """Return which articles have one of these ids; those of which it is not known are among them."""
        which = np.fromiter((one in articles for one in self._ids), dtype=bool, count=len(self._ids))
        return which | (self._numbers == 0)

    # -- reading ---------------------------------------------------------------------------------

    def read(
        self, which: Which | None, cancelled: Callable[[], bool], together: int = _BATCH
    ) -> Iterator[Sequence[Read]]:
        """Yield some articles after the others in the order of the project: all, or those that `which` names.

        Args:
            which: Which articles; None for all.
            cancelled: Asked before each whether to end.
            together: How many may come at once.
        """
        places = np.arange(len(self._numbers)) if which is None else np.flatnonzero(which)
        numbers = self._numbers
        run = iter(zip(places.tolist(), numbers[places].tolist(), strict=True))
        size = _FIRST
        while batch := list(islice(run, size)):
            size = together
            kept = self._kept([number for _, number in batch if number])
            done: list[Read] = []
            for place, number in batch:
                if cancelled():
                    return
                article = kept.get(number)
                if article is not None:
                    done.append(Read(place, article, number))
                    continue
                done.append(self._from_file(place))
                if len(done) >= _UNREAD:
                    yield done
                    done = []
            if done:
                yield done

    def _kept(self, numbers: Iterable[int]) -> dict[int, Article]:
        asked = list(numbers)
        try:
            with self._opened().reading() as database:
                return Lookup(database).articles(asked) if asked else {}
        except (ImportError, IndexLost):
            return {}

    def _from_file(self, place: int) -> Read:
        try:
            return Read(place, self._project.article(self._project.places[place]), 0)
        except ZhupiError as error:
            return Read(place, error, 0)

    # -- names and numbers -------------------------------------------------------------------

    def analyses(self, articles: Iterable[Read], version: str) -> dict[int, Analysis]:
        """Return by place what the index has of names and numbers, found by the analyser of `version`."""
        found: dict[int, Analysis] = {}
        with suppress(ImportError, IndexLost), self._opened().reading() as database:
            lookup = Lookup(database)
            for one in articles:
                known = lookup.analysis(one.text, version) if one.text else None
                if known is not None:
                    found[one.place] = known
        return found

    def keep(self, found: Iterable[tuple[Read, Analysis]], version: str) -> None:
        """Keep names and numbers in the index; of an article that is not in it they are found anew each time."""
        with suppress(ImportError, IndexLost), self._opened().reading() as database:
            database.execute("BEGIN IMMEDIATE")
            for one, analysis in found:
                if one.text:
                    Lookup(database).keep(one.text, version, analysis)
            database.execute("COMMIT")

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
