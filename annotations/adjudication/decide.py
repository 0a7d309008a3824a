"""A lead at work: every act of deciding as the records that it writes.

Each function returns the records of one act for the lead's layer, the next revisions of what is there; an
empty list where there is nothing to write. Units to which an act does not apply are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypedDict
from uuid import uuid4

from annotations.adjudication.disagreement import Opinion, quotes_key
from annotations.adjudication.outcome import Outcome, all_of, outcome
from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.unit import is_majority, overruled, revisions, waiting, withdrawn
from annotations.marks.marks import Said
from annotations.model.scheme import Scheme
from annotations.records.decisions import decision
from annotations.records.kinds import Status
from annotations.records.lead_kinds import Decision, How, SpanDecision
from annotations.records.record import Newest
from annotations.records.uids import decision_uid

__all__ = ["UNDECIDED", "Decider", "Fields", "fields_of"]


class Fields(TypedDict):
    """What a decision says."""

    status: Status
    labels: Sequence[str]
    voice: str | None
    voice_by: str | None
    quotes: Sequence[Mapping[str, object]]
    attributes: Mapping[str, object]
    left_open: Sequence[str]


_NONE: Fields = {
    "status": "none",
    "labels": [],
    "voice": None,
    "voice_by": None,
    "quotes": [],
    "attributes": {},
    "left_open": (),
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

        A unit is left where a label is tied, and where no label has a majority and none has not either. Where
        the voice, the quotes or an attribute that the labels ask for has none, that is left open.
        """
        counted = ((unit, outcome(unit.opinions, self.scheme, is_majority)) for unit in units)
        chosen = [(unit, self._as_outcome(found)) for unit, found in counted if found is not None]
        return self._act(of, chosen, "majority")

    def tied(self, units: Iterable[Unit]) -> list[Unit]:
        """Return those of `units` that somebody judged and in which no labels have a majority."""
        return [
            unit
            for unit in units
            if unit.opinions and outcome(unit.opinions, self.scheme, is_majority) is None
        ]

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
        """Decide all units to which at least two annotators all give the same labels, and that wait for it.

        By the same rule as a majority: what hangs on the labels is decided where all agree in it, too, and
        left open where they do not. Once they do, it is settled with the next call.
        """
        chosen = waiting(
            of.units, lambda unit: self.latest(decision_uid(of.article.id, unit.start, self.lead))
        )
        made: list[tuple[Unit, Fields]] = []
        for unit in (*chosen, *(unit for unit in of.units if unit.left_open and unit.unanimous)):
            found, decision = outcome(unit.opinions, self.scheme, all_of), unit.decision
            if found is None or (decision is not None and not _closes(found, decision, self.lead)):
                continue
            made.append((unit, self._as_outcome(found)))
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
            seen=unit.grounds,
            votes=unit.votes,
            overrules=overruled(unit.made, self.lead),
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
            "left_open": (),
        }

    def _as_outcome(self, found: Outcome) -> Fields:
        """Return what a decision says that follows `found`."""
        return {**self._as_said(found.said), "left_open": found.left_open}

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


def fields_of(decision: Decision) -> Fields:
    """Return what `decision` says."""
    by = decision.get("voice_by")
    return {
        "status": decision["status"],
        "labels": decision["labels"],
        "voice": decision["voice"],
        "voice_by": by if isinstance(by, str) else None,
        "quotes": decision["quotes"],
        "attributes": decision.get("attributes", {}),
        "left_open": decision.get("left_open", ()),
    }


def _closes(found: Outcome, decision: Decision, lead: str) -> bool:
    """Tell whether `found` says what a `decision` of `lead`, made because all agreed, left open."""
    mine = decision["annotator"] == lead and decision["how"] == "unanimous"
    same = found.said.labels == set(decision["labels"])
    return mine and same and set(found.left_open) < set(decision.get("left_open", ()))
