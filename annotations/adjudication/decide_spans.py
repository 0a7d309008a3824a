"""A lead at work on names and numbers: every act of deciding as the records that it writes.

Each function returns the records of one act for the lead's layer, the next revisions of what is there; an
empty list where there is nothing to write. Units to which an act does not apply are left alone.

With `alike` an act covers, beside the units that were chosen, those of the article that read the same, in
which the same annotators have the same, and which were not decided otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from annotations.adjudication.spans import SpanUnit, rests_on
from annotations.errors import UsageError
from annotations.model.article import Article
from annotations.records.acts import following
from annotations.records.record import Record, as_act, span_decision_uid, tombstone
from annotations.records.span_decisions import Span, said, same_version, seen, span_decision

__all__ = ["SpanDeciding"]

Spans = list[dict[str, Any]]
"""What holds in one place, as records have it."""


class SpanDeciding:
    """The decisions of one lead on the names and numbers of one article.

    Args:
        article: The article.
        units: All of its units, as :func:`~annotations.adjudication.spans.span_units` has just given them.
        scheme: The id of the project's scheme.
        lead: Whose layer the decisions go to.
        latest: Finds the newest revision of any record of that layer by its uid, a deleted one too: the
            next revision builds on it.
    """

    def __init__(
        self,
        article: Article,
        units: Sequence[SpanUnit],
        scheme: str,
        lead: str,
        latest: Callable[[str], Record | None] = lambda uid: None,
    ) -> None:
        self.article = article
        self.units = units
        self.scheme = scheme
        self.lead = lead
        self.writer = uuid4().hex[:12]
        """Tells this run of the program from others that write to the same layer."""
        self._latest = latest

    def accept(
        self,
        chosen: Iterable[SpanUnit],
        annotator: str,
        *,
        alike: bool = False,
        reason: str = "",
        note: str = "",
    ) -> list[Record]:
        """Decide as `annotator` has it; units in which that one does not count are left."""
        found = [(unit, said(unit.versions[annotator])) for unit in chosen if annotator in unit.versions]
        return self._act(found, "person", alike, reason, note)

    def majority(
        self, chosen: Iterable[SpanUnit], *, alike: bool = False, reason: str = "", note: str = ""
    ) -> list[Record]:
        """Decide as more than half of those who count have it; a unit without such a version is left."""
        found = []
        for unit in chosen:
            for version, names in unit.groups[:1]:
                if len(names) * 2 > len(unit.versions):
                    found.append((unit, said(version)))
        return self._act(found, "majority", alike, reason, note)

    def none(
        self, chosen: Iterable[SpanUnit], *, alike: bool = False, reason: str = "", note: str = ""
    ) -> list[Record]:
        """Decide that there is no name, or no number, in the place."""
        empty: Spans = []
        return self._act([(unit, empty) for unit in chosen], "person", alike, reason, note)

    def by_hand(
        self,
        unit: SpanUnit,
        spans: Iterable[Span],
        *,
        alike: bool = False,
        reason: str = "",
        note: str = "",
    ) -> list[Record]:
        """Decide for `spans`, whatever the annotators have.

        Raises:
            UsageError: They are not in the place, or overlap, or are of the other kind.
        """
        ordered = sorted(spans, key=lambda one: one.start)
        at = unit.start
        for one in ordered:
            quote = self.article.text[one.start : one.end]
            if not unit.start <= one.start < one.end <= unit.end:
                beyond = f"{quote!r:.60} reaches beyond {unit.quote!r:.60}"
                raise UsageError(f"{beyond}; mark it in the article and accept that")
            if one.start < at:
                raise UsageError(f"{quote!r:.60} overlaps what stands before it; move its edge")
            at = one.end
        fields = said(ordered)
        if any(("type" in one) != (unit.what == "name") for one in fields):
            raise UsageError(f"{unit.quote!r:.60}: a place of {unit.what}s has nothing but {unit.what}s")
        return self._act([(unit, fields)], "person", alike, reason, note)

    def settle_unanimous(self) -> list[Record]:
        """Decide all units on which at least two count and have the same, and that wait for it.

        What a person decided is never touched, not even when it is stale; nor is a decision that the lead
        took back, as long as everybody says what they said then.
        """
        found = []
        for unit in self.units:
            if unit.state in ("settled", "disputed") or not unit.unanimous:
                continue
            if any(one["how"] != "unanimous" for one in unit.stale_decisions):
                continue
            before = self._latest(span_decision_uid(self.article.id, unit.what, unit.start, self.lead))
            if before is not None and before["deleted"] and _rested_on(before, unit):
                continue
            found.append((unit, said(next(iter(unit.versions.values())))))
        return self._act(found, "unanimous", False, "", "")

    def take_back(self, chosen: Iterable[SpanUnit], *, alike: bool = False) -> list[Record]:
        """Leave the units undecided again, as far as it was this lead who decided."""
        made = [
            one
            for unit in chosen
            for place in (unit, *(self._alike(unit, decided=True) if alike else ()))
            for one in (*place.decisions, *place.stale_decisions)
            if one["annotator"] == self.lead
        ]
        newest = {one["uid"]: self._latest(one["uid"]) or one for one in made}
        return as_act(tombstone(one, writer=self.writer) for one in newest.values() if not one["deleted"])

    def _act(
        self, found: Iterable[tuple[SpanUnit, Spans]], how: str, alike: bool, reason: str, note: str
    ) -> list[Record]:
        found = list(found)
        places = {(unit.what, unit.start): (unit, spans) for unit, spans in found}
        for unit, spans in found if alike else ():
            for other in self._alike(unit):
                moved = _moved(spans, other.start - unit.start)
                places.setdefault((other.what, other.start), (other, moved))
        records = []
        for unit, spans in places.values():
            fresh = span_decision(
                self.article.id,
                unit.what,
                unit.start,
                unit.end,
                unit.quote,
                spans=spans,
                how=how,
                seen=seen(unit.versions),
                lead=self.lead,
                writer=self.writer,
                scheme=self.scheme,
                reason=reason,
                note=note,
            )
            record = following(self._latest(fresh["uid"]), fresh)
            if record is not None:
                records.append(record)
        return as_act(records)

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


def _moved(spans: Iterable[Mapping[str, Any]], by: int) -> Spans:
    return [{**one, "start": one["start"] + by, "end": one["end"] + by} for one in spans]


def _same_versions(unit: SpanUnit, other: SpanUnit) -> bool:
    by = unit.start - other.start
    return unit.versions.keys() == other.versions.keys() and all(
        same_version(said(version), said(other.versions[name], by)) for name, version in unit.versions.items()
    )


def _rested_on(before: Record, unit: SpanUnit) -> bool:
    """Tell whether `before`, a decision that was taken back, rests on what is said now."""
    return (
        "seen" in before
        and before.get("end") == unit.end
        and rests_on(before, unit.versions, unit.left, unit.passed_over)
    )
