"""Which schema a record follows, and whether this program can work with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from annotations.errors import RecordError
from annotations.records.kinds import SCHEMA
from annotations.records.plain_mark import is_plain_mark
from annotations.records.record import Record
from annotations.records.validation import validate
from annotations.storage.layer.lines import Document
from annotations.wording import tr

__all__ = ["follows_schema", "newer_zhupi", "schema_of"]


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


def newer_zhupi(schema: int) -> str:
    """Return the words for a layer of which `schema`, newer than ours, is the newest."""
    return tr(
        "a newer zhupi wrote in it (schema {schema}, and this one knows {SCHEMA})",
        schema=schema,
        SCHEMA=SCHEMA,
    )
