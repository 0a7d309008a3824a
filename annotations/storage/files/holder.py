"""Which program has a file: by its lock, or by the name of what it writes."""

from __future__ import annotations

import os
from pathlib import Path

from annotations.storage.files.files import Files
from annotations.storage.files.temporary import TEMPORARY
from annotations.wording import tr

__all__ = ["alive", "holder", "is_abandoned"]

_LOCKS = Path("/proc/locks")


def holder(found: os.stat_result) -> str | None:
    """Return who holds a lock of the file of which the system says `found`: ``process 123 (zhupi)``.

    None where nobody does, or where the system does not tell: Linux lists its locks, macOS does not.
    """
    where = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    try:
        rows = _LOCKS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    for row in rows:
        # 1: FLOCK  ADVISORY  WRITE 8712 fe:01:131090 0 EOF; one that waits has "->" after the number
        fields = row.split()
        if len(fields) == 8 and fields[1] == "FLOCK" and fields[5] == where and fields[4] != str(os.getpid()):
            return tr("process {fields}{name}", fields=fields[4], name=_name(fields[4]))
    return None


def _name(process: str) -> str:
    try:
        return f" ({Path('/proc', process, 'comm').read_text(encoding='utf-8', errors='replace').strip()})"
    except OSError:
        return ""


def alive(process: int) -> bool:
    """Say whether a process of that number runs on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return process > 0 and process.bit_length() < 31  # it is somebody else's
    return True


def is_abandoned(path: Path, files: Files) -> bool:
    """Say whether nobody writes the temporary file at `path` any more."""
    match = TEMPORARY.fullmatch(path.name)
    if match is None:
        return False
    if match["process"] is not None:
        return not alive(int(match["process"]))
    try:
        fd = files.open(path.with_name(match["name"]), 0)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        if not files.try_lock(fd, exclusive=False):  # who rewrites the file holds its lock all the time
            return False
        files.unlock(fd)
        return True
    except OSError:
        return False
    finally:
        files.close(fd)
