"""What the signs on the screen mean, and all that can be done; what is typed narrows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from annotations.model.scheme import Scheme
from annotations.wording import tr
from tui.presenters.acts import Act
from tui.presenters.help import help_rows
from tui.presenters.key_row import Hint
from tui.screens.dialogs.box import box_width, key_bar
from tui.widgets.board import Board
from tui.widgets.safe_input import SafeInput

__all__ = ["HelpScreen"]

_LEAVING = ("?", "？")


class HelpScreen(ModalScreen[str | None]):
    """Shows the legend and all acts; gives the act that was clicked, or None."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,ctrl+q", "dismiss(None)", "Leave", id="leave-help", priority=True),
        Binding("down", "move(1)", "Down", id="help-down", priority=True),
        Binding("up", "move(-1)", "Up", id="help-up", priority=True),
        Binding("pagedown,ctrl+d", "turn(1)", "Page down", id="help-page-down", priority=True),
        Binding("pageup,ctrl+u", "turn(-1)", "Page up", id="help-page-up", priority=True),
        Binding("home", "move(-1_000_000)", "Begin", id="help-home", priority=True),
        Binding("end", "move(1_000_000)", "End", id="help-end", priority=True),
    ]

    def __init__(self, acts: Sequence[Act], scheme: Scheme) -> None:
        """Show `acts`, those of one group together, and what the labels of `scheme` mean."""
        super().__init__()
        self._acts = acts
        self._scheme = scheme

    @property
    def keys_told(self) -> Sequence[Hint]:
        """Return its keys, for the key bar."""
        return [Hint("Up Down PgUp PgDn", tr("scroll"), ""), Hint("Esc", tr("leaves"), "")]

    def compose(self) -> ComposeResult:
        """Put the line that is typed in above what scrolls."""
        yield key_bar(self.keys_told)
        with Vertical(classes="box") as box:
            box.border_title = tr("Help")
            yield SafeInput(placeholder=tr("type to find: a key, words in any order"), id="words")
            with VerticalScroll(can_focus=False):
                yield Board(id="rows")

    def on_mount(self) -> None:
        """Let what is typed narrow it at once."""
        self.query_one(SafeInput).focus()
        self._show()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        if event.value in _LEAVING:
            self.dismiss(None)
        else:
            self._show()
            self.action_move(-1_000_000)

    def on_resize(self, event: events.Resize) -> None:
        """Draw it anew for another width."""
        self._show()

    def _show(self) -> None:
        width = box_width(self.app.size.width)
        rows = help_rows(self._acts, self._scheme, self.query_one(SafeInput).value, width)
        board = self.query_one("#rows", Board)
        board.styles.height = len(rows)
        board.show(rows)

    def action_move(self, rows: int) -> None:
        """Scroll by some rows, as far as there are."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_turn(self, pages: int) -> None:
        """Scroll by pages; a row stays in sight."""
        self.action_move(pages * max(1, self.query_one(VerticalScroll).size.height - 1))

    def run_command(self, name: str) -> None:
        """Give the act that was clicked."""
        self.dismiss(name)
