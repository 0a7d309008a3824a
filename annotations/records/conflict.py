"""Two programs that wrote the same record."""

from __future__ import annotations

from collections.abc import Mapping

from annotations.errors import StorageError
from annotations.records.record import Record
from annotations.wording import tr

__all__ = ["RevisionConflict", "conflict_of"]


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


def conflict_of(
    offered: Record, there: Mapping[str, object] | None, rev: int, *, readable: Record | None
) -> RevisionConflict:
    """Return the error of a record that was to be written and does not follow what is there.

    Args:
        offered: What was to be written.
        there: The newest revision, as it stands; None where there is none.
        rev: Its number.
        readable: The same, where it follows the schema.
    """
    message = tr(
        "{uid}: revision {rev} ({who}) cannot follow {what}; look at what is there and decide again",
        uid=offered["uid"],
        rev=offered["rev"],
        who=_who(offered),
        what=tr("revision {rev} ({who})", rev=rev, who=_who(there)) if there else tr("what is not there"),
    )
    return RevisionConflict(message, stored=readable, offered=offered)


def _who(record: Mapping[str, object]) -> str:
    labels = record.get("labels")
    what = ", ".join(map(str, labels)) if isinstance(labels, list) else ""
    return f"{what or record.get('status') or record.get('kind')}, {record.get('writer')}"
