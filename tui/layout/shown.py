"""A line of the article as it is shown in another script.

Lines are cut on the article's own text, which serves every script: converted characters are as wide as
their originals. Taiwan's words may be wider, so lines are cut `SLACK` cells shorter for them; if a line
should need still more, its words are shown character by character, for nothing may be hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.analysis.conversion import Unit
from tui.layout.cells import cell_width

__all__ = ["SLACK", "ShownLine"]

SLACK = 8
"""Cells kept free for words that grow: four of them on one line are rare."""


class ShownLine:
    """What is shown for the stretch ``[start, end)`` of the text, converted by `units`."""

    def __init__(self, start: int, end: int, base: int, units: Sequence[Unit], room: int) -> None:
        """Clip `units`, whose offsets count from `base`, to the line; it may take `room` cells."""
        self._units = [
            Unit(unit.start + base, unit.end + base, unit.plain, unit.shown)
            for unit in units
            if unit.start + base < end and unit.end + base > start
        ]
        self._start, self._end = start, end
        self._words = True
        self.width = cell_width(self.text(start, end))
        if self.width > room:
            self._words = False
            self.width = cell_width(self.text(start, end))

    def text(self, start: int, end: int) -> str:
        """Return what is shown for ``[start, end)``.

        A word of another length than its original is shared out over the stretch, so that whatever it is
        cut by, an end of a line or of a name, its parts together are the word.
        """
        parts: list[str] = []
        for unit in self._units:
            if unit.end <= start or unit.start >= end:
                continue
            shown = unit.shown if self._words else unit.plain
            length = unit.end - unit.start
            first, last = max(start, unit.start) - unit.start, min(end, unit.end) - unit.start
            parts.append(shown[first * len(shown) // length : last * len(shown) // length])
        return "".join(parts)

    def offset_at(self, cell: int) -> int:
        """Return the offset of what is shown at `cell` of the line; right of it, the last one."""
        used = 0
        for offset in range(self._start, self._end):
            used += cell_width(self.text(offset, offset + 1))
            if cell < used:
                return offset
        return max(self._start, self._end - 1)
