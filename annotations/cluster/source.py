"""A table, as those who read parts of it know it."""

from __future__ import annotations

import gzip
import io
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock, local
from typing import BinaryIO, cast

from annotations.cluster.partitions import Input
from annotations.cluster.stores import store_of
from annotations.errors import ReadingError
from annotations.reading.binary import refusal
from annotations.reading.lines import HEAD, count_newlines, encoding_of, wide_encoding
from annotations.wording import tr

__all__ = ["Source", "Tape", "let_go", "source_of"]

_HERE = local()


@dataclass(slots=True)
class Tape:
    """A file that is read forwards, as a tape is."""

    source: Source
    file: BinaryIO
    raw: BinaryIO
    """The same, packed where it is."""
    reached: tuple[int, int] = 0, 0
    """Where the last partition stopped, and where the first line begins behind it."""

    @property
    def position(self) -> int:
        """How many bytes were read of what may be packed."""
        return self.raw.tell()

    def known(self, start: int) -> int | None:
        """Return where the first line of a partition begins, if the one before it was read here."""
        stop, position = self.reached
        return position if start and start == stop else None


class Source:
    """A table, as those who read parts of it know it."""

    def __init__(self, table: Input) -> None:
        self.table = table
        self.name = table.file.name
        self._store = store_of(table.file.url)
        self._lock = Lock()
        self._counted = [(0, 0)]
        with self.opened() as file:
            self._head = file.read(HEAD)
        self.empty = not self._head

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Give the file, unpacked, at its beginning.

        Raises:
            ReadingError: It cannot be read, or is another one than when the run began.
        """
        with self._store.open(self.table.file.url) as raw:
            if not self.table.packed:
                yield raw
                return
            with self._unpacked(), gzip.GzipFile(fileobj=raw, mode="rb") as file:
                yield cast(BinaryIO, file)

    @contextmanager
    def tape(self) -> Iterator[Tape]:
        """Give the file, unpacked, wherever it is: what is packed stays where this thread left it.

        An archive is only read forwards, so the next partition need not unpack those before it again.
        """
        if not self.table.packed:
            with self.opened() as file:
                yield Tape(self, file, file)
            return
        kept: Tape | None = getattr(_HERE, "kept", None)
        if kept is None or kept.source is not self:
            let_go()
            raw = self._store.open(self.table.file.url)
            kept = _HERE.kept = Tape(self, cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb")), raw)
        with self._unpacked():
            yield kept

    def demand_unchanged(self) -> None:
        """Raise ReadingError if the file is another one than when the run began."""
        file, now = self.table.file, self._store.entry(self.table.file.url)
        if (now.size, now.stamp) != (file.size, file.stamp):
            raise ReadingError(tr("{path}: was changed meanwhile; run the same again", path=self.name))

    @contextmanager
    def _unpacked(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            let_go()
            raise ReadingError(
                tr("{path}: is a damaged gzip archive ({error})", path=self.name, error=error)
            ) from None

    @cached_property
    def refused(self) -> str:
        """What the file is that is no text; empty where it may be one."""
        return refusal(self._head)

    def wide(self, encoding: str | None) -> str | None:
        """Return the encoding of a file whose line ends take several bytes, or None for all others."""
        return wide_encoding(io.BytesIO(self._head[:4]), encoding)

    @cached_property
    def _likely(self) -> str | None:
        return encoding_of(self._head, self.name)

    def head(self) -> str | None:
        """Return which encoding the beginning is in; None if it does not say."""
        return self._likely

    def line_at(self, offset: int, wide: str | None) -> int:
        """Return the number, from 1, of the line that begins at `offset`; each part is counted once."""
        with self._lock:
            at = bisect_right(self._counted, (offset, 1 << 62)) - 1
            start, lines = self._counted[at]
            if start < offset:
                with self.opened() as file:
                    lines += count_newlines(file, start, offset, wide)
                self._counted.insert(at + 1, (offset, lines))
            return lines + 1


@lru_cache(maxsize=16)
def source_of(table: Input) -> Source:
    """Return what is known of a table.

    Raises:
        ReadingError: It cannot be read.
    """
    return Source(table)


def let_go() -> None:
    """Close the archive in which this thread is, if it is in one."""
    kept: Tape | None = getattr(_HERE, "kept", None)
    _HERE.kept = None
    if kept is not None:
        kept.file.close()
        kept.raw.close()
