"""What the operating system refuses of a file that several programs write, and what that means to people."""

from __future__ import annotations

import errno
from pathlib import Path

from annotations.errors import LayerGone, StorageError
from annotations.wording import tr

__all__ = ["DENIED", "NO_FILE", "NO_LOCKS", "fault_of", "no_file"]

DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
NO_FILE = {errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENXIO}
"""What is at the path is no file: a folder, something in a file, links in a circle, a socket."""


def fault_of(path: Path, error: OSError, *, known: bool) -> StorageError:
    """Return what `error` means for the file at `path`, but where permission was denied.

    `known` says that it was there before, and is in use.
    """
    what = error.strerror or str(error)
    if error.errno in _FULL:
        return StorageError(
            tr("{path}: not saved, no room ({what}); free some space, then go on", path=path, what=what)
        )
    if error.errno == errno.EISDIR:
        return no_file(path, tr("this is a folder"), known=known)
    if error.errno in NO_FILE and known:
        return no_file(path, what, known=known)
    return StorageError(
        tr("{path}: it could not be read or written ({what}); check the disk", path=path, what=what)
    )


def no_file(path: Path, what: str, *, known: bool) -> StorageError:
    """Return the error that says what is there instead of a file, which may have been in use."""
    if not known:
        return StorageError(
            tr("{path}: {what}; move it away or name another annotator", path=path, what=what)
        )
    return LayerGone(
        tr(
            "{path}: something else was put in its place while in use ({what}); move it away, then"
            " write back what memory holds",
            path=path,
            what=what,
        )
    )
