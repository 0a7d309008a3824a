"""Where fsspec reaches: stores of objects, and disks of clusters."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from glob import has_magic
from typing import IO, Any, BinaryIO, cast

from annotations.cluster.files import BLOCK_READ, Entry, Missing, told
from annotations.errors import ReadingError
from annotations.storage.files.temporary import TEMPORARY
from annotations.wording import tr

__all__ = ["Remote"]

_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oci", "memory"})
"""Where a file is there only when all of it was sent. Elsewhere it gets its name afterwards."""
_STAMPS = (
    *("ETag", "etag", "md5Hash", "content_md5", "generation", "mtime", "LastModified", "last_modified"),
    *("modified", "modification_time", "modificationTime", "created"),
)
"""What stores say of a file that differs when it was written anew, the surest first."""


class Remote:
    """Where fsspec reaches. Nothing that it remembers of folders is believed."""

    def __init__(self, system: Any, protocol: str) -> None:
        self._system = system
        self._protocol = protocol

    def found(self, pattern: str) -> list[Entry]:
        """Return the files that `pattern` names, in order."""
        system = self._system
        with told(pattern):
            system.invalidate_cache()
            if has_magic(pattern):
                rows = system.glob(pattern, detail=True).values()
            elif system.isdir(pattern):
                listed = system.ls(pattern, detail=True)
                rows = [one for one in listed if not _base(one["name"]).startswith((".", "_"))]
            else:
                rows = [system.info(pattern)]
            files = sorted((one for one in rows if one["type"] == "file"), key=lambda one: str(one["name"]))
        if not files:
            raise ReadingError(tr("{pattern}: there is no such file", pattern=pattern))
        # Some stores say less in a list than of one file, of which the same must be known later on.
        return [self._entry(one) if _stamp(one) else self.entry(str(one["name"])) for one in files]

    def entry(self, url: str) -> Entry:
        """Return a file as it is now."""
        with told(url):
            self._system.invalidate_cache()
            return self._entry(self._system.info(url))

    def _entry(self, said: Mapping[str, Any]) -> Entry:
        name = str(self._system.unstrip_protocol(said["name"]))
        return Entry(name, name, int(said["size"]), _stamp(said))

    def open(self, url: str) -> BinaryIO:
        """Open a file to be read from anywhere."""
        with told(url):
            file = self._system.open(url, "rb", block_size=BLOCK_READ, cache_type="readahead")
        return cast(BinaryIO, _Read(io.BufferedReader(file, BLOCK_READ), url))

    def names(self, folder: str) -> list[str]:
        """Return what the files of a folder are called."""
        try:
            with told(folder):
                self._system.invalidate_cache()
                return [_base(one["name"]) for one in self._system.ls(folder, detail=True)]
        except Missing:
            return []

    def read(self, folder: str, name: str) -> bytes | None:
        """Return what is in a file of a folder; None where it is not there."""
        try:
            with told(folder):
                return bytes(self._system.cat_file(_joined(folder, name)))
        except Missing:
            return None

    def put(self, folder: str, name: str, data: IO[bytes]) -> None:
        """Put a file into a folder, whole or not at all."""
        url = _joined(folder, name)
        whole = self._protocol in _WHOLE
        place = url if whole else _joined(folder, f".{name}.{os.getpid()}.tmp")
        with told(url, writing=True):
            if not whole:
                self._system.makedirs(folder, exist_ok=True)
            data.flush()
            self._system.put_file(data.name, place)
            if not whole:
                with suppress(FileNotFoundError):
                    self._system.rm_file(url)  # where a new name takes no other's place
                self._system.mv(place, url)

    def remove(self, folder: str, name: str) -> None:
        """Remove a file of a folder, if it is there."""
        with suppress(Missing), told(folder, writing=True):
            self._system.rm_file(_joined(folder, name))

    def clear(self, folder: str) -> None:
        """Remove what writers that were killed left of the files that they wrote."""
        for name in self.names(folder):
            if TEMPORARY.fullmatch(name):
                self.remove(folder, name)


class _Read(io.BufferedIOBase):
    """A file of a store, which says in words why it cannot be read any further."""

    def __init__(self, file: io.BufferedReader, name: str) -> None:
        self._file, self._name = file, name

    def read(self, size: int | None = -1, /) -> bytes:
        """Return so many bytes, or fewer at the end."""
        with told(self._name):
            return self._file.read(-1 if size is None else size)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line, or so many bytes of it."""
        with told(self._name):
            return self._file.readline(-1 if size is None else size)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go somewhere else."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return where it is."""
        return self._file.tell()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from anywhere."""
        return True

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
        super().close()


def _stamp(said: Mapping[str, Any]) -> str:
    value = next((said[key] for key in _STAMPS if said.get(key)), "")
    if isinstance(value, datetime):  # one store says a time in two ways
        value = value.timestamp()
    return str(float(value) if isinstance(value, int | float) else value)


def _base(name: str) -> str:
    return str(name).rstrip("/").rpartition("/")[2]


def _joined(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"
