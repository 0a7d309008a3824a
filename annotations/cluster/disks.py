"""The disks of this machine, and what it sees of those of others."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from glob import glob, has_magic
from pathlib import Path
from typing import IO, BinaryIO
from uuid import uuid4

from annotations.cluster.files import BLOCK_READ, Entry, Missing, Vanished, is_url, no_file, told
from annotations.storage.files.files import Files, discard, make_folders
from annotations.storage.files.temporary import TEMPORARY

__all__ = ["Disks"]


class Disks:
    """The disks of this machine."""

    def __init__(self) -> None:
        self._files = Files()

    def found(self, pattern: str) -> list[Entry]:
        """Return the files that `pattern` names, in order."""
        pattern = path_of(pattern)
        if has_magic(pattern) and not Path(pattern).exists():
            found = glob(pattern, recursive=True)  # noqa: PTH207 - a pattern may begin at the root
            names = sorted(name for name in found if Path(name).is_file())
        elif Path(pattern).is_dir():
            listed = Path(pattern).iterdir()
            names = sorted(
                str(one) for one in listed if one.is_file() and not one.name.startswith((".", "_"))
            )
        else:
            return [self.entry(pattern)]
        if not names:
            raise no_file(pattern, folder=Path(pattern).is_dir())
        return [self.entry(name) for name in names]

    def entry(self, url: str) -> Entry:
        """Return a file as it is now."""
        path = path_of(url)
        with told(url):
            found = Path(path).stat()
        return Entry(path, os.path.abspath(path), found.st_size, str(found.st_mtime_ns))

    def open(self, url: str) -> BinaryIO:
        """Open a file to be read from anywhere."""
        with told(url):
            return open(path_of(url), "rb")  # noqa: PTH123 - whoever asks for it closes it

    def names(self, folder: str) -> list[str]:
        """Return what the files of a folder are called."""
        try:
            with told(folder):
                return self._files.names(Path(path_of(folder)))
        except Missing:
            return []

    def read(self, folder: str, name: str) -> bytes | None:
        """Return what is in a file of a folder; None where it is not there."""
        try:
            with told(folder):
                return Path(path_of(folder), name).read_bytes()
        except Missing:
            return None

    def put(self, folder: str, name: str, data: IO[bytes]) -> None:
        """Put a file into a folder, whole or not at all."""
        path = Path(path_of(folder), name)
        with told(str(path), writing=True):
            make_folders(self._files, path.parent)
            staged = path.with_name(f".{name[:40]}.{uuid4().hex}.tmp")  # of several machines none has two
            try:
                with staged.open("wb") as out:
                    data.seek(0)
                    shutil.copyfileobj(data, out, BLOCK_READ)
                    out.flush()
                    self._files.fdatasync(out.fileno())
                self._files.replace(staged, path)
            except BaseException:
                discard(self._files, staged)
                raise
            self._files.fsync_dir(path.parent)

    def remove(self, folder: str, name: str) -> None:
        """Remove a file of a folder, if it is there."""
        with suppress(Vanished), told(folder, writing=True):
            self._files.unlink(Path(path_of(folder), name))

    def clear(self, folder: str) -> None:
        """Remove what writers that were killed left of the files that they wrote."""
        for name in self.names(folder):
            if TEMPORARY.fullmatch(name):
                discard(self._files, Path(path_of(folder), name))


def path_of(url: str) -> str:
    return url.partition("://")[2] if is_url(url) else url
