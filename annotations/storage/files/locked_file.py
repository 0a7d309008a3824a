"""One file that several programs write, and the two ways in which it is written.

Knows bytes and errors of the operating system, not what the bytes mean.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import LayerReadOnly
from annotations.storage.files.files import Files, atomic_write, discard, stage
from annotations.storage.files.lock import BusyError, FileLock, Identity, identity_of
from annotations.storage.files.reading import read
from annotations.storage.files.temporary import temporary_under_lock
from annotations.wording import tr

__all__ = ["LOCK_PATIENCE", "LockedFile", "Unflushed"]

LOCK_PATIENCE = 30.0
"""Seconds to wait for another program's lock. It holds it for a fraction of a millisecond, or for the two
seconds in which it rewrites a very large layer; longer means that it was stopped in the middle."""


@dataclass(slots=True)
class Unflushed:
    """What was written and is not yet durable."""

    fd: int
    identity: Identity | None


class LockedFile(FileLock):
    """A file that is read and written under its lock: added to at its end, or replaced by another one."""

    def __init__(self, path: Path, files: Files) -> None:
        super().__init__(path, files, LOCK_PATIENCE)
        self._durable: Identity | None = None  # the file of which the name and the folders are durable

    def has_grown(self) -> bool:
        """Say whether the locked file is the known one with something more, and nothing less, in it."""
        found = self.files.fstat(self._fd)
        return identity_of(found) == self.identity and found.st_size > self.size

    def read(self, offset: int = 0) -> bytes:
        """Return what is in the locked file from byte `offset` on."""
        return read(self.files, self._fd, offset)

    def starts_with(self, data: bytes) -> bool:
        """Say whether the locked file begins with `data`."""
        return self.files.pread(self._fd, len(data), 0) == data

    def overwrite(self, data: bytes, at: int, old: bytes) -> Unflushed:
        """Write `data` over `old`, which is the end of the locked file from byte `at` on.

        Raises:
            OSError: It was not all taken, and the file is again as it was.
            LayerReadOnly: Nor could the old end be put back.
        """
        unflushed = Unflushed(self.files.dup(self._fd), self.identity)
        try:
            written = self.files.pwrite(self._fd, data, at)
            if written != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
            self.stamp()
        except BaseException:
            self.close_unflushed([unflushed])
            self._put_back(old, at)
            raise
        return unflushed

    def _put_back(self, old: bytes, at: int) -> None:
        try:
            if old and self.files.pwrite(self._fd, old, at) != len(old):  # these bytes are ours already
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            self.files.truncate(self._fd, at + len(old))
            self.stamp()
        except OSError as error:
            raise self.refuse(
                tr(
                    "a write failed half-way ({strerror}); start zhupi again, which puts it in order",
                    strerror=error.strerror,
                )
            ) from error

    def replace(self, data: bytes) -> None:
        """Put a new file with `data` in the place of the locked one, durable, and hold its lock as well.

        The temporary file always has the same name: only who holds the lock writes it, and what a killed
        program left is written over.
        """
        temporary = temporary_under_lock(self.target)
        mode = stat.S_IMODE(self.files.fstat(self._fd).st_mode)
        fd = stage(self.files, temporary, data, mode)
        try:
            if not self.files.try_lock(fd, exclusive=True):
                raise BusyError(
                    tr("{temporary}: another program uses it; remove it and try again", temporary=temporary)
                )
            self.files.replace(temporary, self.target)
        except BaseException:
            self.files.close(fd)
            discard(self.files, temporary)
            raise
        self._drop()
        self._fd = fd
        self.stamp()
        self._opened = self.identity
        try:
            self.files.fsync_dir(self.target.parent)
        except OSError as error:  # what is written from now on might be in a file that loses its name
            raise self._refuse_flush(error) from error

    def keep_copy(self, data: bytes) -> Path:
        """Write `data` beside the file as ``NAME.damaged``, numbered if there is one, and return its path."""
        number = 1
        while True:
            path = self.target.with_name(f"{self.target.name}.damaged{f'-{number}' if number > 1 else ''}")
            if atomic_write(self.files, path, data, exclusive=True):
                return path
            number += 1

    def flush(self, writes: Iterable[Unflushed]) -> None:
        """Make what was written durable. Takes no lock, so that nobody waits for the disk but the caller.

        Raises:
            LayerReadOnly: The disk refused. It is never asked again: it would then say yes without having
                written anything (https://wiki.postgresql.org/wiki/Fsync_Errors).
        """
        writes = list(writes)
        try:
            by_file = {write.identity: write for write in writes}
            for write in by_file.values():
                self.files.fdatasync(write.fd)
            if by_file.keys() != {self._durable}:
                # Done even if they were there: whoever made them, or put another file in the place of this
                # one, may have died before that was durable, or never asked for it, as git does not.
                for folder in (self.target.parent, self.target.parent.parent):
                    self.files.fsync_dir(folder)
                self._durable = writes[-1].identity if writes else None
        except OSError as error:
            raise self._refuse_flush(error) from error
        finally:
            self.close_unflushed(writes)

    def close_unflushed(self, writes: Iterable[Unflushed]) -> None:
        """Let go of what was written without making it durable."""
        for write in writes:
            with suppress(OSError):
                self.files.close(write.fd)

    def _refuse_flush(self, error: OSError) -> LayerReadOnly:
        return self.refuse(
            tr("the disk failed to store it ({strerror}); check the disk", strerror=error.strerror)
        )
