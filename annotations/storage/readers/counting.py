"""Counts many layers: those that did not change from a cache, the others in processes of their own.

Counting a large layer takes seconds and a lot of memory, which a process gives back to the system only
when it ends. A small layer is counted sooner than a process is started.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from annotations.processes import reason, start
from annotations.storage.files.files import Files
from annotations.storage.readers.cache_file import CacheFile, Stamp, stamp_of
from annotations.storage.readers.tally import Counted, count_layer

__all__ = ["count_layers"]

OnProgress = Callable[[int, int], None]

_KIND = "counts"
_FORMAT = 5
"""Grows when the same layer comes to other counts than before, which makes every cache worthless."""
_SMALL = 2 << 20
"""Bytes of all layers together up to which no process is started.

On two busy cores, with processes and without: 1.7 MB 0.23 and 0.07 s, 5 MB 0.29 and 0.21 s, 17 MB 0.89 and
1.19 s. Chosen low, for more cores and quiet ones; between 2 and 10 MB it is a matter of a tenth of a
second."""


def count_layers(
    paths: Iterable[Path],
    *,
    cache: Path,
    jobs: int | None = None,
    on_progress: OnProgress | None = None,
    files: Files | None = None,
) -> dict[Path, Counted]:
    """Count the layers at `paths`; what is wrong with one is said of that one.

    Args:
        paths: The files of the layers; one that is not there has nothing in it.
        cache: A folder of the user's, for a small file a layer; it may be missing or not writable.
        jobs: How many processes may run at once; by default one a core.
        on_progress: Called now and then with the bytes that are read and those that there are, in the
            caller's thread, and not at all if nothing changed since the last time.
        files: Through what this process reaches the layers.

    Returns:
        What came of each layer, in the order of `paths`.
    """
    files = files or Files()
    paths = list(dict.fromkeys(paths))
    stamps = {path: _stamp(path, files) for path in paths}
    counted = {path: _remembered(cache, path, stamps[path]) for path in paths}
    sizes = {path: (stamps[path] or (0, 0, 0, 0))[2] for path in paths if counted[path] is None}
    todo = sorted(sizes, key=lambda path: sizes[path], reverse=True)
    tell = _Progress(sum(sizes.values()), on_progress) if todo else None

    def keep(path: Path, one: Counted) -> None:
        counted[path] = one
        _remember(cache, path, one)

    if tell is not None and sum(sizes.values()) <= _SMALL:
        for path in todo:
            keep(path, count_layer(path, files=files, on_read=tell.add))
    elif tell is not None:
        _Processes(todo, jobs or os.cpu_count() or 1).run(tell.add, keep)
    return {path: one for path, one in counted.items() if one is not None}


class _Progress:
    def __init__(self, total: int, on_progress: OnProgress | None) -> None:
        self._done, self._total, self._on_progress = 0, total, on_progress
        self.add(0)

    def add(self, size: int) -> None:
        self._done = min(self._done + size, self._total)  # a layer may grow while it is read
        if self._on_progress is not None:
            self._on_progress(self._done, self._total)


# -- the cache --------------------------------------------------------------------


def _stamp(path: Path, files: Files) -> Stamp | None:
    """Return the state in which the layer is now, or None if it is not to be had."""
    try:
        return stamp_of(files.stat(path))
    except OSError:
        return None


def _remembered(cache: Path, path: Path, stamp: Stamp | None) -> Counted | None:
    """Return what came of counting the layer in just this state, or None."""
    data = CacheFile(cache, path, _KIND).read()
    value = {} if data is None else json.loads(data)
    known = Counted.from_json(value["counted"]) if value.get("format") == _FORMAT else None
    return known if known is not None and known.stamp == stamp else None


def _remember(cache: Path, path: Path, one: Counted) -> None:
    if one.stamp is not None:
        data = json.dumps({"format": _FORMAT, "counted": one.to_json()})
        CacheFile(cache, path, _KIND).write(data.encode("ascii"))


# -- the processes ------------------------------------------------------------------


class _Processes:
    """Counts layers in child processes, each of which takes the next layer when it is done with one."""

    def __init__(self, paths: Sequence[Path], jobs: int) -> None:
        self._todo = deque(paths)
        self._jobs = min(jobs, len(paths))
        self._heard: queue.SimpleQueue[tuple[Path | None, int | Counted]] = queue.SimpleQueue()
        self._children: set[_Child] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(self, on_read: Callable[[int], None], on_counted: Callable[[Path, Counted], None]) -> None:
        """Count all, calling back in this thread; whatever ends this early ends the processes too."""
        threads = [
            threading.Thread(target=self._work, name="counting", daemon=True) for _ in range(self._jobs)
        ]
        working = len(threads)
        try:
            for thread in threads:
                thread.start()
            while working:
                path, what = self._heard.get()
                if path is None:
                    working -= 1
                elif isinstance(what, Counted):
                    on_counted(path, what)
                else:
                    on_read(what)
        finally:
            with self._lock:
                self._stopped = True
                children = list(self._children)
            for child in children:
                child.kill()
        for thread in threads:
            thread.join()

    def _work(self) -> None:
        child: _Child | None = None
        try:
            while (path := self._next()) is not None:
                if child is not None and not child.alive:
                    self._end(child)
                    child = None
                try:
                    child = child or self._start()
                    counted = child.count(path, self._reader(path))
                except Exception as error:
                    why = f"{type(error).__name__}: {error}"
                    counted = Counted(None, (f"{path}: counting it failed ({why}); try again",))
                self._heard.put((path, counted))
        finally:
            if child is not None:
                self._end(child)
            self._heard.put((None, 0))

    def _reader(self, path: Path) -> Callable[[int], None]:
        return lambda size: self._heard.put((path, size))

    def _next(self) -> Path | None:
        with self._lock:
            return self._todo.popleft() if self._todo and not self._stopped else None

    def _start(self) -> _Child:
        with self._lock:  # so that none is started behind the back of whoever stops them all
            if self._stopped:
                raise RuntimeError("it was given up")
            child = _Child()
            self._children.add(child)
            return child

    def _end(self, child: _Child) -> None:
        child.close()
        with self._lock:
            self._children.discard(child)


class _Child:
    """A process that counts one layer after another."""

    def __init__(self) -> None:
        self.alive = True
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `close`
        try:
            self._process = start("annotations.storage.readers.tally", [], self._errors)
        except BaseException:
            self._errors.close()
            raise

    def count(self, path: Path, on_read: Callable[[int], None]) -> Counted:
        """Return what comes of counting the layer at `path`, or why the process could not do it."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with contextlib.suppress(OSError):  # it is gone; what it said is below
            stdin.write(json.dumps(str(path)).encode("ascii") + b"\n")
            stdin.flush()
        for line in stdout:
            answer: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {}
            if "read" in answer:
                on_read(answer["read"])
            elif answer:
                return Counted.from_json(answer)
        self.alive = False
        return Counted(
            None, (f"{path}: counting it stopped ({reason(self._process, self._errors)}); try again",)
        )

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()

    def close(self) -> None:
        """Let the process end, and wait for it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._errors.close()
