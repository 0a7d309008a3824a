"""The newest copy of a layer in ``.backup``, for whoever finds the layer empty, gone, or with less in it.

::

    annotations/.backup/2026-11-23/mei.json    the layer as it was at the first start of that day
    annotations/.backup/last/mei.json          the layer as zhupi left it when it last wrote in it

The last one tells what a program that is not zhupi has taken out since: of that nothing is left in the layer.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import StorageError
from annotations.expressions import lazily
from annotations.storage.files.files import Files, atomic_write, discard, make_folders
from annotations.storage.files.folders import COPIES, LAST
from annotations.storage.files.temporary import temporary

if TYPE_CHECKING:
    from annotations.storage.layer.snapshot import Snapshot

__all__ = ["keep_last", "last_copy", "left_by_zhupi"]

_DAY = lazily(r"\d{4}-\d\d-\d\d")


def last_copy(layer: Path, files: Files) -> Path | None:
    """Return the newest copy of `layer` in which something stands; None if there is none."""
    folder = layer.parent / COPIES
    try:
        days = [name for name in files.names(folder) if _DAY().fullmatch(name)]
    except OSError:
        return None
    for day in (LAST, *reversed(days)):
        copy = folder / day / layer.name
        try:
            if files.stat(copy).st_size:
                return copy
        except OSError:  # nothing was copied that day
            continue
    return None


def left_by_zhupi(layer: Path, files: Files) -> bytes | None:
    """Return the layer as zhupi left it when it last wrote in it, as far as that is known; None if it is not.

    Where it is not kept a copy of a day does: what stands in it zhupi has never taken out.
    """
    from annotations.storage.files.reading import read  # a start only asks for a copy

    copy = last_copy(layer, files)
    if copy is None:
        return None
    with contextlib.suppress(OSError):
        fd = files.open(copy, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            return read(files, fd)
        finally:
            files.close(fd)
    return None


def keep_last(layer: Path, files: Files | None = None) -> None:
    """Keep the layer as zhupi leaves it, for whoever has written in it; that it cannot be kept harms nothing.

    Nothing is made durable: after a power cut the copy of before may be there.
    """
    from annotations.storage.layer.snapshot import snapshot  # a start only asks for a copy

    files = files or Files()
    target = layer.parent / COPIES / LAST / layer.name
    with contextlib.suppress(OSError, StorageError):
        with snapshot(layer, files, patience=0) as found:
            free = files.free(layer.parent)
            if (
                not found.whole
                or _is_newer(target, found, files)
                or (free is not None and free < 2 * found.size)
            ):
                return  # where there is hardly room, marks come before copies
            data = b"".join(found.bytes())
        atomic_write(files, target.parent.parent / ".gitignore", b"*\n", exclusive=True)
        make_folders(files, target.parent)
        staged = temporary(target)
        fd = files.open(staged, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        try:
            whole = files.pwrite(fd, data, 0) == len(data)
        finally:
            files.close(fd)
        if whole:
            files.replace(staged, target)
        else:
            discard(files, staged)


def _is_newer(copy: Path, layer: Snapshot, files: Files) -> bool:
    """Tell whether nothing can have come to the layer since it was copied."""
    try:
        found = files.stat(copy)
    except OSError:
        return False
    return found.st_size == layer.size and found.st_mtime_ns >= layer.stat.st_mtime_ns
