"""A line of input that takes in nothing which a terminal would obey."""

from __future__ import annotations

import unicodedata

from textual.widgets import Input

__all__ = ["SafeInput", "harmless"]


def harmless(text: str) -> str:
    """Return `text` without control characters, overrides and lone surrogates; a tab becomes a space."""
    return "".join(
        character
        for character in text.replace("\t", " ").replace("\n", " ")
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )


class SafeInput(Input):
    """An input line for notes and searches; what is pasted into it is made harmless."""

    def validate_value(self, value: str) -> str:
        """Keep what may stand on a terminal."""
        return harmless(value)
