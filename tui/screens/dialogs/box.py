"""The box that dialogs stand in; its measures are those of ``dialogs.tcss``."""

from __future__ import annotations

__all__ = ["box_width", "wide_box_width"]


def box_width(columns: int) -> int:
    """Return the cells for text inside a box on a terminal of `columns`: less border, padding, scrollbar."""
    return max(10, min(120, columns * 9 // 10) - 2 - 2 - 2)


def wide_box_width(columns: int) -> int:
    """Return the same for a box that takes all of a terminal that is not wider than it may be."""
    return max(10, min(120, columns) - 2 - 2 - 2)
