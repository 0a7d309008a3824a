"""A lead at work on names and numbers: every act of deciding as the records that it writes.

Each function returns the records of one act for the lead's layer, the next revisions of what is there; an
empty list where there is nothing to write. Units to which an act does not apply are left alone.

With `alike` an act covers, beside the units that were chosen, those of the article that read the same, in
which the same annotators have the same, and which were not decided otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotations.adjudication.decide import Decider
from annotations.adjudication.spans import SpanUnit
from annotations.adjudication.unit import is_majority, overruled, revisions, waiting, withdrawn
from annotations.model.article import Article
from annotations.records.lead_kinds import DecidedSpan, Decision, How, SpanDecision
from annotations.records.span_decisions import said, same_version, span_decision
from annotations.records.uids import span_decision_uid

__all__ = ["SpanDecider"]

Spans = list[DecidedSpan]
"""What holds in one place, as records have it."""


class SpanDecider:
    """The decisions of one lead on the names and numbers of one article.

    Args:
        article: The article.
        units: All of its units, as :func:`~annotations.adjudication.spans.span_units` has just given them.
        by: What decides on sentences for the same lead, in the same layer.
    """

    def __init__(self, article: Article, units: Sequence[SpanUnit], by: Decider) -> None:
        self.article = article
        self.units = units
        self._by = by

    def accept(
        self, chosen: Iterable[SpanUnit], annotator: str, *, alike: bool = False
    ) -> list[SpanDecision]:
        """Decide as `annotator` has it; units in which that one does not count are left."""
        found = [(unit, said(unit.versions[annotator])) for unit in chosen if annotator in unit.versions]
        return self._act(found, "person", alike)

    def majority(self, chosen: Iterable[SpanUnit], *, alike: bool = False) -> list[SpanDecision]:
        """Decide as more than half of those who count have it; a unit without such a version is left."""
        found = [(unit, most) for unit in chosen if (most := self.most(unit)) is not None]
        return self._act(found, "majority", alike)

    def most(self, unit: SpanUnit) -> Spans | None:
        """Return what more than half of those who count have in `unit`; None if there is no such version."""
        for version, names in unit.groups[:1]:
            if is_majority(len(names), len(unit.versions)):
                return said(version)
        return None

    def none(self, chosen: Iterable[SpanUnit], *, alike: bool = False) -> list[SpanDecision]:
        """Decide that there is no name, or no number, in the place."""
        empty: Spans = []
        return self._act([(unit, empty) for unit in chosen], "person", alike)

    def settle_unanimous(self) -> list[SpanDecision]:
        """Decide all units on which at least two count and have the same, and that wait for it."""
        article, by = self.article.id, self._by
        found = waiting(
            self.units,
            lambda unit: by.latest(span_decision_uid(article, unit.what, unit.start, by.lead)),
        )
        made = [(unit, said(next(iter(unit.versions.values())))) for unit in found]
        return self._act(made, "unanimous", False)

    def take_back(self, chosen: Iterable[SpanUnit], *, alike: bool = False) -> list[Decision | SpanDecision]:
        """Leave the units undecided again, as far as it was this lead who decided."""
        places = (
            place for unit in chosen for place in (unit, *(self._alike(unit, decided=True) if alike else ()))
        )
        return withdrawn(places, self._by.lead, self._by.latest, writer=self._by.writer)

    def _act(self, found: Iterable[tuple[SpanUnit, Spans]], how: How, alike: bool) -> list[SpanDecision]:
        found, by = list(found), self._by
        places = {(unit.what, unit.start): (unit, spans) for unit, spans in found}
        for unit, spans in found if alike else ():
            for other in self._alike(unit):
                moved = _moved(spans, other.start - unit.start)
                places.setdefault((other.what, other.start), (other, moved))
        fresh = (
            span_decision(
                self.article.id,
                unit.what,
                unit.start,
                unit.end,
                unit.quote,
                spans=spans,
                how=how,
                seen=unit.grounds,
                overrules=overruled(unit.made, by.lead),
                lead=by.lead,
                writer=by.writer,
                scheme=by.scheme.id,
            )
            for unit, spans in places.values()
        )
        return revisions(fresh, by.latest)

    def _alike(self, unit: SpanUnit, *, decided: bool = False) -> Iterator[SpanUnit]:
        """Yield the other units that read like `unit` and in which the same annotators have the same.

        What was decided otherwise than `unit` is left out, and with `decided` what was not decided.
        """
        was = _outcome(unit)
        for other in self.units:
            if (other.what, other.quote) != (unit.what, unit.quote) or other.start == unit.start:
                continue
            if other.state == "disputed" or not _same_versions(unit, other):
                continue
            now = _outcome(other)
            if (not decided) if now is None else (was is not None and same_version(was, now)):
                yield other


def _outcome(unit: SpanUnit) -> Spans | None:
    """Return what was decided of `unit`, by offsets from its start; None if it is not settled."""
    decision = unit.decision
    return None if decision is None else _moved(decision["spans"], -unit.start)


def _moved(spans: Iterable[DecidedSpan], by: int) -> Spans:
    return [{**one, "start": one["start"] + by, "end": one["end"] + by} for one in spans]


def _same_versions(unit: SpanUnit, other: SpanUnit) -> bool:
    by = unit.start - other.start
    return unit.versions.keys() == other.versions.keys() and all(
        same_version(said(version), said(other.versions[name], by)) for name, version in unit.versions.items()
    )
