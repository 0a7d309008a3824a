"""Writing a settled case into a project's ``rulings.md``, beside what people wrote there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotations.analysis.script import to_simplified
from annotations.errors import SettingsError, UsageError
from annotations.guidelines.markdown import heading, parse
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import LockedFile

__all__ = ["add_ruling"]

_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def add_ruling(path: Path, key: str, text: str, reason: str, *, files: Files | None = None) -> bool:
    """Add an example to the section `key` of the rulings at `path`; durable on return.

    What is there stays byte for byte; a missing file or section is made. White space in `text` and `reason`
    becomes single spaces.

    Args:
        path: The project's ``rulings.md``.
        key: The name of a label, or another key that guidelines have sections for.
        text: The sentence that was decided.
        reason: Why; it may be empty.
        files: Through what to reach the file.

    Returns:
        False if the section has the same text already, in either script.

    Raises:
        SettingsError: The file is no UTF-8, or what is in it cannot be understood as rulings.
        UsageError: No section has such a key, or there is no text, or no file in UTF-8 can hold it.
        StorageError: The file cannot be read or written.
    """
    item, why = " ".join(text.split()), " ".join(reason.split())
    if not key or key.split() != [key] or key.strip("#") != key:
        raise UsageError(f"{key!r:.60} cannot be a section of {path.name}; name a label")
    if not item:
        raise UsageError(f"there is nothing to put into {path.name}; an example needs a text")
    try:
        (key + item + why).encode()
    except UnicodeEncodeError:
        raise UsageError(
            f"{item!r:.60} cannot stand in {path.name}: it has half a character; write it there by hand"
        ) from None
    file = LockedFile(path, files or Files())
    try:
        with file.locked(exclusive=True):
            data = file.read()
            there = _decoded(path, data)
            if _has(path, there, key, item):
                return False
            at, added = _addition(there, key, [f"- {item}", *([f"  {why}"] if why else [])])
            file.replace((there[:at] + added + there[at:]).encode())
    finally:
        file.close()
    return True


def _decoded(path: Path, data: bytes) -> str:
    """Return what is in the file; a byte order mark stays in it."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: byte {error.start} is no UTF-8; save it as UTF-8") from None


def _has(path: Path, there: str, key: str, item: str) -> bool:
    """Tell whether the section `key` has the text `item`; all of the file must be understood to say so."""
    lines = [line.text for line in _lines(there)]
    found = [one[1].partition(" ")[0] for one in map(heading, lines) if one is not None and one[0] == 2]
    sections = parse("\n".join(lines), str(path), [key, *found], "rulings", "en")
    wanted = to_simplified(item)
    return any(
        to_simplified(" ".join(one.text.split())) == wanted
        for section in sections
        if section.key == key
        for one in section.rulings
    )


def _addition(there: str, key: str, lines: list[str]) -> tuple[int, str]:
    """Return where in the file something is to be inserted so that `lines` end the section, and what."""
    newline = "\r\n" if "\r\n" in there else "\n"
    at: int | None = None
    here = False
    for line in _lines(there):
        found = heading(line.text)
        if found is not None and found[0] == 2:
            here = found[1].partition(" ")[0] == key
        if here and line.text.strip() and (found is None or found[0] > 1):
            at = line.end
    if at is None:
        at = len(there)
        gap = (
            [""]
            if there.removeprefix(_BOM).strip() and not there.endswith(("\n\n", "\n\r\n", "\r\r"))
            else []
        )
        lines = [*gap, f"## {key}", *lines]
    added = newline.join([*lines, ""])
    if there[:at].removeprefix(_BOM) and not there[:at].endswith(("\n", "\r")):
        return at, newline + added.removesuffix(newline)
    return at, added


class _Line(NamedTuple):
    text: str
    """As it is read: without its end, and the first without a byte order mark."""
    end: int
    """Where the next one begins."""


def _lines(there: str) -> Iterator[_Line]:
    """Yield the lines as they are read: also those that end with a carriage return alone."""
    for found in _LINE.finditer(there):
        text = found[0].rstrip("\r\n")
        yield _Line(text.removeprefix(_BOM) if found.start() == 0 else text, found.end())
