"""What was decided, as lines to hand on: the gold of a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from annotations.article import Analysis
from annotations.exchange.jsonl import Corrections, sentence_objects
from annotations.marks import Marks
from annotations.record import Record, sentence_mark
from annotations.review.decisions import Decisions

__all__ = ["GOLD", "gold_objects"]

GOLD = "gold"
"""Whose the lines are: nobody's layer, so that importing them mixes with nobody's marks."""


def gold_objects(
    decisions: Decisions, analysis: Analysis, scheme: str, corrections: Corrections = ()
) -> Iterator[dict[str, Any]]:
    """Yield an object for each unit that is settled, as an export of a layer has it, and three keys more.

    ``decided_by`` are the leads who decided so, ``how`` is ``person``, ``unanimous`` or ``majority``, and
    ``votes`` says how many annotators said each label, or ``none``. ``done`` tells whether all units of the
    article are settled.
    """
    held = ((unit, unit.decision) for unit in decisions.units)
    settled = {unit.index: (unit, decision) for unit, decision in held if decision is not None}
    marks = Marks(decisions.article, [_as_mark(decision) for _, decision in settled.values()])
    done = len(settled) == len(decisions.units)
    for row in sentence_objects(decisions.article, marks, analysis, GOLD, scheme, corrections):
        found = settled.get(row["sentence"] - 1)
        if found is not None:
            unit, decision = found
            yield {
                **row,
                "done": done,
                "decided_by": _leads(unit.decisions),
                "how": decision["how"],
                "votes": dict(decision["votes"]),
            }


def _leads(decisions: Sequence[Record]) -> list[str]:
    return sorted({str(one["annotator"]) for one in decisions})


def _as_mark(decision: Record) -> Record:
    """Return the mark that says what was decided."""
    mark = sentence_mark(
        decision["article"],
        decision["start"],
        decision["end"],
        decision["quote"],
        annotator=GOLD,
        writer=decision["writer"],
        scheme=decision["scheme"],
        status=decision["status"],
        labels=decision["labels"],
        voice=decision["voice"],
        voice_by=decision.get("voice_by"),
        quotes=decision["quotes"],
        attributes=decision.get("attributes", {}),
        note=decision["note"],
        batch=decision["batch"],
        at=decision["created"],
    )
    return {**mark, "updated": decision["updated"]}
