"""The last row: the keys of the acts that matter most, each one to click on."""

from __future__ import annotations

from collections.abc import Sequence

from tui.presenters.key_row import Hint, key_row
from tui.widgets.board import Board

__all__ = ["KeyBar"]


class KeyBar(Board):
    """The last row of a screen on an article."""

    _hints: Sequence[Hint] = ()

    def tell(self, hints: Sequence[Hint]) -> None:
        """Show `hints`, those that matter most first."""
        self._hints = hints
        self.on_resize()

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self.show([key_row(self._hints, self.size.width)])
