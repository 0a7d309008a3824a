"""Adding to a layer that nobody holds in memory: what came from elsewhere for somebody else's layer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from annotations.records.record import layer_head
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import LockedFile
from annotations.storage.layer.lines import HEAD, HEAD_KEY, TAIL, Line, added, render

__all__ = ["FileState", "add_to"]

FileState = tuple[int, int, int]
"""Device, inode and length: which file, and how far it was read."""
_END = b"\n" + TAIL


def add_to(
    path: Path, owner: str, lines: Sequence[Line], known: FileState | None, files: Files | None = None
) -> bool:
    """Add `lines` to the layer at `path` by one write, durable on return, if it is as whoever adds read it.

    It costs the same however large the layer is. Its lock is held for the write alone.

    Args:
        path: The layer; it is made if it is not there.
        owner: Whose it is.
        lines: Documents by their key, each act whole.
        known: The file in whose state `lines` were decided on; None where it was not there, or empty.
        files: Through what to reach the file system.

    Returns:
        False if somebody else wrote meanwhile, or it has not the form of a layer at rest; nothing is written.

    Raises:
        LayerReadOnly: Nothing may be written.
        RecordError: A document cannot be written as JSON.
        StorageError: It could not be written; the file is as it was.
    """
    if known is not None and not path.exists():
        return False
    with closing(LockedFile(path, files or Files())) as file:
        with file.locked(exclusive=True):
            file.demand_writable()
            file.stamp()
            if known is None:
                if file.size:
                    return False
                data, at, old = render([(HEAD_KEY, dict(layer_head(owner)))])[: -len(TAIL)], 0, b""
            else:
                if (file.identity, file.size) != (known[:2], known[2]) or not _is_at_rest(file):
                    return False
                data, at, old = b"", file.size - len(TAIL), TAIL
            unflushed = file.overwrite(data + added(lines)[0] + TAIL, at, old)
        file.flush([unflushed])
    return True


def _is_at_rest(file: LockedFile) -> bool:
    return file.starts_with(HEAD) and file.size > len(HEAD) and file.read(file.size - len(_END)) == _END
