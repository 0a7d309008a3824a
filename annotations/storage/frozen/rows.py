"""The lists of a frozen file, a row a line, read by columns.

Nearly all of a frozen file is rows such as ``{"start": 0, "end": 2, "type": "ORG", …}``, of which, the
offsets aside, few differ. So the offsets are read as columns, and what stands after them is understood once
for all rows that have it. A file that is not in every line as zhupi writes it is read as any JSON: nothing is taken
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

_ROW = re.compile(r'^\{"start": (0|[1-9][0-9]{0,14}), "end": (0|[1-9][0-9]{0,14}), (.*)\},?$', re.MULTILINE)
_ABSENT = "NaN"
"""Stands for the rows where the rest is read as JSON; no text that has it of its own is read here."""


class Rows(NamedTuple):
    """The objects of a list, with their first two values apart; offsets are below 10 to the power of 15."""

    text: str
    """The rows as they stand."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tails: tuple[str, ...]
    """What stands in each after its offsets."""

    def objects(self) -> list[Any]:
        """Return the list as JSON has it."""
        listed: list[Any] = loads(f"[{self.text}]")
        return listed

    @property
    def ascending(self) -> bool:
        """Tell whether none is empty and each begins where the one before has ended, or later."""
        starts, ends = self.starts, self.ends
        return all(map(lt, starts, ends)) and all(map(le, ends, islice(starts, 1, None)))


def read(text: str, keys: Sequence[str]) -> Any:
    """Return what `text` means as JSON, the lists under `keys` as :class:`Rows` where they are such.

    Args:
        text: The file.
        keys: Of its object, in their order in the file.

    Raises:
        ValueError, RecursionError: It is no JSON that can be written again.
    """
    if _ABSENT in text:
        return loads(text)
    pieces: list[str] = []
    found: dict[str, Rows] = {}
    at = 0
    for key in keys:
        opening = f'\n"{key}": ['
        start = text.find(opening + "\n{", at) + len(opening)
        end = text.find("\n]", start)
        if start < len(opening) or end < 0 or (rows := _rows(text[start + 1 : end])) is None:
            continue
        found[key] = rows
        pieces += text[at : start - 1], _ABSENT
        at = end + 2
    if not found:
        return loads(text)
    data = _decode("".join([*pieces, text[at:]]))
    if not isinstance(data, dict) or any(data.get(key) is not _absent for key in found):
        return loads(text)  # they are in another object than we write them in
    return data | found


def plain(tail: str) -> dict[str, Any] | None:
    """Return the object of which `tail` is what stands after its offsets, without them.

    None if it is no such object, or may say something of the offsets itself.
    """
    if "\\" in tail or '"start"' in tail or '"end"' in tail:
        return None
    try:
        value = loads(f"{{{tail}}}")
    except (ValueError, RecursionError):
        return None
    return value or None if isinstance(value, dict) else None


def _rows(text: str) -> Rows | None:
    """Return the rows that `text` is; None if one of its lines is no such row."""
    found = _ROW.findall(text)
    if not len(found) - 1 == text.count("\n") == text.count("},\n") or text.endswith(","):
        return None
    starts, ends, tails = zip(*found, strict=True)
    return Rows(text, tuple(map(int, starts)), tuple(map(int, ends)), tails)


def _constant(name: str) -> object:
    return _absent if name == _ABSENT else no_json(name)


_absent = object()
_decode = json.JSONDecoder(parse_float=finite, parse_constant=_constant).decode
