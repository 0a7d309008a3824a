"""Rows as lines of text whose columns stand below one another, in a terminal of 80 cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.layout.cells import cell_width, fit, padded, visible

__all__ = ["WIDTH", "aligned", "filled"]

WIDTH = 80
_LEAST = 8
"""Cells that the first column keeps where there is no room."""


def aligned(rows: Sequence[Sequence[str]], *, first: int = WIDTH) -> Iterator[str]:
    """Yield `rows` as lines, safe to print: the first column to the left, all others to the right.

    Args:
        rows: The cells of each, as many in one as in another.
        first: Cells that the first column may take at most; it is cut to what the others leave of a line.
    """
    safe = [[fit(row[0], first), *map(visible, row[1:])] for row in rows]
    widths = [max(map(cell_width, column)) for column in zip(*safe, strict=True)]
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= WIDTH else " "
    widths[0] = max(min(widths[0], WIDTH - sum(widths[1:]) - len(gap) * (len(widths) - 1)), _LEAST)
    for name, *others in safe:
        cells = [padded(fit(name, widths[0]), widths[0])]
        cells += [
            " " * (wide - cell_width(cell)) + cell for cell, wide in zip(others, widths[1:], strict=True)
        ]
        yield gap.join(cells).rstrip()


def filled(text: str, width: int, *, right: bool = False) -> str:
    """Return `text` made harmless and cut or filled to just `width` cells."""
    text = fit(text, width)
    blank = " " * (width - cell_width(text))
    return blank + text if right else text + blank
