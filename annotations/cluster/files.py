"""Where tables and partitions lie: on the disks of a machine, or wherever fsspec reaches.

What fsspec's libraries raise differs from one to the other; here all of it is a line.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import glob, has_magic
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, Protocol, cast

from annotations.errors import ReadingError, StorageError, UsageError, ZhupiError
from annotations.storage.files.files import Files, discard, make_folders
from annotations.storage.files.temporary import TEMPORARY, temporary
from annotations.wording import tr

__all__ = ["Entry", "Store", "is_url", "store_of"]

_BLOCK = 1 << 20
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oci", "memory"})
"""Where a file is there only when all of it was sent. Elsewhere it gets its name afterwards."""
_STAMPS = (
    *("ETag", "etag", "md5Hash", "content_md5", "generation", "mtime", "LastModified", "last_modified"),
    *("modified", "modification_time", "modificationTime", "created"),
)
"""What stores say of a file that differs when it was written anew, the surest first."""


class Entry(NamedTuple):
    """A file as it was found."""

    name: str
    """As its user calls it."""
    url: str
    """From the root, so that it is the same file for everybody who reaches its store."""
    size: int
    """In bytes."""
    stamp: str
    """What tells it from what it is once somebody changes it."""


class Store(Protocol):
    """Where files lie. Whatever goes wrong is raised as an error of ours that names the file."""

    def found(self, pattern: str) -> list[Entry]:
        """Return the files that `pattern` names, in order: one, those of a folder, or those that fit it.

        Raises:
            ReadingError: There are none.
        """

    def entry(self, url: str) -> Entry:
        """Return a file as it is now."""

    def open(self, url: str) -> BinaryIO:
        """Open a file to be read from anywhere."""

    def names(self, folder: str) -> list[str]:
        """Return what the files of a folder are called; none where there is no folder."""

    def read(self, folder: str, name: str) -> bytes | None:
        """Return what is in a file of a folder; None where it is not there."""

    def put(self, folder: str, name: str, data: IO[bytes]) -> None:
        """Put a file into a folder, whole or not at all; `data` is read from its beginning."""

    def remove(self, folder: str, name: str) -> None:
        """Remove a file of a folder, if it is there."""

    def clear(self, folder: str) -> None:
        """Remove what writers that were killed left of the files that they wrote."""


def is_url(name: str) -> bool:
    """Tell whether `name` says which store it is in."""
    return "://" in name


def store_of(name: str) -> Store:
    """Return where `name` lies.

    Raises:
        UsageError: It is where only a library reaches that is not installed.
    """
    if not is_url(name) or name.startswith(("file://", "local://")):
        return _Disks()
    try:
        import fsspec
    except ImportError:
        raise UsageError(
            tr("{name} needs an extra: pip install 'zhupi[{extra}]'", name=name, extra="dask")
        ) from None
    protocol = name.partition("://")[0]
    try:
        return _Remote(fsspec.filesystem(protocol), protocol)
    except ImportError as error:
        raise UsageError(
            tr("{name}: {error}, here and on every worker", name=name, error=_line(error))
        ) from None
    except ValueError:
        raise UsageError(tr("{name}: fsspec knows no {protocol}://", name=name, protocol=protocol)) from None
    except Exception as error:
        raise StorageError(tr("{name}: {error}", name=name, error=_line(error))) from None


class _Disks:
    """The disks of this machine."""

    def __init__(self) -> None:
        self._files = Files()

    def found(self, pattern: str) -> list[Entry]:
        pattern = _path(pattern)
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
            raise ReadingError(tr("{pattern}: there is no such file", pattern=pattern))
        return [self.entry(name) for name in names]

    def entry(self, url: str) -> Entry:
        path = _path(url)
        with _told(url):
            found = Path(path).stat()
        return Entry(path, os.path.abspath(path), found.st_size, str(found.st_mtime_ns))

    def open(self, url: str) -> BinaryIO:
        with _told(url):
            return open(_path(url), "rb")  # noqa: PTH123 - whoever asks for it closes it

    def names(self, folder: str) -> list[str]:
        try:
            with _told(folder):
                return self._files.names(Path(_path(folder)))
        except _Missing:
            return []

    def read(self, folder: str, name: str) -> bytes | None:
        try:
            with _told(folder):
                return Path(_path(folder), name).read_bytes()
        except _Missing:
            return None

    def put(self, folder: str, name: str, data: IO[bytes]) -> None:
        path = Path(_path(folder), name)
        with _told(str(path), writing=True):
            make_folders(self._files, path.parent)
            staged = temporary(path, 40)
            try:
                with staged.open("wb") as out:
                    data.seek(0)
                    shutil.copyfileobj(data, out, _BLOCK)
                    out.flush()
                    self._files.fdatasync(out.fileno())
                self._files.replace(staged, path)
            except BaseException:
                discard(self._files, staged)
                raise
            self._files.fsync_dir(path.parent)

    def remove(self, folder: str, name: str) -> None:
        with suppress(_Missing), _told(folder, writing=True):
            self._files.unlink(Path(_path(folder), name))

    def clear(self, folder: str) -> None:
        for name in self.names(folder):
            if TEMPORARY.fullmatch(name):
                discard(self._files, Path(_path(folder), name))


class _Remote:
    """Where fsspec reaches. Nothing that it remembers of folders is believed."""

    def __init__(self, system: Any, protocol: str) -> None:
        self._system = system
        self._protocol = protocol

    def found(self, pattern: str) -> list[Entry]:
        system = self._system
        with _told(pattern):
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
        return [self._entry(one) for one in files]

    def entry(self, url: str) -> Entry:
        with _told(url):
            self._system.invalidate_cache()
            return self._entry(self._system.info(url))

    def _entry(self, said: Mapping[str, Any]) -> Entry:
        name = str(self._system.unstrip_protocol(said["name"]))
        stamp = next((str(said[key]) for key in _STAMPS if said.get(key)), "")
        return Entry(name, name, int(said["size"]), stamp)

    def open(self, url: str) -> BinaryIO:
        with _told(url):
            file = self._system.open(url, "rb", block_size=_BLOCK, cache_type="readahead")
        return cast(BinaryIO, _Read(io.BufferedReader(file, _BLOCK), url))

    def names(self, folder: str) -> list[str]:
        try:
            with _told(folder):
                self._system.invalidate_cache()
                return [_base(one["name"]) for one in self._system.ls(folder, detail=True)]
        except _Missing:
            return []

    def read(self, folder: str, name: str) -> bytes | None:
        try:
            with _told(folder):
                return bytes(self._system.cat_file(_joined(folder, name)))
        except _Missing:
            return None

    def put(self, folder: str, name: str, data: IO[bytes]) -> None:
        url = _joined(folder, name)
        whole = self._protocol in _WHOLE
        place = url if whole else _joined(folder, f".{name}.{os.getpid()}.tmp")
        with _told(url, writing=True):
            if not whole:
                self._system.makedirs(folder, exist_ok=True)
            data.flush()
            self._system.put_file(data.name, place)
            if not whole:
                with suppress(FileNotFoundError):
                    self._system.rm_file(url)  # where a new name takes no other's place
                self._system.mv(place, url)

    def remove(self, folder: str, name: str) -> None:
        with suppress(_Missing), _told(folder, writing=True):
            self._system.rm_file(_joined(folder, name))

    def clear(self, folder: str) -> None:
        for name in self.names(folder):
            if TEMPORARY.fullmatch(name):
                self.remove(folder, name)


class _Read(io.BufferedIOBase):
    """A file of a store, which says in words why it cannot be read any further."""

    def __init__(self, file: io.BufferedReader, name: str) -> None:
        self._file, self._name = file, name

    def read(self, size: int | None = -1, /) -> bytes:
        """Return so many bytes, or fewer at the end."""
        with _told(self._name):
            return self._file.read(-1 if size is None else size)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line, or so many bytes of it."""
        with _told(self._name):
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


class _Missing(ReadingError):
    """A file that is not there."""


@contextmanager
def _told(name: str, *, writing: bool = False) -> Iterator[None]:
    """Turn what a store says against the file `name` into a line."""
    try:
        yield
    except ZhupiError:
        raise
    except (FileNotFoundError, NotADirectoryError):
        raise _Missing(tr("{path}: there is no such file", path=name)) from None
    except PermissionError as error:
        if writing:
            raise StorageError(
                tr("{path}: may not be written: {error}", path=name, error=_line(error))
            ) from None
        raise ReadingError(tr("{path}: may not be read; change its permissions", path=name)) from None
    except Exception as error:  # each library has its own
        if writing:
            raise StorageError(
                tr("{path}: could not be written: {error}", path=name, error=_line(error))
            ) from None
        raise ReadingError(
            tr("{path}: cannot be read: {strerror}", path=name, strerror=_line(error))
        ) from None


def _line(error: Exception) -> str:
    said = str(getattr(error, "strerror", None) or error).strip().split("\n")[0]
    return said or type(error).__name__


def _path(url: str) -> str:
    return url.partition("://")[2] if is_url(url) else url


def _base(name: str) -> str:
    return str(name).rstrip("/").rpartition("/")[2]


def _joined(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"
