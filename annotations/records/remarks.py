"""What annotator and lead say to each other about a sentence: remarks, which follow the annotator's note.

A note is part of a mark. What is said after it are remarks, each a record of whoever wrote it: of which
sentence, and of whose marks. Together they are a thread. An annotator's threads are what she has written
herself and what the lead wrote of her marks; where a project shows others, theirs too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import uuid4

from annotations.model.annotator import same_annotator
from annotations.records.kinds import SCHEMA, RemarkRecord, SentenceMark
from annotations.records.record import Newest, Record, owned, with_fields
from annotations.records.uids import remark_uid

__all__ = ["Entry", "Thread", "asks", "called_by", "remark_record", "remarks_on", "said_after", "threads_of"]

_ASKING = "?？嗎吗"
"""What a question has: a mark for it, or the particle where that was left out."""


class Entry(NamedTuple):
    """One thing that was said in a thread: the note of a mark, or a remark."""

    record: SentenceMark | RemarkRecord

    @property
    def text(self) -> str:
        """Return what was said; it may have several lines."""
        return self.record["note"] if self.record["kind"] == "sentence" else self.record["text"]

    @property
    def annotator(self) -> str:
        """Return who said it."""
        return self.record["annotator"]

    @property
    def time(self) -> str:
        """Return when, in UTC; of a note it is when its mark was changed last, which may have been later."""
        return self.record["updated"] if self.record["kind"] == "sentence" else self.record["created"]

    @property
    def key(self) -> str:
        """Return what tells this text of this record from those before it."""
        text = self.text if self.record["kind"] == "sentence" else str(self.record["rev"])
        return f"{self.record['uid']}#{text}"


class Thread(NamedTuple):
    """What was said about one sentence of one annotator's, the earliest first; never empty."""

    of: str
    """Whose marks it is about."""
    start: int
    end: int
    """Which place of the article; offsets of code points, end exclusive."""
    quote: str
    entries: Sequence[Entry]

    @property
    def last(self) -> Entry:
        """Return what was said last."""
        return self.entries[-1]

    @property
    def unanswered(self) -> bool:
        """Tell whether what was said last is a question."""
        return asks(self.last.text)

    @property
    def answered(self) -> bool:
        """Tell whether what was said last was said by somebody else than whom it is about."""
        return same_annotator(self.last.annotator) != same_annotator(self.of)


def remark_record(
    article: str,
    start: int,
    end: int,
    quote: str,
    text: str,
    *,
    to: str,
    annotator: str,
    writer: str,
    scheme: str,
    at: str | None = None,
) -> RemarkRecord:
    """Return the first revision of what `annotator` says about ``[start, end)``, which is `quote`.

    Args:
        article: The id of the article.
        start: Where the sentence begins.
        end: Where it ends.
        quote: What stands there.
        text: What is said, not empty; of any number of lines.
        to: Whose marks of the sentence it is about, oneself or another.
        annotator: Who says it, in whose layer it is.
        writer: The running program.
        scheme: The id of the scheme.
        at: When; by default now.
    """
    return {
        "schema": SCHEMA,
        "uid": remark_uid(article, uuid4().hex, annotator),
        "kind": "remark",
        "article": article,
        "start": start,
        "end": end,
        "quote": quote,
        "to": to,
        "text": text,
        **owned(annotator, writer, scheme, at=at),
    }


def remarks_on(records: Iterable[Newest], annotator: str) -> list[RemarkRecord]:
    """Return the remarks of `records` that are about marks of `annotator`, however that is spelled."""
    name = same_annotator(annotator)
    return [
        one
        for one in records
        if one["kind"] == "remark" and not one["deleted"] and same_annotator(one["to"]) == name
    ]


def called_by(called: Callable[[str], str], records: Iterable[Newest]) -> list[RemarkRecord]:
    """Return the remarks of `records`, each as one of whom its writer is `called` now."""
    return [
        with_fields(one, {"annotator": called(one["annotator"])})
        for one in records
        if one["kind"] == "remark" and not one["deleted"]
    ]


def said_after(remarks: Iterable[RemarkRecord], start: int, end: int) -> list[RemarkRecord]:
    """Return those of `remarks` about a place that overlaps ``[start, end)``, the earliest first."""
    return sorted((one for one in remarks if one["start"] < end and one["end"] > start), key=_moment)


def threads_of(records: Iterable[Record]) -> list[Thread]:
    """Return the threads of `records`, all of one article, by place and by whom they are about.

    Places of one annotator's that overlap are one: bounds may have changed while it was spoken.
    """
    entries: dict[str, list[Entry]] = {}
    names: dict[str, str] = {}
    for one in records:
        if one["deleted"] or not (one["kind"] == "remark" or (one["kind"] == "sentence" and one["note"])):
            continue
        name = one["to"] if one["kind"] == "remark" else one["annotator"]
        key = same_annotator(name)
        names.setdefault(key, name)
        entries.setdefault(key, []).append(Entry(one))
    found = [thread for key, said in entries.items() for thread in _joined(names[key], said)]
    return sorted(found, key=lambda one: (one.start, same_annotator(one.of)))


def _joined(name: str, said: Sequence[Entry]) -> Iterable[Thread]:
    group: list[Entry] = []
    end = 0
    for entry in sorted(said, key=lambda one: (one.record["start"], one.record["end"])):
        if group and entry.record["start"] >= end:
            yield _thread(name, group)
            group = []
        group.append(entry)
        end = max(end, entry.record["end"]) if len(group) > 1 else entry.record["end"]
    if group:
        yield _thread(name, group)


def _thread(name: str, group: Sequence[Entry]) -> Thread:
    # A note stands first: it is what the thread began with, whenever its mark was changed since.
    entries = sorted(group, key=lambda one: (one.record["kind"] != "sentence", *_moment(one.record)))
    widest = max(group, key=lambda one: one.record["end"] - one.record["start"]).record
    return Thread(name, widest["start"], widest["end"], widest["quote"], entries)


def asks(text: str) -> bool:
    """Tell whether `text` is a question."""
    return any(sign in text for sign in _ASKING)


def _moment(record: Mapping[str, object]) -> tuple[str, str]:
    # Of one moment the words decide, not the uid: another layer that has taken them in has others.
    return str(record["created"]), str(record.get("text", ""))
