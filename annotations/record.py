"""The records that a layer consists of: what they hold, how they come about and how they change.

A record is a plain JSON object. It is never changed in place: :func:`revise` and :func:`tombstone` make
its next revision. Offsets are Unicode code points into the article's text, end exclusive. Keys that are
not known here are kept, whoever put them there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NoReturn, TypeGuard
from uuid import uuid4

from annotations.errors import NewerSchema, RecordError

__all__ = [
    "KINDS",
    "SCHEMA",
    "STATUSES",
    "Record",
    "article_mark",
    "article_uid",
    "as_act",
    "correction",
    "correction_uid",
    "doc_id",
    "layer_head",
    "new_record",
    "now",
    "revise",
    "sentence_mark",
    "sentence_uid",
    "tombstone",
    "validate",
]

Record = dict[str, Any]

SCHEMA = 1
"""The newest form of a record that this program understands."""
KINDS = ("layer", "sentence", "span", "article", "bounds", "correction", "decision")
STATUSES = ("marked", "none", "open")

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z")
_FIXED = frozenset({"schema", "uid", "kind", "rev", "created", "updated"})


def now() -> str:
    """Return the present moment as records write it: UTC, ISO 8601, to the millisecond, with ``Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sentence_uid(article: str, start: int, annotator: str) -> str:
    """Return the uid of an annotator's mark of the sentence that starts at `start`.

    The same slot always has the same uid, so that a repeated press is the same record and copies of a
    layer merge by themselves.
    """
    return f"sentence:{article}:{start}:{annotator}"


def article_uid(article: str, annotator: str) -> str:
    """Return the uid of what an annotator says of an article as a whole."""
    return f"article:{article}:{annotator}"


def doc_id(uid: str) -> int:
    """Return the TinyDB document id that belongs to `uid`: 63 bits, because TinyDB wants an integer."""
    digest = blake2b(uid.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def new_record(
    kind: str,
    uid: str,
    fields: Mapping[str, Any],
    *,
    annotator: str,
    writer: str,
    scheme: str,
    batch: Sequence[Any] | None = None,
    at: str | None = None,
) -> Record:
    """Return revision 1 of a record of any kind, its own `fields` between the common ones.

    `writer` names the running program, `batch` is the act it belongs to (id and number of records; by
    default an act of its own) and `at` the time, by default :func:`now`.
    """
    at = at or now()
    return {
        "schema": SCHEMA,
        "uid": uid,
        "kind": kind,
        **fields,
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
    status: str = "open",
    labels: Iterable[str] = (),
    voice: str | None = None,
    quotes: Iterable[Mapping[str, Any]] = (),
    note: str = "",
    flag: bool = False,
    batch: Sequence[Any] | None = None,
    at: str | None = None,
) -> Record:
    """Return the first revision of a mark: what `annotator` says of ``text[start:end]``, which is `quote`.

    `status` is ``marked`` (there are labels), ``none`` (said explicitly that none applies) or ``open``
    (a note or a flag only).
    """
    fields = {
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "status": status,
        "labels": list(labels),
        "voice": voice,
        "quotes": [dict(one) for one in quotes],
        "note": note,
        "flag": flag,
    }
    uid = sentence_uid(article, start, annotator)
    return new_record(
        "sentence", uid, fields, annotator=annotator, writer=writer, scheme=scheme, batch=batch, at=at
    )


def article_mark(
    article: str,
    *,
    annotator: str,
    writer: str,
    scheme: str,
    done: bool = False,
    seen: Iterable[Sequence[int]] = (),
    note: str = "",
    batch: Sequence[Any] | None = None,
    at: str | None = None,
) -> Record:
    """Return the first revision of what `annotator` says of an article as a whole.

    `seen` holds the ranges ``[start, end]`` of the text whose sentences were under the cursor; ranges and
    not numbers, because bounds may change.
    """
    fields = {"article": article, "done": done, "seen": [list(one) for one in seen], "note": note}
    uid = article_uid(article, annotator)
    return new_record(
        "article", uid, fields, annotator=annotator, writer=writer, scheme=scheme, batch=batch, at=at
    )


def correction_uid(article: str, start: int, annotator: str) -> str:
    """Return the uid of a correction of the damaged place of an article that begins at `start`."""
    return f"correction:{article}:{start}:{annotator}"


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
) -> Record:
    """Return the first revision of a correction: `text` is shown in place of `quote`, from `start` on."""
    fields = {"article": article, "start": start, "end": end, "quote": quote, "text": text}
    uid = correction_uid(article, start, annotator)
    return new_record("correction", uid, fields, annotator=annotator, writer=writer, scheme=scheme, at=at)


def layer_head(annotator: str) -> Record:
    """Return the line that a layer begins with.

    It holds no time and nothing else that differs between two programs: two branches that both begin the
    layer of one annotator write the same bytes, and git merges them.
    """
    return {"kind": "layer", "schema": SCHEMA, "annotator": annotator}


def revise(record: Mapping[str, Any], *, at: str | None = None, **changes: Any) -> Record:
    """Return the next revision of `record` with `changes`, as an act of its own unless `batch` is given.

    Raises:
        RecordError: `changes` names a field that no revision may change.
    """
    if fixed := _FIXED & changes.keys():
        raise RecordError(f"{record.get('uid')}: a revision cannot change {', '.join(sorted(fixed))}")
    changes.setdefault("batch", [uuid4().hex, 1])
    return {**record, **changes, "rev": record["rev"] + 1, "updated": at or now()}


def tombstone(record: Mapping[str, Any], *, at: str | None = None, **changes: Any) -> Record:
    """Return the revision of `record` that deletes it; what it said stays readable in it."""
    return revise(record, at=at, **{**changes, "deleted": True})


def as_act(records: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Return `records` as one act, which a layer holds whole or not at all."""
    act = list(records)
    batch = [uuid4().hex, len(act)]
    return [{**record, "batch": list(batch)} for record in act]


def validate(record: Mapping[str, Any]) -> None:
    """Check `record` against the schema; keys that the schema does not know are welcome.

    Raises:
        NewerSchema: A newer zhupi wrote it.
        RecordError: A field is missing or has a value it cannot have; the message names it.
    """
    if not isinstance(record, Mapping):
        raise RecordError("a record must be a JSON object")
    schema = record.get("schema")
    if type(schema) is not int or schema < 1:
        _wrong(record, "schema", "a whole number from 1")
    if schema > SCHEMA:
        raise NewerSchema(
            f"{record.get('uid')}: its schema is {schema}, this zhupi knows {SCHEMA}; install a newer zhupi"
        )
    kind = record.get("kind")
    if kind not in KINDS:
        _wrong(record, "kind", f"one of {', '.join(KINDS)}")
    _require_text(record, "annotator")
    if kind == "layer":
        return
    _validate_common(record)
    if kind == "sentence":
        _validate_sentence(record)
    elif kind == "article":
        _validate_article(record)
    elif kind == "correction":
        _require_text(record, "article")
        _validate_range(record)
        _require_text(record, "text")


def _validate_common(record: Mapping[str, Any]) -> None:
    for key in ("uid", "writer", "scheme"):
        _require_text(record, key)
    if not _count(record.get("rev"), 1):
        _wrong(record, "rev", "a whole number from 1")
    batch = record.get("batch")
    if not (
        isinstance(batch, list) and len(batch) == 2 and isinstance(batch[0], str) and _count(batch[1], 1)
    ):
        _wrong(record, "batch", "an act's id and its number of records")
    for key in ("created", "updated"):
        _require_time(record, key)
    if not isinstance(record.get("deleted"), bool):
        _wrong(record, "deleted", "true or false")


def _validate_sentence(record: Mapping[str, Any]) -> None:
    _require_text(record, "article")
    _validate_range(record)
    status, labels = record.get("status"), record.get("labels")
    if status not in STATUSES:
        _wrong(record, "status", f"one of {', '.join(STATUSES)}")
    if not isinstance(labels, list) or not all(isinstance(label, str) and label for label in labels):
        _wrong(record, "labels", "a list of labels")
    if len(set(labels)) != len(labels):
        _wrong(record, "labels", "labels that each occur once")
    if (status == "marked") != bool(labels):
        _wrong(record, "labels", "labels if status is marked, and only then")
    voice, quotes = record.get("voice"), record.get("quotes")
    if voice is not None and not isinstance(voice, str):
        _wrong(record, "voice", "a text or null")
    if not isinstance(quotes, list) or not all(isinstance(one, dict) for one in quotes):
        _wrong(record, "quotes", "a list of objects")
    _require_note(record)
    if not isinstance(record.get("flag"), bool):
        _wrong(record, "flag", "true or false")


def _validate_range(record: Mapping[str, Any]) -> None:
    start, end, quote = record.get("start"), record.get("end"), record.get("quote")
    if not _count(start, 0):
        _wrong(record, "start", "an offset from 0")
    if not _count(end, start + 1):
        _wrong(record, "end", "an offset after start")
    if not isinstance(quote, str) or len(quote) != end - start:
        _wrong(record, "quote", "the text from start to end")


def _validate_article(record: Mapping[str, Any]) -> None:
    _require_text(record, "article")
    if not isinstance(record.get("done"), bool):
        _wrong(record, "done", "true or false")
    seen = record.get("seen")
    if not isinstance(seen, list) or not all(_is_range(one) for one in seen):
        _wrong(record, "seen", "a list of [start, end]")
    _require_note(record)


def _count(value: object, least: int) -> TypeGuard[int]:
    return type(value) is int and value >= least  # a bool is an int to isinstance


def _is_range(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and _count(value[0], 0) and _count(value[1], value[0])


def _require_text(record: Mapping[str, Any], key: str) -> None:
    value = record.get(key)
    if not isinstance(value, str) or not value:
        _wrong(record, key, "a text that is not empty")


def _require_note(record: Mapping[str, Any]) -> None:
    if not isinstance(record.get("note"), str):
        _wrong(record, "note", "a text")


def _require_time(record: Mapping[str, Any], key: str) -> None:
    value = record.get(key)
    if isinstance(value, str) and _TIME.fullmatch(value):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return
    _wrong(record, key, "a time in UTC such as 2026-01-31T08:00:00Z")


def _wrong(record: Mapping[str, Any], key: str, must: str) -> NoReturn:
    where = record.get("uid") or record.get("kind") or "a record"
    found = repr(record[key]) if key in record else "missing"
    raise RecordError(f"{where}: {key} must be {must}, but is {found[:80]}")
