"""Which schema a record follows, and whether this program can work with it."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any, TypeGuard

from annotations.errors import RecordError
from annotations.records.field_values import MOST, is_count, is_time
from annotations.records.kinds import SCHEMA
from annotations.records.record import Record
from annotations.records.validation import validate
from annotations.storage.layer.lines import Document
from annotations.wording import tr

__all__ = ["follows_schema", "is_plain_mark", "newer_zhupi", "schema_of"]

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


def schema_of(document: Mapping[str, object]) -> int:
    """Return the schema that a document says it follows; 0 if it says none."""
    schema = document.get("schema")
    return schema if type(schema) is int else 0


def follows_schema(record: Document) -> TypeGuard[Record]:
    """Tell whether what was read is a record that can be worked with; the head of a layer is none.

    That can be one of a newer schema too, if it has what ours asks for. Whatever reads a layer asks this of
    what it hands out: here, and nowhere else, a document becomes a record.
    """
    if is_plain_mark(record):
        return True
    if record.get("kind") == "layer":
        return False
    try:
        validate({**record, "schema": SCHEMA} if schema_of(record) > SCHEMA else record)
    except RecordError:
        return False
    return True


def is_plain_mark(record: Mapping[str, Any]) -> bool:
    """Tell whether `record` is a mark of a sentence that is seen at once to follow the schema.

    A layer is mostly such marks. What is not seen to be right here may be right all the same.
    """
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


def newer_zhupi(schema: int) -> str:
    """Return the words for a layer of which `schema`, newer than ours, is the newest."""
    return tr(
        "a newer zhupi wrote in it (schema {schema}, and this one knows {SCHEMA})",
        schema=schema,
        SCHEMA=SCHEMA,
    )
