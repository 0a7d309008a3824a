"""What a record must look like: the schema that every line of a layer follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from annotations.errors import NewerSchema, RecordError
from annotations.records.field_values import (
    is_amount,
    is_change,
    is_count,
    is_name,
    is_range,
    is_said_then,
    is_text_or_null,
)
from annotations.records.kinds import BoundsAct, SpanAct, Status, What
from annotations.records.requirements import (
    require_how,
    require_labels,
    require_note,
    require_overrules,
    require_range,
    require_text,
    require_time,
    wrong,
)
from annotations.wording import tr

__all__ = ["CHECKSUM", "KINDS", "SCHEMA", "STATUSES", "validate"]

SCHEMA = 1
"""The newest form of a record that this program understands."""
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
CHECKSUM = "sum"
"""The key under which a record carries its checksum on disk, and in memory only if that is wrong."""
STATUSES = get_args(Status)
WHAT = get_args(What)
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
    elif kind == "decision":
        _validate_decision(record)
    elif kind == "span-decision":
        _validate_span_decision(record)
    elif kind in ("return", "answer"):
        _validate_returned(record)
    elif kind == "carry":
        _validate_carry(record)
    elif kind == "migration":
        _validate_migration(record)
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
    _validate_said(record)
    require_note(record)
    if not isinstance(record.get("flag"), bool):
        wrong(record, "flag", tr("true or false"))


def _validate_said(record: Mapping[str, Any]) -> None:
    """Check what a mark and a decision both say: of which text, labels, and what hangs on them."""
    require_text(record, "article")
    require_range(record)
    status = record.get("status")
    if status not in STATUSES:
        wrong(record, "status", tr("one of {STATUSES}", STATUSES=", ".join(STATUSES)))
    require_labels(record)
    if (status == "marked") != bool(record["labels"]):
        wrong(record, "labels", tr("labels if status is marked, and only then"))
    voice, quotes = record.get("voice"), record.get("quotes")
    if "voice" not in record or not is_text_or_null(voice):
        wrong(record, "voice", tr("a text or null"))
    if not isinstance(quotes, list) or not all(isinstance(one, dict) for one in quotes):
        wrong(record, "quotes", tr("a list of objects"))
    if not isinstance(record.get("attributes", {}), dict):  # the first layers had none
        wrong(record, "attributes", tr("an object"))


def _validate_decision(record: Mapping[str, Any]) -> None:
    _validate_said(record)
    require_note(record)
    if record["status"] == "open":
        wrong(record, "status", tr("marked or none"))
    require_how(record)
    seen, votes = record.get("seen"), record.get("votes")
    if not isinstance(seen, list) or not all(map(_is_seen, seen)):
        wrong(record, "seen", tr("a list of objects with annotator, uid, rev and done"))
    if not isinstance(votes, dict) or not all(is_count(number, 1) for number in votes.values()):
        wrong(record, "votes", tr("an object with how many said what"))
    left = record.get("left_open", [])  # decisions of earlier versions leave nothing open and overrule nobody
    if not isinstance(left, list) or not all(map(is_name, left)):
        wrong(record, "left_open", tr("a list of names of what is left open"))
    require_overrules(record)


def _is_seen(value: object) -> bool:
    """Tell whether `value` names what an annotator had said: a record's revision, or that there was none."""
    return (
        isinstance(value, dict)
        and is_name(value.get("annotator"))
        and _is_revision(value)
        and is_said_then(value.get("said", {}))
    )


def _is_revision(value: Mapping[str, Any]) -> bool:
    uid, rev = value.get("uid"), value.get("rev")
    known = is_count(rev, 0) and rev == 0 if uid is None else isinstance(uid, str) and is_count(rev, 1)
    return known and "uid" in value and isinstance(value.get("done"), bool)


def _validate_span_decision(record: Mapping[str, Any]) -> None:
    require_text(record, "article")
    require_range(record)
    require_note(record)
    require_how(record)
    if record.get("what") not in WHAT:
        wrong(record, "what", tr(" or ").join(WHAT))
    if not _are_spans(record.get("spans"), record):
        wrong(
            record,
            "spans",
            tr("a list of {what}s from start to end, ascending and disjoint", what=record["what"]),
        )
    seen = record.get("seen")
    if not isinstance(seen, list) or not all(
        isinstance(one, dict) and is_name(one.get("annotator")) and _are_spans(one.get("spans"), record)
        for one in seen
    ):
        wrong(record, "seen", tr("a list of objects with annotator and spans"))
    require_overrules(record)


def _are_spans(value: object, record: Mapping[str, Any]) -> bool:
    """Tell whether `value` are spans of the place that `record` is about, ascending and disjoint."""
    if not isinstance(value, list):
        return False
    at = record["start"]
    for one in value:
        if not isinstance(one, dict) or not is_count(one.get("start"), at):
            return False
        if not is_count(one.get("end"), one["start"] + 1) or one["end"] > record["end"]:
            return False
        named = record["what"] == "name"
        if not (is_name(one.get("type")) if named else is_amount(one.get("number"))):
            return False
        if not is_text_or_null(one.get("type")) or not (
            one.get("number") is None or is_amount(one["number"])
        ):
            return False
        at = one["end"]
    return True


def _validate_returned(record: Mapping[str, Any]) -> None:
    """Check what a lead gave back to an annotator, or what the annotator answers."""
    require_text(record, "article")
    if any(record.get(key, 0) is not None for key in ("start", "end")):
        require_range(record)
    elif record.get("quote") != "":
        wrong(record, "quote", tr("empty, for it is about the whole article"))
    if record["kind"] == "answer":
        require_text(record, "return")
        if not is_count(record.get("return_rev"), 1):
            wrong(record, "return_rev", tr("a whole number from 1"))
        if not isinstance(record.get("comment"), str):
            wrong(record, "comment", tr("a text"))
        return
    require_text(record, "to")
    require_text(record, "comment")
    seen = record.get("seen")
    if not isinstance(seen, dict) or not _is_revision(seen):
        wrong(record, "seen", tr("an object with uid, rev and done"))


def _validate_remark(record: Mapping[str, Any]) -> None:
    for key in ("article", "to", "text"):
        require_text(record, key)
    require_range(record)


def _validate_migration(record: Mapping[str, Any]) -> None:
    require_text(record, "article")
    if not is_count(record.get("before"), 1):
        wrong(record, "before", tr("a version from 1"))
    if not is_count(record.get("after"), record["before"] + 1):
        wrong(record, "after", tr("a later version"))
    undoes = record.get("undoes", "")
    if not (undoes is None or is_count(undoes, 2)) or (undoes or 0) > record["before"]:
        wrong(record, "undoes", tr("the version that a step before leads to, or null"))
    changes = record.get("changes")
    if not isinstance(changes, list) or not all(map(is_change, changes)):
        wrong(record, "changes", tr("a list of objects with what, act, old, new and attribute"))


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


def _validate_carry(record: Mapping[str, Any]) -> None:
    require_text(record, "article")
    require_text(record, "earlier")
    if not isinstance(record.get("stays"), bool):
        wrong(record, "stays", tr("true or false"))
    if not is_count(record.get("rule"), 1):
        wrong(record, "rule", tr("a whole number from 1"))
