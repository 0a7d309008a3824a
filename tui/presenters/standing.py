"""Where somebody stands on a screen: what it knows beside the session that it shows."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Standing"]


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
