"""What was looked for in all articles: the hits, which one is at work, how much is left."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import ZhupiError
from annotations.project.arrivals import Arrivals
from annotations.project.project import Project
from annotations.project.work_lists import NAMED, WorkList, forget, keep, named, work_lists
from annotations.search.query import Query
from annotations.search.subject import Needs
from annotations.search.syntax import Vocabulary, read_query
from annotations.wording import tr
from tui.session.ticks import Ticks

if TYPE_CHECKING:
    from annotations.project.search import Found, Search, Step

__all__ = ["Asked", "SearchDesk"]

_PAUSE = 0.05
"""Seconds between two times that hits are told; a message each would flood the screen."""
_TOLD = 40
"""Articles between two times that it is told how many the index has read."""
_FRESH = 10.0
"""Seconds for which the index counts as what the files are. Chosen: to look at 100,000 takes a second."""
_KEPT = 20_000
"""Hits that are kept to be gone through; more are counted. Chosen: nobody goes through them, and each takes a
kilobyte."""


class Asked(NamedTuple):
    """A query as it was typed, and what it asks."""

    text: str
    query: Query
    name: str = ""
    """Under which it is kept, where it was named."""
    meant: str = ""
    """What stands for the name; else `text`."""

    @property
    def costly(self) -> bool:
        """Tell whether names and numbers may have to be found first, so that no key should begin it."""
        return Needs.of(self.query).analysis


class SearchDesk:
    """One search after the other, in one project, for one annotator.

    Args:
        project: The project.
        review: Whether the annotator came to review.
        cache: The user's folder for caches; by default that of the system.
    """

    def __init__(self, project: Project, *, review: bool = False, cache: Path | None = None) -> None:
        self._project = project
        self._review = review
        self._cache = cache
        self._search: Search | None = None
        self._vocabulary = Vocabulary.of(project.scheme)
        self.arrivals = Arrivals(project)
        self._ticks = Ticks(project.root, project.annotator)
        self.asked: Asked | None = None
        """What was asked last."""
        self.found: list[Found] = []
        """Its hits, as far as they are kept."""
        self.total = 0
        """How many there are."""
        self.articles = 0
        """In how many articles."""
        self.looked = self.of = 0
        """How many articles were looked at, and of how many."""
        self.ended = True
        self.unread: list[str] = []
        """A line on each article that could not be read."""
        self.at = 0
        """Which hit is at work."""
        self._wanted: tuple[str, int] | None = None
        """The hit to come back to, when it is found again."""
        self.refreshed = 0.0
        """When the index was last brought to what the files are, by a clock of its own."""

    # -- asking --------------------------------------------------------------------------------

    def read(self, text: str) -> Asked:
        """Return what `text` asks; the name of a kept query stands for that.

        Raises:
            ZhupiError: It cannot be read, or no query has that name.
        """
        text = text.strip()
        name = text.removeprefix(NAMED) if text.startswith(NAMED) else ""
        query = named(self._project.root, name) if name else text
        return Asked(text, read_query(query, self._vocabulary), name, query)

    def lists(self) -> list[WorkList]:
        """Return the queries that are kept.

        Raises:
            ZhupiError: Their file cannot be read.
        """
        return work_lists(self._project.root)

    def keep(self, name: str) -> None:
        """Keep what was asked last under `name`.

        Raises:
            ZhupiError: It cannot be kept so.
        """
        assert self.asked is not None
        keep(self._project.root, name, self.asked.meant)
        name = name.strip().removeprefix(NAMED)
        self.asked = self.asked._replace(text=f"{NAMED}{name}", name=name)

    def forget(self, name: str) -> None:
        """Keep the query `name` no longer.

        Raises:
            ZhupiError: The file of the kept queries cannot be read or written.
        """
        forget(self._project.root, name)

    def begin(self, asked: Asked) -> None:
        """Begin with `asked`: nothing is found yet. Asked again, it comes back to the hit at work."""
        again = self.asked is not None and self.asked.meant == asked.meant
        self._wanted = _key(self.found[self.at]) if again and self.found else self._wanted if again else None
        self.asked = asked
        self.found, self.unread = [], []
        self.total = self.articles = self.looked = self.at = 0
        self.ended = False

    def take(self, steps: Sequence[Step]) -> None:
        """Take in what came of looking at more articles."""
        for step in steps:
            self.total += len(step.found)
            self.articles += len({one.place for one in step.found})
            for one in step.found[: max(0, _KEPT - len(self.found))]:
                if self._wanted is not None and _key(one) == self._wanted:
                    self.at, self._wanted = len(self.found), None
                self.found.append(one)
            self.looked, self.of = step.looked, step.of
            self.unread += step.unread

    @property
    def lines(self) -> list[str]:
        """What is worth telling of layers and index, a line each."""
        return self._search.lines if self._search is not None else []

    # -- on a worker's thread --------------------------------------------------------------------

    @property
    def search(self) -> Search:
        """Return what searches; made when it is first asked for."""
        if self._search is None:
            from annotations.project.search import Search

            self._search = Search(self._project, review=self._review, cache=self._cache)
        return self._search

    def refresh(self, tell: Callable[[tuple[int, int]], object], cancelled: Callable[[], bool]) -> bool:
        """Bring the index to what the files are; `tell` now and then how many were read, of how many.

        Returns:
            Whether anything has changed.
        """

        def step(done: int, of: int) -> None:
            if done % _TOLD == 0 and done < of:
                tell((done, of))

        self.refreshed = time.monotonic()
        with contextlib.suppress(ZhupiError):  # of a folder that is gone each article says so
            return self.search.refresh(step, cancelled, self.arrivals.look())
        return self.search.refresh(step, cancelled)

    @property
    def is_stale(self) -> bool:
        """Tell whether files may have changed since the index was last brought to what they are."""
        return time.monotonic() - self.refreshed > _FRESH

    def run(
        self, asked: Asked, tell: Callable[[list[Step]], object], cancelled: Callable[[], bool]
    ) -> tuple[list[Step], str]:
        """Search, and `tell` now and then what is found.

        Returns:
            What was not told, and why it could not be done, or nothing.
        """
        steps: list[Step] = []
        told = time.monotonic() - _PAUSE
        try:
            for step in self.search.run(asked.query, cancelled):
                steps.append(step)
                if time.monotonic() - told >= _PAUSE:
                    tell(steps)
                    steps, told = [], time.monotonic()
        except ZhupiError as error:
            return steps, str(error)
        return steps, ""

    # -- going through it ----------------------------------------------------------------------

    @property
    def left(self) -> int:
        """How many hits have not been gone through, of those that are kept."""
        assert self.asked is not None
        gone = self._ticks.of(self.asked.meant)
        return sum(_key(one) not in gone for one in self.found)

    def gone_through(self, one: Found) -> bool:
        """Tell whether the annotator has been at a hit since the list began."""
        assert self.asked is not None
        return _key(one) in self._ticks.of(self.asked.meant)

    def go(self, at: int) -> Found | None:
        """Be at the hit `at`, which is gone through by that; None if there is none such."""
        if not 0 <= at < len(self.found):
            return None
        self.at = at
        one = self.found[at]
        assert self.asked is not None
        self._ticks.tick(self.asked.meant, _key(one))
        return one

    @property
    def words(self) -> str:
        """Which hit is at work, and how many are left, in words."""
        assert self.asked is not None
        where = tr(
            "{query}: {number} of {total}, {left} left",
            query=self.asked.text,
            number=f"{self.at + 1:,}",
            total=f"{len(self.found):,}",
            left=f"{self.left:,}",
        )
        return where if self.ended else tr("{where} so far", where=where)

    def close(self) -> None:
        """Let go of layers and index."""
        if self._search is not None:
            self._search.close()


def _key(one: Found) -> tuple[str, int]:
    return one.article, one.start
