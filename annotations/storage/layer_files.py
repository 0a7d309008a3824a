"""The layers of a project as files, and the bytes of one as they were at a moment.

For those who read whole layers and write none: copies and counts.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import StorageError
from annotations.model.annotator import same_annotator
from annotations.storage.files.files import Files
from annotations.storage.files.lock import BusyError, identity_of
from annotations.storage.layer.lines import HEAD, HEAD_KEY, TAIL

__all__ = ["CHUNK", "Snapshot", "layer_files", "no_layers", "one_layer_each", "snapshot"]

CHUNK = 1 << 20
"""Bytes that are read at once. Chosen: less takes more calls, more takes memory."""
PATIENCE = 1.0
"""Seconds to wait for the lock. Its holder needs a fraction of a millisecond; who waits longer leaves the
copy to the next start. Chosen."""

_FOLDER = "annotations"
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
_BEGINNING = HEAD + b'"%s": ' % HEAD_KEY.encode()
_END = b"\n" + TAIL


def layer_files(root: Path, files: Files) -> list[Path]:
    """Return the files of all layers of the project in `root`, in the order of their names.

    A link counts if it leads to a file, wherever that lies: the file is somebody's layer all the same.

    Raises:
        OSError: The folder of annotations is there and cannot be read.
    """
    return [path for path in _called_layers(root, files) if _is_file(path, files)]


def one_layer_each(paths: Iterable[Path], files: Files) -> tuple[list[Path], list[str]]:
    """Return `paths` in order, of those that are one annotator's under two spellings only the largest.

    Returns:
        The files that are left, and of each of the others a line.
    """
    by_name: dict[str, list[Path]] = {}
    for path in paths:
        by_name.setdefault(same_annotator(path.stem), []).append(path)
    kept, lines = [], []
    for spellings in by_name.values():
        first, *others = sorted(spellings, key=lambda path: -files.stat(path).st_size)
        kept.append(first)
        lines += [
            f"{other}: this is {first.stem} under another spelling, so it is left out; bring both "
            "together with zhupi export and zhupi import --as"
            for other in others
        ]
    return sorted(kept), lines


def no_layers(root: Path, files: Files) -> list[str]:
    """Return a line for each thing in the project in `root` that is called as a layer and is no file.

    Whoever looks for everybody's marks must hear of it: somebody's may be missing.

    Raises:
        OSError: The folder of annotations is there and cannot be read.
    """
    return [
        f"{path}: {_what(path)} and no layer; bring the layer back or move this away"
        for path in _called_layers(root, files)
        if os.path.lexists(path) and not _is_file(path, files)
    ]


def _called_layers(root: Path, files: Files) -> list[Path]:
    folder = root / _FOLDER
    try:
        names = files.names(folder)
    except FileNotFoundError:
        return []
    return [folder / name for name in names if name.endswith(".json") and not name.startswith(".")]


def _what(path: Path) -> str:
    if path.is_dir():
        return "this is a folder"
    return "this is not a file" if path.exists() else "this link leads nowhere"


def _is_file(path: Path, files: Files) -> bool:
    try:
        return stat.S_ISREG(files.stat(path).st_mode)
    except OSError as error:  # what else is wrong with a layer shows when it is opened
        return error.errno not in _NOT_THERE


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A layer as it was at one moment, whatever is written to it since.

    Its lock was held for that moment only, so that nobody who wants to save a mark waits for whoever reads
    hundreds of megabytes. That is enough: a press overwrites the closing braces and adds to the file, and
    a rewrite puts another file in its place; what stands before the braces is never changed.
    """

    path: Path
    stat: os.stat_result
    """What the system knew of it at that moment."""
    whole: bool
    """Whether it began and ended as a layer does: a look at both ends, not at what is between them."""
    _files: Files
    _fd: int

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.stat.st_size

    def descriptor(self) -> int:
        """Return a further descriptor of the file, for the caller to close; it outlives a rewrite."""
        return self._files.dup(self._fd)

    def body(self, at: int = 0) -> Iterator[bytes]:
        """Yield the bytes of a whole layer from byte `at` on, up to its closing braces.

        Raises:
            OSError: It cannot be read.
            StorageError: A program that is not zhupi cut the file meanwhile.
        """
        end = self.size - len(TAIL)
        while at < end:
            part = self._files.pread(self._fd, min(CHUNK, end - at), at)
            if not part:
                raise StorageError(f"{self.path}: another program cut it while it was read; do it again")
            yield part
            at += len(part)

    def bytes(self) -> Iterator[bytes]:
        """Yield all bytes of a whole layer; raises as :meth:`body` does."""
        yield from self.body()
        yield TAIL


@contextmanager
def snapshot(path: Path, files: Files) -> Iterator[Snapshot]:
    """Give the layer at `path` as it is now.

    Raises:
        BusyError: Another program held its lock all the time.
        OSError: It is not there or cannot be read.
    """
    fd = _open_locked(path, files)
    try:
        try:
            found = files.fstat(fd)
            whole = (
                found.st_size >= len(_BEGINNING) + len(_END)
                and files.pread(fd, len(_BEGINNING), 0) == _BEGINNING
                and files.pread(fd, len(_END), found.st_size - len(_END)) == _END
            )
        finally:
            files.unlock(fd)
        yield Snapshot(path, found, whole, files, fd)
    finally:
        with contextlib.suppress(OSError):
            files.close(fd)


def _open_locked(path: Path, files: Files) -> int:
    """Open the file that `path` names once its lock is held; a rewrite changes which file that is."""
    deadline = time.monotonic() + PATIENCE
    while True:
        fd = files.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe of that name must not hold us up
        try:
            _lock(fd, path, files, deadline)
            named, opened = files.stat(path), files.fstat(fd)
            if not stat.S_ISREG(opened.st_mode):
                raise OSError(errno.EINVAL, "this is not a file", str(path))
            if identity_of(named) == identity_of(opened):
                return fd
        except BaseException:
            files.close(fd)
            raise
        files.close(fd)


def _lock(fd: int, path: Path, files: Files, deadline: float) -> None:
    pause = 0.0002  # seconds a press holds the lock; it grows, so that a long wait costs no core
    try:
        while not files.try_lock(fd, exclusive=False):
            if time.monotonic() >= deadline:
                raise BusyError(f"{path}: another program keeps it locked; close that or let it go on")
            time.sleep(pause)
            pause = min(pause * 2, 0.02)
    except OSError as error:
        if error.errno not in _NO_LOCKS:  # without locks nobody may write, so there is nothing to wait for
            raise
