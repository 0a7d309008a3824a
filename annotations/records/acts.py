"""What the layer's last acts leave to undo when the program starts again.

A layer keeps lines, not a history: of two acts it does not say that the second took back the first. That
can be read off what they changed. An act that puts back exactly what the newest act still standing had
changed counts as its undo, whether it was done by the key for it or by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from annotations.model.annotator import same_annotator
from annotations.records.act_words import words_of
from annotations.records.kinds import ArticleMark
from annotations.records.record import Newest, R, Record, revise

__all__ = ["Act", "Changed", "content", "following", "is_settling", "recall", "rewritten", "same"]

BOOKKEEPING = frozenset(
    {
        "schema", "uid", "kind", "annotator", "rev", "writer", "batch", "scheme", "created", "updated",
        "deleted", "seen", "sum", "carried",
    }
)  # fmt: skip
"""The fields of a record that say who, when and in which form, and so are nothing to take back."""
_RESTING = frozenset({"decision", "span-decision", "return"})
"""The kinds of which `seen` is what they rest on, and no note of what was under the cursor."""

Changed = tuple[Record | None, Record]
"""A record as it was before an act, None where there was none, and as it became."""


class Act(NamedTuple):
    """One act: what it did in words, and each record before and after it."""

    article: str
    start: int
    """Where the first sentence that it concerns begins; an offset, because bounds may change."""
    words: str
    before: tuple[Newest | None, ...]
    after: tuple[Record, ...]


def content(record: Newest | None) -> dict[str, object]:
    """Return what `record` says, without who and when; one that is deleted or not there says nothing."""
    if record is None or record["deleted"]:
        return {}
    bookkeeping = BOOKKEEPING - {"seen"} if record["kind"] in _RESTING else BOOKKEEPING
    return {name: value for name, value in record.items() if name not in bookkeeping}


def following(before: Newest | None, fresh: R, *, again: bool = False) -> R | None:
    """Return the revision after `before` that says what `fresh`, a first revision with its uid, says.

    Args:
        before: The newest revision there is, a deleted one too, or None if there is none.
        fresh: What it is to say, by whom, and with which program and scheme.
        again: Whether to say once more what `before` says already.

    Returns:
        None if `before` says so already; `fresh` itself if there is nothing before it.
    """
    if before is None:
        return fresh
    said = content(fresh)
    if not again and not before["deleted"] and all(before.get(key) == said[key] for key in said):
        return None
    return rewritten(
        before,
        fresh,
        said,
        annotator=fresh["annotator"],
        batch=fresh["batch"],
        writer=fresh["writer"],
        scheme=fresh["scheme"],
    )


def rewritten(before: Newest, like: R, said: Mapping[str, object], **changes: object) -> R:
    """Return the revision after `before`, of the kind of `like`, that says `said` and nothing else.

    Args:
        before: The newest revision there is, a deleted one too.
        like: A record that has all keys of its kind.
        said: As :func:`content` gives it, all of what the kind has.
        changes: Who says so and in which act, as for :func:`annotations.records.record.revise`.
    """
    kept = {key: value for key, value in before.items() if key in BOOKKEEPING}
    made = cast(R, {**kept, **said, "kind": like["kind"]})
    return revise(made, at=None, deleted=False, **changes)


def is_settling(records: Iterable[Record]) -> bool:
    """Tell whether an act of these records settled what others said, and said nothing of the lead's own."""
    return all(record["kind"] in _RESTING or _is_to_another(record) for record in records)


def _is_to_another(record: Record) -> bool:
    """Tell whether it is a remark on what somebody else said."""
    return record["kind"] == "remark" and same_annotator(record["to"]) != same_annotator(record["annotator"])


def same(one: Newest | None, other: Newest | None) -> bool:
    """Tell whether two revisions say the same.

    A mark of an article that is not done, and says nothing of it, says as much as none: it notes
    what was seen.
    """
    return _weight(one) == _weight(other)


def _weight(record: Newest | None) -> dict[str, object]:
    if record is not None and record["kind"] == "article" and not _says_anything(record):
        return {}
    return content(record)


def _says_anything(mark: ArticleMark) -> bool:
    return bool(mark["done"] or mark["note"] or mark.get("labels") or mark.get("attributes"))


def recall(
    changes: Iterable[Sequence[Changed]],
) -> tuple[list[Act], list[Act]]:
    """Return the acts to undo and the acts to do again, the next one last, from `changes`.

    Args:
        changes: The acts of a layer, oldest first; of each the records before and after it.

    An act in several articles at once was no key press: nothing before it can be undone, for it may build
    on it. Acts that only noted what was seen do not count.
    """
    undo: list[Act] = []
    redo: list[Act] = []
    for change in changes:
        if len({record["article"] for _, record in change}) != 1:
            undo.clear()
            redo.clear()
            continue
        before = tuple(old for old, _ in change)
        after = tuple(new for _, new in change)
        if any(record["kind"] == "migration" for record in after):  # a command takes it back, and no key
            continue
        if all(same(old, new) for old, new in change):
            continue
        act = Act(after[0]["article"], _start(after), words_of(before, after), before, after)
        if undo and _takes_back(act, undo[-1]):
            redo.append(act._replace(words=undo.pop().words))  # what is done again is what was taken back
        elif redo and _takes_back(act, redo[-1]):
            undo.append(act._replace(words=redo.pop().words))
        else:
            undo.append(act)
            redo.clear()
    return undo, redo


def _takes_back(act: Act, other: Act) -> bool:
    """Tell whether `act` leaves the records of `other` as they were before it."""
    was = {new["uid"]: _weight(old) for old, new in zip(other.before, other.after, strict=True)}
    is_now = {record["uid"]: _weight(record) for record in act.after}
    return was == is_now


def _start(records: Sequence[Record]) -> int:
    """Return where the first of `records` begins; 0 for what is about an article as a whole."""
    starts = (
        record["start"]
        for record in records
        if record["kind"] != "article" and record["kind"] != "migration" and record["kind"] != "carry"
    )
    return min((start for start in starts if start is not None), default=0)
