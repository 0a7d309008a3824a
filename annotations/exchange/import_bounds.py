"""Making the plan of an import for where sentences end, and what it shares with that for names. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from annotations.exchange.import_plan import Receiver
from annotations.exchange.said import Left
from annotations.marks.bounds import bounded, bounds_record, bounds_uid, placed
from annotations.model.article import Article
from annotations.records.kinds import BoundsAct
from annotations.records.record import Newest, R, Record, now, tombstone, with_fields
from annotations.wording import tr

__all__ = ["Latest", "SpanPlan", "Stretches", "following", "plan_bounds"]

Latest = Callable[[str], Newest | None]


@dataclass(slots=True)
class SpanPlan:
    """What is to be done, and what is not."""

    records: list[Record] = field(default_factory=list)
    made: int = 0
    """Names and numbers, or bounds, of which something is said that was not said here."""
    replaced: int = 0
    same: int = 0
    left: list[Left] = field(default_factory=list)
    """What something else is said of here."""
    behind: int = 0
    """What cannot be taken."""


def plan_bounds(
    article: Article,
    sentences: Iterable[tuple[int, int]],
    lead: Sequence[Record],
    latest: Latest,
    receiver: Receiver,
) -> SpanPlan:
    """Return what to do with where sentences end in a file.

    Args:
        article: The article as it is frozen.
        sentences: From where to where the file's sentences go.
        lead: What the lead says of the article, whose bounds hold.
        latest: Finds the newest revision of a record of the layer by its uid, a deleted one too.
        receiver: Whose layer it is.
    """
    plan = SpanPlan()
    given = sorted(set(sentences))
    now_there = [(one.start, one.end) for one in bounded(article, lead).sentences]
    if not given or set(given) <= set(now_there):
        return plan
    held = {one["at"]: one for one in placed(article, lead)}
    for at, act, start, end in _acts(article, given):
        there = held.get(at)
        if there is not None and there["act"] == act:
            continue
        if not receiver.corrects:
            plan.behind += 1
            continue
        uid = bounds_uid(article.id, at, receiver.annotator)
        fresh = bounds_record(
            article,
            *(start, end, at, act),
            annotator=receiver.annotator,
            writer=receiver.writer,
            scheme=receiver.scheme,
        )
        plan.records.append(following(latest(uid), fresh))
        plan.made += 1
    wanted = {at: act for at, act, _, _ in _acts(article, given)}
    spoken = Stretches(given)
    for at, one in held.items():
        # A split is spoken of by a sentence that goes over it, a join by one that begins at it.
        over = any((start < at) == (one["act"] == "split") for start, _ in spoken.over(at, at + 1))
        if at not in wanted and over:
            if receiver.corrects and receiver.replace:
                plan.records.append(tombstone(one, writer=receiver.writer, at=now()))
                plan.replaced += 1
            else:
                was = "joined" if one["act"] == "join" else "split"
                place = tr(
                    "{source}, at {at} ({text})",
                    source=article.source,
                    at=at,
                    text=article.text[at : at + 12],
                )
                plan.left.append(Left(place, receiver.annotator, tr("sentences {was}", was=was), "none"))
    return plan


def _acts(article: Article, given: Sequence[tuple[int, int]]) -> Iterator[tuple[int, BoundsAct, int, int]]:
    """Yield the joins and splits by which the sentences of `article` become those of `given`."""
    frozen = article.sentences
    starts = [one.start for one in frozen]
    for start, end in given:
        first = bisect_right(starts, start)
        for index in range(max(first, 1), bisect_left(starts, end)):
            yield starts[index], "join", frozen[index - 1].start, frozen[index].end
        before = frozen[first - 1] if first else None
        if before is not None and before.start < start < before.end:
            yield start, "split", before.start, before.end


class Stretches:
    """Stretches of a text, to be found by what they overlap."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._all = sorted(set(stretches))
        self._starts = [start for start, _ in self._all]
        self._ends = list(accumulate((end for _, end in self._all), max))

    def over(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield those that have characters between `start` and `end`, in order of their start."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return (one for one in self._all[first:last] if one[1] > start)


def following(before: Newest | None, fresh: R) -> R:
    """Return `fresh` as the revision that follows `before`."""
    if before is None:
        return fresh
    return with_fields(fresh, {"rev": before["rev"] + 1, "created": before["created"]})
