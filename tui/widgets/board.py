"""A few rows of styled text, drawn line by line: what heading, panel and key bar are made of.

A key must cost little, so a board never lays out: it has a fixed size, and `show` repaints it only when
what it says has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.layout.cells import cell_width, fit, visible
from tui.layout.runs import Row
from tui.theme.looks import Looks

__all__ = ["Board", "drawn"]


def drawn(row: Row, width: int, base: Style, style_of: Callable[[str], Style]) -> Strip:
    """Return `row` as a strip of `width` cells; its text may come from outside and is made harmless here.

    Args:
        row: What is drawn; what does not fit is cut with two full stops.
        width: The cells of the strip.
        base: What stands behind the row.
        style_of: Returns how the kind of text with a name is drawn.
    """
    segments: list[Segment] = []
    used = 0
    for run in row:
        text = visible(run.text)
        cells = cell_width(text)
        if used + cells > width:
            text = fit(text, width - used)
            cells = cell_width(text)
        segments.append(Segment(text, style_of(run.style)))
        used += cells
        if used >= width:
            break
    segments.append(Segment(" " * (width - used), base))
    return Strip(segments, width)


_CURSORS = ("cursor", "here")
"""The looks of what a cursor stands on."""


class Board(Widget):
    """Rows of runs at the top left of the widget; what does not fit is cut with two full stops."""

    def __init__(
        self,
        rows: Callable[[int, int], Sequence[Row]] | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """Create a board that shows what `rows` gives for its width and height, or what it is told to."""
        super().__init__(id=id)
        self._source = rows
        self._rows: list[Row] = []
        self._styles: dict[str, Style] = {}
        self._touched = ""
        """What the mouse is on, of what a click answers to."""

    def tell(self) -> None:
        """Show how things stand now."""
        if self._source is not None and self.size:
            self.show(self._source(*self.size))

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Fit the rows while the screen is laid out; at the event for it the old ones have been drawn."""
        before = self.outer_size
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self._source is not None and self.size and self.outer_size != before:
            self._rows = list(self._source(*self.size))  # all of it is about to be drawn
        return changed

    def show(self, rows: Sequence[Row]) -> None:
        """Show `rows`; the text in them may come from outside and is made harmless here."""
        rows = list(rows)
        if rows == self._rows:
            return
        for y, (old, new) in enumerate(zip(self._rows, rows, strict=False)):
            if old != new:
                self.refresh_line(y)
        if len(rows) != len(self._rows):
            self.refresh()
        self._rows = rows
        # Textual would hear of it in a while, and of a board that waits to be drawn already draw the new rows
        # before: for one frame the panel named an act and the heading still said that all was saved.
        if self.display:  # what is not there has the whole screen looked over
            self.screen._dirty_widgets.add(self)

    def refresh_line(self, y: int) -> None:
        """Repaint row `y` alone."""
        self.refresh(Region(0, y, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Forget the styles of the theme that was left."""
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """Draw row `y`."""
        width = self.size.width
        if y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[y]
        if self._touched:
            mark = self._touched
            row = [run._replace(style=f"{run.style} touched") if run.command == mark else run for run in row]
        return drawn(row, width, self.rich_style, self._style)

    @property
    def cursor_cell(self) -> Offset | None:
        """Return where on the screen the row with the cursor begins, or None if there is none."""
        for y, row in enumerate(self._rows):
            if any(run.style in _CURSORS or (run.text.startswith(">") and run.command) for run in row):
                return self.content_region.offset + (0, y)  # noqa: RUF005 - an Offset is no sequence
        return None

    def command_at(self, x: int, y: int) -> str:
        """Return the id of the command under cell `x` of row `y`, or an empty string."""
        used = 0
        for run in self._rows[y] if 0 <= y < len(self._rows) else ():
            used += cell_width(run.text)
            if x < used:
                return run.command
        return ""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Underline what a click would answer to, and tell what it does."""
        at = event.get_content_offset(self)
        self._touch("" if at is None else self.command_at(at.x, at.y))

    def on_leave(self) -> None:
        """Leave it as it was."""
        self._touch("")

    def _touch(self, command: str) -> None:
        if command == self._touched:
            return
        self._touched = command
        told_of = getattr(self.screen, "told_of", None)
        self.tooltip = (told_of(command) if command and told_of else "") or None
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Run the command that was clicked."""
        at = event.get_content_offset(self)
        if at is not None and (command := self.command_at(at.x, at.y)):
            event.stop()
            self.screen.run_command(command)  # type: ignore[attr-defined]

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            looks = Looks(self.app.theme_variables)
            style = self.rich_style
            for one in name.split(" "):  # a kind of text, and that the mouse is on it
                style += looks.style(one)
            self._styles[name] = style
        return style
