"""Counts many layers: those that did not change from a cache, the others in processes of their own.

Counting a large layer takes seconds and a lot of memory, which a process gives back to the system only
when it ends. A small layer is counted sooner than a process is started.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path

from annotations.processes.messages import ChildFailed
from annotations.processes.workers import Workers
from annotations.storage.files.files import Files
from annotations.storage.readers import tally
from annotations.storage.readers.tally import Counted, Stamp, count_layer, stamp_of

__all__ = ["count_layers"]

OnProgress = Callable[[int, int], None]

_FORMAT = 4
"""Grows when the same layer comes to other counts than before, which makes every cache worthless."""
_SMALL = 2 << 20
"""Bytes of all layers together up to which no process is started."""


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
    stamps = {path: stamp_of(path, files) for path in paths}
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
        with Workers(tally.__name__, jobs=jobs or os.cpu_count() or 1) as workers:
            for path, one in workers.results(todo, tell.add):
                if isinstance(one, ChildFailed):
                    one = Counted(None, (f"{path}: counting it stopped ({one}); try again",))
                keep(path, one)
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


def _cache_file(cache: Path, path: Path) -> Path:
    name = os.path.abspath(path).encode("utf-8", "surrogateescape")
    return cache / f"{blake2b(name, digest_size=12).hexdigest()}.json"


def _remembered(cache: Path, path: Path, stamp: Stamp | None) -> Counted | None:
    """Return what came of counting the layer in just this state, or None."""
    if stamp is None:
        return None
    try:
        value = json.loads(_cache_file(cache, path).read_bytes())
        known = Counted.from_json(value["counted"]) if value["format"] == _FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return known if known is not None and known.stamp == stamp else None


def _remember(cache: Path, path: Path, one: Counted) -> None:
    """Keep what came of counting; losing it costs another count, so nothing waits for the disk."""
    if one.stamp is None:
        return
    target = _cache_file(cache, path)
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(json.dumps({"format": _FORMAT, "counted": one.to_json()}), encoding="ascii")
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
