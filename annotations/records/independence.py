"""Marks that were changed after others had spoken: what agreement must not count as independent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotations.records.record import Record
from annotations.records.returns import returned_to

__all__ = ["after_review", "was_reviewed"]


def was_reviewed(records: Iterable[Record], start: int, end: int, annotator: str) -> bool:
    """Tell whether somebody else has spoken about ``[start, end)`` to `annotator`.

    That is a decision of `records`, which are all of one article, or a return to `annotator`: of something
    there, or of the whole article. What was taken back does not count.
    """
    return any(
        not one["deleted"]
        and (one["kind"] == "decision" or returned_to(one, annotator))
        and (one["start"] is None or (one["start"] < end and one["end"] > start))
        for one in records
    )


def after_review(before: Record | None, *, done: bool) -> Mapping[str, Any]:
    """Return what the next revision of a mark must carry if its sentence was reviewed.

    ``first_labels`` and ``first_status`` (``marked``, ``none`` or ``open``, which is nothing) are what the
    mark said before the first change after a review; later changes keep them.

    Args:
        before: The newest revision of the mark, a deleted one too, or None if there is none.
        done: Whether the article was marked done and the sentence seen, which said none without a mark.
    """
    if before is not None and "first_labels" in before:
        kept: dict[str, Any] = {key: before[key] for key in ("first_labels", "first_status") if key in before}
        return {"after_review": True, **kept}
    live = before is not None and not before["deleted"]
    labels = list(before["labels"]) if before is not None and live else []
    status = before["status"] if before is not None and live else "open"
    if status == "open" and done:
        status = "none"
    return {"after_review": True, "first_labels": labels, "first_status": status}
