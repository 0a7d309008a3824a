"""The one door to the file system for everything that must not be lost.

Whatever storage does to a file it does through a :class:`Files`, so that a test can record, delay or fail
each single step. Nothing here knows what is in the files.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from pathlib import Path

from annotations.storage.files.temporary import temporary

__all__ = ["Files", "atomic_write", "discard", "make_folders", "place_new", "stage"]

_FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: fsync alone stops at the drive's cache
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES}


class Files:
    """The calls of the operating system that storage uses; each raises OSError as the system does."""

    def open(self, path: Path, flags: int) -> int:
        """Open `path` and return its descriptor; a new file gets the mode that the umask leaves."""
        return os.open(path, flags | os.O_CLOEXEC, 0o666)

    def close(self, fd: int) -> None:
        """Close a descriptor."""
        os.close(fd)

    def dup(self, fd: int) -> int:
        """Return a second descriptor of the same open file."""
        return os.dup(fd)

    def pread(self, fd: int, size: int, offset: int) -> bytes:
        """Read at most `size` bytes from byte `offset`."""
        return os.pread(fd, size, offset)

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        """Write `data` at byte `offset` and return how many bytes were taken."""
        return os.pwrite(fd, data, offset)

    def truncate(self, fd: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(fd, size)

    def fdatasync(self, fd: int) -> None:
        """Return when the file's contents are on the medium."""
        if _FULL_SYNC is not None:
            with contextlib.suppress(OSError):  # a network drive may not know it; fsync then says what is
                fcntl.fcntl(fd, _FULL_SYNC)
                return
        getattr(os, "fdatasync", os.fsync)(fd)

    def sync(self) -> None:
        """Return when the contents of all files that were written are on the medium."""
        os.sync()

    def fsync_dir(self, path: Path) -> None:
        """Return when the names in the folder `path` are on the medium."""
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno != errno.EINVAL:  # a file system without such a thing answers EINVAL
                raise
        finally:
            os.close(fd)

    def replace(self, source: Path, target: Path) -> None:
        """Give `source` the name `target`, in one step, whatever had that name."""
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give `source` the further name `target`; FileExistsError if that is taken."""
        os.link(source, target)

    def unlink(self, path: Path) -> None:
        """Take a name away."""
        path.unlink()

    def mkdir(self, path: Path) -> None:
        """Make one folder; FileExistsError if something has that name."""
        path.mkdir()

    def rmdir(self, path: Path) -> None:
        """Remove a folder, which must be empty."""
        path.rmdir()

    def chmod(self, fd: int, mode: int) -> None:
        """Set the permissions of an open file."""
        os.fchmod(fd, mode)

    def stat(self, path: Path) -> os.stat_result:
        """Return what the system knows of `path`, links followed."""
        return path.stat()

    def lstat(self, path: Path) -> os.stat_result:
        """Return what the system knows of `path` itself, a link not followed."""
        return path.lstat()

    def names(self, folder: Path) -> list[str]:
        """Return the names of what lies in `folder`, sorted."""
        return sorted(os.listdir(folder))  # noqa: PTH208 - names are wanted, and every path would be parsed

    def fstat(self, fd: int) -> os.stat_result:
        """Return what the system knows of an open file."""
        return os.fstat(fd)

    def free(self, path: Path) -> int | None:
        """Return how many bytes there is room for where `path` lies; None if the system does not know."""
        found = os.statvfs(path)
        return found.f_bavail * found.f_frsize if found.f_blocks else None

    def writable(self, path: Path) -> bool:
        """Say whether this process may write `path`."""
        return os.access(path, os.W_OK)

    def try_lock(self, fd: int, *, exclusive: bool) -> bool:
        """Take the advisory lock of an open file; return False if another program holds it."""
        try:
            fcntl.flock(fd, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self, fd: int) -> None:
        """Give the lock back."""
        with contextlib.suppress(OSError):  # nothing is held where there are no locks
            fcntl.flock(fd, fcntl.LOCK_UN)


def make_folders(files: Files, folder: Path) -> None:
    """Make `folder` and what is missing above it, each durable before anything is put into it."""
    missing = []
    while not _is_folder(files, folder):
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        with contextlib.suppress(FileExistsError):  # another program was quicker
            files.mkdir(path)
        files.fsync_dir(path.parent)


def _is_folder(files: Files, path: Path) -> bool:
    try:
        found = files.stat(path)
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return True


def stage(files: Files, temporary: Path, data: bytes, mode: int | None = None) -> int:
    """Write `data` to the file `temporary`, make it durable and return its descriptor, still open.

    After a failure nothing of it is left behind.
    """
    fd = files.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    try:
        if mode is not None:
            files.chmod(fd, mode)
        written = 0
        while written < len(data):
            taken = files.pwrite(fd, data[written:] if written else data, written)
            if taken <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(temporary))
            written += taken
        files.fdatasync(fd)
    except BaseException:
        with contextlib.suppress(OSError):
            files.close(fd)
        discard(files, temporary)
        raise
    return fd


def discard(files: Files, path: Path) -> None:
    """Remove a temporary file if that is possible; it is litter, not a reason to fail."""
    with contextlib.suppress(OSError):
        files.unlink(path)


def atomic_write(files: Files, path: Path, data: bytes, *, exclusive: bool = False) -> bool:
    """Write `data` to `path` so that at any moment the whole of it is there or nothing, durable on return.

    Folders that are missing are made. With `exclusive` a file that is already there is left alone.

    Returns:
        False if `exclusive` is set and `path` was there; else True.

    Raises:
        OSError: It could not be written; no temporary file is left.
    """
    make_folders(files, path.parent)
    staged = temporary(path)
    fd = stage(files, staged, data)
    try:
        files.close(fd)
        placed = place_new(files, staged, path) if exclusive else _place(files, staged, path)
    except BaseException:
        discard(files, staged)
        raise
    files.fsync_dir(path.parent)
    return placed


def _place(files: Files, staged: Path, path: Path) -> bool:
    files.replace(staged, path)
    return True


def place_new(files: Files, staged: Path, path: Path) -> bool:
    """Give the file `staged` the name `path`, unless that is taken; tell whether it was free."""
    try:
        files.link(staged, path)  # unlike a rename, a link never takes the place of another file
    except FileExistsError:
        discard(files, staged)
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _place(files, staged, path)
    discard(files, staged)
    return True
