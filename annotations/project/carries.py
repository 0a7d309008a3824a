"""What a layer says of which text became which, as it was when it was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from annotations.errors import ZhupiError
from annotations.records.lead_kinds import CarryRecord

__all__ = ["Carries", "stamp_of"]


class Carries(NamedTuple):
    """What one layer says of which text became which."""

    stamp: tuple[int, int, int] | None
    records: Sequence[CarryRecord]

    @classmethod
    def of(cls, path: Path) -> Carries:
        """Read it; nothing where the layer cannot be read, which is said by who opens it."""
        from annotations.storage.readers.peek import peek_kind

        stamp = stamp_of(path)
        found = peek_kind(path, "carry")
        if found is None:
            from annotations.storage.layer.layer import open_layer
            from annotations.storage.layer.owner import owner_of

            try:
                with closing(open_layer(path, owner_of(path))) as layer:
                    found = list(layer.newest())
            except ZhupiError:
                found = []
        return cls(stamp, [one for one in found if one["kind"] == "carry"])


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """Return what tells whether a file was written since; None where it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
