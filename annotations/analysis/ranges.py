"""Ranges of a text, asked many times: sorted once, so that a question costs the same among many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import TypeVar

__all__ = ["between", "touched"]

_START, _END = itemgetter(0), itemgetter(1)
Range = TypeVar("Range", bound=tuple[object, ...])


def touched(bounds: Iterable[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Return what says whether a range has a character in common with one of `bounds`, in any order."""
    ordered = sorted(bounds)
    starts = [start for start, _ in ordered]
    reach = list(accumulate((end for _, end in ordered), max))

    def touches(start: int, end: int) -> bool:
        before = bisect_left(starts, end)
        return before > 0 and reach[before - 1] > start

    return touches


def between(bounds: Sequence[Range], start: int, end: int) -> Sequence[Range]:
    """Return those of `bounds` that have a character between `start` and `end`.

    Each begins with its start and its end; they are ascending and disjoint.
    """
    return bounds[bisect_right(bounds, start, key=_END) : bisect_left(bounds, end, key=_START)]
