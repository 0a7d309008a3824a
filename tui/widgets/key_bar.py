"""The last row: the keys of the acts that matter most, each one to click on."""

from __future__ import annotations

from tui.commands import Command
from tui.keys.keymap import Keymap
from tui.layout.cells import cell_width
from tui.layout.runs import Row, Run
from tui.widgets.board import Board

__all__ = ["KeyBar", "key_row"]


def key_row(keymap: Keymap, width: int) -> Row:
    """Return the key bar for `width` cells; the acts of the lowest rank stay, in order of rank."""
    commands = sorted((c for c in keymap.commands.values() if c.bar_text), key=_rank)
    row: list[Run] = []
    used = 0
    for command in commands:
        key, text = keymap.shown(command), command.bar_text
        if not key:
            continue
        cells = 1 + cell_width(key) + 1 + cell_width(text)
        if used + cells > width:
            continue
        row += [Run(" "), Run(key, "key", command.id), Run(f" {text}", "dim", command.id)]
        used += cells
    return row


def _rank(command: Command) -> int:
    return command.rank


class KeyBar(Board):
    """The last row of the reading screen."""

    keymap: Keymap | None = None

    def tell(self, keymap: Keymap) -> None:
        """Show the keys of `keymap`."""
        self.keymap = keymap
        self.show([key_row(keymap, self.size.width)])

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        if self.keymap is not None:
            self.tell(self.keymap)
