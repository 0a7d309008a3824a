"""The lists of a frozen file, a row a line, read by columns.

Nearly all of a frozen file is rows such as ``{"start": 0, "end": 2, "type": "ORG"}``, of which, the offsets
aside, few differ. So the offsets are read as columns, and what stands after them is understood once for all
rows that have it. A file that is not in every line as zhupi writes it is read as any JSON: nothing is taken
here that would not be taken there, and nothing means anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice
from operator import le, lt
from typing import Any, NamedTuple

from annotations.plain_json import finite, no_json
from annotations.storage.layer.lines import loads

__all__ = ["Rows", "plain", "read"]

_ROW = re.compile(rb'\{"start": (0|[1-9][0-9]{0,14}), "end": (0|[1-9][0-9]{0,14}), (.*)\},\n')
_BESIDE = len(b'{"start": , "end": , },\n')
"""How much of each row is none of its groups."""
_NEWLINE = ord("\n")
_ABSENT = "NaN"
"""Stands for the rows where the rest is read as JSON; no file that has it of its own is read by columns."""


class Rows(NamedTuple):
    """The objects of a list, with their first two values apart; offsets are below 10 to the power of 15."""

    data: bytes
    """The rows as they stand."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tails: tuple[bytes, ...]
    """What stands in each after its offsets."""

    def objects(self) -> list[Any]:
        """Return the list as JSON has it."""
        listed: list[Any] = loads(f"[{self.data.decode()}]")
        return listed

    @property
    def ascending(self) -> bool:
        """Tell whether none is empty and each begins where the one before has ended, or later."""
        starts, ends = self.starts, self.ends
        return all(map(lt, starts, ends)) and all(map(le, ends, islice(starts, 1, None)))


def read(data: bytes, keys: Sequence[str]) -> Any:
    """Return what `data` means as JSON, the lists under `keys` as :class:`Rows` where they are such.

    Args:
        data: The file.
        keys: Of its object, in their order in the file.

    Raises:
        ValueError, RecursionError: It is no JSON in UTF-8 that can be written again.
    """
    pieces: list[bytes] = []
    found: dict[str, Rows] = {}
    at = 0
    for key in keys:
        opening = b'\n"%s": [' % key.encode()
        start = data.find(opening + b"\n{", at) + len(opening)
        end = _end(data, start)
        if start < len(opening) or end < 0 or (rows := _rows(data[start + 1 : end])) is None:
            continue
        found[key] = rows
        pieces += data[at : start - 1], _ABSENT.encode()
        at = end + 2
    rest = b"".join([*pieces, data[at:]])
    if rest.count(_ABSENT.encode()) != len(found):
        return loads(data.decode())
    read = _decode(rest.decode())
    if not isinstance(read, dict) or any(read.get(key) is not _absent for key in found):
        return loads(data.decode())  # they are in another object than we write them in
    return read | found


def plain(tail: bytes) -> dict[str, Any] | None:
    """Return the object of which `tail` is what stands after its offsets, without them.

    None if it is no such object, or may say something of the offsets itself.
    """
    if b"\\" in tail or b'"start"' in tail or b'"end"' in tail:
        return None
    try:
        value = loads(f"{{{tail.decode()}}}")
    except (ValueError, RecursionError):
        return None
    return value or None if isinstance(value, dict) else None


def _end(data: bytes, start: int) -> int:
    """Return where from `start` on a line begins with a bracket, less one; -1 if none does."""
    while (end := data.find(b"]", start)) >= 0 and data[end - 1] != _NEWLINE:
        start = end + 1
    return end - 1 if end >= 0 else -1


def _rows(data: bytes) -> Rows | None:
    """Return the rows that `data` is; None if one of its lines is no such row."""
    found = _ROW.findall(data + b",\n")
    if not found:
        return None
    starts, ends, tails = zip(*found, strict=True)
    if len(b"".join((*starts, *ends, *tails))) + len(found) * _BESIDE != len(data) + 2:
        return None  # there is something that is in none of them
    return Rows(data, tuple(map(int, starts)), tuple(map(int, ends)), tails)


def _constant(name: str) -> object:
    return _absent if name == _ABSENT else no_json(name)


_absent = object()
_decode = json.JSONDecoder(parse_float=finite, parse_constant=_constant).decode
