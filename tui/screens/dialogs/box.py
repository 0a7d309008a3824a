"""The box that dialogs stand in, whose measures are those of ``dialogs.tcss``, and where one is in it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import OptionList

from tui.presenters.key_row import Hint, key_row
from tui.widgets.board import Board
from tui.widgets.row_list import RowList

__all__ = ["box_width", "cursor_cell", "key_bar"]


def key_bar(hints: Sequence[Hint]) -> Board:
    """Return the last row of the terminal while a dialog is open: its keys, `hints`, over what it dims."""
    return Board(lambda width, height: [key_row(hints, width)], id="dialog-keys")


def box_width(columns: int) -> int:
    """Return the cells for text inside a box on a terminal of `columns`: less border, padding, scrollbar."""
    return max(10, min(120, columns) - 2 - 2 - 2)


def cursor_cell(screen: Screen[object]) -> Offset | None:
    """Return where on `screen` the next character goes, else the row that one is on, or None."""
    typed = getattr(screen.focused, "cursor_screen_offset", None)
    if isinstance(typed, Offset):
        return typed
    for one in screen.query(OptionList):
        if one.highlighted is not None and one.display:
            line = one._index_to_line.get(one.highlighted, 0) - one.scroll_offset.y
            return one.content_region.offset + (0, line)  # noqa: RUF005 - an Offset is no sequence
    lists = (one for one in screen.query("RowList, Board") if one.display)
    cells = (one.cursor_cell for one in lists if isinstance(one, Board | RowList))
    found = next((cell for cell in cells if cell is not None), None)
    box = screen.query(".box").first().content_region.offset if screen.query(".box") else None
    return found or box
