"""The decisions of one lead, in which what acts on sentences say is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from annotations.adjudication.decide import UNDECIDED, Decider, fields_of
from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.spans import SpanUnit
from annotations.editing.ledger import Ledger
from annotations.errors import UsageError
from annotations.model.article import Article
from annotations.model.scheme import Scheme
from annotations.records.lead_kinds import OfSentence
from annotations.records.record import Newest, Record, tombstone, with_fields
from annotations.wording import tr

__all__ = ["LeadDecisions", "decider_of", "leads_of"]

_ASIDE = frozenset({"note", "reason"})
"""What may be said of a decision later: it stays whose it was, and rests on what it rested on."""
_PLACE = ("end", "quote", "how", "seen", "votes", "overrules")
"""What of a decision is about the sentence and its judgements as they are when it is made."""


def decider_of(ledger: Ledger) -> Decider:
    """Return what makes the decisions of the lead whose ledger it is."""
    return Decider(ledger.scheme, ledger.annotator, ledger.newest, ledger.writer)


class LeadDecisions:
    """The decisions of one lead, as what acts on sentences say something in: one of each sentence."""

    kind: ClassVar[Literal["sentence", "decision"]] = "decision"

    def __init__(self) -> None:
        self.reviewed: Decisions | None = None
        """What everybody says of the open article; without it nothing can be decided."""

    def chosen(self, ledger: Ledger, sentences: Sequence[int]) -> Sequence[int]:
        """Return those of `sentences` that are to be settled.

        Raises:
            UsageError: None of them is, or what the others say is not known yet.
        """
        return [unit.index for unit in self.units(ledger, sentences)[1]]

    def units(self, ledger: Ledger, sentences: Sequence[int]) -> tuple[Decisions, list[Unit]]:
        """Return what everybody says, and the units of `sentences`; raises as :meth:`chosen` does."""
        of, here = self.reviewed, ledger.marks.article
        if of is None or of.article.id != here.id or of.article.sentences != here.sentences:
            raise UsageError(tr("what the others say is still being read; try again in a moment"))
        found = (of.unit(index) for index in sentences)
        units = [unit for unit in found if unit is not None]
        if sentences and not units:
            raise UsageError(tr("titles, bylines and the like are not settled"))
        return of, units

    def fitting(self, records: Iterable[Record], article: Article) -> Iterable[Record]:
        """Return `records` without decisions that were made within bounds that no sentence has any more."""
        bounds = {(one.start, one.end) for one in article.sentences}
        return (one for one in records if one["kind"] != "decision" or (one["start"], one["end"]) in bounds)

    def fresh(self, ledger: Ledger, index: int) -> OfSentence:
        """Return a first decision of sentence `index`: nothing yet, or what another lead decided before."""
        of, [unit] = self.units(ledger, [index])
        before = unit.decision or unit.stale
        mine = before is None or before["annotator"] == ledger.annotator
        if before is None or mine or before["end"] != unit.end:
            return decider_of(ledger).first(of, unit, "person", UNDECIDED)
        fresh = decider_of(ledger).first(of, unit, "person", fields_of(before))
        return with_fields(fresh, {key: before[key] for key in ("reason", "note")})

    def speaking(self, old: Newest | None, fresh: OfSentence) -> OfSentence:
        """Return the record that says what is decided now, which one made within other bounds does not."""
        if old is None or old["kind"] != "decision" or old["deleted"]:
            return fresh
        return old if old["end"] == fresh["end"] else fresh

    def revised(
        self, ledger: Ledger, old: Newest | None, fresh: OfSentence, said: Mapping[str, object]
    ) -> OfSentence:
        """Return the next decision; one that says nothing is taken back."""
        if said.get("status") == "open":
            if old is None or old["kind"] != "decision" or old["deleted"]:
                raise UsageError(
                    tr(
                        "{leads} decided this: decide otherwise, for nobody takes back another's",
                        leads=", ".join(leads),
                    )
                    if (leads := self._others(ledger, fresh))
                    else tr("nothing is decided here yet")
                )
            return tombstone(old, writer=ledger.writer)
        said = {**said, "left_open": _still_open(ledger.scheme, self.speaking(old, fresh), said)}
        if (
            old is None
            or old["deleted"]
            or any(old.get(key) != said[key] for key in said if key not in _ASIDE)
        ):
            said = {**said, **{key: fresh.get(key) for key in _PLACE}}
        return ledger.revised(old, fresh, said)

    def _others(self, ledger: Ledger, fresh: OfSentence) -> list[str]:
        """Return which other leads have decided of the sentence that `fresh` is about."""
        units = [] if self.reviewed is None else self.reviewed.units
        here = next((unit for unit in units if unit.start == fresh["start"]), None)
        return [] if here is None else leads_of(here, ledger.annotator)


def leads_of(unit: Unit | SpanUnit, but: str) -> list[str]:
    """Return who, other than the lead `but`, has decided of `unit`, whether that still holds or not."""
    return list(dict.fromkeys(one["annotator"] for one in unit.made if one["annotator"] != but))


def _still_open(scheme: Scheme, old: OfSentence, said: Mapping[str, object]) -> list[str]:
    """Return what of a decision is still left open when it says `said`, and before said `old`."""
    left, labels = old.get("left_open", ()), said.get("labels")
    assert isinstance(left, Sequence)
    assert isinstance(labels, Sequence)
    before, now = old.get("attributes", {}), said.get("attributes")
    assert isinstance(now, Mapping)
    still = []
    for name in left:
        here = old.get(name), said.get(name)
        if name not in ("voice", "quotes"):
            here = before.get(name), now.get(name)
        if scheme.applies(str(name), frozenset(map(str, labels))) and here[0] == here[1]:
            still.append(str(name))
    return still
