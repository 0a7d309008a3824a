"""One file that several programs write: its lock, its identity, and the two ways in which it is written.

Knows bytes and errors of the operating system, not what the bytes mean.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import LayerReadOnly, StorageError
from annotations.storage.files import Files, atomic_write, discard, make_folders, read_all, stage

__all__ = ["LOCK_PATIENCE", "BusyError", "LockedFile", "Unflushed"]

LOCK_PATIENCE = 30.0
"""Seconds to wait for another program's lock. It holds it for a fraction of a millisecond, or for the two
seconds in which it rewrites a very large layer; longer means that it was stopped in the middle."""

_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}

Identity = tuple[int, int]


class BusyError(StorageError):
    """Another program holds the lock."""


@dataclass(slots=True)
class Unflushed:
    """What was written and is not yet durable."""

    fd: int
    identity: Identity | None


class LockedFile:
    """A file under an advisory lock, which is `flock` on the file itself.

    A lock file beside it would be one more thing to clean up and to keep out of git. Because a rewrite
    puts a new file in its place, whoever gets the lock looks whether the file it locked is still the one
    that the path names, and begins again if not.
    """

    def __init__(self, path: Path, files: Files) -> None:
        self.path = path
        self.files = files
        self.target = path.resolve()  # a rewrite must not put a file in the place of a symbolic link
        self.read_only: str | None = None
        """Why nothing may be written, or None."""
        self.size = 0
        """Its length in bytes when it was last looked at under the lock."""
        self.identity: Identity | None = None
        self.patience = LOCK_PATIENCE
        self._fd = -1
        self._opened: Identity | None = None
        self._named: os.stat_result | None = None
        self._changed_at = 0
        self._folders_durable = False

    @contextmanager
    def locked(self, *, exclusive: bool, wait: bool = True) -> Iterator[None]:
        """Hold the lock of the file that the path names now. Only an exclusive lock makes a missing file.

        Raises:
            LayerReadOnly: It may not be written, or was removed while in use.
            BusyError: Somebody else held the lock all the time.
            FileNotFoundError: It is not there and never was.
            StorageError: Whatever else the system refused.
        """
        if exclusive:
            self.demand_writable()
        try:
            try:
                self._lock(exclusive, self.patience if wait else 0.0)
                yield
            finally:
                if self._fd >= 0:
                    self.files.unlock(self._fd)
        except FileNotFoundError as error:
            if self.identity is None:
                raise
            raise self.refuse("it was removed while in use; put it back and start zhupi again") from error
        except OSError as error:
            raise self._explain(error) from error

    def demand_writable(self) -> None:
        """Raise LayerReadOnly if nothing may be written."""
        if self.read_only is not None:
            raise LayerReadOnly(self.read_only)

    def refuse(self, reason: str) -> LayerReadOnly:
        """Write nothing from now on and return the error that says why."""
        if self.read_only is None:
            self.read_only = f"{self.path}: {reason}"
        return LayerReadOnly(self.read_only)

    def is_unchanged(self) -> bool:
        """Say whether the file is as it was when last looked at: one call of the system, no lock."""
        try:
            return self._matches(self.files.stat(self.target))
        except FileNotFoundError:
            return self.identity is None
        except OSError as error:
            raise self._explain(error) from error

    def was_unchanged(self) -> bool:
        """Say whether the locked file was, when it was locked, as it was when last looked at."""
        return self._named is not None and self._matches(self._named)

    def has_grown(self) -> bool:
        """Say whether the locked file is the known one with something more, and nothing less, in it."""
        found = self.files.fstat(self._fd)
        return _identity(found) == self.identity and found.st_size > self.size

    def stamp(self) -> None:
        """Remember the locked file as it is."""
        found = self.files.fstat(self._fd)
        self.identity, self.size, self._changed_at = _identity(found), found.st_size, found.st_mtime_ns

    def read(self, offset: int = 0) -> bytes:
        """Return what is in the locked file from byte `offset` on."""
        return read_all(self.files, self._fd, offset)

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
                f"a write failed half-way ({error.strerror}); start zhupi again, which puts it in order"
            ) from error

    def replace(self, data: bytes) -> None:
        """Put a new file with `data` in the place of the locked one, durable, and hold its lock as well.

        The temporary file always has the same name: only who holds the lock writes it, and what a killed
        program left is written over.
        """
        temporary = self.target.with_name(f".{self.target.name}.tmp")
        mode = stat.S_IMODE(self.files.fstat(self._fd).st_mode)
        fd = stage(self.files, temporary, data, mode)
        try:
            if not self.files.try_lock(fd, exclusive=True):
                raise BusyError(f"{temporary}: another program uses it; remove it and try again")
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
            for write in {write.identity: write for write in writes}.values():
                self.files.fdatasync(write.fd)
            if not self._folders_durable:
                # Done even if they were there: their maker may have died before they were durable.
                for folder in (self.target.parent, self.target.parent.parent):
                    self.files.fsync_dir(folder)
                self._folders_durable = True
        except OSError as error:
            raise self._refuse_flush(error) from error
        finally:
            self.close_unflushed(writes)

    def close_unflushed(self, writes: Iterable[Unflushed]) -> None:
        """Let go of what was written without making it durable."""
        for write in writes:
            with suppress(OSError):
                self.files.close(write.fd)

    def warn_of_folder(self) -> None:
        """Find out whether the file, which is not there, could be made."""
        folder = self.target.parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not self.files.writable(folder):
            self.refuse(f"the folder {folder} does not allow writing; change its permissions")

    def close(self) -> None:
        """Close the file."""
        self._drop()

    def _matches(self, found: os.stat_result) -> bool:
        known = (self.identity, self.size, self._changed_at)
        return (_identity(found), found.st_size, found.st_mtime_ns) == known

    def _lock(self, exclusive: bool, patience: float) -> None:
        while True:
            if self._fd < 0:
                self._fd = self._open(create=exclusive and self.identity is None)
            if exclusive:
                self.demand_writable()
            self._wait(exclusive, patience)
            try:
                named = self.files.stat(self.target)
            except FileNotFoundError:
                self._drop()
                if self.identity is not None:
                    raise
                continue
            if _identity(named) == self._opened:
                self._named = named
                return
            self._drop()

    def _wait(self, exclusive: bool, patience: float) -> None:
        deadline = time.monotonic() + patience
        pause = 0.0002
        while not self._try_lock(exclusive):
            if time.monotonic() >= deadline:
                raise BusyError(f"{self.path}: another program keeps it locked; close that or let it go on")
            time.sleep(pause)
            pause = min(pause * 2, 0.02)

    def _try_lock(self, exclusive: bool) -> bool:
        try:
            return self.files.try_lock(self._fd, exclusive=exclusive)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            if exclusive:
                raise self.refuse(
                    "this file system has no locks, so two programs could harm it; move the project elsewhere"
                ) from error
            return True

    def _open(self, create: bool) -> int:
        try:
            if create:
                make_folders(self.files, self.target.parent)
            fd = self.files.open(self.target, os.O_RDWR | (os.O_CREAT if create else 0))
        except OSError as error:
            if error.errno not in _DENIED:
                raise
            refusal = self.refuse(f"it may not be written ({error.strerror}); change its permissions")
            if create:
                raise refusal from error
            fd = self.files.open(self.target, os.O_RDONLY)
        try:
            found = self.files.fstat(fd)
            self._opened = _identity(found)
            if not stat.S_ISREG(found.st_mode):
                raise StorageError(f"{self.path}: this is not a file; move it away or name another annotator")
        except BaseException:
            self.files.close(fd)
            raise
        return fd

    def _drop(self) -> None:
        if self._fd >= 0:
            self.files.unlock(self._fd)  # a copy of the descriptor that waits to be flushed would keep it
            self.files.close(self._fd)
            self._fd = -1

    def _refuse_flush(self, error: OSError) -> LayerReadOnly:
        return self.refuse(f"the disk failed to store it ({error.strerror}); check the disk")

    def _explain(self, error: OSError) -> StorageError:
        what = error.strerror or str(error)
        if error.errno in _FULL:
            return StorageError(f"{self.path}: not saved, no room ({what}); free some space, then go on")
        if error.errno in _DENIED:
            return self.refuse(f"it or its folder may not be written ({what}); change the permissions")
        if error.errno == errno.EISDIR:
            return StorageError(f"{self.path}: this is a folder; move it away or name another annotator")
        return StorageError(f"{self.path}: it could not be read or written ({what}); check the disk")


def _identity(found: os.stat_result) -> Identity:
    return found.st_dev, found.st_ino
