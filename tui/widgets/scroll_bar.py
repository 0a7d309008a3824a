"""The scroll bars of all widgets, of whole cells."""

from __future__ import annotations

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender

__all__ = ["use_whole_cells"]


class _WholeCells(ScrollBarRender):
    """Ends where a cell ends: the characters for a part of one are two cells wide in many terminals."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def use_whole_cells() -> None:
    """Draw every scroll bar so from now on."""
    ScrollBar.renderer = _WholeCells
