"""Of each name and number that somebody mended: who says what of it, and what was decided.

A unit is a place: a run of names, or of numbers, that overlap, whoever has them. Who counts in it are the
annotators who marked the article done, and those who have mended something there; what all of these left as
it was found is no unit. Nothing here writes: :mod:`annotations.review.span_deciding` makes the records.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from annotations.article import Analysis, Article
from annotations.record import Record
from annotations.review.span_decision_record import Span, Version, said, same_spans, same_version
from annotations.spans import Spans

__all__ = ["SpanUnit", "rests_on", "span_units"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class SpanUnit:
    """One place: what is said of the names, or the numbers, in it, and what was decided."""

    what: str
    """``name`` or ``number``."""
    start: int
    end: int
    quote: str
    """What stands there."""
    sentence: int
    """In which sentence of the article it begins, from 0."""
    versions: Mapping[str, Version]
    """What each annotator who counts has there, in order of name; nothing is a version too."""
    auto: Version
    """What the analysis found there."""
    decisions: tuple[Record, ...] = ()
    """What was decided of it and rests on what is said now, one of each lead, in order of name."""
    stale_decisions: tuple[Record, ...] = ()
    """What was decided before somebody changed a version, came or went, or the place had other bounds."""

    @property
    def relation(self) -> str:
        """Return how the versions differ: ``same``, ``bounds``, ``overlap`` or ``alone``.

        Alone: somebody has nothing there. Bounds: all have the same bounds, with another type or value.
        """
        versions = list(self.versions.values())
        if all(same_spans(versions[0], one) for one in versions[1:]):
            return "same"
        if not all(versions):
            return "alone"
        bounds = [[(span.start, span.end) for span in one] for one in versions]
        return "bounds" if all(one == bounds[0] for one in bounds) else "overlap"

    @property
    def differing(self) -> bool:
        """Tell whether not all who count say the same."""
        return self.relation != "same"

    @property
    def unanimous(self) -> bool:
        """Tell whether at least two count, and all of them say the same."""
        return len(self.versions) > 1 and not self.differing

    @property
    def groups(self) -> tuple[tuple[Version, tuple[str, ...]], ...]:
        """Return each version with those who say it, what most say first, else in order of name."""
        found: list[tuple[Version, list[str]]] = []
        for name, version in self.versions.items():
            for other, names in found:
                if same_spans(other, version):
                    names.append(name)
                    break
            else:
                found.append((version, [name]))
        found.sort(key=lambda group: -len(group[1]))
        return tuple((version, tuple(names)) for version, names in found)

    @property
    def state(self) -> str:
        """Return ``silent``, ``undecided``, ``stale``, ``disputed`` or ``settled``, as of a sentence.

        Silent: nobody who counts is left, and nothing was decided.
        """
        if self.decisions:
            first, *others = self.decisions
            same = all(same_version(first["spans"], one["spans"]) for one in others)
            return "settled" if same else "disputed"
        if self.stale_decisions:
            return "stale"
        return "undecided" if self.versions else "silent"

    @property
    def decision(self) -> Record | None:
        """Return what holds, if it is settled; of leads who agree what a person decided goes first."""
        if self.state != "settled":
            return None
        return next((one for one in self.decisions if one["how"] == "person"), self.decisions[0])

    @property
    def stale(self) -> Record | None:
        """Return what was decided last and no longer holds, if nothing was decided since."""
        if self.decisions:
            return None
        return max(self.stale_decisions, key=lambda one: str(one["updated"]), default=None)


def span_units(
    article: Article,
    analysis: Analysis,
    layers: Mapping[str, Iterable[Record]],
    decisions: Iterable[Record] = (),
) -> list[SpanUnit]:
    """Return the units of `article`, ascending, a name before a number that begins there too.

    Args:
        article: The article with the bounds that hold, which are the lead's.
        analysis: What was found in it.
        layers: The records of the article by annotator, the newest revision of each.
        decisions: Records of the article, of which those count that decide on names and numbers. Where one
            does, there is a unit, whether or not anybody still says something else than was found.
    """
    people = [_Annotator(article, analysis, name, list(layers[name])) for name in sorted(layers)]
    made: dict[str, list[Record]] = {"name": [], "number": []}
    for one in decisions:
        held = one["kind"] == "span-decision" and not one["deleted"]
        if held and article.text[one["start"] : one["end"]] == one["quote"]:
            made[one["what"]].append(one)
    auto: Mapping[str, Version] = {"name": analysis.names, "number": analysis.numbers}
    units = [unit for what in auto for unit in _Places(article, what, auto[what], people, made[what]).units()]
    return sorted(units, key=attrgetter("start"))


def rests_on(decision: Record, versions: Mapping[str, Version]) -> bool:
    """Tell whether `decision` was made on just these `versions`: none changed, nobody came or left."""
    then = {one["annotator"]: one["spans"] for one in decision["seen"]}
    return then.keys() == versions.keys() and all(
        same_version(then[name], said(version)) for name, version in versions.items()
    )


class _Annotator:
    """What one annotator has in an article, and where that one has mended something."""

    def __init__(self, article: Article, analysis: Analysis, name: str, records: Sequence[Record]) -> None:
        self.name = name
        self.done = any(one["kind"] == "article" and one["done"] and not one["deleted"] for one in records)
        spans = Spans(article.text, records)
        mended = spans.mended(analysis, article.sentences)
        self.held: Mapping[str, Version] = {"name": mended.names, "number": mended.numbers}
        misplaced = {id(one) for one in spans.out_of_place}
        self.touched: dict[str, list[tuple[int, int]]] = {"name": [], "number": []}
        for one in records:
            if one["kind"] == "span" and "act" in one and not one["deleted"] and id(one) not in misplaced:
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


class _Places:
    """The places of one kind, ``name`` or ``number``, of an article."""

    def __init__(
        self,
        article: Article,
        what: str,
        auto: Version,
        people: Sequence[_Annotator],
        decisions: Sequence[Record],
    ) -> None:
        self._article = article
        self._what = what
        self._auto = auto
        self._people = people
        self._decisions = sorted(decisions, key=lambda one: (one["start"], one["annotator"]))
        self._starts = [sentence.start for sentence in article.sentences]

    def units(self) -> Iterator[SpanUnit]:
        """Yield the units, ascending."""
        what = self._what
        spans = {(one.start, one.end) for one in self._auto}
        for person in self._people:
            spans.update((one.start, one.end) for one in person.held[what])
        places = _runs(spans)
        known = _ByPlace(places)
        orphans = [one for one in self._decisions if not known.of(*_bounds(one))]
        places = sorted([*places, *_runs(map(_bounds, orphans))])
        by_place = _ByPlace(places)
        made = by_place.sorted((_bounds(one), one) for one in self._decisions)
        auto = by_place.sorted(((one.start, one.end), one) for one in self._auto)
        touched: dict[str, dict[int, list[tuple[int, int]]]] = {}
        held: dict[str, dict[int, list[Span]]] = {}
        for person in self._people:
            if person.touched[what]:  # else it is all as it was found
                touched[person.name] = by_place.sorted((one, one) for one in person.touched[what])
                mine = (((one.start, one.end), one) for one in person.held[what])
                held[person.name] = by_place.sorted(mine)
        for at in sorted({*made, *(at for one in touched.values() for at in one)}):
            found = tuple(auto.get(at, ()))
            versions = {
                one.name: tuple(held[one.name].get(at, ())) if one.name in held else found
                for one in self._people
                if one.done or at in touched.get(one.name, ())
            }
            if at in made or any(not same_spans(found, one) for one in versions.values()):
                yield self._unit(places[at], found, versions, made.get(at, ()))

    def _unit(
        self,
        place: tuple[int, int],
        auto: Version,
        versions: Mapping[str, Version],
        over: Sequence[Record],
    ) -> SpanUnit:
        start, end = place
        fresh: list[Record] = []
        stale: list[Record] = []
        for one in over:
            whole = (one["start"], one["end"]) == (start, end)
            (fresh if whole and rests_on(one, versions) else stale).append(one)
        return SpanUnit(
            self._what,
            start,
            end,
            self._article.text[start:end],
            max(0, bisect_right(self._starts, start) - 1),
            versions,
            auto,
            tuple(fresh),
            tuple(stale),
        )


def _runs(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the smallest ranges of which each has whole all of `spans` that it touches, ascending."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if runs and start < runs[-1][1]:
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((start, end))
    return runs


class _ByPlace:
    """Finds in which of `places`, ascending and disjoint, something has a character."""

    def __init__(self, places: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def of(self, start: int, end: int) -> range:
        """Return which of the places have characters from `start` to `end`."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def sorted(self, ones: Iterable[tuple[tuple[int, int], _T]]) -> dict[int, list[_T]]:
        """Return of each place that has any of `ones`, given with their bounds, those that it has."""
        found: dict[int, list[_T]] = {}
        for (start, end), one in ones:
            for at in self.of(start, end):
                found.setdefault(at, []).append(one)
        return found


def _bounds(decision: Record) -> tuple[int, int]:
    return decision["start"], decision["end"]
