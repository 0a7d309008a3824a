"""A file of a project or a user that somebody writes by hand, read whole."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from annotations.wording import tr

__all__ = ["read_text"]


def read_text(path: Path, newline: str | None = None) -> str:
    """Return the text of the file at `path`, a byte order mark left out.

    Its line ends are as ``open`` has them with `newline`.

    Raises:
        OSError: It cannot be read, or is no file: reading a pipe would wait for ever, and a device may never
            end. What is known to be empty is as good as an empty file.
        UnicodeDecodeError: It is no UTF-8.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) and not os.path.samestat(found, Path(os.devnull).stat()):
        folder = stat.S_ISDIR(found.st_mode)
        raise OSError(errno.EINVAL, tr("this is a folder") if folder else tr("this is no file"), str(path))
    with path.open(encoding="utf-8-sig", newline=newline) as file:
        return file.read()
