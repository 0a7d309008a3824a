"""How much of an article an annotator has seen, and so for which sentences marking it done can speak.

What was under the cursor is kept as ranges of the text and not as numbers of sentences, because bounds
change. A sentence was seen if any of it lies in such a range, as a mark speaks for every sentence that it
overlaps: each piece of a sentence that was seen has been seen, and so has what a sentence that was seen is
joined with. So a join or a split takes no judgement away.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from annotations.records.record import Newest

__all__ = ["Coverage", "merged"]


def merged(ranges: Iterable[Iterable[int]]) -> list[list[int]]:
    """Return `ranges` ascending, those that touch or overlap made one."""
    result: list[list[int]] = []
    for start, end in sorted((start, end) for start, end in ranges):
        if result and start <= result[-1][1]:
            result[-1][1] = max(result[-1][1], end)
        else:
            result.append([start, end])
    return result


class Coverage(NamedTuple):
    """Whether an annotator is done with an article, and what of it was seen."""

    done: bool = False
    seen: tuple[tuple[int, int], ...] | None = None
    """Ranges of the text, ascending and apart; None where nothing was noted of what was seen."""

    helped: bool = False
    """Whether what models say of sentences without a mark was shown when the article was marked done."""
    helped_spans: bool = False
    """Whether names or numbers that models mark were shown then, and left as they were."""

    @classmethod
    def of(cls, records: Iterable[Newest]) -> Coverage:
        """Read it off what an annotator says of an article as a whole; other records count for nothing."""
        whole = [one for one in records if one["kind"] == "article" and not one["deleted"]]
        if not whole:
            return _NOTHING
        noted = merged(one for record in whole for one in record["seen"])
        done = any(one["done"] for one in whole)
        helped = any(one.get("predicted") is True for one in whole)
        helped_spans = any(one.get("predicted_spans") is True for one in whole)
        seen = tuple((start, end) for start, end in noted) if noted else None
        return cls(done, seen, helped, helped_spans)

    def saw(self, start: int, end: int) -> bool:
        """Tell whether what stands from `start` to `end` was seen; where nothing was noted, it was.

        Nothing is noted where the article was marked done by an import, which knows of no cursor.
        """
        if self.seen is None:
            return True
        before = bisect_left(self.seen, (end,)) - 1  # the last range that begins before the end
        return before >= 0 and self.seen[before][1] > start

    def implies_none(self, start: int, end: int) -> bool:
        """Tell whether no mark from `start` to `end` means none: the article is done, and it was seen."""
        return self.done and self.saw(start, end)


_NOTHING = Coverage()
