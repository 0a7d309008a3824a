"""Marks that were changed after others had spoken: what agreement must not count as independent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from annotations.model.annotator import same_annotator
from annotations.records.kinds import RemarkRecord, Reviewed
from annotations.records.lead_kinds import Decision, OfSentence, ReturnRecord
from annotations.records.record import Newest
from annotations.records.returns import returned_to

__all__ = ["after_review", "was_reviewed"]


def was_reviewed(records: Iterable[Newest], start: int, end: int, annotator: str) -> bool:
    """Tell whether somebody else has spoken about ``[start, end)`` to `annotator`.

    That is a decision of `records`, which are all of one article, or a return or a remark to `annotator`: of
    something there, or of the whole article. What was taken back does not count.
    """
    return any(
        not one["deleted"]
        and _speaks_to(one, annotator)
        and (one["start"] is None or one["end"] is None or (one["start"] < end and one["end"] > start))
        for one in records
    )


def _speaks_to(record: Newest, annotator: str) -> TypeGuard[Decision | ReturnRecord | RemarkRecord]:
    """Tell whether a record is somebody's word to `annotator`; what one says oneself is none."""
    if record["kind"] == "remark":
        name = same_annotator(annotator)
        return same_annotator(record["to"]) == name != same_annotator(record["annotator"])
    return record["kind"] == "decision" or (record["kind"] == "return" and returned_to(record, annotator))


def after_review(before: Newest | None, *, done: bool) -> Reviewed:
    """Return what the next revision of a mark must carry if its sentence was reviewed.

    ``first_labels`` and ``first_status`` (``marked``, ``none`` or ``open``, which is nothing) are what the
    mark said before the first change after a review; later changes keep them.

    Args:
        before: The newest revision of the mark, a deleted one too, or None if there is none.
        done: Whether the article was marked done and the sentence seen, which said none without a mark.
    """
    said = _of_sentence(before)
    if said is not None and "first_labels" in said:
        kept: Reviewed = {"after_review": True, "first_labels": said.get("first_labels")}
        if "first_status" in said:
            kept["first_status"] = said.get("first_status")
        return kept
    live = said if said is not None and not said["deleted"] else None
    status = "open" if live is None else live["status"]
    if status == "open" and done:
        status = "none"
    labels = [] if live is None else list(live["labels"])
    return {"after_review": True, "first_labels": labels, "first_status": status}


def _of_sentence(record: Newest | None) -> OfSentence | None:
    if record is None or (record["kind"] != "sentence" and record["kind"] != "decision"):
        return None
    return record
