"""Writing many new files at once, with one flush for all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from annotations.storage.files.files import Files, discard, make_folders, place_new
from annotations.storage.files.temporary import temporary

__all__ = ["write_new"]


def write_new(files: Files, contents: Iterable[tuple[Path, bytes]]) -> set[Path]:
    """Write new files so that at any moment the whole of each is there or nothing; all durable on return.

    A file that is there already is left alone. Folders that are missing are made.

    Returns:
        Those that were written.

    Raises:
        OSError: One could not be written. Others may be there, whole.
    """
    staged: list[tuple[Path, Path]] = []
    written: set[Path] = set()
    try:
        for path, data in contents:
            make_folders(files, path.parent)
            draft = temporary(path)
            staged.append((draft, path))
            _write(files, draft, data)
        files.sync()
        while staged:
            draft, path = staged.pop()
            if place_new(files, draft, path):
                written.add(path)
    finally:
        for draft, _ in staged:
            discard(files, draft)
    for folder in {path.parent for path in written}:
        files.fsync_dir(folder)
    return written


def _write(files: Files, path: Path, data: bytes) -> None:
    fd = files.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        done = 0
        while done < len(data):
            done += files.pwrite(fd, data[done:] if done else data, done)
    finally:
        files.close(fd)
