"""What the lead decided of a sentence, in words."""

from __future__ import annotations

from collections.abc import Callable

from annotations.marks.marks import Marks
from annotations.records.kinds import Decision, SpanDecision
from tui.presenters.sights import Decided
from tui.presenters.stances import details_of, placed
from tui.session.session import Session

__all__ = ["decided_of", "decided_words"]


def decided_of(session: Session, record: Decision, index: int, stale: bool = False) -> Decided:
    """Return a decision about sentence `index` in words."""
    said = Marks(session.article.bounded, [record], kind="decision").said(index)
    labels = placed(session.project.scheme, record["labels"])
    return Decided(labels, decided_words(record, session.project.name_of), details_of(said), stale)


def decided_words(record: Decision | SpanDecision, called: Callable[[str], str]) -> str:
    """Return who decided, how that came about and why, in words; `called` gives the names to show."""
    how = "" if record["how"] == "person" else record["how"]
    parts = ", ".join(filter(None, (called(record["annotator"]), how, record["reason"])))
    return f"{parts}: {record['note']}" if record["note"] else parts
