"""What of a layer lies under what a file says, and what gives way to it. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from annotations.records.kinds import Correction, SentenceMark

__all__ = ["Intervals", "displace"]

_Placed = TypeVar("_Placed", SentenceMark, Correction)


class Intervals(Generic[_Placed]):
    """Records of a text, to be found by what they overlap."""

    def __init__(self, records: Iterable[_Placed]) -> None:
        self._records: list[_Placed] = sorted(records, key=lambda record: (record["start"], record["end"]))
        self._starts = [record["start"] for record in self._records]
        self._ends = list(accumulate((record["end"] for record in self._records), max))

    def over(self, start: int, end: int) -> list[_Placed]:
        """Return the records that overlap ``[start, end)``, in order of their start."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return [record for record in self._records[first:last] if record["end"] > start]


def displace(
    taken: set[int], counting: Sequence[int], over: Sequence[Sequence[SentenceMark]]
) -> list[SentenceMark]:
    """Return the old records in the place of which those of `taken` come.

    A record that reaches over several sentences goes as a whole. What the file says of the others is then
    taken as well, even where it says the same; `taken` grows by it.
    """
    under: dict[str, list[int]] = {}
    for index in counting:
        for record in over[index]:
            under.setdefault(record["uid"], []).append(index)
    gone: dict[str, SentenceMark] = {}
    waiting = list(taken)
    while waiting:
        for record in over[waiting.pop()]:
            if record["uid"] not in gone:
                gone[record["uid"]] = record
                more = [index for index in under[record["uid"]] if index not in taken]
                taken.update(more)
                waiting += more
    return list(gone.values())
