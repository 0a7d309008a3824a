"""The bytes of an open file. The system may hand out fewer at once than it was asked for, and has more."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from annotations.storage.files.files import Files

__all__ = ["OpenFile", "parts", "read"]


def parts(files: Files, fd: int, start: int, end: int, size: int) -> Iterator[bytes]:
    """Yield the bytes from `start` to `end`, or to where the file ends, at most `size` at once."""
    while start < end and (part := files.pread(fd, min(size, end - start), start)):
        yield part
        start += len(part)


def read(files: Files, fd: int, start: int = 0, size: int | None = None) -> bytes:
    """Return `size` bytes from `start` on, fewer only where the file ends; by default all up to there."""
    if size is not None:
        return b"".join(parts(files, fd, start, start + size, size))
    expected = max(files.fstat(fd).st_size - start, 0) + 1  # one byte more finds the end in two calls
    return b"".join(parts(files, fd, start, sys.maxsize, expected))


class OpenFile:
    """A file that stays open as long as somebody reads it, whatever its name means by then."""

    def __init__(self, files: Files, fd: int) -> None:
        self._files, self._fd = files, fd

    def read(self, start: int, size: int) -> bytes:
        """Return `size` bytes from `start` on, fewer only where the file ends."""
        return read(self._files, self._fd, start, size)

    def __del__(self) -> None:
        """Close it: nobody can read it any more."""
        with contextlib.suppress(BaseException):  # nobody hears what a finaliser has to say
            self._files.close(self._fd)
