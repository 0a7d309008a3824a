"""What the lead decided of a sentence, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.marks.marks import Marks
from annotations.model.scheme import Scheme
from annotations.records.lead_kinds import Decision, SpanDecision
from annotations.wording import msg, term, tr
from tui.presenters.columns import placed
from tui.presenters.sights import Decided
from tui.presenters.stances import details_of
from tui.session.session import Session

if TYPE_CHECKING:
    from annotations.adjudication.contradiction import Contradiction
    from annotations.adjudication.sentences import Decisions, Unit

__all__ = ["REASONS", "decided_of", "decided_words", "reviewed_of"]

REASONS = (msg("slip"), msg("guidelines"), msg("ambiguous"), msg("context"), msg("speaker unclear"))
"""Why a decision was made, in the words that are offered; records have them as they stand here."""


def decided_of(session: Session, record: Decision, index: int) -> Decided:
    """Return a decision about sentence `index` in words, also what it leaves open."""
    said = Marks(session.article.bounded, [record], kind="decision").said(index)
    labels = placed(session.project.scheme, record["labels"])
    details = details_of(said) + [tr("{name} left open", name=name) for name in record.get("left_open", ())]
    return Decided(labels, decided_words(record, session.project.name_of), details)


def reviewed_of(session: Session, of: Decisions, unit: Unit, record: Decision) -> Decided:
    """Return a decision of `unit` as its reviewer sees it: also whether it holds, and what came since."""
    stale, called = record in unit.stale_decisions, session.project.name_of
    scheme = session.project.scheme
    since = [_against(one, scheme, called(one.annotator)) for one in of.contradictions(unit, record)]
    if stale and not since:
        since.append(tr("the bounds of the sentence are others now"))
    elif since and not stale:
        since.append(tr("most still say what was decided"))
    since += [
        tr("{called}'s layer is absent", called=called(name)) for name in ([] if stale else unit.absent)
    ]
    return decided_of(session, record, unit.index)._replace(stale=stale, since=since)


def _against(one: Contradiction, scheme: Scheme, name: str) -> str:
    """Return who, by `name`, contradicts a decision, and how, in words."""
    now, then = (
        None if labels is None else " ".join(map(term, scheme.in_order(frozenset(labels)))) or term("none")
        for labels in (one.now, one.then)
    )
    if one.came:
        return tr("new: {name} says {now}", name=name, now=now)
    if then is None or then == now:
        return tr("new: {name} says {now} now with something else", name=name, now=now)
    return tr("new: {name} says {now} now, said {then} then", name=name, now=now, then=then)


def decided_words(record: Decision | SpanDecision, called: Callable[[str], str]) -> str:
    """Return who decided, how that came about and why, in words; `called` gives the names to show."""
    how = "" if record["how"] == "person" else tr(record["how"])
    reason = tr(record["reason"]) if record["reason"] in REASONS else record["reason"]
    parts = ", ".join(filter(None, (called(record["annotator"]), how, reason)))
    return f"{parts}: {record['note']}" if record["note"] else parts
