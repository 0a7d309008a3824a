"""A line of input that takes in nothing which a terminal would obey."""

from __future__ import annotations

import unicodedata

from textual import events
from textual.geometry import Offset
from textual.reactive import reactive
from textual.widgets import Input

__all__ = ["SafeInput", "harmless"]


def harmless(text: str) -> str:
    """Return `text` without control characters, overrides and lone surrogates; a tab becomes a space."""
    if text.isprintable():  # asked at every key, and mostly so
        return text
    return "".join(
        character
        for character in text.replace("\t", " ").replace("\n", " ")
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )


class SafeInput(Input):
    """An input line for notes and searches; what is pasted into it is made harmless."""

    cursor_blink = reactive(False, init=False)
    """It does not: nothing is written while nothing happens, and what an input method shows stays."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Return where on the screen the next character goes; at the end Textual's own is beside it."""
        x, y, _, _ = self.content_region
        return Offset(x + self._position_to_cell(self.cursor_position) - self.scroll_offset.x, y)

    def _on_paste(self, event: events.Paste) -> None:
        """Take in all lines of what is pasted as one; Textual would drop all but the first without a word."""
        event.prevent_default()
        event.stop()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if text:
            self.replace(text.replace("\n", " "), *self.selection)

    def validate_value(self, value: str) -> str:
        """Keep what may stand on a terminal."""
        return harmless(value)
