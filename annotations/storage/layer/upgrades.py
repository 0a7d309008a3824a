"""How records of an older schema become records of this one.

They are upgraded whenever they are read. On disk they stay as they are until they are revised or the
layer is compacted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from annotations.storage.layer.lines import HEAD_KEY, Document, Line

__all__ = ["UPGRADES", "Upgrade", "upgraded", "upgraded_lines"]

_T = TypeVar("_T", bound=Mapping[str, object])
Upgrade = Callable[[Document], Document]

UPGRADES: Mapping[int, Upgrade] = {}
"""For each schema n what makes a record of it one of schema n + 1. Schema 1 is the first.

An upgrade is pure and keeps the keys that it does not know.
"""


def upgraded(record: _T, upgrades: Mapping[int, Upgrade] = UPGRADES) -> _T:
    """Return `record` in the newest schema that `upgrades` lead to; itself if there is nothing to do.

    A newer schema than any of them, and a record that names none, stay as they are.
    """
    schema = record.get("schema")
    while type(schema) is int and schema in upgrades:
        record = cast(_T, {**upgrades[schema](dict(record)), "schema": schema + 1})
        schema += 1
    return record


def upgraded_lines(lines: Sequence[Line], upgrades: Mapping[int, Upgrade] = UPGRADES) -> Sequence[Line]:
    """Return `lines` with every record upgraded, but the head, which never changes."""
    if not upgrades:
        return lines
    return [line if line[0] == HEAD_KEY else (line[0], upgraded(line[1], upgrades)) for line in lines]
