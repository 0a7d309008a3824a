"""What was decided, as lines to hand on: the gold of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotations.adjudication.sentences import Decisions
from annotations.exchange.jsonl import Corrections, Remarks, sentence_objects
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Number
from annotations.records.kinds import SentenceMark, What
from annotations.records.lead_kinds import Decision, SpanDecision
from annotations.records.record import sentence_mark, with_fields
from annotations.records.span_decisions import Span, Version, decided_spans

__all__ = ["GOLD", "decided_analysis", "gold_objects"]

GOLD = "gold"
"""Whose the lines are: nobody's layer, so that importing them mixes with nobody's marks."""


def decided_analysis(article: Article, analysis: Analysis, decisions: Iterable[SpanDecision]) -> Analysis:
    """Return the names and numbers of the gold: those that were found, with the decided places replaced.

    Where nothing was decided, what was found stays, also where annotators agree on something else. A lead's
    own mended names and numbers do not count by themselves either: they are one annotator's word, which
    the lead accepts as any other's.

    Args:
        article: The article.
        analysis: What was found in it.
        decisions: Those that hold, one of each place, as the ``decision`` of its
            :class:`~annotations.adjudication.spans.SpanUnit`; of places that overlap the first counts.
    """
    made: dict[What, list[SpanDecision]] = {"name": [], "number": []}
    for one in sorted(decisions, key=lambda one: (one["start"], one["end"])):
        before = made[one["what"]]
        in_place = article.text[one["start"] : one["end"]] == one["quote"]
        if in_place and not (before and before[-1]["end"] > one["start"]):
            before.append(one)
    names = _replaced(analysis.names, made["name"])
    numbers = _replaced(analysis.numbers, made["number"])
    return analysis._replace(
        names=tuple(one for one in names if isinstance(one, Name)),
        numbers=tuple(one for one in numbers if isinstance(one, Number)),
    )


def _replaced(found: Version, decisions: Sequence[SpanDecision]) -> list[Span]:
    """Return `found` with what was decided in the places of `decisions`, ascending and disjoint both."""
    held: list[Span] = [span for one in decisions for span in decided_spans(one, GOLD)]
    at = 0
    for span in found:
        while at < len(decisions) and decisions[at]["end"] <= span.start:
            at += 1
        if at == len(decisions) or decisions[at]["start"] >= span.end:
            held.append(span)
    return sorted(held, key=lambda one: one.start)


def gold_objects(
    decisions: Decisions,
    analysis: Analysis,
    scheme: str,
    corrections: Corrections = (),
    remarks: Remarks = (),
) -> Iterator[dict[str, Any]]:
    """Yield an object for each unit that is settled, as an export of a layer has it, five keys of it filled.

    ``decided_by`` are the leads who decided so, ``how`` is ``person``, ``unanimous`` or ``majority``, and
    ``votes`` says how many of those who judged it then said each label, or ``none``. ``left_open`` names what
    of voice, quotes and attributes is not decided, ``absent`` those whom it rests on and of whom nothing is
    here. ``done`` tells whether all units of the article are settled.
    """
    held = ((unit, unit.decision) for unit in decisions.units)
    settled = {unit.index: (unit, decision) for unit, decision in held if decision is not None}
    marks = Marks(decisions.article, [_as_mark(decision) for _, decision in settled.values()])
    done = len(settled) == len(decisions.units)
    for row in sentence_objects(decisions.article, marks, analysis, GOLD, scheme, corrections, remarks):
        found = settled.get(row["sentence"] - 1)
        if found is not None:
            unit, decision = found
            yield {
                **row,
                "done": done,
                "decided_by": _leads(unit.decisions),
                "how": decision["how"],
                "votes": unit.counted(decision),
                "left_open": list(unit.left_open),
                "absent": list(unit.absent),
            }


def _leads(decisions: Sequence[Decision]) -> list[str]:
    return sorted({one["annotator"] for one in decisions})


def _as_mark(decision: Decision) -> SentenceMark:
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
    return with_fields(mark, {"updated": decision["updated"]})
