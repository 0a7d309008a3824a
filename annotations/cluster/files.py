"""Where tables and partitions lie: on the disks of a machine, or wherever fsspec reaches.

What fsspec's libraries raise differs from one to the other; here all of it is a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple, Protocol

from annotations.errors import ReadingError, StorageError, ZhupiError
from annotations.wording import tr

__all__ = ["BLOCK_READ", "Entry", "Missing", "Store", "Vanished", "is_url", "line_of", "no_file", "told"]

BLOCK_READ = 1 << 20
"""Bytes that are moved at once."""


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
        """Put a file of the system, `data` from its beginning on, into a folder, whole or not at all.

        Raises:
            Vanished: Somebody took away what was being written; another time may be better.
            StorageError: It cannot be written.
        """

    def remove(self, folder: str, name: str) -> None:
        """Remove a file of a folder, if it is there."""

    def clear(self, folder: str) -> None:
        """Remove what writers that were killed left of the files that they wrote."""


def is_url(name: str) -> bool:
    """Tell whether `name` says which store it is in."""
    return "://" in name


def no_file(pattern: str, *, folder: bool) -> ReadingError:
    """Return what is wrong with a pattern that no file fits, or with a `folder` in which there is none."""
    if folder:
        return ReadingError(
            tr(
                "{folder}: no file is in this folder; those of folders in it are {folder}/**/*.jsonl",
                folder=pattern.rstrip("/"),
            )
        )
    return ReadingError(tr("{pattern}: there is no such file", pattern=pattern))


class Missing(ReadingError):
    """A file that is not there."""


class Vanished(StorageError):
    """A place to write to that is not there, or no more."""


@contextmanager
def told(name: str, *, writing: bool = False) -> Iterator[None]:
    """Turn what a store says against the file `name` into a line."""
    try:
        yield
    except ZhupiError:
        raise
    except (FileNotFoundError, NotADirectoryError) as error:
        if writing:
            raise Vanished(
                tr("{path}: could not be written: {error}", path=name, error=line_of(error))
            ) from None
        raise Missing(tr("{path}: there is no such file", path=name)) from None
    except PermissionError as error:
        if writing:
            raise StorageError(
                tr("{path}: may not be written: {error}", path=name, error=line_of(error))
            ) from None
        if is_url(name):  # keys may be wrong there, of which the store says more
            raise _unreadable(name, error) from None
        raise ReadingError(tr("{path}: may not be read; change its permissions", path=name)) from None
    except Exception as error:  # each library has its own
        if writing:
            raise StorageError(
                tr("{path}: could not be written: {error}", path=name, error=line_of(error))
            ) from None
        raise _unreadable(name, error) from None


def _unreadable(name: str, error: Exception) -> ReadingError:
    return ReadingError(tr("{path}: cannot be read: {strerror}", path=name, strerror=line_of(error)))


def line_of(error: Exception) -> str:
    """Return in a line what an error says."""
    said = str(getattr(error, "strerror", None) or error).strip().split("\n")[0]
    return said or type(error).__name__
