"""A list of very many rows, of which those on screen are made and no others."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.layout.runs import Row
from tui.theme.looks import Looks
from tui.widgets.board import drawn

__all__ = ["RowList"]


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows that somebody else makes, by number, with a cursor on one of them; its keys are its screen's."""

    class Clicked(Message):
        """A row was clicked."""

        def __init__(self, row: int, *, again: bool) -> None:
            self.row = row
            """Its number."""
            self.again = again
            """Whether the cursor was on it already."""
            super().__init__()

    def __init__(self, row: Callable[[int, int, bool], Row], *, id: str | None = None) -> None:  # noqa: A002
        """Create an empty list.

        Args:
            row: Makes the row with a number for a width; is told whether the cursor is on it.
            id: Textual's.
        """
        super().__init__(id=id)
        # The bar is always there (see the style sheet); that it comes later would cost a second layout.
        self.set_reactive(RowList.show_vertical_scrollbar, True)
        self._row = row
        self._count = 0
        self._cursor = 0
        self._styles: dict[str, Style] = {}

    def show(self, count: int, cursor: int) -> None:
        """Show so many rows, all of them anew, and have the one with the cursor in sight."""
        self._count, self._cursor = count, cursor
        # Neither the bar nor anything beside it moves with the number of rows: no new layout of the screen.
        self.set_reactive(RowList.virtual_size, Size(self.scrollable_content_region.width, count))
        self._scroll_update(self.virtual_size)
        self.reveal()
        self.refresh()

    def move_to(self, cursor: int) -> None:
        """Put the cursor on another row."""
        old, self._cursor = self._cursor, cursor
        top = self.scroll_offset.y
        for row in (old, cursor):
            self.refresh(Region(0, row - top, self.size.width, 1))
        self.reveal()

    def reveal(self) -> None:
        """Scroll until the row with the cursor is on screen, with the one above, which may head it."""
        height, top = self.size.height, self.scroll_offset.y
        if not height:
            return
        above = 1 if height > 2 else 0
        target = min(top, max(0, self._cursor - above))
        target = max(target, self._cursor + 1 - height)
        target = max(0, min(target, self._count - height))
        if target != top:
            self.scroll_to(y=target, animate=False, immediate=True, force=True)

    @property
    def cursor_cell(self) -> Offset | None:
        """Return where on the screen the row with the cursor begins, or None if there is none."""
        row = self._cursor - self.scroll_offset.y
        if not self._count or not 0 <= row < self.size.height:
            return None
        return self.content_region.offset + (0, row)  # noqa: RUF005 - an Offset is no sequence

    @property
    def page(self) -> int:
        """How many rows a page is."""
        return max(1, self.size.height - 1)

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Keep the cursor in sight at another size."""
        before = self.outer_size
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.outer_size != before:
            self.show(self._count, self._cursor)
        return changed

    # -- painting ---------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget the styles of the theme that was left."""
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """Draw row `y` of the widget."""
        number, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if number >= self._count:
            return Strip.blank(width, self.rich_style)
        here = number == self._cursor
        base = self.rich_style + self._looks.cursor_line if here else self.rich_style
        return drawn(self._row(number, width, here), width, base, lambda name: base + self._style(name))

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self._looks.style(name)
        return self._styles[name]

    @property
    def _looks(self) -> Looks:
        return Looks(self.app.theme_variables)

    # -- mouse ------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Tell which row was clicked."""
        at = event.get_content_offset(self)
        if at is None:
            return
        row = at.y + self.scroll_offset.y
        if row < self._count:
            event.stop()
            self.post_message(self.Clicked(row, again=row == self._cursor))
