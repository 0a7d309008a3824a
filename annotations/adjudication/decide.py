"""A lead at work: every act of deciding as the records that it writes.

Each function returns the records of one act for the lead's layer, the next revisions of what is there; an
empty list where there is nothing to write. Units to which an act does not apply are left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypedDict
from uuid import uuid4

from annotations.adjudication.disagreement import Opinion, quotes_key
from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.unit import is_majority, revisions, waiting, withdrawn
from annotations.marks.marks import Said
from annotations.model.scheme import Scheme
from annotations.records.decisions import decision
from annotations.records.kinds import Decision, How, SpanDecision, Status
from annotations.records.record import Newest, decision_uid

__all__ = ["UNDECIDED", "Decider", "Fields"]


class Fields(TypedDict):
    """What a decision says."""

    status: Status
    labels: Sequence[str]
    voice: str | None
    voice_by: str | None
    quotes: Sequence[Mapping[str, object]]
    attributes: Mapping[str, object]


_NONE: Fields = {
    "status": "none",
    "labels": [],
    "voice": None,
    "voice_by": None,
    "quotes": [],
    "attributes": {},
}
UNDECIDED: Fields = {**_NONE, "status": "open"}
"""What a decision says before anything is decided."""


class Decider:
    """The decisions of one lead.

    Args:
        scheme: The labels of the project.
        lead: Whose layer the decisions go to.
        latest: Finds the newest revision of any record of that layer by its uid, a deleted one too: the
            next revision builds on it.
        writer: Tells this run of the program from others that write to the same layer; a new one by default.
    """

    def __init__(
        self,
        scheme: Scheme,
        lead: str,
        latest: Callable[[str], Newest | None] = lambda uid: None,
        writer: str | None = None,
    ) -> None:
        self.scheme = scheme
        self.lead = lead
        self.latest = latest
        self.writer = writer or uuid4().hex[:12]

    def accept(self, of: Decisions, units: Iterable[Unit], annotator: str) -> list[Decision]:
        """Decide as `annotator` has it; units of which that one says nothing are left."""
        found = ((unit, unit.opinion_of(annotator)) for unit in units)
        chosen = [(unit, self._as_said(one.said)) for unit, one in found if one is not None]
        return self._act(of, chosen, "person")

    def majority(self, of: Decisions, units: Iterable[Unit]) -> list[Decision]:
        """Decide as more than half of the annotators have it.

        A unit is left where a label is tied, where no label has a majority and none has not either, and
        where there is no majority for the voice, the quotes or an attribute that the labels ask for.
        """
        counted = ((unit, self._majority(unit.opinions)) for unit in units)
        chosen = [(unit, fields) for unit, fields in counted if fields is not None]
        return self._act(of, chosen, "majority")

    def union(self, of: Decisions, units: Iterable[Unit]) -> list[Decision]:
        """Decide for every label that anybody set, and none where nobody set one.

        Voices that differ become ``both``; of quotes each is kept once; of an attribute the first value.
        """
        chosen = [(unit, self._union(unit.opinions)) for unit in units if unit.opinions]
        return self._act(of, chosen, "person")

    def none(self, of: Decisions, units: Iterable[Unit]) -> list[Decision]:
        """Decide that no label applies."""
        return self._act(of, [(unit, _NONE) for unit in units], "person")

    def settle_unanimous(self, of: Decisions) -> list[Decision]:
        """Decide all units on which at least two annotators agree in everything, and that wait for it."""
        chosen = waiting(
            of.units, lambda unit: self.latest(decision_uid(of.article.id, unit.start, self.lead))
        )
        made = [(unit, self._as_said(unit.opinions[0].said)) for unit in chosen]
        return self._act(of, made, "unanimous")

    def take_back(self, units: Iterable[Unit]) -> list[Decision | SpanDecision]:
        """Leave `units` undecided again, as far as it was this lead who decided."""
        return withdrawn(units, self.lead, self.latest, writer=self.writer)

    def _act(self, of: Decisions, chosen: Iterable[tuple[Unit, Fields]], how: How) -> list[Decision]:
        fresh = (self.first(of, unit, how, fields) for unit, fields in chosen)
        return revisions(fresh, self.latest)

    def first(self, of: Decisions, unit: Unit, how: How, fields: Fields) -> Decision:
        """Return a first decision that says `fields` of `unit`, and rests on what is said now."""
        return decision(
            of.article.id,
            unit.start,
            unit.end,
            of.article.text[unit.start : unit.end],
            lead=self.lead,
            writer=self.writer,
            scheme=self.scheme.id,
            how=how,
            seen=[seen for one in unit.opinions for seen in one.seen],
            votes=unit.votes,
            **fields,
        )

    def _as_said(self, said: Said) -> Fields:
        """Return what a decision says that follows `said`."""
        if not said.labels:
            return _NONE
        return {
            "status": "marked",
            "labels": self.scheme.in_order(said.labels),
            "voice": said.voice,
            "voice_by": said.voice_by,
            "quotes": [dict(one) for one in said.quotes],
            "attributes": dict(said.attributes),
        }

    def _majority(self, opinions: Sequence[Opinion]) -> Fields | None:
        count = len(opinions)
        labels = Counter(label for one in opinions for label in one.labels)
        if not opinions or any(number * 2 == count for number in labels.values()):
            return None
        holding = frozenset(label for label, number in labels.items() if is_majority(number, count))
        if not holding:
            silent = sum(not one.labels for one in opinions)
            return _NONE if is_majority(silent, count) else None
        # What hangs on labels is asked of those who set one of them that holds.
        asked = [one.said for one in opinions if one.labels & holding]
        try:
            voice = self._asked(asked, self.scheme.voiced, holding, lambda said: said.voice)
            quoting = (self.scheme.quotes,) if self.scheme.quotes else ()
            quotes = self._asked(asked, quoting, holding, lambda said: quotes_key(said.quotes))
            attributes = {}
            for name in sorted({name for said in asked for name in said.attributes}):
                if self.scheme.applies(name, holding):
                    one = _most(asked, lambda said, name=name: repr(said.attributes.get(name)))  # type: ignore[misc]
                    if name in one.attributes:
                        attributes[name] = one.attributes[name]
        except _TiedError:
            return None
        return self._as_said(
            Said(
                holding,
                voice=voice.voice if voice else None,
                voice_by=voice.voice_by if voice else None,
                quotes=quotes.quotes if quotes else (),
                attributes=attributes,
            )
        )

    def _asked(
        self,
        said: Sequence[Said],
        labels: Sequence[str],
        holding: frozenset[str],
        key: Callable[[Said], object],
    ) -> Said | None:
        """Return whoever says what most say, of those with one of `labels` that holds; None without any."""
        having = [one for one in said if one.labels & holding & frozenset(labels)]
        return _most(having, key) if having else None

    def _union(self, opinions: Sequence[Opinion]) -> Fields:
        said = [one.said for one in opinions]
        voices = [one for one in said if one.voice]
        quotes = {quotes_key([quote]): quote for one in reversed(said) for quote in reversed(one.quotes)}
        same = len({one.voice for one in voices}) < 2
        return self._as_said(
            Said(
                frozenset(label for one in said for label in one.labels),
                voice=(voices[0].voice if same else "both") if voices else None,
                voice_by=voices[0].voice_by if voices else None,
                quotes=tuple(reversed(quotes.values())),
                attributes={name: value for one in reversed(said) for name, value in one.attributes.items()},
            )
        )


class _TiedError(Exception):
    """There is no majority."""


def _most(said: Sequence[Said], key: Callable[[Said], object]) -> Said:
    """Return the first of those that more than half agree with; raises `_TiedError` without any."""
    counts = Counter(key(one) for one in said)
    value, number = counts.most_common(1)[0]
    if not is_majority(number, len(said)):
        raise _TiedError
    return next(one for one in said if key(one) == value)
