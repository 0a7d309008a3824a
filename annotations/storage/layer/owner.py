"""Whom the beginning of a layer names: whose it is, whatever its file is called."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from annotations.errors import BadName
from annotations.expressions import lazily
from annotations.model.annotator import check_annotator
from annotations.storage.files.files import Files

__all__ = ["Owner", "beginning_of", "owner_of", "read_owner", "size_of"]

_BEGINNING = 1 << 12
"""Bytes of a layer that tell whose it is. Chosen: a first line has some hundred."""
_RECORDS = 1 << 16
"""Bytes in which a record is looked for where the first line is harmed. Chosen: a record has some hundred."""
_NOTHING = lazily(rb'\s*(?:\{\s*(?:"_default"\s*:\s*\{\s*\}\s*)?\}\s*)?')
_HEAD = lazily(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"_default"\s*:\s*\{\s*"0"\s*:\s*(\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})'
)
_ANNOTATOR = lazily(rb'"annotator"\s*:\s*("(?:[^"\\\n]|\\.)*")')


class Owner(NamedTuple):
    """Whose a layer is."""

    name: str
    said: bool = True
    """Whether its first line says so, or there is none that could."""
    empty: bool = False
    """Whether nothing is in it, as after stock TinyDB dropped its tables."""


def owner_of(path: Path, files: Files | None = None) -> str:
    """Return whose the layer at `path` is: whom its first line names, else its records, else its file."""
    return read_owner(path, files or Files()).name


def read_owner(path: Path, files: Files) -> Owner:
    """Return whose a layer is; what is no layer has none."""
    stem = normalize("NFC", path.stem)
    try:
        beginning = beginning_of(path, _BEGINNING, files)
        if _NOTHING().fullmatch(beginning):
            return Owner(stem, empty=len(beginning) < _BEGINNING)
        head = _HEAD().match(beginning)
        if head and (name := _named(head[1])):
            return Owner(name)
        if b'"_default"' not in beginning:
            return Owner(stem)  # it is no layer, which is said when it is opened
        record = _ANNOTATOR().search(beginning_of(path, _RECORDS, files))
        return Owner((_valid(_meant(record[1])) if record else "") or stem, said=False)
    except OSError:  # why shows when it is opened
        return Owner(stem)


def _named(head: bytes) -> str:
    value = _meant(head)
    return _valid(value.get("annotator")) if isinstance(value, dict) and value.get("kind") == "layer" else ""


def _valid(name: object) -> str:
    """Return an annotator's name that stands in a file; an empty text where it cannot be one."""
    try:
        return check_annotator(name) if isinstance(name, str) else ""
    except BadName:
        return ""


def _meant(text: bytes) -> object:
    """Return what JSON means; None of what is none."""
    import json  # most new projects have no layer

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def beginning_of(path: Path, size: int, files: Files) -> bytes:
    """Return the first `size` bytes of a file; none of what is no file.

    Raises:
        OSError: It cannot be read.
    """
    fd = files.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return files.pread(fd, size, 0) if stat.S_ISREG(files.fstat(fd).st_mode) else b""
    finally:
        files.close(fd)


def size_of(path: Path, files: Files) -> int:
    """Return how many bytes a layer has; -1 where nobody can tell."""
    try:
        return files.stat(path).st_size
    except OSError:  # why shows when it is opened
        return -1
