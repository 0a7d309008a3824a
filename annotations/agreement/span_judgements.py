"""What annotators judged of names and numbers, place by place: the one definition that everything asks.

A place is a run of names, or of numbers, that overlap, whoever has them. An annotator judged it who has
mended something there, or who marked the article done and has seen any of it: what was not seen was not
judged. Agreement, settling, votes and gold count who judged.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from annotations.marks.coverage import Coverage
from annotations.marks.spans import Spans
from annotations.model.article import Analysis, Article
from annotations.records.kinds import What
from annotations.records.lead_kinds import SpanDecision
from annotations.records.record import Record
from annotations.records.span_decisions import Span, Version

__all__ = ["SpanAnnotator", "SpanPlace", "span_places"]

_T = TypeVar("_T")
_Name = TypeVar("_Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class SpanPlace(Generic[_Name]):
    """One place: who judged it, and what each of those has there."""

    what: What
    """``name`` or ``number``."""
    start: int
    end: int
    auto: Version
    """What the analysis found there."""
    versions: Mapping[_Name, Version]
    """What each annotator who judged it has there, in the order that was given; nothing is a version too."""
    left: frozenset[_Name]
    """Who of those has mended nothing there."""
    helped: frozenset[_Name]
    """Who of those was shown what models mark there, with which people agree and not with each other."""
    passed_over: Mapping[_Name, Version]
    """What those have there who did not judge it but are done, or do not count: they once did."""
    decisions: Sequence[SpanDecision]
    """What was decided of it, within these bounds or others."""


class SpanAnnotator(Generic[_Name]):
    """What one annotator has in an article, and where that one has mended something.

    Args:
        article: The article with the bounds that hold.
        analysis: What was found in it.
        name: Who it is.
        records: The annotator's of the article, of any kind.
        coverage: What of the article the annotator has been through.
        counts: Whether anything that the annotator says of the article can be compared.
    """

    def __init__(
        self,
        article: Article,
        analysis: Analysis,
        name: _Name,
        records: Sequence[Record],
        coverage: Coverage,
        *,
        counts: bool = True,
    ) -> None:
        self.name = name
        self.coverage = coverage
        self.counts = counts
        spans = Spans(article.text, records)
        mended = spans.mended(analysis, article.sentences)
        self.held: Mapping[str, Version] = {"name": mended.names, "number": mended.numbers}
        misplaced = {id(one) for one in spans.out_of_place}
        self.touched: dict[str, list[tuple[int, int]]] = {"name": [], "number": []}
        for one in records:
            if one["kind"] == "span" and not one["deleted"] and id(one) not in misplaced:
                self.touched[one["what"]].append((one["start"], one["end"]))
                if one["target"]:
                    self.touched[one["what"]].append((one["target"][0], one["target"][1]))
        found: Mapping[str, Version] = {"name": analysis.names, "number": analysis.numbers}
        for what, touched in self.touched.items():
            if touched:  # what was said of one place may hold in others too
                held = {(one.start, one.end) for one in self.held[what]}
                touched += [(one.start, one.end) for one in self.held[what] if one.by == "person"]
                touched += [(one.start, one.end) for one in found[what] if (one.start, one.end) not in held]
                touched.sort()
        self.helped: dict[str, list[tuple[int, int]]] = {"name": [], "number": []}
        """Where that one said something beside what a model marks."""
        for one in records:
            if one["kind"] == "span" and not one["deleted"] and "predicted" in one:
                self.helped[one["what"]].append((one["start"], one["end"]))
                if one["target"]:
                    self.helped[one["what"]].append((one["target"][0], one["target"][1]))
        for what, helped in self.helped.items():
            if helped:  # which may hold in other places too
                by_hand = (one for one in self.held[what] if one.by == "person")
                sources = ((one, spans.source(one)) for one in by_hand)
                helped += [
                    (one.start, one.end) for one, source in sources if source and "predicted" in source.record
                ]


def span_places(
    article: Article,
    analysis: Analysis,
    people: Sequence[SpanAnnotator[_Name]],
    decisions: Iterable[SpanDecision] = (),
) -> Iterator[SpanPlace[_Name]]:
    """Yield the places where somebody has mended or decided something, names first, each kind ascending.

    Args:
        article: The article.
        analysis: What was found in it.
        people: Its annotators.
        decisions: What was decided of names and numbers of it, none of them deleted or out of place.
    """
    made: dict[What, list[SpanDecision]] = {"name": [], "number": []}
    for one in sorted(decisions, key=lambda one: (one["start"], one["annotator"])):
        made[one["what"]].append(one)
    auto: Mapping[What, Version] = {"name": analysis.names, "number": analysis.numbers}
    for what, found in auto.items():
        yield from _places(what, found, people, made[what])


def _places(
    what: What, found: Version, people: Sequence[SpanAnnotator[_Name]], decisions: Sequence[SpanDecision]
) -> Iterator[SpanPlace[_Name]]:
    spans = {(one.start, one.end) for one in found}
    for person in people:
        spans.update((one.start, one.end) for one in person.held[what])
    # What was decided as one place stays one, also when the layer is not there that made it so wide.
    places = _runs(spans.union(map(_bounds, decisions)))
    by_place = _ByPlace(places)
    helped = {
        person.name: by_place.sorted((one, one) for one in person.helped[what]).keys() for person in people
    }
    made = by_place.sorted((_bounds(one), one) for one in decisions)
    auto = by_place.sorted(((one.start, one.end), one) for one in found)
    touched: dict[_Name, dict[int, list[tuple[int, int]]]] = {}
    held: dict[_Name, dict[int, list[Span]]] = {}
    for person in people:
        if person.touched[what]:  # else it is all as it was found
            touched[person.name] = by_place.sorted((one, one) for one in person.touched[what])
            mine = (((one.start, one.end), one) for one in person.held[what])
            held[person.name] = by_place.sorted(mine)
    for at in sorted({*made, *(at for one in touched.values() for at in one)}):
        start, end = places[at]
        as_found = tuple(auto.get(at, ()))
        versions: dict[_Name, Version] = {}
        passed_over: dict[_Name, Version] = {}
        left, beside = set(), set()
        for person in people:
            name = person.name
            mended = at in touched.get(name, ())
            if mended or person.coverage.done:
                judged = person.counts and (mended or person.coverage.saw(start, end))
                has = tuple(held[name].get(at, ())) if name in held else as_found
                (versions if judged else passed_over)[name] = has
                if judged and not mended:
                    left.add(name)
                if judged and (at in helped[name] or (not mended and person.coverage.helped_spans)):
                    beside.add(name)
        yield SpanPlace(
            what,
            start,
            end,
            as_found,
            versions,
            frozenset(left),
            frozenset(beside),
            passed_over,
            made.get(at, ()),
        )


def _runs(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the smallest ranges that cut none of `spans`, ascending: spans that overlap share one."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if runs and start < runs[-1][1]:
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((start, end))
    return runs


class _ByPlace:
    """Finds which of `places`, ascending and disjoint, something overlaps."""

    def __init__(self, places: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def of(self, start: int, end: int) -> range:
        """Return which of the places overlap the stretch from `start` to `end`."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def sorted(self, ones: Iterable[tuple[tuple[int, int], _T]]) -> dict[int, list[_T]]:
        """Return by place those of `ones`, given with their bounds, that overlap it."""
        found: dict[int, list[_T]] = {}
        for (start, end), one in ones:
            for at in self.of(start, end):
                found.setdefault(at, []).append(one)
        return found


def _bounds(decision: SpanDecision) -> tuple[int, int]:
    return decision["start"], decision["end"]
