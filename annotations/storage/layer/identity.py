"""Which uid and document id belong to a record: its key in the file and what it says tell both. Pure."""

from __future__ import annotations

from annotations.errors import RecordError
from annotations.records.migration import migration_uid
from annotations.records.uids import (
    answer_uid,
    article_uid,
    carry_uid,
    correction_uid,
    decision_uid,
    doc_id,
    return_uid,
    sentence_uid,
    span_decision_uid,
)
from annotations.records.validation import validate
from annotations.storage.layer.lines import HEAD_KEY, Document

__all__ = ["is_at_home", "is_sound", "rank", "settled_uid", "with_own_uid"]


def settled_uid(record: Document) -> str | None:
    """Return the uid that follows from what a record says; None where any uid may be right.

    Args:
        record: One that follows the schema.
    """
    article, start, annotator = str(record.get("article")), record.get("start"), record["annotator"]
    match record["kind"]:
        case "sentence":
            return sentence_uid(article, int(start or 0), annotator)
        case "article":
            return article_uid(article, annotator)
        case "correction":
            return correction_uid(article, int(start or 0), annotator)
        case "decision":
            return decision_uid(article, int(start or 0), annotator)
        case "span-decision":
            return span_decision_uid(article, record["what"], int(start or 0), annotator)
        case "return":
            return return_uid(article, start, record["to"], annotator)
        case "migration":
            return migration_uid(record["after"], annotator)
        case "answer":
            return answer_uid(record["return"], annotator)
        case "carry":
            return carry_uid(article, str(record["earlier"]), annotator)
    return None


def is_at_home(key: str, document: Document) -> bool:
    """Say whether a document lies under the document id of its uid."""
    uid = document.get("uid")
    return isinstance(uid, str) and str(doc_id(uid)) == key


def is_sound(key: str, document: Document) -> bool:
    """Say whether a document follows the schema, and its key, its uid and what it says agree."""
    if document.get("kind") == "layer":
        return key == HEAD_KEY
    return is_at_home(key, document) and _says_its_uid(document)


def rank(document: Document, revision: int, *, at_home: bool) -> tuple[bool, int, bool]:
    """Return what decides which of several documents with the same uid counts: the greatest, or a later one.

    The one under its own document id yields to a higher revision elsewhere, for other programs may put one
    there, but not to one that by what it says is another record: the uid of that one is harmed.
    """
    return at_home or _says_its_uid(document), revision, at_home


def _says_its_uid(document: Document) -> bool:
    try:
        validate(document)
    except RecordError:
        return False
    return document["kind"] != "layer" and settled_uid(document) in (None, document["uid"])


def with_own_uid(key: str, document: Document) -> Document | None:
    """Return a document of which only the uid is harmed with its own; None if it is not such a one.

    The key is a hash of the uid, so that where it fits what the document says no other uid was meant.
    """
    try:
        validate(document)
    except RecordError:
        return None
    uid = settled_uid(document) if document["kind"] != "layer" else None
    if uid in (None, document["uid"]) or str(doc_id(str(uid))) != key:
        return None
    return {**document, "uid": uid}
