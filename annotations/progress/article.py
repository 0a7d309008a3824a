"""How far an annotator is with one article, by what was said of it and where its sentences are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotations.records.record import Record

__all__ = ["ArticleProgress", "Bounds", "article_progress"]

_ANNOTATING = frozenset({"sentence", "span", "article", "bounds", "correction", "answer"})
"""The kinds of records that an annotator makes; a lead's decisions and returns are about what others say."""

Bounds = Sequence[tuple[int, int, bool]]
"""Of each sentence its start and end in the text, and whether it is to be tagged; in order."""


class ArticleProgress(NamedTuple):
    """How far an annotator is with an article."""

    settled: int = 0
    """Sentences to be tagged that have a label or an explicit none."""
    sentences: int = 0
    """Sentences that are to be tagged."""
    done: bool = False
    flags: int = 0
    """Marks with a flag."""
    notes: int = 0
    """Marks with a note."""
    touched: str = ""
    """When anything was said of it last, as records write times; empty where nothing was."""


def article_progress(
    records: Iterable[Record], bounds: Bounds, corrected: Iterable[Record] = ()
) -> ArticleProgress:
    """Return how far `records`, of one annotator and one article, are.

    It is what :class:`~annotations.marks.marks.Marks` comes to, without the text: a mark whose quote is not
    what stands there counts here.

    Args:
        records: What the annotator says of the article; deleted records count for nothing.
        bounds: Its sentences as the rules have them.
        corrected: Records of the lead, whose joins and splits hold.
    """
    live = [one for one in records if not one["deleted"] and one["kind"] in _ANNOTATING]
    marks = [one for one in live if one["kind"] == "sentence"]
    bounds = _corrected(bounds, corrected)
    starts = [start for start, _, _ in bounds]
    ends = [end for _, end, _ in bounds]
    said: set[int] = set()
    for one in marks:
        if one["labels"] or one["status"] == "none":
            said.update(range(bisect_right(ends, one["start"]), bisect_left(starts, one["end"])))
    return ArticleProgress(
        sum(bounds[index][2] for index in said),
        sum(tagged for _, _, tagged in bounds),
        any(one["kind"] == "article" and one["done"] for one in live),
        sum(one["flag"] for one in marks),
        sum(bool(one["note"].strip()) for one in marks),
        max((one["updated"] for one in live), default=""),
    )


def _corrected(bounds: Bounds, records: Iterable[Record]) -> Bounds:
    """Return `bounds` after the joins and splits of `records`."""
    acts = {one["at"]: one["act"] for one in records if one["kind"] == "bounds" and not one["deleted"]}
    if not acts:
        return bounds
    result: list[tuple[int, int, bool]] = []
    for start, end, tagged in bounds:
        if result and acts.get(start) == "join":
            first, _, before = result.pop()
            start, tagged = first, before
        cuts = sorted(at for at, act in acts.items() if act == "split" and start < at < end)
        result += [(one, two, tagged) for one, two in zip([start, *cuts], [*cuts, end], strict=True)]
    return result
