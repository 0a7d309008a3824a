"""Making the plan of an import for names, numbers and sentence bounds: what people said of them. Pure.

A file has the names and numbers that hold, and of each whether a person set it. What a person rejected is not
in it; that shows where the file has all else that was found here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from annotations.exchange.import_plan import Receiver
from annotations.exchange.said import Left
from annotations.exchange.span_lines import SpanLine
from annotations.marks.bounds import bounded, bounds_record, bounds_uid, placed
from annotations.marks.spans import Spans
from annotations.model.article import Analysis, Article, Name, Number
from annotations.records.kinds import BoundsAct, SpanAct, SpanRecord
from annotations.records.record import Newest, R, Record, now, tombstone, with_fields
from annotations.records.spans import number_fields, span_record, span_uid, what_is

__all__ = ["SpanPlan", "plan_bounds", "plan_spans"]

Place = tuple[str, int, int]
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


def plan_spans(
    article: Article,
    said: Sequence[SpanLine],
    covered: Sequence[tuple[int, int]],
    found: Analysis | None,
    records: Sequence[Record],
    latest: Latest,
    receiver: Receiver,
) -> SpanPlan:
    """Return what to do with the names and numbers that a file has.

    Args:
        article: The article within the bounds that hold.
        said: What the file has.
        covered: The stretches of the text of which the file speaks.
        found: What the analysis found here; None where that is not known.
        records: What the layer has of the article.
        latest: Finds the newest revision of a record of the layer by its uid, a deleted one too.
        receiver: Whose layer it is.
    """
    return _SpanPlanner(article, said, covered, found or Analysis(), records, latest, receiver).run()


class _SpanPlanner:
    def __init__(
        self,
        article: Article,
        said: Sequence[SpanLine],
        covered: Sequence[tuple[int, int]],
        found: Analysis,
        records: Sequence[Record],
        latest: Latest,
        receiver: Receiver,
    ) -> None:
        self.plan = SpanPlan()
        self._article = article
        self._records = records
        self._covered = _Stretches(covered)
        self._latest = latest
        self._receiver = receiver
        self._said = {_place_of(one): one for one in said}
        self._over = {
            what: _Stretches((one.start, one.end) for one in said if one.what == what)
            for what in ("name", "number")
        }
        self._spans = Spans(article.text, records)
        self._found = {_place(one): one for one in _all(found) if self._is_covered(one)}
        self._there = {
            what: _Stretches((start, end) for kind, start, end in self._found if kind == what)
            for what in ("name", "number")
        }
        held = self._spans.mended(found, article.sentences)
        self._held = {_place(one): one for one in _all(held) if self._is_covered(one)}
        self._taken: set[Place] = set()

    def run(self) -> SpanPlan:
        for place, one in self._said.items():
            if one.by_hand:
                self._take(place, one)
        machine = {place: one for place, one in self._said.items() if not one.by_hand}
        missing = [
            one
            for (what, start, end), one in self._held.items()
            if not any(self._over[what].over(start, end))
        ]
        # A file that has what was not found here was analysed otherwise, and what it lacks tells nothing.
        alike = all(place in self._found for place in machine)
        for span in missing if alike and (machine or self._said) else ():
            self._reject(span)
        return self.plan

    def _take(self, place: Place, one: SpanLine) -> None:
        if self._article.text[one.start : one.end] != one.quote:
            self.plan.behind += 1
            return
        here = self._held.get(place)
        if here is not None and here.by == "person" and _says(here, one):
            self.plan.same += 1
            return
        target = self._target(one)
        act: SpanAct = "change" if target else "add"
        self._write(one, act, target)

    def _reject(self, span: Name | Number) -> None:
        line = SpanLine(what_is(span), span.start, span.end, self._text(span), None, None, by_hand=True)
        source = self._spans.source(span)
        if source is not None and not source.record["target"]:
            self._leave(line, "it", "nothing")  # it was added here by hand
            return
        target = [span.start, span.end]
        if source is not None and source.record["target"] and not source.moved:
            target = list(source.record["target"])
        self._write(replace(line, type=None), "reject", target)

    def _write(self, one: SpanLine, act: SpanAct, target: Sequence[int] | None) -> None:
        start, end = (target[0], target[1]) if act == "reject" and target else (one.start, one.end)
        rival = self._spans.in_the_way(one.what, start, end, None) or self._about(one.what, target)
        if rival is not None and not self._receiver.replace:
            self._leave(one, _words(rival), "no " + one.what if act == "reject" else _line_words(one))
            return
        uid = span_uid(
            *(self._article.id, one.what, target[0] if target else one.start, self._receiver.annotator),
            added=target is None,
        )
        if rival is not None:
            uid = rival["uid"] if (rival["target"] is None) == (target is None) else uid
            self.plan.replaced += 1
            if rival["uid"] != uid:
                self.plan.records.append(tombstone(rival, writer=self._receiver.writer))
        else:
            self.plan.made += 1
        fresh = span_record(
            self._article.id,
            one.what,
            act,
            start,
            end,
            self._article.text[start:end],
            target=target,
            type=one.type,
            number=one.number,
            everywhere=False,
            uid=uid,
            annotator=self._receiver.annotator,
            writer=self._receiver.writer,
            scheme=self._receiver.scheme,
        )
        self.plan.records.append(_following(self._latest(uid), fresh))

    def _about(self, what: str, target: Sequence[int] | None) -> SpanRecord | None:
        if target is None:
            return None
        for record in self._records:
            if record["kind"] == "span" and record["what"] == what and record["target"] == list(target):
                return record
        return None

    def _target(self, one: SpanLine) -> list[int] | None:
        """Return what was found that the file has otherwise."""
        if _place_of(one) in self._found:
            return [one.start, one.end]
        for start, end in self._there[one.what].over(one.start, one.end):
            place = one.what, start, end
            if place not in self._said and place not in self._taken:
                self._taken.add(place)
                return [start, end]
        return None

    def _is_covered(self, span: Name | Number) -> bool:
        return any(
            start <= span.start and span.end <= end for start, end in self._covered.over(span.start, span.end)
        )

    def _text(self, span: Name | Number) -> str:
        return self._article.text[span.start : span.end]

    def _leave(self, one: SpanLine, was: str, will: str) -> None:
        place = f"{self._article.source}, at {one.start} ({one.quote[:12]})"
        self.plan.left.append(Left(place, self._receiver.called or self._receiver.annotator, was, will))


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
        plan.records.append(_following(latest(uid), fresh))
        plan.made += 1
    wanted = {at: act for at, act, _, _ in _acts(article, given)}
    spoken = _Stretches(given)
    for at, one in held.items():
        # A split is spoken of by a sentence that goes over it, a join by one that begins at it.
        over = any((start < at) == (one["act"] == "split") for start, _ in spoken.over(at, at + 1))
        if at not in wanted and over:
            if receiver.corrects and receiver.replace:
                plan.records.append(tombstone(one, writer=receiver.writer, at=now()))
                plan.replaced += 1
            else:
                was = "joined" if one["act"] == "join" else "split"
                place = f"{article.source}, at {at} ({article.text[at : at + 12]})"
                plan.left.append(Left(place, receiver.annotator, f"sentences {was}", "none"))
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


class _Stretches:
    """Stretches of a text, to be found by what they overlap."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._all = sorted(set(stretches))
        self._starts = [start for start, _ in self._all]
        self._ends = list(accumulate((end for _, end in self._all), max))

    def over(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield those that have characters between `start` and `end`, in order of their start."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return (one for one in self._all[first:last] if one[1] > start)


def _following(before: Newest | None, fresh: R) -> R:
    """Return `fresh` as the revision that follows `before`."""
    if before is None:
        return fresh
    return with_fields(fresh, {"rev": before["rev"] + 1, "created": before["created"]})


def _all(analysis: Analysis) -> Iterator[Name | Number]:
    yield from analysis.names
    yield from analysis.numbers


def _place(span: Name | Number) -> Place:
    return what_is(span), span.start, span.end


def _place_of(one: SpanLine) -> Place:
    return one.what, one.start, one.end


def _says(span: Name | Number, one: SpanLine) -> bool:
    if isinstance(span, Name):
        return span.type == one.type
    return number_fields(span) == one.number


def _line_words(one: SpanLine) -> str:
    return one.type or f"another {one.what}"


def _words(record: SpanRecord) -> str:
    if record["act"] == "reject":
        return f"no {record['what']}"
    return record["type"] or f"another {record['what']}"
