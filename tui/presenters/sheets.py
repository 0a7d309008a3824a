"""What the agreement screen shows at a time, with a cursor in it: a listing, a matrix or words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence

from annotations.wording import tr
from tui.layout.runs import Row
from tui.presenters.agreement import Asked, Listing, Matrix
from tui.presenters.agreement_rows import (
    Columns,
    Grid,
    listing_columns,
    listing_rows,
    matrix_grid,
    matrix_rows,
    paragraph_rows,
    window,
)

__all__ = ["ListingSheet", "MatrixSheet", "Sheet", "WordsSheet"]

Paragraphs = Iterable[tuple[str, str]]
Tell = Callable[[Asked], Paragraphs]
"""Gives what is known of a question."""


class Sheet(ABC):
    """Rows with a cursor among them, which stays in sight wherever it is moved."""

    def __init__(self, total: int, *, above: int = 0, each: int = 1) -> None:
        """Hold `total` rows, each of which takes `each` on the screen, below `above` others."""
        self.total = total
        self.row = 0
        """The one that is chosen."""
        self._top = 0
        self._above, self._each = above, each
        self._page = 1

    @abstractmethod
    def rows(self, width: int, height: int) -> list[Row]:
        """Return what is to be seen, at most `height` rows of `width` cells."""

    def detail(self, width: int) -> list[Row]:
        """Return all that is known of what is chosen."""
        return []

    @property
    def asked(self) -> Asked | None:
        """The question that is chosen, or None if there are no sentences behind it."""
        return None

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column that are chosen."""
        return self.row, 0

    @property
    def place(self) -> str:
        """Where the cursor is, in words."""
        return tr("{row:,} of {total:,}", row=self.row + 1, total=self.total) if self.total else ""

    def move(self, down: int, right: int = 0) -> bool:
        """Move the cursor as far as there is room; tell whether there are columns to move in."""
        self.row = max(0, min(self.row + down, self.total - 1))
        return False

    def turn(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.move(pages * max(1, self._page - 1))

    def go(self, row: int, column: int = 0) -> bool:
        """Choose a row and column; tell whether it was chosen before."""
        before = self.cursor
        self.row = max(0, min(row, self.total - 1))
        return before == self.cursor

    def _see(self, height: int) -> int:
        """Return the first row to show on a screen of `height`."""
        self._page = max(1, (height - self._above) // self._each)
        self._top = window(self.row, self._top, self._page, self.total)
        return self._top


class ListingSheet(Sheet):
    """Figures one below the other."""

    def __init__(self, view: Listing, tell: Tell) -> None:
        super().__init__(len(view.items), above=1)
        self._view, self._tell = view, tell
        self._columns: tuple[int, Columns] | None = None

    @property
    def asked(self) -> Asked | None:
        """The question that is chosen."""
        return self._view.items[self.row].asked if self._view.items else None

    def rows(self, width: int, height: int) -> list[Row]:
        """Return what is to be seen."""
        if self._columns is None or self._columns[0] != width:
            self._columns = width, listing_columns(self._view, width)
        return listing_rows(self._view, self._columns[1], self.row, self._see(height), width, height)

    def detail(self, width: int) -> list[Row]:
        """Return all that is known of what is chosen."""
        return paragraph_rows(self._tell(self.asked), width) if self.asked else []


class MatrixSheet(Sheet):
    """A table whose cells can be chosen."""

    def __init__(self, view: Matrix, tell: Tell) -> None:
        super().__init__(len(view.rows), above=2)
        self._view, self._tell = view, tell
        self._column = 0
        self._left = 0
        self._grid: tuple[int, Grid] | None = None

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column that are chosen."""
        return self.row, self._column

    @property
    def asked(self) -> Asked | None:
        """The question that is chosen."""
        return self._view.asked(self.row, self._column) if self._view.rows else None

    def move(self, down: int, right: int = 0) -> bool:
        """Move the cursor."""
        super().move(down)
        self._column = max(0, min(self._column + right, len(self._view.columns) - 1))
        return True

    def go(self, row: int, column: int = 0) -> bool:
        """Choose a row and column."""
        before = self.cursor
        super().go(row)
        self._column = max(0, min(column, len(self._view.columns) - 1))
        return before == self.cursor

    def rows(self, width: int, height: int) -> list[Row]:
        """Return what is to be seen."""
        if self._grid is None or self._grid[0] != width:
            self._grid = width, matrix_grid(self._view, width)
        grid = self._grid[1]
        self._left = window(self._column, self._left, grid.columns, len(self._view.columns))
        corner = self._see(height), self._left
        return matrix_rows(self._view, grid, self.cursor, corner, width, height)

    def detail(self, width: int) -> list[Row]:
        """Return all that is known of what is chosen."""
        return paragraph_rows(self._tell(self.asked), width) if self.asked else []


class WordsSheet(Sheet):
    """Paragraphs to scroll through."""

    def __init__(self, paragraphs: Sequence[tuple[str, str]]) -> None:
        super().__init__(1)
        self._paragraphs = paragraphs
        self._folded: tuple[int, list[Row]] | None = None

    def rows(self, width: int, height: int) -> list[Row]:
        """Return what is to be seen."""
        if self._folded is None or self._folded[0] != width:
            self._folded = width, paragraph_rows(self._paragraphs, width)
        found = self._folded[1]
        self._page = height
        self.total = max(1, len(found) - height + 1)  # the cursor is the first row to be seen
        self.move(0)
        return found[self.row : self.row + height]
