"""The records that a layer consists of: what they hold, how they come about and how they change.

A record is a plain JSON object. It is never changed in place: :func:`revise` and :func:`tombstone` make
its next revision. Offsets are Unicode code points into the article's text, end exclusive. Keys that are
not known here are kept, whoever put them there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar, cast
from uuid import uuid4

from annotations.errors import RecordError
from annotations.records.kinds import (
    CHECKSUM,
    SCHEMA,
    ArticleMark,
    Assisted,
    BoundsRecord,
    Correction,
    LayerHead,
    Ownership,
    RemarkRecord,
    Reviewed,
    SaidOfArticle,
    SentenceMark,
    SpanRecord,
    Status,
    Unreadable,
)
from annotations.records.lead_kinds import (
    AnswerRecord,
    CarryRecord,
    MigrationRecord,
    OfSentence,
    ReturnRecord,
    SpanDecision,
)
from annotations.records.uids import article_uid, correction_uid, sentence_uid
from annotations.wording import tr

__all__ = [
    "Newest",
    "R",
    "Record",
    "article_mark",
    "as_act",
    "correction",
    "layer_head",
    "now",
    "owned",
    "revise",
    "sentence_mark",
    "tombstone",
    "whereabouts",
    "with_fields",
]

Record = (
    OfSentence
    | SpanRecord
    | ArticleMark
    | BoundsRecord
    | Correction
    | SpanDecision
    | ReturnRecord
    | AnswerRecord
    | RemarkRecord
    | CarryRecord
    | MigrationRecord
)
"""A record that follows the schema; its ``kind`` tells which keys it has."""
Newest = Record | Unreadable
"""What the next revision builds on, whatever a hand or a disk has made of the record."""

R = TypeVar("R", bound=Record)

_NOT_REVIEWED: Reviewed = {}
_NOT_ASSISTED: Assisted = {}
_NOTHING_OF_ARTICLE: SaidOfArticle = {}
_FIXED = frozenset({"schema", "uid", "kind", "rev", "created", "updated"})


def now() -> str:
    """Return the present moment as records write it: UTC, ISO 8601, to the millisecond, with ``Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def owned(
    annotator: str,
    writer: str,
    scheme: str,
    *,
    batch: Sequence[str | int] | None = None,
    at: str | None = None,
) -> Ownership:
    """Return what revision 1 of a record of any kind ends with: whose it is, and how it came about.

    `writer` names the running program, `batch` is the act it belongs to (id and number of records; by
    default an act of its own) and `at` the time, by default :func:`now`.
    """
    at = at or now()
    return {
        "annotator": annotator,
        "rev": 1,
        "writer": writer,
        "batch": list(batch) if batch else [uuid4().hex, 1],
        "scheme": scheme,
        "created": at,
        "updated": at,
        "deleted": False,
    }


def sentence_mark(
    article: str,
    start: int,
    end: int,
    quote: str,
    *,
    annotator: str,
    writer: str,
    scheme: str,
    status: Status = "open",
    labels: Iterable[str] = (),
    voice: str | None = None,
    voice_by: object = None,
    quotes: Iterable[Mapping[str, object]] = (),
    attributes: Mapping[str, object] | None = None,
    note: str = "",
    flag: bool = False,
    batch: Sequence[str | int] | None = None,
    at: str | None = None,
) -> SentenceMark:
    """Return the first revision of a mark: what `annotator` says of ``text[start:end]``, which is `quote`.

    `status` is ``marked`` (there are labels), ``none`` (said explicitly that none applies) or ``open``
    (a note or a flag only). `voice_by` says who set `voice`: ``default`` or ``person``.
    """
    return {
        "schema": SCHEMA,
        "uid": sentence_uid(article, start, annotator),
        "kind": "sentence",
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "status": status,
        "labels": list(labels),
        "voice": voice,
        "voice_by": voice_by,
        "quotes": [dict(one) for one in quotes],
        "attributes": dict(attributes or {}),
        "note": note,
        "flag": flag,
        **_NOT_REVIEWED,
        **_NOT_ASSISTED,
        **owned(annotator, writer, scheme, batch=batch, at=at),
    }


def article_mark(
    article: str,
    *,
    annotator: str,
    writer: str,
    scheme: str,
    done: bool = False,
    seen: Iterable[Sequence[int]] = (),
    note: str = "",
    batch: Sequence[str | int] | None = None,
    at: str | None = None,
) -> ArticleMark:
    """Return the first revision of what `annotator` says of an article as a whole.

    `seen` holds the ranges ``[start, end]`` of the text whose sentences were under the cursor; ranges and
    not numbers, because bounds may change.
    """
    return {
        "schema": SCHEMA,
        "uid": article_uid(article, annotator),
        "kind": "article",
        "article": article,
        "done": done,
        "seen": [list(one) for one in seen],
        "note": note,
        **_NOTHING_OF_ARTICLE,
        **owned(annotator, writer, scheme, batch=batch, at=at),
    }


def correction(
    article: str,
    start: int,
    end: int,
    quote: str,
    text: str,
    *,
    annotator: str,
    writer: str,
    scheme: str,
    at: str | None = None,
) -> Correction:
    """Return the first revision of a correction: `text` is shown in place of `quote`, from `start` on."""
    return {
        "schema": SCHEMA,
        "uid": correction_uid(article, start, annotator),
        "kind": "correction",
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "text": text,
        **owned(annotator, writer, scheme, at=at),
    }


def layer_head(annotator: str) -> LayerHead:
    """Return the line that a layer begins with.

    It holds nothing that differs between two programs: git merges two branches that both begin the layer.
    """
    return {"kind": "layer", "schema": SCHEMA, "annotator": annotator}


def whereabouts(record: Newest) -> tuple[int, int, str] | None:
    """Return the start, end and quote of what `record` is about; None where that is a whole article."""
    if record["kind"] == "article" or record["kind"] == "migration":
        return None
    if record["kind"] == "carry" or record["kind"] == "unreadable":
        return None
    start, end = record["start"], record["end"]
    return None if start is None or end is None else (start, end, record["quote"])


def with_fields(record: R, fields: Mapping[str, object]) -> R:
    """Return a copy of `record` in which `fields` have these values; keys that no schema knows stay in it.

    Nobody but the caller sees to it that the values are of their types.
    """
    return cast(R, {**record, **fields})


def revise(record: R, *, at: str | None = None, **changes: object) -> R:
    """Return the next revision of `record` with `changes`, as an act of its own unless `batch` is given.

    Raises:
        RecordError: `changes` names a field that no revision may change.
    """
    if fixed := _FIXED & changes.keys():
        raise RecordError(
            tr("{uid}: a revision cannot change {fixed}", uid=record["uid"], fixed=", ".join(sorted(fixed)))
        )
    changes.setdefault("batch", [uuid4().hex, 1])
    revised = {**record, **changes, "rev": record["rev"] + 1, "updated": at or now()}
    revised.pop(CHECKSUM, None)  # a doubt about the revision before is none about this one
    return cast(R, revised)


def tombstone(record: R, *, at: str | None = None, **changes: object) -> R:
    """Return the revision of `record` that deletes it; what it said stays readable in it."""
    return revise(record, at=at, **{**changes, "deleted": True})


def as_act(records: Iterable[R]) -> list[R]:
    """Return `records` as one act, which a layer holds whole or not at all."""
    act = list(records)
    batch = [uuid4().hex, len(act)]
    return [with_fields(record, {"batch": list(batch)}) for record in act]
