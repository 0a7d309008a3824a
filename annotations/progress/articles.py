"""How far an annotator is with each article, counted from the records of a layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotations.progress.pace import UNKNOWN

__all__ = ["ArticleCounts", "Tally", "from_rows", "rows_of"]


class ArticleCounts(NamedTuple):
    """What an annotator has said of one article, in numbers."""

    sentences: int = 0
    """Sentences of which anything is said, a flag or a note alone too."""
    decided: int = 0
    """Of these the ones that have a label or an explicit none."""
    flags: int = 0
    questions: int = 0
    """Notes on its sentences, or on all of it, that ask something."""
    first: int = 0
    """When the first of its sentences was marked, in whole seconds since 1970; 0 where that is not known."""
    last: int = 0
    """When the last of its sentences was first marked, likewise."""
    done: bool = False
    done_at: int = 0
    """When it was marked done, likewise; 0 where it is not done."""

    @property
    def begun(self) -> bool:
        """Tell whether it is neither new nor done."""
        return self.sentences > 0 and not self.done


class Tally:
    """Counts the records of one article, one after the other and in any order."""

    __slots__ = ("_counts", "_first", "_last")

    def __init__(self) -> None:
        self._counts = [0, 0, 0, 0]
        self._first = self._last = 0

    def sentence(self, at: float, *, decided: bool, flag: bool, question: bool) -> None:
        """Count the mark of a sentence that was first made `at`, in seconds since 1970."""
        counts = self._counts
        counts[0] += 1
        counts[1] += decided
        counts[2] += flag
        counts[3] += question
        if at != UNKNOWN:
            seconds = int(at)
            if seconds > self._last:
                self._last = seconds
            if not self._first or seconds < self._first:
                self._first = seconds

    def question(self) -> None:
        """Count a note that asks something and is on no sentence."""
        self._counts[3] += 1

    def counted(self, done: bool, done_at: int) -> ArticleCounts:
        """Return what was counted, with whether and when the article was marked done."""
        sentences, decided, flags, questions = self._counts
        return ArticleCounts(sentences, decided, flags, questions, self._first, self._last, done, done_at)


def rows_of(counts: Iterable[tuple[str, ArticleCounts]]) -> list[list[str | int]]:
    """Return the counts of articles by their ids as JSON keeps them: a row an article."""
    return [[article, *map(int, one)] for article, one in counts]


def from_rows(rows: Iterable[Sequence[str | int]]) -> dict[str, ArticleCounts]:
    """Return what :func:`rows_of` made rows of."""
    found: dict[str, ArticleCounts] = {}
    for row in rows:
        article, *numbers = row
        sentences, decided, flags, questions, first, last, done, done_at = map(int, numbers)
        found[str(article)] = ArticleCounts(
            sentences, decided, flags, questions, first, last, bool(done), done_at
        )
    return found
