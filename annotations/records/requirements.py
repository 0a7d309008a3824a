"""What the schema requires of keys that several kinds of record have; what lacks it raises RecordError."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, get_args

from annotations.errors import RecordError
from annotations.records.field_values import are_revisions, is_count, is_name, is_text_or_null, is_time
from annotations.records.kinds import Status, What
from annotations.records.lead_kinds import How
from annotations.wording import tr

__all__ = [
    "HOW",
    "STATUSES",
    "WHAT",
    "require_how",
    "require_labels",
    "require_note",
    "require_overrules",
    "require_range",
    "require_said",
    "require_text",
    "require_time",
    "wrong",
]

STATUSES = get_args(Status)
WHAT = get_args(What)
HOW = get_args(How)
"""How a decision came about: somebody decided, all said the same, or more than half did."""


def require_overrules(record: Mapping[str, Any]) -> None:
    """Require that the decisions which it overrules are named, if any are."""
    if not are_revisions(record.get("overrules", [])):
        wrong(record, "overrules", tr("a list of objects with uid and rev"))


def require_range(record: Mapping[str, Any]) -> None:
    """Require a start, an end after it, and a quote as long as what lies between."""
    start, end, quote = record.get("start"), record.get("end"), record.get("quote")
    if not is_count(start, 0):
        wrong(record, "start", tr("an offset from 0"))
    if not is_count(end, start + 1):
        wrong(record, "end", tr("an offset after start"))
    if not isinstance(quote, str) or len(quote) != end - start:
        wrong(record, "quote", tr("the text from start to end"))


def require_labels(record: Mapping[str, Any]) -> None:
    """Require labels that each occur once; there may be none."""
    labels = record.get("labels")
    if not isinstance(labels, list) or not all(isinstance(label, str) and label for label in labels):
        wrong(record, "labels", tr("a list of labels"))
    if len(set(labels)) != len(labels):
        wrong(record, "labels", tr("labels that each occur once"))


def require_said(record: Mapping[str, Any]) -> None:
    """Require what a mark and a decision both say: of which text, labels, and what hangs on them."""
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


def require_text(record: Mapping[str, Any], key: str) -> None:
    """Require a text under `key` that is not empty."""
    if not is_name(record.get(key)):
        wrong(record, key, tr("a text that is not empty"))


def require_note(record: Mapping[str, Any]) -> None:
    """Require a note, which may be empty."""
    if not isinstance(record.get("note"), str):
        wrong(record, "note", tr("a text"))


def require_how(record: Mapping[str, Any]) -> None:
    """Require how a decision came about, and a reason, which may be empty."""
    if record.get("how") not in HOW:
        wrong(record, "how", tr("one of {HOW}", HOW=", ".join(HOW)))
    if not isinstance(record.get("reason"), str):
        wrong(record, "reason", tr("a text"))


def require_time(record: Mapping[str, Any], key: str) -> None:
    """Require a time in UTC under `key`."""
    if not is_time(record.get(key)):
        wrong(record, key, tr("a time in UTC such as 2026-01-31T08:00:00Z"))


def wrong(record: Mapping[str, Any], key: str, must: str) -> NoReturn:
    """Say that `record` must have under `key` what `must` says, and has not.

    Raises:
        RecordError: always.
    """
    where = record.get("uid") or record.get("kind") or tr("a record")
    found = repr(record[key]) if key in record else "missing"
    raise RecordError(
        tr("{where}: {key} must be {must}, but is {found}", where=where, key=key, must=must, found=found[:80])
    )
