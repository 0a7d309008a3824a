"""Where articles come from: places in files, and the bytes that lie there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, overload

from annotations.errors import ReadingError
from annotations.reading.decode import MAX_BYTES
from annotations.wording import tr

__all__ = ["Options", "Place", "Places", "file_stamp", "open_file", "open_lines", "or_whole", "read_bytes"]


class Options(NamedTuple):
    """How articles are read."""

    encoding: str | None = None
    """A codec that Python knows, ``wrong:right`` to undo a reading in a wrong one, or None to find out."""
    repair: bool = True
    """Whether pinyin residue is taken out."""
    text_key: str = "text"
    """The key, or the column, that holds the text of an article."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one article is read from."""

    path: Path
    position: int | None = None
    """The byte offset of a line of JSONL or a row of CSV, the index in a JSON list; None: the whole file."""
    number: int | None = field(default=None, compare=False)
    """Which line or item of the file that is for a reader, from 1; it only serves names and messages."""


class Places(Sequence[Place]):
    """Places in little room: of a file that is one article its name is kept, and a place made when asked for.

    A hundred thousand of them take 12 MB instead of 40, and a tenth of a second instead of one.
    """

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._kept: list[str | Place] = []
        self.extend(places)

    @classmethod
    def of(cls, places: Iterable[Place]) -> Places:
        """Return `places` in little room; they themselves where they are so."""
        return places if isinstance(places, cls) else cls(places)

    def add_file(self, name: str) -> None:
        """Add the file that is called `name`, its whole path, as one place."""
        self._kept.append(name)

    def extend(self, places: Iterable[Place]) -> None:
        """Add `places` behind the others."""
        if isinstance(places, Places):
            self._kept += places._kept
        else:
            self._kept += (str(one.path) if one.position is one.number is None else one for one in places)

    def named(self) -> Iterator[tuple[str, int | None, int | None]]:
        """Yield of each place the name of its file, its position there and its number."""
        return (
            (one, None, None) if isinstance(one, str) else (str(one.path), one.position, one.number)
            for one in self._kept
        )

    def __len__(self) -> int:
        return len(self._kept)

    def __eq__(self, other: object) -> bool:
        return self._kept == other._kept if isinstance(other, Places) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[Place]:
        return map(_place, self._kept)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> list[Place]: ...
    def __getitem__(self, index: int | slice) -> Place | list[Place]:
        if isinstance(index, slice):
            return list(map(_place, self._kept[index]))
        return _place(self._kept[index])


def _place(kept: str | Place) -> Place:
    return Place(Path(kept)) if isinstance(kept, str) else kept


def or_whole(path: Path, found: Iterator[Place]) -> Iterator[Place]:
    """Yield the places `found` in `path`; if there are none, or no more can be read, the file as one place.

    Whoever reads that one is told what is wrong.
    """
    whole = True
    try:
        for place in found:
            whole = False
            yield place
    except ReadingError:
        whole = True
    if whole:
        yield Place(path)


def read_bytes(path: Path) -> bytes:
    """Return what is in the file at `path`.

    Raises:
        ReadingError: It is missing, no regular file, unreadable, empty, or above `MAX_BYTES`.
    """
    with open_file(path) as (file, size):
        if size > MAX_BYTES:
            raise ReadingError(
                tr(
                    "{path}: {size:,.0f} MB are more than zhupi reads at once "
                    "({MAX_BYTES:.0f} MB); split the file",
                    path=path,
                    size=size / 1e6,
                    MAX_BYTES=MAX_BYTES / 1e6,
                )
            )
        data = file.read(MAX_BYTES + 1)  # it may have grown meanwhile
    if len(data) > MAX_BYTES:
        raise ReadingError(tr("{path}: grows while it is read; try again when it is complete", path=path))
    if not data:
        raise ReadingError(tr("{path}: is empty", path=path))
    return data


@contextmanager
def open_file(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a regular file for reading and give it with its size in bytes.

    Raises:
        ReadingError: Whatever the system says against it, now or while it is read inside the context.
    """
    with _told(path):
        # A named pipe would block for ever in open(), and a device may never end.
        if not stat.S_ISREG((status := path.stat()).st_mode):
            what = tr("a folder") if stat.S_ISDIR(status.st_mode) else tr("not a regular file")
            raise ReadingError(tr("{path}: is {what}; name a file", path=path, what=what))
        with path.open("rb") as file:
            yield file, os.fstat(file.fileno()).st_size


@contextmanager
def open_lines(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a file of lines as `open_file` does.

    Raises:
        ReadingError: Besides: it is no text, whatever its name says.
    """
    from annotations.reading.binary import refusal  # which a whole text does not need

    with open_file(path) as (file, size):
        if what := refusal(file):
            raise ReadingError(tr("{path}: is {what}", path=path, what=what))
        file.seek(0)
        yield file, size


def file_stamp(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file does: its inode, size and time of change in nanoseconds.

    Raises:
        ReadingError: There is no such file, or it cannot be looked at.
    """
    with _told(path):
        status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system says against a file into a line for the user."""
    if "\0" in str(path):
        raise ReadingError(tr("{path}: cannot be read: no name of a file holds a NUL character", path=path))
    try:
        yield
    except FileNotFoundError:
        raise ReadingError(tr("{path}: there is no such file", path=path)) from None
    except PermissionError:
        raise ReadingError(tr("{path}: may not be read; change its permissions", path=path)) from None
    except OSError as error:
        raise ReadingError(
            tr("{path}: cannot be read: {strerror}", path=path, strerror=error.strerror or error)
        ) from None
