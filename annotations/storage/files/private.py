"""Files that are their owner's alone: passwords, and what opens a door."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from annotations.storage.files.files import Files

__all__ = ["PrivateFiles"]


class PrivateFiles(Files):
    """Makes files and folders that nobody else can read, from their first byte on."""

    def open(self, path: Path, flags: int) -> int:
        """Open `path`; a new file can be read by nobody else."""
        return os.open(path, flags | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR)

    def mkdir(self, path: Path) -> None:
        """Make a folder that nobody else can enter."""
        path.mkdir(mode=stat.S_IRWXU)
