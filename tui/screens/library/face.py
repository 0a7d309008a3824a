"""What the library shows: its parts are told how things stand at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.wording import tr
from tui.layout.runs import Row
from tui.presenters.library import LibraryDesk
from tui.presenters.library_rows import (
    about_rows,
    article_row,
    filter_row,
    heading_row,
    help_rows,
    key_hints,
    name_row,
)
from tui.widgets.board import Board
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.screen import Screen

__all__ = ["Face"]


class Face:
    """The parts of the screen of a library."""

    def __init__(self, screen: Screen[int | None], desk: LibraryDesk) -> None:
        """Show on `screen` how things stand at `desk`."""
        self.doing = tr("looking at the articles..")
        """What goes on, in words; empty where nothing does."""
        self.helping = False
        """Whether the keys are told in place of what is known of the chosen article."""
        self._screen = screen
        self._desk = desk

    @property
    def width(self) -> int:
        """The cells of a row of the list."""
        return self._list.scrollable_content_region.width

    def row(self, number: int, width: int, cursor: bool) -> Row:
        """Return a row of the list."""
        return article_row(self._desk, self._desk.rows[number], width, cursor=cursor)

    def draw(self) -> None:
        """Show everything anew."""
        if self._screen.is_mounted and self._list.size:
            self.draw_top()
            self._list.show(len(self._desk.rows), self._desk.at)
            self.draw_about()
            hints = key_hints(self._screen.size.width, typing=self._screen.has_class("-typing"))
            self._board("bottom").show([hints])

    def moved(self) -> None:
        """Show that the cursor is on another row."""
        self._list.move_to(self._desk.at)
        self.draw_about()

    def draw_top(self) -> None:
        """Show what heads the list."""
        if self._screen.is_mounted:
            desk, width = self._desk, self._screen.size.width
            rows = [heading_row(desk, width, self.doing), filter_row(desk, width), name_row(desk, self.width)]
            self._board("top").show(rows)

    def draw_about(self) -> None:
        """Show what is known of the chosen article, or the keys."""
        about = self._board("about")
        make = help_rows if self.helping else about_rows
        about.show(make(self._desk, *about.size))

    @property
    def _list(self) -> RowList:
        return self._screen.query_one(RowList)

    def _board(self, name: str) -> Board:
        return self._screen.query_one(f"#{name}", Board)
