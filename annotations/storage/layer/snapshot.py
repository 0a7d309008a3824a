"""The bytes of a layer as they were at one moment, for whoever reads it and writes nothing."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import StorageError
from annotations.storage.files.files import Files
from annotations.storage.files.lock import BusyError, identity_of
from annotations.storage.files.reading import OpenFile, parts
from annotations.storage.layer.lines import HEAD, HEAD_KEY, TAIL
from annotations.wording import tr

__all__ = ["Snapshot", "snapshot"]

CHUNK = 1 << 20
"""Bytes that are read at once. Chosen: less takes more calls, more takes memory."""
PATIENCE = 1.0
"""Seconds to wait for the lock. Its holder needs a fraction of a millisecond; who waits longer leaves the
copy to the next start. Chosen."""

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
_BEGINNING = HEAD + b'"%s": ' % HEAD_KEY.encode()
_END = b"\n" + TAIL


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A layer as it was at one moment, whatever is written to it since.

    Its lock was held for that moment only, so that nobody who wants to save a mark waits for whoever reads
    hundreds of megabytes. That is enough: a press overwrites the closing braces and adds to the file, and
    a rewrite puts another file in its place; what stands before the braces is never changed.
    """

    path: Path
    stat: os.stat_result
    """What the system knew of it at that moment."""
    whole: bool
    """Whether it began and ended as a layer does: a look at both ends, not at what is between them."""
    _files: Files
    _fd: int

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.stat.st_size

    def opened(self) -> OpenFile:
        """Return the file itself, which outlives a rewrite, and in which later more may stand."""
        return OpenFile(self._files, self._files.dup(self._fd))

    def body(self, at: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a whole layer from byte `at` on, up to its closing braces.

        Raises:
            OSError: It cannot be read.
            StorageError: A program that is not zhupi cut the file meanwhile.
        """
        end = self.size - len(TAIL)
        for part in parts(self._files, self._fd, at, end, CHUNK):
            at += len(part)
            yield part
        if at < end:
            raise StorageError(
                tr("{path}: another program cut it while it was read; do it again", path=self.path)
            )

    def bytes(self) -> Iterator[bytes]:
        """Yield all bytes of a whole layer; raises as :meth:`body` does."""
        yield from self.body()
        yield TAIL


@contextmanager
def snapshot(path: Path, files: Files, patience: float | None = None) -> Iterator[Snapshot]:
    """Give the layer at `path` as it is now.

    Args:
        path: The file of the layer.
        files: Through what to reach it.
        patience: Seconds to wait for its lock; by default `PATIENCE`.

    Raises:
        BusyError: Another program held its lock all the time.
        OSError: It is not there or cannot be read.
    """
    fd = _open_locked(path, files, PATIENCE if patience is None else patience)
    try:
        try:
            found = files.fstat(fd)
            whole = (
                files.pread(fd, len(_BEGINNING), 0) == _BEGINNING  # which no end can be part of
                and files.pread(fd, len(_END), found.st_size - len(_END)) == _END
            )
        finally:
            files.unlock(fd)
        yield Snapshot(path, found, whole, files, fd)
    finally:
        with contextlib.suppress(OSError):
            files.close(fd)


def _open_locked(path: Path, files: Files, patience: float) -> int:
    """Open the file that `path` names once its lock is held; a rewrite changes which file that is."""
    deadline = time.monotonic() + patience
    while True:
        fd = files.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe of that name must not hold us up
        try:
            _lock(fd, path, files, deadline)
            named, opened = files.stat(path), files.fstat(fd)
            if not stat.S_ISREG(opened.st_mode):
                raise OSError(errno.EINVAL, tr("this is not a file"), str(path))
            if identity_of(named) == identity_of(opened):
                return fd
        except BaseException:
            files.close(fd)
            raise
        files.close(fd)


def _lock(fd: int, path: Path, files: Files, deadline: float) -> None:
    pause = 0.0002  # seconds a press holds the lock; it grows, so that a long wait costs no core
    try:
        while not files.try_lock(fd, exclusive=False):
            if time.monotonic() >= deadline:
                raise BusyError(
                    tr("{path}: another program keeps it locked; close that or let it go on", path=path)
                )
            time.sleep(pause)
            pause = min(pause * 2, 0.02)
    except OSError as error:
        if error.errno not in _NO_LOCKS:  # without locks nobody may write, so there is nothing to wait for
            raise
