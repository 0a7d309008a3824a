"""What was expected of a training article and why, shown once it is done."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from annotations.wording import msg
from tui.keys.input_method import full_width_key
from tui.presenters.training import TrainingDesk
from tui.widgets.board import Board

__all__ = ["TrainingScreen"]

_BOARDS = ("top", "view", "about", "bottom")


class TrainingScreen(Screen[int | None]):
    """Shows what was said and what was expected; gives the number of a sentence to go to, or None."""

    CSS_PATH = "../styles/training.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ctrl+q", "dismiss(None)", msg("Next article"), id="training-leave"),
        Binding("down,j", "move(1)", msg("Down"), id="training-down"),
        Binding("up,k", "move(-1)", msg("Up"), id="training-up"),
        Binding("pagedown", "page(1)", msg("Page down"), id="training-page-down"),
        Binding("pageup", "page(-1)", msg("Page up"), id="training-page-up"),
        Binding("home", "move(-1_000_000_000)", msg("Begin"), id="training-home"),
        Binding("end", "move(1_000_000_000)", msg("End"), id="training-end"),
        Binding("enter,right", "open", msg("Go there"), id="training-open"),
    ]

    def __init__(self, desk: TrainingDesk) -> None:
        """Show what lies on `desk`."""
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        """Lay out how it went, the sentences, why, and the keys."""
        yield from (Board(id=one) for one in _BOARDS)

    def on_resize(self, event: events.Resize) -> None:
        """Give the list what room there is."""
        self.set_class(event.size.height < 20, "-low")
        self.call_after_refresh(self._draw)

    def on_key(self, event: events.Key) -> None:
        """Take full-width forms as the keys they come from."""
        if event.is_printable and (key := full_width_key(event.character)):
            event.stop()
            self.app.simulate_key(key)

    def action_move(self, rows: int) -> None:
        """Go down some rows, or up."""
        self._desk.move(rows)
        self._draw()

    def action_page(self, pages: int) -> None:
        """Go down some pages, or up."""
        self._desk.turn(pages)
        self._draw()

    def action_open(self) -> None:
        """Go to the sentence that the cursor is on."""
        if self._desk.chosen is not None:
            self.dismiss(self._desk.chosen.sentence)

    def run_command(self, name: str) -> None:
        """Choose the row that was clicked, and go to its sentence if it was chosen before."""
        if self._desk.go(int(name.rpartition("-")[2])):
            self.action_open()
        else:
            self._draw()

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(3)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-3)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        top, view, about, bottom = (self.query_one(f"#{one}", Board) for one in _BOARDS)
        if view.size.width and view.size.height:
            top.show([self._desk.top()])
            view.show(self._desk.rows(*view.size))
            about.show(self._desk.detail(view.size.width))
            bottom.show([self._desk.hints()])
