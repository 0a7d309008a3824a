"""Of each name and number that somebody mended: who says what of it, and what was decided.

A unit is a place in the sense of :mod:`annotations.agreement.span_judgements`, which says who counts in it;
what all who count left as it was found is no unit. Nothing here writes:
:mod:`annotations.adjudication.decide_spans` makes the records.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from annotations.adjudication.unit import Adjudicated, is_majority, standing, who_is
from annotations.agreement.judgements import barred
from annotations.agreement.span_judgements import SpanAnnotator, SpanPlace, span_places
from annotations.marks.coverage import Coverage
from annotations.model.annotator import same_annotator
from annotations.model.article import Analysis, Article
from annotations.records.kinds import What
from annotations.records.lead_kinds import DecidedSpan, GroundOfSpans, SpanDecision
from annotations.records.record import Newest, Record
from annotations.records.span_decisions import Version, said, same_spans, same_version, seen

__all__ = ["SpanUnit", "contradicted_by", "rests_on", "span_units"]

_NOBODY: Mapping[str, Version] = {}


@dataclass(frozen=True, slots=True)
class SpanUnit(Adjudicated[SpanDecision]):
    """One place: what is said of the names, or the numbers, in it, and what was decided."""

    what: What
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
    left: frozenset[str] = frozenset()
    """Who of those who count has mended nothing there."""
    passed_over: Mapping[str, Version] = field(default_factory=dict)
    """What those have there who do not count and once did: decisions of then rest on it."""
    reopened_by: tuple[str, ...] = ()
    """Who contradicts one of the decisions that are stale."""
    absent: tuple[str, ...] = ()
    """On whom a decision of it rests who says nothing at all of the article here."""

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
    def judged(self) -> int:
        """Return how many annotators count in it."""
        return len(self.versions)

    @property
    def differs(self) -> bool:
        """Tell whether not all who count say the same."""
        return self.relation != "same"

    @property
    def grounds(self) -> Sequence[GroundOfSpans]:
        """Return what a decision keeps of what everybody who counts has now."""
        return seen(self.versions)

    def rests(self, decision: Newest) -> bool:
        """Tell whether `decision` was made on just these versions, and of just this place."""
        if decision["kind"] != "span-decision":
            return False
        whole = (decision["start"], decision["end"]) == (self.start, self.end)
        return whole and rests_on(decision, self.versions, self.left, self.passed_over)

    def agree(self, one: SpanDecision, two: SpanDecision) -> bool:
        """Tell whether two decisions leave the same there."""
        return same_version(one["spans"], two["spans"])

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


def span_units(
    article: Article,
    analysis: Analysis,
    layers: Mapping[str, Iterable[Record]],
) -> list[SpanUnit]:
    """Return the units of `article`, ascending, a name before a number that begins there too.

    Args:
        article: The article with the bounds that hold, which are the lead's.
        analysis: What was found in it.
        layers: The records of the article by annotator, the newest revision of each. Decisions are looked for
            in all of them: who led before may have settled a place. Where one was made, there is a unit,
            whether or not anybody still says something else than was found.

    Whose marks quote another text counts as little here as in what is said of sentences.
    """
    people = []
    everybody = {name: list(layers[name]) for name in sorted(layers)}

    def owner(uid: str) -> str | None:
        return next((name for name, said in everybody.items() for one in said if one["uid"] == uid), None)

    who = who_is(article.id, everybody, owner)
    there = set(map(who, everybody))
    for name, records in everybody.items():
        marks = (one for one in records if one["kind"] == "sentence" and not one["deleted"])
        counts = not barred(article.text, marks)
        people.append(SpanAnnotator(article, analysis, name, records, Coverage.of(records), counts=counts))
    made: list[SpanDecision] = []
    for one in (one for records in everybody.values() for one in records):
        if one["kind"] != "span-decision" or one["deleted"]:
            continue
        if article.text[one["start"] : one["end"]] == one["quote"]:
            made.append(one)
    starts = [sentence.start for sentence in article.sentences]
    units = [
        _unit(article, place, max(0, bisect_right(starts, place.start) - 1), who, there)
        for place in span_places(article, analysis, people, made)
        if place.decisions or any(not same_spans(place.auto, one) for one in place.versions.values())
    ]
    return sorted(units, key=attrgetter("start"))


def rests_on(
    decision: SpanDecision,
    versions: Mapping[str, Version],
    left: Collection[str] = (),
    passed: Mapping[str, Version] = _NOBODY,
) -> bool:
    """Tell whether `decision` was made on just these `versions`: none changed, nobody came or left.

    It may well hold where it was not: nothing is settled by itself that a lead took back on the same grounds.

    It may rest on versions of those who never saw the place, `passed`, who once counted. Who has only seen it
    since, is among those who `left` it as it was found, and has there what was decided, contradicts nothing.
    """
    then = {one["annotator"]: one["spans"] for one in decision["seen"]}
    came = {name for name in versions.keys() - then.keys() if name in left}
    agreeing = {name for name in came if same_version(decision["spans"], said(versions[name]))}
    now = {name: version for name, version in versions.items() if name not in agreeing}
    once = {name: passed[name] for name in then.keys() & passed.keys()}
    return then.keys() == now.keys() | once.keys() and all(
        same_version(then[name], said(version)) for name, version in (now | once).items()
    )


def contradicted_by(
    decision: SpanDecision, versions: Mapping[str, Version], who: Callable[[str], str] = same_annotator
) -> list[str]:
    """Return who contradicts a `decision` of just this place: has otherwise than decided, and than then.

    As of sentences, so of names and numbers: who says later what was decided, or left, or has what the
    decision knew of, contradicts nothing.

    Args:
        decision: What was decided.
        versions: What each annotator who counts has there now.
        who: Returns for a name in `decision`, or in `versions`, what all names of that annotator share.
    """
    then = {who(one["annotator"]): one["spans"] for one in decision["seen"]}
    found = []
    for name, version in versions.items():
        now = said(version)
        if same_version(now, decision["spans"]):
            continue
        if who(name) not in then or not same_version(now, then[who(name)]):
            found.append(name)
    return found


def _most_say_so(decision: SpanDecision, versions: Mapping[str, Version], who: Callable[[str], str]) -> bool:
    """Tell whether most have what was decided, those who are not there as they had it then."""
    held: dict[str, Sequence[DecidedSpan]] = {who(one["annotator"]): one["spans"] for one in decision["seen"]}
    held.update((who(name), said(version)) for name, version in versions.items())
    return is_majority(sum(same_version(one, decision["spans"]) for one in held.values()), len(held))


def _unit(
    article: Article,
    place: SpanPlace[str],
    sentence: int,
    who: Callable[[str], str],
    there: Collection[str],
) -> SpanUnit:
    start, end, versions = place.start, place.end, place.versions
    fresh: list[SpanDecision] = []
    stale: list[SpanDecision] = []
    by: dict[str, None] = {}
    for one in standing(place.decisions):
        whole = (one["start"], one["end"]) == (start, end)
        against = contradicted_by(one, versions, who)
        holds = not against or (one["how"] == "majority" and _most_say_so(one, versions, who))
        if whole and holds:
            fresh.append(one)
        else:
            stale.append(one)
            by.update(dict.fromkeys(against))
    missing = dict.fromkeys(
        each["annotator"] for one in fresh for each in one["seen"] if who(each["annotator"]) not in there
    )
    return SpanUnit(
        place.what,
        start,
        end,
        article.text[start:end],
        sentence,
        versions,
        place.auto,
        place.left,
        place.passed_over,
        tuple(by),
        tuple(missing),
        decisions=tuple(fresh),
        stale_decisions=tuple(stale),
    )
