"""Where an index of a layer is kept between two runs of the program.

A file a layer in a folder of the user's. Losing it costs reading the layer once more, so nothing waits for
the disk, and one that is not as it was written is none.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
import threading
from array import array
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from annotations.records.record import SCHEMA
from annotations.storage.readers.article_index import ArticleIndex

__all__ = ["Kept", "Stamp", "keep", "recall", "stamp_of"]

Stamp = tuple[int, int, int, int]
"""Device, inode, length and time of the last change in nanoseconds: which file, and in which state."""

_FORMAT = 2
"""Grows when other lines are told apart than before, which makes every cache worthless."""
_SUM = struct.Struct("<I")
_AT_ONCE = 5_000  # articles that one call reads or writes, so that other threads need not wait for more


@dataclass(frozen=True, slots=True)
class Kept:
    """An index, and of which file in which state it is."""

    index: ArticleIndex
    stamp: Stamp
    seam: bytes
    """The last bytes of the last line, which are still there if the file only grew."""


def stamp_of(found: os.stat_result) -> Stamp:
    """Return the state of a file of which the system says `found`."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def recall(cache: Path, path: Path) -> Kept | None:
    """Return what was kept of the layer at `path`, or None if that is nothing, or not whole."""
    try:
        data = _cache_file(cache, path).read_bytes()
        if crc32(memoryview(data)[_SUM.size :]) != _SUM.unpack_from(data)[0]:
            return None
        return _from_bytes(data, path)
    except (OSError, ValueError, KeyError, TypeError, EOFError, RecursionError, struct.error):
        return None


def keep(cache: Path, path: Path, kept: Kept) -> None:
    """Keep the index of the layer at `path`, if that is possible."""
    target = _cache_file(cache, path)
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        try:
            data = _to_bytes(path, kept)
            temporary.write_bytes(_SUM.pack(crc32(data)) + data)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)


def _cache_file(cache: Path, path: Path) -> Path:
    name = os.path.abspath(path).encode("utf-8", "surrogateescape")
    return cache / f"{blake2b(name, digest_size=12).hexdigest()}.lines"


def _about(path: Path) -> list[object]:
    """Return what must be the same for a cache to be of use."""
    return [_FORMAT, SCHEMA, sys.byteorder, array("i").itemsize, os.path.abspath(path)]


def _to_bytes(path: Path, kept: Kept) -> bytes:
    index = kept.index
    names = list(index.numbers)
    arrays = (index.ends, index.before, index.last)
    head = {
        "about": _about(path),
        "stamp": list(kept.stamp),
        "seam": kept.seam.hex(),
        "strays": index.strays,
        "schema": index.schema,
        "articles": len(names),
        "lengths": [len(one) for one in arrays],
    }
    rows = [json.dumps(head)]
    rows += [json.dumps(names[at : at + _AT_ONCE]) for at in range(0, len(names), _AT_ONCE)]
    text = "".join(f"{row}\n" for row in rows)
    return b"".join([text.encode("ascii"), *(one.tobytes() for one in arrays)])


def _from_bytes(data: bytes, path: Path) -> Kept | None:
    at = data.index(b"\n", _SUM.size) + 1  # the sum may have that byte in it
    head = json.loads(data[_SUM.size : at])
    if head["about"] != _about(path):
        return None
    index = ArticleIndex()
    for first in range(0, head["articles"], _AT_ONCE):
        end = data.index(b"\n", at)
        names = json.loads(data[at:end])
        index.numbers.update(zip(names, range(first, first + len(names)), strict=True))
        at = end + 1
    index.ends = array("Q")
    for one, length in zip((index.ends, index.before, index.last), head["lengths"], strict=True):
        one.frombytes(memoryview(data)[at : at + length * one.itemsize])
        at += length * one.itemsize
    index.strays, index.schema = head["strays"], head["schema"]
    device, inode, size, changed = head["stamp"]
    whole = len(index.ends) == index.lines + 1 and len(index.last) == len(index.numbers) and at == len(data)
    return Kept(index, (device, inode, size, changed), bytes.fromhex(head["seam"])) if whole else None
