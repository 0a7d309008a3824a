"""Adding to a layer that nobody holds in memory: what came from elsewhere for somebody else's layer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from annotations.records.record import layer_head
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import LockedFile
from annotations.storage.layer.lines import HEAD, HEAD_KEY, TAIL, Line, encode_line, parse_tail, render

__all__ = ["FileState", "add_to"]

FileState = tuple[int, int, int]
"""Device, inode and length: which file, and how far it was read."""
_END = b"\n" + TAIL


def add_to(
    path: Path, owner: str, lines: Sequence[Line], known: FileState | None, files: Files | None = None
) -> bool:
    """Add `lines` to the layer at `path` by one write, durable on return, if what they rest on holds yet.

    It costs the same however large the layer is. Its lock is held for the write alone. What somebody else
    added since the layer was read is no hindrance, if it is of other documents.

    Args:
        path: The layer; it is made if it is not there.
        owner: Whose it is.
        lines: Documents by their key, each act whole, and none nested so deeply that it could not be read.
        known: The file in whose state `lines` were decided on; None where it was not there, or empty.
        files: Through what to reach the file system.

    Returns:
        False if another program changed one of these documents since, or wrote the layer anew, or in another
        form; nothing is written then.

    Raises:
        LayerReadOnly: Nothing may be written.
        RecordError: A document cannot be written as JSON.
        StorageError: It could not be written; the file is as it was.
    """
    if known is not None and not path.exists():
        return False
    added = [encode_line(*line) for line in lines]
    with closing(LockedFile(path, files or Files())) as file:
        with file.locked(exclusive=True):
            file.demand_writable()
            file.stamp()
            if known is None:
                if file.size:
                    return False
                data, at, old = render([(HEAD_KEY, dict(layer_head(owner)))])[: -len(TAIL)], 0, b""
            else:
                if file.identity != known[:2] or not _has_only_grown(file, known[2], lines):
                    return False
                data, at, old = b"", file.size - len(TAIL), TAIL
            unflushed = file.overwrite(b"".join([data, *added, TAIL]), at, old)
        file.flush([unflushed])
    return True


def _has_only_grown(file: LockedFile, known: int, lines: Sequence[Line]) -> bool:
    """Tell whether only documents came to the locked file, of `known` bytes when it was read."""
    if not file.starts_with(HEAD) or not len(HEAD) < known <= file.size:
        return False
    end = file.read(known - len(_END))
    added_since = parse_tail(end[1:]) if end.startswith(b"\n") else None
    if added_since is None:
        return False
    return {key for key, _ in added_since}.isdisjoint(key for key, _ in lines)
