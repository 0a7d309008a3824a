"""The files of a format as it sees them: names and bytes, wherever they lie.

What a format writes goes into a parcel, which may be a single file, a folder or an archive; what it reads
comes out of a source, which may be the same. Where these lie, that nothing leaves its folder, that a file is
whole or not there, and how much an archive may unpack to, is the business of who makes them
(:mod:`annotations.storage.parcels`).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

__all__ = ["Parcel", "Sink", "Source"]


class Sink(Protocol):
    """What takes the bytes of one file."""

    def write(self, data: bytes, /) -> object:
        """Take `data`, all of it."""


class Parcel(Protocol):
    """What takes the files that a format writes."""

    def open(self, name: str) -> AbstractContextManager[Sink]:
        """Give what takes the bytes of the file `name`, such as ``data/train.jsonl``; several may be open.

        Raises:
            StorageError: It cannot be written.
        """


class Source(Protocol):
    """The files that a user named, to be read as one: a file, a folder or an archive."""

    @property
    def title(self) -> str:
        """What to call it in messages."""

    def names(self) -> Sequence[str]:
        """Return the names of its files, sorted, with ``/`` between folders; of a file, its own name."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Give one of them to read from.

        Raises:
            ReadingError: It cannot be read, or unpacks to more than is allowed.
        """

    def where(self, name: str) -> str:
        """Return what to call one of them in messages."""
