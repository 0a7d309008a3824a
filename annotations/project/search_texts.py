"""The articles that a search looks at: out of the index as far as it has them, else from their files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from annotations.errors import ZhupiError
from annotations.index.database import IndexLost
from annotations.index.index import Index
from annotations.index.lookup import Lookup
from annotations.model.article import Analysis, Article
from annotations.project.indexed import index_of, refresh_index
from annotations.project.project import Project
from annotations.reading import Place, Places
from annotations.search.reach import Which
from annotations.search.units import Needles
from annotations.wording import tr

__all__ = ["Batch", "Held", "Read", "SearchTexts"]

_BATCH = 64
"""Articles that are taken from the index together. Chosen: they take some milliseconds."""
_FIRST = 8
"""The first ones, which come soon."""
_SIFTED = 512
"""Texts that are looked through together for the words that must be there: a hundredth of a second."""
_UNREAD = 4
"""Articles that are read from their files together: a hundredth of a second each, and results come sooner."""


class Read(NamedTuple):
    """An article that was read, or why it could not be."""

    place: int
    """Its index among the places of the project."""
    article: Article | ZhupiError
    text: int = 0
    """The number of its text in the index; 0 where it is not there."""
    plain: bool = False
    """Whether the text is known to fold unit by unit."""


class Batch(NamedTuple):
    """What came of some articles."""

    read: Sequence[Read]
    passed: int
    """How many more were passed over, for words that must be there are not."""


class Held(NamedTuple):
    """What the index has of the articles, by their places; a search goes by one to its end."""

    numbers: npt.NDArray[np.int64]
    """Those of their texts, which no other text ever has; 0 where there is none."""
    ids: Sequence[str]
    """Their ids; empty where that is not known."""


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
        self._held: Held | None = None
        self.lines: list[str] = []
        """What is worth telling of the index, a line each."""

    def refresh(
        self,
        on_step: Callable[[int, int], object],
        cancelled: Callable[[], bool],
        places: Iterable[Place] | None = None,
    ) -> bool:
        """Bring the index to what the files are by now; where there can be none, that is a line.

        Returns:
            Whether a search would find anything else than before; whoever it was that brought it there.
        """
        before = self._held
        self.lines, changed = [], False
        try:
            index = self._opened()
            refreshed = refresh_index(index, self._project, places, on_step=on_step, cancelled=cancelled)
            changed = refreshed.changed
            if not index.kept:
                self.lines = [tr("no index can be kept here, so every article is read for each search")]
        except (ImportError, ZhupiError) as error:  # a Python may be built without SQLite
            self.lines = [tr("without an index every article is read: {why}", why=error)]
        self._held = self._look()
        return changed or (before is not None and not np.array_equal(before.numbers, self._held.numbers))

    @property
    def held(self) -> Held:
        """What the index had when it was last refreshed, or has now: a search need not wait for that."""
        if self._held is None:
            self._held = self._look()
        return self._held

    def _look(self) -> Held:
        numbers = np.zeros(len(self._project.places), dtype=np.int64)
        ids = [""] * len(numbers)
        try:
            with self._opened().connection() as database:
                lookup = Lookup(database)
                rows = {(one.path, one.position): one for one in lookup.rows()} if lookup.there else {}
        except (ImportError, ZhupiError):
            rows = {}
        root = f"{self._project.root}/"
        named = Places.of(self._project.places).named() if rows else ()
        for at, (name, position, _) in enumerate(named):
            row = rows.get((name.removeprefix(root), position))
            if row is not None:
                numbers[at], ids[at] = row.number, row.article
        return Held(numbers, ids)

    def _opened(self) -> Index:
        if self._index is None:
            self._index = index_of(self._project, self._cache)
        return self._index

    # -- which ---------------------------------------------------------------------------------

    def containing(self, held: Held, words: str) -> Which:
        """Return in which articles a folded text may stand, those among them that the index does not have."""
        try:
            with self._opened().connection() as database:
                found = Lookup(database).containing(words)
        except (ImportError, IndexLost):
            return np.ones(len(held.numbers), dtype=bool)
        which: Which = np.isin(held.numbers, found) | (held.numbers == 0)
        return which

    def among(self, held: Held, articles: Collection[str]) -> Which:
        """Return which articles have one of these ids; those of which it is not known are among them."""
        which: Which = np.fromiter((one in articles for one in held.ids), dtype=bool, count=len(held.ids))
        which |= held.numbers == 0
        return which

    # -- reading ---------------------------------------------------------------------------------

    def read(
        self,
        held: Held,
        which: Which | None,
        words: Sequence[str],
        cancelled: Callable[[], bool],
        together: int = _BATCH,
    ) -> Iterator[Batch]:
        """Yield some articles after the others, in the order of the project.

        Args:
            held: What the index has of them.
            which: Which articles; None for all.
            words: Folded texts; an article without them may be passed over.
            cancelled: Asked before each whether to end.
            together: How many may come at once.
        """
        numbers, needles = held.numbers, Needles(words)
        places = np.arange(len(numbers)) if which is None else np.flatnonzero(which)
        run = iter(zip(places.tolist(), numbers[places].tolist(), strict=True))
        size = _FIRST
        while batch := list(islice(run, size)):
            size = min(size * 4, _SIFTED)
            wanted = self._sifted([number for _, number in batch if number], needles)
            left = [(place, number) for place, number in batch if not number or number in wanted]
            passed = len(batch) - len(left)
            for begin in range(0, len(left), together):
                yield from self._read(left[begin : begin + together], cancelled, passed)
                passed = 0
                if cancelled():
                    return
            if passed:
                yield Batch((), passed)

    def _read(
        self, batch: Sequence[tuple[int, int]], cancelled: Callable[[], bool], passed: int
    ) -> Iterator[Batch]:
        """Yield the articles of places and numbers of texts."""
        source_of, places = self._project.source_of, self._project.places
        kept = self._kept({number: source_of(places[place]) for place, number in batch if number})
        done: list[Read] = []
        for place, number in batch:
            if cancelled():
                return
            article = kept.get(number)
            if article is not None:
                done.append(Read(place, article[0], number, article[1]))
                continue
            done.append(self._from_file(place))
            if len(done) >= _UNREAD:
                yield Batch(done, passed)
                done, passed = [], 0
        if done or passed:
            yield Batch(done, passed)

    def _sifted(self, numbers: Sequence[int], needles: Needles) -> Collection[int]:
        """Return the texts that may hold the needles, those that are gone among them."""
        if not needles or not numbers:
            return numbers
        try:
            with self._opened().connection() as database:
                return Lookup(database).holding(numbers, needles)
        except (ImportError, IndexLost):
            return numbers

    def _kept(self, sources: Mapping[int, str]) -> dict[int, tuple[Article, bool]]:
        try:
            with self._opened().connection() as database:
                return Lookup(database).articles(sources) if sources else {}
        except (ImportError, IndexLost):
            return {}

    def _from_file(self, place: int) -> Read:
        try:
            return Read(place, self._project.article(self._project.places[place]))
        except ZhupiError as error:
            return Read(place, error)

    # -- names and numbers -------------------------------------------------------------------

    def analyses(self, articles: Iterable[Read], version: str) -> dict[int, Analysis]:
        """Return by place what the index has of names and numbers, found by the analyser of `version`."""
        found: dict[int, Analysis] = {}
        with suppress(ImportError, IndexLost), self._opened().connection() as database:
            lookup = Lookup(database)
            for one in articles:
                known = lookup.analysis(one.text, version) if one.text else None
                if known is not None:
                    found[one.place] = known
        return found

    def keep(self, found: Iterable[tuple[Read, Analysis]], version: str) -> None:
        """Keep names and numbers in the index; of an article that is not in it they are found each time."""
        with suppress(ImportError, IndexLost), self._opened().connection() as database:
            database.execute("BEGIN IMMEDIATE")
            for one, analysis in found:
                if one.text:
                    Lookup(database).keep(one.text, version, analysis)
            database.execute("COMMIT")

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
