"""The keys of the acts that matter most, as the last row of a screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.layout.cells import cell_width
from tui.layout.runs import Row, Run

__all__ = ["Hint", "key_row"]


class Hint(NamedTuple):
    """One entry of the row."""

    key: str
    """As people write it."""
    words: str
    command: str
    """The id of the act that a click on it runs."""


def key_row(hints: Iterable[Hint], width: int) -> Row:
    """Return the row for `width` cells: of `hints`, those that matter most first, what there is room for."""
    row: list[Run] = []
    used = 0
    for hint in hints:
        cells = 1 + cell_width(hint.key) + 1 + cell_width(hint.words)
        if used + cells > width:
            continue
        row += [Run(" "), Run(hint.key, "key", hint.command), Run(f" {hint.words}", "dim", hint.command)]
        used += cells
    return row
