"""What a machine remembers of a hub, as those who remember need it."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Memory"]


class Memory(Protocol):
    """What a machine remembers of a hub; it may be lost at any time."""

    def recall(self, name: str) -> object:
        """Return what was noted under `name`, or None."""

    def keep(self, name: str, value: object) -> None:
        """Note `value`, which is JSON, under `name`."""
