"""Real files, and a note of every step that changed them.

The steps are what :mod:`power_cut` makes the states of a disk from. A flush can be muted by where it is
called from, to see that its absence is noticed.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from annotations.storage.files.files import Files

__all__ = [
    "FOLDER",
    "Event",
    "Flush",
    "FlushFolder",
    "Killed",
    "Rebind",
    "RecordedFiles",
    "State",
    "Truncate",
    "Word",
    "Write",
    "parent_of",
]

FOLDER = -1
"""What a name stands for that is no file's."""

State = dict[str, bytes | None]
"""What is on a disk: the bytes of every file by its path, None for a folder."""


class Killed(BaseException):
    """The program was killed; no handler for errors may run on, as none does then."""


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes were put somewhere in a file."""

    inode: int
    data: bytes
    offset: int


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file got this length."""

    inode: int
    size: int


@dataclass(frozen=True, slots=True)
class Flush:
    """What a file holds became durable."""

    inode: int


@dataclass(frozen=True, slots=True)
class Rebind:
    """Names of one folder that change together, and the files they name from then on."""

    names: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class FlushFolder:
    """The names in a folder became durable."""

    path: str


@dataclass(frozen=True, slots=True)
class Word:
    """What the program said at this moment, for whoever judges the states."""

    word: Any


Event = Write | Truncate | Flush | Rebind | FlushFolder | Word


class RecordedFiles(Files):
    """The files below `root`, with a note of every step that changes them. What is there is durable.

    Args:
        root: The folder whose disk is recorded, without links in its path.
        muted: The site of a flush that is left out; see :attr:`sites`.
    """

    def __init__(self, root: Path, muted: str | None = None) -> None:
        self.events: list[Event] = []
        self.sites: set[str] = set()
        """From where flushes were called: the kind of flush, the functions, and for a folder which one."""
        self.killed_at = 0
        """The step, counted from 1, before which the program is killed; 0 is never."""
        self.steps = 0
        self._muted = muted
        self._root = root
        self._names: dict[str, int] = {}
        self._open: dict[int, int] = {}
        self._inodes = itertools.count()
        self.before = _read_state(root)
        for path, data in self.before.items():
            self._names[path] = FOLDER if data is None else next(self._inodes)

    def say(self, word: object) -> None:
        """Put a word between the steps, which :func:`cuts` hands on."""
        self.events.append(Word(word))

    def revive(self) -> None:
        """Let another program run after one was killed, whose files the system has closed."""
        self.killed_at = 0
        for fd in list(self._open):
            self.close(fd)

    def open(self, path: Path, flags: int) -> int:
        name = self._name(path)
        changes = flags & (os.O_CREAT | os.O_TRUNC)
        if changes:
            self._step()
        fd = super().open(path, flags)
        if name not in self._names:
            assert flags & os.O_CREAT, path
            self._names[name] = next(self._inodes)
            self.events.append(Rebind(((name, self._names[name]),)))
        elif flags & os.O_TRUNC:
            self.events.append(Truncate(self._names[name], 0))
        self._open[fd] = self._names[name]
        return fd

    def close(self, fd: int) -> None:
        self._step(counts=False)
        del self._open[fd]
        super().close(fd)

    def dup(self, fd: int) -> int:
        copy = super().dup(fd)
        self._open[copy] = self._open[fd]
        return copy

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        self._step()
        taken = super().pwrite(fd, data, offset)
        self.events.append(Write(self._open[fd], bytes(data[:taken]), offset))
        return taken

    def truncate(self, fd: int, size: int) -> None:
        self._step()
        super().truncate(fd, size)
        self.events.append(Truncate(self._open[fd], size))

    def fdatasync(self, fd: int) -> None:
        self._step()
        if self._counts("fdatasync"):
            self.events.append(Flush(self._open[fd]))

    def fsync_dir(self, path: Path) -> None:
        self._step()
        name = self._name(path)
        if self._counts(f"fsync_dir {_kind(name)}"):
            self.events.append(FlushFolder(name))

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        super().replace(source, target)
        old, new = self._name(source), self._name(target)
        assert parent_of(old) == parent_of(new), "a rename between two folders has rules of its own"
        self._rebind((old, None), (new, self._names[old]))

    def link(self, source: Path, target: Path) -> None:
        self._step()
        super().link(source, target)
        self._rebind((self._name(target), self._names[self._name(source)]))

    def unlink(self, path: Path) -> None:
        self._step()
        super().unlink(path)
        self._rebind((self._name(path), None))

    def mkdir(self, path: Path) -> None:
        self._step()
        super().mkdir(path)
        self._rebind((self._name(path), FOLDER))

    def rmdir(self, path: Path) -> None:
        self._step()
        super().rmdir(path)
        self._rebind((self._name(path), None))

    def unlock(self, fd: int) -> None:
        self._step(counts=False)
        super().unlock(fd)

    def _step(self, *, counts: bool = True) -> None:
        """Be killed here if it is time; a program that is dead takes no further step."""
        self.steps += counts
        if 0 < self.killed_at <= self.steps:
            raise Killed

    def _rebind(self, *names: tuple[str, int | None]) -> None:
        for name, inode in names:
            if inode is None:
                del self._names[name]
            else:
                self._names[name] = inode
        self.events.append(Rebind(names))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _counts(self, what: str) -> bool:
        if not (callers := _callers()):
            return True  # the test itself asked for it
        site = f"{what} in {callers}"
        self.sites.add(site)
        return site != self._muted


def _callers() -> str:
    """Return which functions of the program led to the call, the nearest first, three at most."""
    frame = sys._getframe(3)
    names = []
    while frame is not None and len(names) < 3:
        if not frame.f_globals.get("__name__", "").startswith("annotations."):
            break
        names.append(frame.f_code.co_qualname)
        frame = frame.f_back
    return " < ".join(names)


def _kind(folder: str) -> str:
    """Return which sort of folder it is: articles lie in many, and days pass."""
    folder = re.sub(r"(?<=articles/)[0-9a-f]{2}$", "xx", folder)
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", folder)


def parent_of(name: str) -> str:
    """Return in which folder a name is."""
    return PurePosixPath(name).parent.as_posix()


def _read_state(root: Path) -> State:
    state: State = {}
    for path in sorted(root.rglob("*")):
        state[path.relative_to(root).as_posix()] = path.read_bytes() if path.is_file() else None
    return state
