"""What a record must look like: the schema that every line of a layer follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from annotations.errors import NewerSchema, RecordError
from annotations.records.field_values import (
    is_amount,
    is_count,
    is_range,
    is_text_or_null,
)
from annotations.records.kinds import SCHEMA, BoundsAct, SpanAct
from annotations.records.lead_validation import LEAD_CHECKS
from annotations.records.requirements import (
    WHAT,
    require_labels,
    require_note,
    require_range,
    require_said,
    require_text,
    require_time,
    wrong,
)
from annotations.wording import tr

__all__ = ["KINDS", "validate"]

KINDS = (
    "layer",
    "sentence",
    "span",
    "article",
    "bounds",
    "correction",
    "decision",
    "span-decision",
    "return",
    "answer",
    "remark",
    "carry",
    "migration",
)
ACTS = {"span": get_args(SpanAct), "bounds": get_args(BoundsAct)}


def validate(record: Mapping[str, Any]) -> None:
    """Check `record` against the schema; keys that the schema does not know are welcome.

    Raises:
        NewerSchema: A newer zhupi wrote it.
        RecordError: A field is missing or has a value it cannot have; the message names it.
    """
    if not isinstance(record, Mapping):
        raise RecordError(tr("a record must be a JSON object"))
    schema = record.get("schema")
    if type(schema) is not int or schema < 1:
        wrong(record, "schema", tr("a whole number from 1"))
    if schema > SCHEMA:
        raise NewerSchema(
            tr(
                "{get}: its schema is {schema}, this zhupi knows {SCHEMA}; install a newer zhupi",
                get=record.get("uid"),
                schema=schema,
                SCHEMA=SCHEMA,
            )
        )
    kind = record.get("kind")
    if kind not in KINDS:
        wrong(record, "kind", tr("one of {KINDS}", KINDS=", ".join(KINDS)))
    require_text(record, "annotator")
    if kind == "layer":
        return
    _validate_common(record)
    if kind == "sentence":
        _validate_sentence(record)
    elif kind == "article":
        _validate_article(record)
    elif kind in LEAD_CHECKS:
        LEAD_CHECKS[kind](record)
    elif kind == "remark":
        _validate_remark(record)
    elif kind in ("correction", "span", "bounds"):
        require_text(record, "article")
        require_range(record)
        if kind == "correction":
            require_text(record, "text")
        elif record.get("act") not in ACTS[kind]:
            wrong(record, "act", tr("one of {ACTS}", ACTS=", ".join(ACTS[kind])))
        elif kind == "span":
            _validate_span(record)
        elif not is_count(record.get("at"), record["start"] + 1) or record["at"] >= record["end"]:
            wrong(record, "at", tr("an offset between start and end"))


def _validate_common(record: Mapping[str, Any]) -> None:
    for key in ("uid", "writer", "scheme"):
        require_text(record, key)
    if not is_count(record.get("rev"), 1):
        wrong(record, "rev", tr("a whole number from 1"))
    batch = record.get("batch")
    if not (
        isinstance(batch, list) and len(batch) == 2 and isinstance(batch[0], str) and is_count(batch[1], 1)
    ):
        wrong(record, "batch", tr("an act's id and its number of records"))
    for key in ("created", "updated"):
        require_time(record, key)
    if not isinstance(record.get("deleted"), bool):
        wrong(record, "deleted", tr("true or false"))


def _validate_sentence(record: Mapping[str, Any]) -> None:
    require_said(record)
    require_note(record)
    if not isinstance(record.get("flag"), bool):
        wrong(record, "flag", tr("true or false"))


def _validate_remark(record: Mapping[str, Any]) -> None:
    for key in ("article", "to", "text"):
        require_text(record, key)
    require_range(record)


def _validate_span(record: Mapping[str, Any]) -> None:
    what, number, target = record.get("what"), record.get("number"), record.get("target")
    if what not in WHAT:
        wrong(record, "what", tr(" or ").join(WHAT))
    if "target" not in record or not (target is None or is_range(target)):
        wrong(record, "target", tr("the [start, end] of what it is about, or null"))
    if (target is None) != (record["act"] == "add"):
        wrong(record, "target", tr("null where a span is added, and only there"))
    if "type" not in record or not is_text_or_null(record["type"]):
        wrong(record, "type", tr("a text or null"))
    if record["act"] != "reject" and what == "name":
        require_text(record, "type")
    needs = record["act"] != "reject" and what == "number"
    if "number" not in record or not (is_amount(number) or (number is None and not needs)):
        wrong(record, "number", tr("an object with kind and value") + (tr(" or null") * (not needs)))


def _validate_article(record: Mapping[str, Any]) -> None:
    require_text(record, "article")
    if not isinstance(record.get("done"), bool):
        wrong(record, "done", tr("true or false"))
    seen = record.get("seen")
    if not isinstance(seen, list) or not all(is_range(one) for one in seen):
        wrong(record, "seen", tr("a list of [start, end]"))
    require_note(record)
    if "labels" in record:
        require_labels(record)
    if not isinstance(record.get("attributes", {}), dict):
        wrong(record, "attributes", tr("an object"))
