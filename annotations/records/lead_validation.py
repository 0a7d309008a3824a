"""What the records of a lead, and answers to them, must look like: :mod:`annotations.records.lead_kinds`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from annotations.records.field_values import (
    is_amount,
    is_change,
    is_count,
    is_name,
    is_said_then,
    is_text_or_null,
)
from annotations.records.requirements import (
    WHAT,
    require_how,
    require_note,
    require_overrules,
    require_range,
    require_said,
    require_text,
    wrong,
)
from annotations.wording import tr

__all__ = ["LEAD_CHECKS"]


def _decision(record: Mapping[str, Any]) -> None:
    require_said(record)
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


def _span_decision(record: Mapping[str, Any]) -> None:
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


def _returned(record: Mapping[str, Any]) -> None:
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


def _migration(record: Mapping[str, Any]) -> None:
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


def _carry(record: Mapping[str, Any]) -> None:
    require_text(record, "article")
    require_text(record, "earlier")
    if not isinstance(record.get("stays"), bool):
        wrong(record, "stays", tr("true or false"))
    if not is_count(record.get("rule"), 1):
        wrong(record, "rule", tr("a whole number from 1"))


LEAD_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "decision": _decision,
    "span-decision": _span_decision,
    "return": _returned,
    "answer": _returned,
    "carry": _carry,
    "migration": _migration,
}
"""By kind what raises RecordError for a record whose fields are not what they must be."""
