"""A file that a command writes for its user: whole or not at all, and through what is no file.

A regular file is written beside its place and takes it in one step when it is complete and durable, with
the permissions of the one that was there. A link is followed: it stays, and the rules hold for the file it
leads to, which need not be there yet. A device, a pipe or a terminal is written to as it is.

What may be written over is not decided here: whoever makes an :class:`OutputFile` says so.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

from annotations.errors import StorageError, UsageError
from annotations.storage.files.files import Files, discard
from annotations.storage.files.temporary import temporary
from annotations.wording import tr

__all__ = ["Found", "OutputFile", "Sink"]

_CHUNK = 1 << 20
"""Bytes that are collected before the system is asked to take them. Chosen: less takes more calls, more
takes memory."""
_MISTAKEN = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL}
"""What the system answers to a name that cannot be a file's, whatever the disk is like."""


Told = Callable[[], contextlib.AbstractContextManager[None]]
"""Gives a context that says what went wrong in words."""


class Sink(Protocol):
    """What takes the bytes of an output."""

    def write(self, data: bytes, /) -> object:
        """Take `data`, all of it."""

    def isatty(self) -> bool:
        """Tell whether a terminal takes them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is in the place of an output."""

    path: Path
    """Where it lies once links are followed; the name itself where no regular file is meant."""
    stat: os.stat_result | None
    """What the system knows of it; None if nothing is there yet."""

    @property
    def regular(self) -> bool:
        """Tell whether a regular file is there, or will be."""
        return self.stat is None or stat.S_ISREG(self.stat.st_mode)


class OutputFile:
    """The place that a user named for an output.

    Args:
        name: As the user wrote it.
        allow: Called with what is there; raises UsageError if that may not be written over, or to.
        another: What to do where it cannot be written, in words.
        files: Through what to reach the file system.
    """

    def __init__(
        self,
        name: str,
        allow: Callable[[Found], None] = lambda found: None,
        *,
        another: str = "",
        files: Files | None = None,
    ) -> None:
        self.name = name
        self._allow = allow
        self._another = another or tr("name another file")
        self._files = files or Files()
        self._checked: Found | None = None

    def check(self) -> Found:
        """Return what is in the place; for before the work, when refusing costs nothing.

        Raises:
            UsageError: Nothing can or may be written there.
            StorageError: It cannot be looked at.
        """
        found = self._find()
        self._allow(found)
        self._checked = found
        return found

    @contextmanager
    def opened(self) -> Iterator[Sink]:
        """Give what takes the bytes. A regular file is in its place when the context ends without an error.

        Whatever ends it otherwise leaves what was there as it was, and nothing beside it.

        Raises:
            UsageError, StorageError: As :meth:`check`, which is asked now if it never was, and again before
                the file is put in place.
            StorageError: It cannot be written.
            BrokenPipeError: Nobody reads any more from the other end of a pipe.
        """
        found = self._checked or self.check()
        with self._staged(found) if found.regular else self._through(found) as sink:
            yield sink

    def _find(self) -> Found:
        name = self.name
        if not name or "\0" in name:
            self._refuse(tr("no file has such a name"))
        if name.endswith("/") or name.rpartition("/")[2] in (".", ".."):
            self._refuse(tr("this names a folder"))
        try:
            status = self._files.stat(Path(name))
        except FileNotFoundError:
            return self._new(Path(os.path.realpath(name)))
        except OSError as error:
            self._fail(error)
        if stat.S_ISDIR(status.st_mode):
            self._refuse(tr("this is a folder"))
        if not stat.S_ISREG(status.st_mode):
            return Found(Path(name), status)
        path = Path(os.path.realpath(name))
        try:
            same = os.path.samestat(status, self._files.stat(path))
        except FileNotFoundError:  # what a program has open may have no name any more
            same = False
        except OSError as error:
            self._fail(error)
        if not same:
            self._refuse(tr("where this lies cannot be told"))
        if not self._files.writable(path):  # a rename would not ask
            self._fail(PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        return Found(path, status)

    def _new(self, path: Path) -> Found:
        """Return that nothing is at `path` yet, if a file can be there."""
        try:
            folder = self._files.stat(path.parent)
        except FileNotFoundError:
            self._refuse(tr("there is no folder {parent}", parent=path.parent))
        except OSError as error:
            self._fail(error)
        if not stat.S_ISDIR(folder.st_mode):
            self._refuse(tr("{parent} is no folder", parent=path.parent))
        return Found(path, None)

    @contextmanager
    def _through(self, found: Found) -> Iterator[Sink]:
        with self._told():
            fd = self._files.open(found.path, os.O_WRONLY | os.O_NOCTTY)
        try:
            yield _Through(fd, self._told)
        finally:
            with self._told():
                self._files.close(fd)

    @contextmanager
    def _staged(self, found: Found) -> Iterator[Sink]:
        staged = temporary(found.path, 40)
        discard(self._files, staged)  # a program that had the same number was killed here
        with self._told():
            fd = self._files.open(staged, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW)
        try:
            try:
                with self._told():
                    _make_alike(fd, found.stat, self._files)
                sink = _Staged(fd, self._files, self._told)
                yield sink
                sink.end()
            finally:
                self._files.close(fd)
            now = self.check()  # the work may have taken long
            if now.path != found.path or not now.regular:
                raise StorageError(
                    tr("{name}: something else was put there meanwhile; try again", name=self.name)
                )
            with self._told():
                self._files.replace(staged, found.path)
        except BaseException:
            discard(self._files, staged)
            raise
        try:
            self._files.fsync_dir(found.path.parent)
        except OSError as error:
            raise StorageError(
                tr(
                    "{name}: it was written, but after a power cut it may not be there ({strerror}); "
                    "check the disk",
                    name=self.name,
                    strerror=error.strerror,
                )
            ) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the system says against the output into a line for the user."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> NoReturn:
        if error.errno in _MISTAKEN:
            self._refuse((error.strerror or str(error)).lower())
        raise StorageError(
            tr(
                "{name}: it could not be written ({strerror}); nothing was replaced; mend that, or {another}",
                name=self.name,
                strerror=error.strerror or error,
                another=self._another,
            )
        ) from error

    def _refuse(self, what: str) -> NoReturn:
        raise UsageError(f"{self.name}: {what}; {self._another}")


class _Through:
    """Writes to a pipe or a device, which may take less at once than it is given."""

    def __init__(self, fd: int, told: Told) -> None:
        self._fd = fd
        self._told = told

    def write(self, data: bytes, /) -> None:
        """Write `data` to its end."""
        left = memoryview(data)
        with self._told():
            while left:
                left = left[os.write(self._fd, left) :]

    def isatty(self) -> bool:
        """Tell whether it is a terminal."""
        return os.isatty(self._fd)


class _Staged:
    """Writes a temporary file from its beginning to its end, in large pieces."""

    def __init__(self, fd: int, files: Files, told: Told) -> None:
        self._fd = fd
        self._files = files
        self._told = told
        self._waiting: list[bytes] = []
        self._size = self._written = 0

    def write(self, data: bytes, /) -> None:
        """Take `data`, to be written with what comes next or at the end."""
        self._waiting.append(data)
        self._size += len(data)
        if self._size >= _CHUNK:
            self._drain()

    def isatty(self) -> bool:
        """Say that it is no terminal."""
        return False

    def end(self) -> None:
        """Write what is left and return when all of it is durable."""
        self._drain()
        with self._told():
            self._files.fdatasync(self._fd)

    def _drain(self) -> None:
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        done = 0
        with self._told():
            while done < len(data):
                taken = self._files.pwrite(self._fd, data[done:] if done else data, self._written)
                if taken <= 0:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                done += taken
                self._written += taken


def _make_alike(fd: int, status: os.stat_result | None, files: Files) -> None:
    """Give a new file the permissions of the one whose place it takes, and its owner if that is possible."""
    if status is None:
        return
    if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(OSError):  # only root gives files away
            os.fchown(fd, status.st_uid, status.st_gid)
    files.chmod(fd, stat.S_IMODE(status.st_mode))
