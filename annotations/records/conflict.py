"""Two programs that wrote the same record."""

from __future__ import annotations

from annotations.errors import StorageError
from annotations.records.record import Record

__all__ = ["RevisionConflict"]


class RevisionConflict(StorageError):
    """A record was changed by another program since it was read."""

    def __init__(
        self,
        message: str,
        *,
        stored: Record | None = None,
        offered: Record | None = None,
    ) -> None:
        super().__init__(message)
        self.stored = stored
        """The record that is there, or None where there is none."""
        self.offered = offered
        """The record that was to be written, or None where it is not known."""
