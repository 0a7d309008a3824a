"""The names of files that are being written, before they are put in their places."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

__all__ = ["TEMPORARY", "temporary", "temporary_under_lock"]

TEMPORARY = re.compile(r"\.(?P<name>.+?)(?:\.(?P<process>\d+)(?:-\d+)?)?\.tmp")
"""What both kinds are called, and which process writes it; where it does not say, who holds the lock does."""


def temporary(path: Path, length: int | None = None) -> Path:
    """Return where this thread may write what is to be put at `path`: ``.NAME.PROCESS-THREAD.tmp``.

    Of the name only the first `length` characters are in it, where the whole of it might make it too long.
    """
    return path.with_name(f".{path.name[:length]}.{os.getpid()}-{threading.get_ident()}.tmp")


def temporary_under_lock(path: Path) -> Path:
    """Return where who holds the lock of `path`, and nobody else, may write it anew: ``.NAME.tmp``."""
    return path.with_name(f".{path.name}.tmp")
