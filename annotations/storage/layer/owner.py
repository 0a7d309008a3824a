"""Whom the beginning of a layer names: whose it is, whatever its file is called."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from unicodedata import normalize

from annotations.errors import BadName
from annotations.expressions import lazily
from annotations.model.annotator import check_annotator
from annotations.storage.files.files import Files

__all__ = ["beginning_of", "holds_nothing", "owner_of", "read_owner", "size_of"]

_BEGINNING = 1 << 12
"""Bytes of a layer that tell whose it is. Chosen: a first line has some hundred."""
_RECORDS = 1 << 16
"""Bytes in which a record is looked for where the first line is harmed. Chosen: a record has some hundred."""
_NOTHING = lazily(rb'\s*(?:\{\s*(?:"_default"\s*:\s*\{\s*\}\s*)?\}\s*)?')
_HEAD = lazily(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"_default"\s*:\s*\{\s*"0"\s*:\s*(\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})'
)
_ANNOTATOR = lazily(rb'"annotator"\s*:\s*("(?:[^"\\\n]|\\.)*")')


def owner_of(path: Path, files: Files | None = None) -> str:
    """Return whose the layer at `path` is: whom its first line names, else its records, else its file."""
    return read_owner(path, files or Files())[0]


def read_owner(path: Path, files: Files) -> tuple[str, bool]:
    """Return whose a layer is, and whether its first line could be read; what is no layer has none."""
    stem = normalize("NFC", path.stem)
    try:
        beginning = beginning_of(path, _BEGINNING, files)
        if _NOTHING().fullmatch(beginning):
            return stem, True
        head = _HEAD().match(beginning)
        if head and (name := _named(head[1])):
            return name, True
        if b'"_default"' not in beginning:
            return stem, True  # it is no layer, which is said when it is opened
        record = _ANNOTATOR().search(beginning_of(path, _RECORDS, files))
        return (_valid(record[1]) if record else "") or stem, False
    except OSError:  # why shows when it is opened
        return stem, True


def _named(head: bytes) -> str:
    try:
        value = json.loads(head)
    except ValueError:
        return ""
    found = value.get("annotator") if value.get("kind") == "layer" else None
    return _valid(json.dumps(found).encode()) if isinstance(found, str) else ""


def _valid(text: bytes) -> str:
    """Return an annotator's name that stands in a file as JSON; an empty text where it cannot be one."""
    try:
        return check_annotator(json.loads(text))
    except (ValueError, BadName):
        return ""


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


def holds_nothing(path: Path, files: Files) -> bool:
    """Tell whether nothing is in a layer, as after stock TinyDB dropped its tables."""
    try:
        return (
            size_of(path, files) < _BEGINNING
            and _NOTHING().fullmatch(beginning_of(path, _BEGINNING, files)) is not None
        )
    except OSError:
        return False


def size_of(path: Path, files: Files) -> int:
    """Return how many bytes a layer has; -1 where nobody can tell."""
    try:
        return files.stat(path).st_size
    except OSError:  # why shows when it is opened
        return -1
