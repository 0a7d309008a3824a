"""Files that a user names to be read as one: a file, a folder, or an archive, which is not unpacked to disk.

An archive gives no more than it may: its entries are read by name, links and devices are none, and what it
unpacks to is counted while it is read, whatever its directory says.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from annotations.errors import ReadingError
from annotations.wording import tr

__all__ = ["Archive", "Folder", "Held", "Single", "source_at"]

MOST_UNPACKED = 4 << 30
"""Bytes that all files of an archive may unpack to. Chosen: far above what a team exports."""
MOST_RATIO = 200
"""How many times its own size an archive may unpack to, beyond a first megabyte. Chosen: JSON packs to a
thirtieth at best, a bomb to a thousandth."""
MOST_FILES = 1_000_000
"""Files that are looked at in a folder or an archive."""


_TARS = (".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2")
_PACKED: dict[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
"""How a compressed file begins, and what opens it."""
_DAMAGE = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(EOFError, RuntimeError, NotImplementedError),
)
"""What unpackers raise where an archive is damaged, locked, or packed in a way they do not know."""


class Single:
    """One file."""

    def __init__(self, path: Path, called: str = "") -> None:
        self._path = path
        self.title = called or str(path)

    def names(self) -> Sequence[str]:
        """Return its name."""
        return [self._path.name]

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Give it to read from."""
        with _told(self.title), self._path.open("rb") as file:
            yield file

    def where(self, name: str) -> str:
        """Return what to call it in messages."""
        return self.title


class Held:
    """One file that came by standard input, held in memory."""

    def __init__(self, data: bytes, called: str) -> None:
        self._data = data
        self.title = called

    def names(self) -> Sequence[str]:
        """Return its name."""
        return [self.title]

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Give it to read from."""
        yield io.BytesIO(self._data)

    def where(self, name: str) -> str:
        """Return what to call it in messages."""
        return self.title


class Folder:
    """All files of a folder and of the folders in it; hidden ones and links to elsewhere are left out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.title = str(path)

    def names(self) -> Sequence[str]:
        """Return the names of its files, sorted."""
        return self._names

    @cached_property
    def _names(self) -> list[str]:
        found: list[str] = []
        with _told(self.title):
            for folder, folders, files in os.walk(self._path, onerror=_raise):
                folders[:] = sorted(one for one in folders if not one.startswith("."))
                for name in files:
                    path = Path(folder, name)
                    if not name.startswith(".") and path.is_file() and self._holds(path):
                        found.append(path.relative_to(self._path).as_posix())
                if len(found) > MOST_FILES:
                    raise _too_many(self.title)
        return sorted(found)

    def _holds(self, path: Path) -> bool:
        return not path.is_symlink() or path.resolve().is_relative_to(self._path.resolve())

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Give one of them to read from."""
        if name not in self._names:
            raise KeyError(name)
        with _told(self.where(name)), (self._path / name).open("rb") as file:
            yield file

    def where(self, name: str) -> str:
        """Return what to call one of them in messages."""
        return str(self._path / name)


class Archive:
    """All regular files of a zip or tar archive, also a compressed one.

    It is opened once, and a compressed tar is unpacked once into a file without a name, so that a file of it
    costs no more than its own bytes, in whatever order they are read.

    Raises:
        ReadingError: It is damaged, or holds too much.
    """

    def __init__(self, path: Path) -> None:
        self.title = str(path)
        self._size = path.stat().st_size
        self._unpacked = 0
        self._read: dict[str, int] = {}
        """How far each file was read."""
        with _told(self.title):
            if zipfile.is_zipfile(path):
                self._archive: zipfile.ZipFile | tarfile.TarFile = zipfile.ZipFile(path)
                weakref.finalize(self, self._archive.close)
                members: list[tuple[str, Any]] = [
                    (one.filename, one) for one in self._archive.infolist() if not one.is_dir()
                ]
            else:
                self._archive = self._tar(path)
                members = [(one.name, one) for one in self._archive if one.isreg()]
        if len(members) > MOST_FILES:
            raise _too_many(self.title)
        self._entries: dict[str, Any] = {}
        for name, member in members:
            parts = [one for one in name.replace("\\", "/").split("/") if one not in ("", ".", "..")]
            if parts and not any(one.startswith(".") or one == "__MACOSX" for one in parts):
                self._entries.setdefault("/".join(parts), member)

    def _tar(self, path: Path) -> tarfile.TarFile:
        with path.open("rb") as file:
            head = file.read(6)
        opener = next((one for begin, one in _PACKED.items() if head.startswith(begin)), None)
        plain = path.open("rb") if opener is None else cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
        weakref.finalize(self, plain.close)
        if opener is not None:
            with opener(path, "rb") as packed:
                while data := packed.read(1 << 20):
                    self.count(path.name, self._read.get(path.name, 0) + len(data))
                    plain.write(data)
            plain.seek(0)
            self._unpacked = 0
        return tarfile.open(fileobj=plain, mode="r:")

    def names(self) -> Sequence[str]:
        """Return the names of its files, sorted."""
        return sorted(self._entries)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Give one of them to read from."""
        entry = self._entries[name]
        with _told(self.where(name)):
            if isinstance(self._archive, zipfile.ZipFile):
                with self._archive.open(entry) as file:
                    yield self._counted(file, name)
            else:
                member = self._archive.extractfile(entry)
                if member is None:
                    raise ReadingError(tr("{where}: it is no file", where=self.where(name)))
                with member:
                    yield self._counted(member, name)

    def _counted(self, file: IO[bytes], name: str) -> BinaryIO:
        return io.BufferedReader(cast(Any, _Counted(file, name, self)), 1 << 16)

    def count(self, name: str, position: int) -> None:
        """Count that a file was read up to `position`; what is read again is not counted again.

        Raises:
            ReadingError: It is more than an archive of this size may hold.
        """
        before = self._read.get(name, 0)
        if position <= before:
            return
        self._read[name] = position
        self._unpacked += position - before
        if self._unpacked > min(MOST_UNPACKED, (1 << 20) + MOST_RATIO * self._size):
            raise ReadingError(
                tr(
                    "{title}: it unpacks to more than zhupi reads; unpack it and name the folder",
                    title=self.title,
                )
            )

    def where(self, name: str) -> str:
        """Return what to call one of them in messages."""
        return f"{self.title}/{name}"


class _Counted(io.RawIOBase):
    """A file of an archive, of which every byte that is unpacked is counted."""

    def __init__(self, file: IO[bytes], name: str, archive: Archive) -> None:
        self._file = file
        self._name = name
        self._archive = archive
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        self._position += len(data)
        self._archive.count(self._name, self._position)
        buffer[: len(data)] = data
        return len(data)


def source_at(path: Path) -> Single | Folder | Archive:
    """Return the source that lies at `path`.

    Raises:
        ReadingError: Nothing that can be read lies there.
    """
    if path.is_dir():
        return Folder(path)
    with _told(str(path)), path.open("rb") as file:
        head = file.read(265)
    office = path.suffix.lower() in (".xlsx", ".docx", ".epub")
    if zipfile.is_zipfile(path) and not office:
        return Archive(path)
    if head[257:262] == b"ustar" or path.name.lower().endswith(_TARS):
        return Archive(path)
    return Single(path)


def _raise(error: OSError) -> None:
    raise error


def _too_many(title: str) -> ReadingError:
    return ReadingError(
        tr("{title}: there are more than {most:,} files in it; name fewer", title=title, most=MOST_FILES)
    )


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Turn what the system or an unpacker says into a line for the user."""
    try:
        yield
    except OSError as error:
        raise ReadingError(
            tr("{where}: {strerror}; name a file that can be read", where=where, strerror=error.strerror)
        ) from error
    except _DAMAGE as error:
        raise ReadingError(
            tr("{where}: it is damaged or locked ({error}); get it anew", where=where, error=error)
        ) from error
