"""Ends a server of tests with the process that started it, however that ends."""

from __future__ import annotations

import fcntl
import subprocess
from contextlib import suppress
from pathlib import Path

__all__ = ["ServerWatch", "clear_left"]

_HELD = "held"
_CLEAR = """
read -r _
server=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$server" 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -n "$server" ] && kill -0 "$server" 2>/dev/null && sleep 0.1
done
rm -rf -- "$0"
"""
"""Waits until nobody can write to it any more."""


class ServerWatch:
    """A process that ends the server in a folder, and takes the folder away, once this process is gone.

    What a process holds goes with it even where it is killed: the end of a pipe, by which the watcher knows,
    and a lock, by which a later session knows if the watcher was killed too.

    Args:
        folder: Where the server keeps everything; its data in ``data``.
    """

    def __init__(self, folder: Path) -> None:
        new = folder / f"{_HELD}.new"
        self._lock = new.open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        new.rename(folder / _HELD)  # before it is locked it is not found
        self.process = _cleared(folder, subprocess.PIPE)

    def close(self) -> None:
        """Have no more watched."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
        self._lock.close()


def clear_left(base: Path, prefix: str) -> None:
    """End what was left in folders of `base` by processes that are gone, and take the folders away."""
    for held in base.glob(f"{prefix}*/{_HELD}"):
        with suppress(OSError), held.open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _cleared(held.parent, subprocess.DEVNULL).wait()


def _cleared(folder: Path, until: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["sh", "-c", _CLEAR, str(folder)],
        cwd="/",
        stdin=until,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
