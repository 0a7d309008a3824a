"""The lock of a file that several programs write, and which file that is.

Knows nothing of what is in the file.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotations.errors import LayerGone, LayerReadOnly, StorageError
from annotations.storage.files.faults import DENIED, NO_FILE, NO_LOCKS, fault_of, no_file
from annotations.storage.files.files import Files, make_folders
from annotations.wording import tr

__all__ = ["BusyError", "FileLock", "Identity", "identity_of"]

Identity = tuple[int, int]
"""The device and the number of a file, which stay while its name may pass to another."""


class BusyError(StorageError):
    """Another program holds the lock."""


class FileLock:
    """An advisory lock, which is `flock` on the file itself.

    A lock file beside it would be one more thing to clean up and to keep out of git. Because a rewrite
    puts a new file in its place, whoever gets the lock looks whether the file it locked is still the one
    that the path names, and begins again if not.
    """

    def __init__(self, path: Path, files: Files, patience: float) -> None:
        self.path = path
        self.files = files
        self.target = path.resolve()  # a rewrite must not put a file in the place of a symbolic link
        self.refused: str | None = None
        """Why nothing may be written for good, or None."""
        self._refused_for_now: str | None = None
        self.size = 0
        """Its length in bytes when it was last looked at under the lock."""
        self.identity: Identity | None = None
        self.patience = patience
        """How many seconds to wait for another program."""
        self._fd = -1
        self._opened: Identity | None = None
        self._named: os.stat_result | None = None
        self._changed_at = 0

    @property
    def read_only(self) -> str | None:
        """Why nothing may be written, or None."""
        return self.refused or self._refused_for_now

    @property
    def may_recover(self) -> bool:
        """Whether it may not be written for a reason that can pass, so that another try is worth it."""
        return self.refused is None and self._refused_for_now is not None

    @contextmanager
    def locked(self, *, exclusive: bool, wait: bool = True) -> Iterator[None]:
        """Hold the lock of the file that the path names now. Only an exclusive lock makes a missing file.

        Raises:
            LayerReadOnly: It may not be written.
            LayerGone: It was removed while in use, or what is there now is no file.
            BusyError: Somebody else held the lock all the time.
            FileNotFoundError: It is not there and never was.
            StorageError: Whatever else the system refused.
        """
        if exclusive and self.refused is not None:
            raise LayerReadOnly(self.refused)
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
            raise LayerGone(
                tr(
                    "{path}: it was removed while in use; put it back, or write back what memory holds",
                    path=self.path,
                )
            ) from error
        except OSError as error:
            raise self._explain(error) from error

    def demand_writable(self) -> None:
        """Raise LayerReadOnly if nothing may be written."""
        if self.read_only is not None:
            raise LayerReadOnly(self.read_only)

    def refuse(self, reason: str) -> LayerReadOnly:
        """Write nothing from now on and return the error that says why."""
        if self.refused is None:
            self.refused = f"{self.path}: {reason}"
        return LayerReadOnly(self.refused)

    def refuse_for_now(self, reason: str) -> LayerReadOnly:
        """Return the error that says why nothing can be written until that has changed."""
        self._refused_for_now = f"{self.path}: {reason}"
        return LayerReadOnly(self._refused_for_now)

    @contextmanager
    def begun_anew(self) -> Iterator[None]:
        """Take the file for one that is not there yet, so that it may be made; if that fails, for gone again.

        Raises:
            StorageError: There is something else, which leads nowhere.
        """
        known = self.identity
        self._forget()
        try:
            yield
        except FileNotFoundError as error:
            raise StorageError(
                tr(
                    "{path}: it cannot be made there; remove the link that is in its place, and try again",
                    path=self.path,
                )
            ) from error
        finally:
            self.identity = self.identity or known

    def _forget(self) -> None:
        self._drop()
        self.identity, self._named = None, None

    def is_unchanged(self) -> bool:
        """Say whether the file is as it was when last looked at: one call of the system, no lock."""
        try:
            return self._matches(self.files.stat(self.target))
        except FileNotFoundError:
            return self.identity is None
        except OSError as error:
            if error.errno in NO_FILE:
                return False
            raise self._explain(error) from error

    def was_unchanged(self) -> bool:
        """Say whether the locked file was, when it was locked, as it was when last looked at."""
        return self._named is not None and self._matches(self._named)

    def stamp(self) -> None:
        """Remember the locked file as it is."""
        found = self.files.fstat(self._fd)
        self.identity, self.size, self._changed_at = identity_of(found), found.st_size, found.st_mtime_ns

    def warn_of_folder(self) -> None:
        """Find out whether the file, which is not there, could be made."""
        folder = self.target.parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not self.files.writable(folder):
            self.refuse_for_now(
                tr("the folder {folder} does not allow writing; change its permissions", folder=folder)
            )

    def close(self) -> None:
        """Close the file."""
        self._drop()

    def __del__(self) -> None:
        """Close the file of a layer that nobody closed and nobody has any more."""
        if getattr(self, "_fd", -1) >= 0:
            with suppress(BaseException):  # nobody hears what a finaliser has to say
                self._drop()

    def _matches(self, found: os.stat_result) -> bool:
        known = (self.identity, self.size, self._changed_at)
        return (identity_of(found), found.st_size, found.st_mtime_ns) == known

    def _lock(self, exclusive: bool, patience: float) -> None:
        if self._refused_for_now is not None:
            self._drop()  # whether it may be written by now shows when it is opened
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
            if identity_of(named) == self._opened:
                self._named = named
                return
            self._drop()

    def _wait(self, exclusive: bool, patience: float) -> None:
        if self._try_lock(exclusive):
            return
        deadline = time.monotonic() + patience
        pause = 0.0002  # seconds a press holds the lock; it grows, so that a long wait costs no core
        while not self._try_lock(exclusive):
            if time.monotonic() >= deadline:
                raise BusyError(
                    tr("{path}: another program keeps it locked; close that or let it go on", path=self.path)
                )
            time.sleep(pause)
            pause = min(pause * 2, 0.02)

    def _try_lock(self, exclusive: bool) -> bool:
        try:
            return self.files.try_lock(self._fd, exclusive=exclusive)
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
            if exclusive:
                raise self.refuse(
                    tr(
                        "this file system has no locks, so two programs could harm it;"
                        " move the project elsewhere"
                    )
                ) from error
            return True

    def _open(self, create: bool) -> int:
        try:
            if create:
                make_folders(self.files, self.target.parent)
            fd = self.files.open(self.target, os.O_RDWR | (os.O_CREAT if create else 0))
        except OSError as error:
            if error.errno not in DENIED:
                raise
            refusal = self.refuse_for_now(
                tr("it may not be written ({strerror}); change its permissions", strerror=error.strerror)
            )
            if create:
                raise refusal from error
            fd = self.files.open(self.target, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would make us wait
        else:
            self._refused_for_now = None
        try:
            found = self.files.fstat(fd)
            self._opened = identity_of(found)
            if not stat.S_ISREG(found.st_mode):
                raise no_file(self.path, tr("this is not a file"), known=self.identity is not None)
        except BaseException:
            self.files.close(fd)
            raise
        return fd

    def _drop(self) -> None:
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            self.files.unlock(fd)  # a copy of the descriptor that waits to be flushed would keep it
            with suppress(OSError):  # it is closed all the same, and what must be durable was flushed
                self.files.close(fd)

    def _explain(self, error: OSError) -> StorageError:
        if error.errno in DENIED:
            why = error.strerror or str(error)
            return self.refuse_for_now(
                tr("it or its folder may not be written ({what}); change the permissions", what=why)
            )
        return fault_of(self.path, error, known=self.identity is not None)


def identity_of(found: os.stat_result) -> Identity:
    """Return which file it is of which the system says `found`."""
    return found.st_dev, found.st_ino
