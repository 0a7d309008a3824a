"""The newest copy of a layer in ``.backup``, for whoever finds the layer empty, gone, or with less in it."""

from __future__ import annotations

from pathlib import Path

from annotations.expressions import lazily
from annotations.storage.files.files import Files
from annotations.storage.files.folders import COPIES

__all__ = ["last_copy"]

_DAY = lazily(r"\d{4}-\d\d-\d\d")


def last_copy(layer: Path, files: Files) -> Path | None:
    """Return the newest copy of `layer` in which something stands; None if there is none."""
    folder = layer.parent / COPIES
    try:
        days = [name for name in files.names(folder) if _DAY().fullmatch(name)]
    except OSError:
        return None
    for day in reversed(days):
        copy = folder / day / layer.name
        try:
            if files.stat(copy).st_size:
                return copy
        except OSError:  # nothing was copied that day
            continue
    return None
