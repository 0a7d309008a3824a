"""An index of a layer as bytes, to be kept between two runs of the program."""

from __future__ import annotations

import json
import os
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

from annotations.records.kinds import SCHEMA
from annotations.storage.files.reading import OpenFile
from annotations.storage.readers.article_index import ArticleIndex
from annotations.storage.readers.cache_file import CacheFile, Stamp

__all__ = ["Kept", "keep", "recall"]

_KIND = "lines"
_FORMAT = 2
"""Grows when other lines are told apart than before, which makes every cache worthless."""
_AT_ONCE = 5_000  # articles that one call reads or writes, so that other threads need not wait for more


@dataclass(frozen=True, slots=True)
class Kept:
    """An index, and of which file in which state it is."""

    index: ArticleIndex
    stamp: Stamp
    seam: bytes
    """The last bytes of the last line, which are still there if the file only grew."""

    def goes_on(self, stamp: Stamp, file: OpenFile) -> bool:
        """Say whether the layer is the one that was indexed, with nothing less in it."""
        same, grown = self.stamp[:2] == stamp[:2], stamp[2] > self.stamp[2]
        if not same or not (grown or self.stamp == stamp):
            return False
        return file.read(self.index.end - len(self.seam), len(self.seam)) == self.seam


def recall(cache: Path, path: Path) -> Kept | None:
    """Return what was kept of the layer at `path`, or None if that is nothing, or not of this form."""
    data = CacheFile(cache, path, _KIND).read()
    try:
        return None if data is None else _from_bytes(data, path)
    except (ValueError, KeyError, TypeError, EOFError, RecursionError):
        return None


def keep(cache: Path, path: Path, kept: Kept) -> None:
    """Keep the index of the layer at `path`, if that is possible."""
    CacheFile(cache, path, _KIND).write(_to_bytes(path, kept))


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
    at = data.index(b"\n") + 1
    head = json.loads(data[:at])
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
