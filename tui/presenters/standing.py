"""Where somebody stands on a screen: what it knows beside the session that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from tui.layout.lines import Page

__all__ = ["VAST_FROM", "Standing", "panel_cells"]

VAST_FROM = 180
"""Columns of a terminal from which the panel at the right is wider.

Chosen: lines of sixty characters and more are hard to follow from one to the next.
"""


def panel_cells(columns: int) -> int:
    """Return the cells of the panel at the right, its rule among them; the style sheet has the same."""
    return 78 if columns >= VAST_FROM else 54


class Standing(NamedTuple):
    """The cursor, what is chosen, what is said for the moment, and how much room there is."""

    cursor: int
    """The sentence under the cursor."""
    chosen: range
    """The sentences that an act is about."""
    found: tuple[int, int] | None
    """Start and end of the name or number that is marked, or None."""
    hidden: frozenset[str]
    """The kinds of names that are not highlighted."""
    message: str
    style: str
    """How the message is drawn."""
    wide: bool
    """Whether the panel stands at the right, where it has room for lists."""
    keys: Mapping[str, str] = MappingProxyType({})
    """By the id of an act its key as people write it, where there is room to say so."""
    page: Page | None = None
    """The article as it is laid out."""
