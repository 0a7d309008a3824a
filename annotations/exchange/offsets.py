"""The border at which offsets change their unit: what a format counts, and code points.

Python and zhupi count code points. Browsers, Java and .NET count UTF-16 units, in which an emoji takes two;
some formats count bytes of UTF-8; doccano can count what a reader takes for one character.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Literal

from annotations.errors import ReadingError
from annotations.wording import tr

__all__ = ["OffsetUnit", "Offsets", "demand_text"]

OffsetUnit = Literal["code points", "UTF-16", "bytes", "graphemes"]


class Offsets:
    """The offsets of one text in another unit than code points.

    Args:
        text: The text.
        unit: What the format counts.
        graphemes: Divides a text into what readers take for characters; needed for that unit alone.
    """

    def __init__(
        self, text: str, unit: OffsetUnit, graphemes: Callable[[str], Sequence[str]] | None = None
    ) -> None:
        self._length = len(text)
        self._unit = unit
        self._starts: list[int] | None = None
        if unit == "UTF-16" and not text.isascii() and max(text) > "\uffff":
            self._starts = _sums(1 + (one > "\uffff") for one in text)
        elif unit == "bytes" and not text.isascii():
            self._starts = _sums(len(one.encode("utf-8", "surrogatepass")) for one in text)
        elif unit == "graphemes":
            if graphemes is None:
                raise TypeError("who divides the text into graphemes?")
            self._starts = _grapheme_starts(graphemes(text))

    def out(self, offset: int) -> int:
        """Return where the code point at `offset` begins in the format's unit.

        Of one inside a grapheme it is where the grapheme begins.
        """
        return offset if self._starts is None else self._starts[offset]

    def into(self, offset: int) -> int:
        """Return which code point begins at `offset` of the format's unit.

        Raises:
            ValueError: There is none: it is outside the text, or inside a character.
        """
        last = self._length if self._starts is None else self._starts[-1]
        if not 0 <= offset <= last:
            raise ValueError(
                tr("{offset} is outside the text, which ends at {last}", offset=offset, last=last)
            )
        if self._starts is None:
            return offset
        found = bisect_left(self._starts, offset)
        if self._starts[found] != offset:
            raise ValueError(
                tr(
                    "{offset} is inside a character; are these offsets in {unit}?",
                    offset=offset,
                    unit=self._unit,
                )
            )
        return found


def demand_text(text: str, start: int, end: int, surface: str, where: str) -> None:
    """Check that `surface` is what stands in `text` from `start` to `end`, code points.

    Raises:
        ReadingError: It is not; the message names `where` and what stands there.
    """
    if not 0 <= start <= end <= len(text):
        raise ReadingError(
            tr(
                "{where}: {start} to {end} is outside its text, which ends at {length:,}",
                where=where,
                start=start,
                end=end,
                length=len(text),
            )
        )
    if text[start:end] != surface:
        raise ReadingError(
            tr(
                "{where}: from {start} to {end} stands {found!r:.40}, and not {surface!r:.40}",
                where=where,
                start=start,
                end=end,
                found=text[start:end],
                surface=surface,
            )
        )


def _sums(lengths: Iterable[int]) -> list[int]:
    return [0, *accumulate(lengths)]


def _grapheme_starts(clusters: Sequence[str]) -> list[int]:
    """Return for each code point, and for the end, which cluster it is in."""
    starts = [number for number, one in enumerate(clusters) for _ in one]
    return [*starts, len(clusters)]
