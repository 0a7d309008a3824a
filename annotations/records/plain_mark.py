"""Marks that are as nearly all are, known to follow the schema by one look instead of one at each key.

A layer is mostly marks of sentences, and whoever reads it looks at each. What is not seen to be right here
may be right all the same: :mod:`annotations.records.validation` knows, and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from annotations.records.field_values import MOST, is_count, is_time
from annotations.records.kinds import SCHEMA

__all__ = ["is_plain_mark"]

_KEYS: dict[str, type] = {
    "schema": int,
    "kind": str,
    "rev": int,
    "batch": list,
    "created": str,
    "updated": str,
    "start": int,
    "end": int,
    "quote": str,
    "status": str,
    "labels": list,
    "quotes": list,
    "note": str,
    "flag": bool,
    "deleted": bool,
    **dict.fromkeys(("uid", "annotator", "writer", "scheme", "article"), str),
}
"""Of which type the value of each key is that has one."""
_TYPES = tuple(_KEYS.values())
_NONE: dict[str, object] = {}
_values = itemgetter(*_KEYS)
_STATUSES = frozenset({(False, "none"), (False, "open"), (True, "marked")})
"""Whether there are labels, and what the status then is."""


def is_plain_mark(record: Mapping[str, Any]) -> bool:
    """Tell whether `record` is a mark of a sentence that is seen at once to follow the schema."""
    try:
        values = _values(record)
        voice = record["voice"]
    except (KeyError, TypeError, IndexError):
        return False
    if tuple(map(type, values)) != _TYPES or not (voice is None or type(voice) is str):
        return False
    schema, kind, rev, batch, created, updated, start, end, quote, status, labels, quotes = values[:12]
    return (
        schema == SCHEMA
        and kind == "sentence"
        and all(values[-5:])
        and 0 < rev < MOST
        and len(batch) == 2
        and type(batch[0]) is str
        and is_count(batch[1], 1)
        and 0 <= start < end < MOST
        and len(quote) == end - start
        and (bool(labels), status) in _STATUSES
        and (not labels or _are_labels(labels))
        and (not quotes or all(type(one) is dict for one in quotes))
        and type(record.get("attributes", _NONE)) is dict
        and is_time(created)
        and (created == updated or is_time(updated))
    )


def _are_labels(labels: list[object]) -> bool:
    if len(labels) == 1:
        return type(labels[0]) is str and labels[0] != ""
    return all(type(one) is str and one for one in labels) and len({*labels}) == len(labels)
