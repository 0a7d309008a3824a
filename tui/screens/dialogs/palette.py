"""Everything that can be done, found by words in any order, by a key, or by what a shell calls it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from annotations.wording import tr
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run
from tui.presenters.acts import Act, act_row, found
from tui.presenters.key_row import Hint
from tui.screens.dialogs.box import key_bar
from tui.widgets.board import Board
from tui.widgets.safe_input import SafeInput

__all__ = ["PaletteScreen"]

_FOOT = 2
"""Rows for all that is to be said of the chosen act."""


class PaletteScreen(ModalScreen[Act | None]):
    """Lists acts while one types; gives the one that was chosen, or None."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+p,ctrl+q", "dismiss(None)", "Leave", id="leave-palette", priority=True),
        Binding("down,ctrl+n", "move(1)", "Next", id="palette-down", priority=True),
        Binding("up", "move(-1)", "Previous", id="palette-up", priority=True),
        Binding("pagedown", "turn(1)", "Page down", id="palette-page-down", priority=True),
        Binding("pageup", "turn(-1)", "Page up", id="palette-page-up", priority=True),
    ]

    def __init__(self, acts: Sequence[Act]) -> None:
        """Offer `acts`."""
        super().__init__()
        self._acts = acts
        self._found: list[Act] = list(acts)
        self._at = 0
        self._top = 0
        """The first one that is in sight."""

    @property
    def keys_told(self) -> Sequence[Hint]:
        """Return its keys, for the key bar."""
        return [
            Hint("Enter", tr("does it"), ""),
            Hint("Up Down", tr("choose"), ""),
            Hint("Esc", tr("leaves"), ""),
        ]

    def compose(self) -> ComposeResult:
        """Put what is typed above what it finds, and below all that is to be said of the chosen one."""
        yield key_bar(self.keys_told)
        with Vertical(classes="box") as box:
            box.border_title = tr("What to do")
            yield SafeInput(placeholder=tr("words in any order, a key, export, stats .."), id="words")
            yield Board(self._rows, id="rows")
            yield Board(self._foot, id="foot")

    def on_mount(self) -> None:
        """Begin with what is typed."""
        self.query_one(SafeInput).focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._found, self._at, self._top = found(self._acts, event.value), 0, 0
        self._tell()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._found:
            self.dismiss(self._found[self._at])

    def run_command(self, name: str) -> None:
        """Give the act that was clicked."""
        self.dismiss(next(one for one in self._found if name in (one.command, f"shell {one.line}")))

    def action_move(self, step: int) -> None:
        """Choose the next or previous one."""
        self._at = max(0, min(len(self._found) - 1, self._at + step))
        self._tell()

    def action_turn(self, pages: int) -> None:
        """Choose one a page further."""
        self.action_move(pages * max(1, self.query_one("#rows", Board).size.height - 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go on in the list."""
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go back in the list."""
        self.action_move(-1)

    def _tell(self) -> None:
        for part in ("#rows", "#foot"):
            self.query_one(part, Board).tell()

    def _rows(self, width: int, height: int) -> list[Row]:
        if not self._found:
            return [[Run(tr("nothing is called that; Backspace shows more"), "dim")]]
        self._top = max(min(self._top, self._at), self._at - height + 1)
        shown = range(self._top, min(len(self._found), self._top + height))
        return [act_row(self._found[at], width, chosen=at == self._at) for at in shown]

    def _foot(self, width: int, _: int) -> list[Row]:
        if not self._found:
            return []
        act = self._found[self._at]
        words = tr("{what}: {keys}", what=act.title, keys=act.told) if act.told else act.title
        if act.line:
            words = tr("in a shell: {line}", line=act.line)
        lines = fold(words, width - HANG)
        return [[Run(line, "dim")] for line in (*lines[: _FOOT - 1], "".join(lines[_FOOT - 1 :]))]
