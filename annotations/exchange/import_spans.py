"""Making the plan of an import for names and numbers: what people said of them. Pure.

A file has the names and numbers that hold, and of each whether a person set it. What a person rejected is not
in it; that shows where the file has all else that was found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotations.exchange.import_bounds import Latest, SpanPlan, Stretches, following
from annotations.exchange.import_plan import Receiver
from annotations.exchange.said import Left
from annotations.exchange.span_lines import SpanLine
from annotations.marks.spans import Spans
from annotations.model.article import Analysis, Article, Name, Number
from annotations.records.kinds import SpanAct, SpanRecord
from annotations.records.record import Record, tombstone
from annotations.records.spans import number_fields, span_record, span_uid, what_is
from annotations.wording import tr

__all__ = ["plan_spans"]

Place = tuple[str, int, int]


def plan_spans(
    article: Article,
    said: Sequence[SpanLine],
    covered: Sequence[tuple[int, int]],
    found: Analysis | None,
    records: Sequence[Record],
    latest: Latest,
    receiver: Receiver,
    *,
    adds: bool = False,
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
        adds: Whether what the file lacks tells nothing, and what it has in common with what was found here
            is no news.
    """
    planner = _SpanPlanner(article, said, covered, found or Analysis(), records, latest, receiver)
    return planner.run(adds=adds)


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
        self._covered = Stretches(covered)
        self._latest = latest
        self._receiver = receiver
        self._said = {_place_of(one): one for one in said}
        self._over = {
            what: Stretches((one.start, one.end) for one in said if one.what == what)
            for what in ("name", "number")
        }
        self._spans = Spans(article.text, records)
        self._found = {_place(one): one for one in _all(found) if self._is_covered(one)}
        self._there = {
            what: Stretches((start, end) for kind, start, end in self._found if kind == what)
            for what in ("name", "number")
        }
        held = self._spans.mended(found, article.sentences)
        self._held = {_place(one): one for one in _all(held) if self._is_covered(one)}
        self._taken: set[Place] = set()

    def run(self, *, adds: bool) -> SpanPlan:
        for place, one in self._said.items():
            here = self._held.get(place)
            if adds and here is not None and _says(here, one):
                self.plan.same += 1
            elif one.by_hand:
                self._take(place, one)
        if adds:
            return self.plan
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
            self._leave(line, tr("it"), tr("nothing"))  # it was added here by hand
            return
        target = [span.start, span.end]
        if source is not None and source.record["target"] and not source.moved:
            target = list(source.record["target"])
        self._write(replace(line, type=None), "reject", target)

    def _write(self, one: SpanLine, act: SpanAct, target: Sequence[int] | None) -> None:
        start, end = (target[0], target[1]) if act == "reject" and target else (one.start, one.end)
        rival = self._spans.in_the_way(one.what, start, end, None) or self._about(one.what, target)
        if rival is not None and not self._receiver.replace:
            self._leave(one, _words(rival), tr("no ") + one.what if act == "reject" else _line_words(one))
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
        self.plan.records.append(following(self._latest(uid), fresh))

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
        place = tr(
            "{source}, at {start} ({quote})",
            source=self._article.source,
            start=one.start,
            quote=one.quote[:12],
        )
        self.plan.left.append(Left(place, self._receiver.called or self._receiver.annotator, was, will))


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
    return one.type or tr("another {what}", what=one.what)


def _words(record: SpanRecord) -> str:
    if record["act"] == "reject":
        return tr("no {what}", what=record["what"])
    return record["type"] or tr("another {what}", what=record["what"])
