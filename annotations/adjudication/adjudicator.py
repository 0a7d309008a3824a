"""A lead who settles: an editor whose acts go to what was decided instead of to marks.

So every key that tags, names a speaker or sets an attribute does in review what it does elsewhere. Beside
these stand the acts that decide a sentence at once, as :class:`~annotations.adjudication.decide.Decider`
makes them. All of them are undone and done again alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotations.adjudication.decide import Decider
from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.lead_decisions import LeadDecisions, decider_of, leads_of
from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.spans import SpanUnit
from annotations.editing.editor import Editor
from annotations.errors import UsageError
from annotations.model.quotes import QuoteFields
from annotations.model.scheme import Scheme
from annotations.records.act_words import words_of
from annotations.records.acts import Act, content
from annotations.records.lead_kinds import Decision, SpanDecision
from annotations.records.returns import return_record, seen_of
from annotations.wording import counted, tr

__all__ = ["Adjudicator"]


class Adjudicator:
    """One lead who decides about the open article; `editor` has the acts of annotating, done to decisions.

    Args:
        scheme: The labels of the project.
        lead: Whose decisions they are.
        proposals: Returns the quotes that the rules find in a sentence of the open article.
    """

    def __init__(
        self,
        scheme: Scheme,
        lead: str,
        proposals: Callable[[int], Sequence[QuoteFields]] = lambda index: (),
    ) -> None:
        self._decisions = LeadDecisions()
        self.editor = Editor(scheme, lead, self._decisions, proposals=proposals)
        self._ledger = self.editor.ledger
        self._places: Sequence[SpanUnit] = ()

    def review(self, reviewed: Decisions | None, places: Sequence[SpanUnit] = ()) -> None:
        """Take in what everybody says of the open article, and the names and numbers that somebody mended."""
        self._decisions.reviewed = reviewed
        self._places = places

    # -- a sentence at once -----------------------------------------------------

    def accept(self, sentences: Sequence[int], annotator: str) -> Act:
        """Decide as `annotator` has it.

        Raises:
            UsageError: That one says nothing of `sentences`, or it is decided so already.
        """
        of, units = self._units(sentences)
        if not any(unit.opinion_of(annotator) for unit in units):
            raise UsageError(tr("{annotator} says nothing of it", annotator=annotator))
        return self._decided(self.decider.accept(of, units, annotator))

    def majority(self, sentences: Sequence[int]) -> Act:
        """Decide as more than half of the annotators have it; what hangs on labels may be left open.

        Raises:
            UsageError: There is no majority for the labels, or it is decided so already, or nobody has judged
                any of it.
        """
        of, units = self._units(sentences)
        records, tied = self.decider.majority(of, units), self.decider.tied(units)
        if not records and units and not any(unit.opinions for unit in units):
            raise UsageError(tr("nobody has said anything of it yet"))
        if not records and tied:
            counts = ", ".join(f"{label} {number}" for label, number in tied[0].votes.items())
            raise UsageError(
                tr(
                    "no majority: {counts} of {annotators}",
                    counts=counts,
                    annotators=counted(tied[0].judged, "annotator"),
                )
            )
        act = self._decided(records)
        if tied:
            left = counted(len(tied), "sentence")
            act = act._replace(
                words=tr("{words}; {left} left, without a majority", words=act.words, left=left)
            )
        return act

    def union(self, sentences: Sequence[int]) -> Act:
        """Decide for every label that anybody set.

        Raises:
            UsageError: Nobody says anything of `sentences`, or it is decided so already.
        """
        of, units = self._units(sentences)
        return self._decided(self.decider.union(of, units))

    def decide_none(self, sentences: Sequence[int]) -> Act:
        """Decide that no label applies.

        Raises:
            UsageError: It is decided so already.
        """
        of, units = self._units(sentences)
        return self._decided(self.decider.none(of, units))

    def take_back(self, sentences: Sequence[int]) -> Act:
        """Leave `sentences` undecided again.

        Raises:
            UsageError: This lead has decided nothing of them.
        """
        _, units = self._units(sentences)
        others = [name for unit in units for name in leads_of(unit, self._ledger.annotator)]
        words = tr("nothing is decided here")
        if others:
            words = tr(
                "{others} decided this: decide otherwise, for nobody takes back another's", others=others[0]
            )
        return self._decided(self.decider.take_back(units), words)

    def settle_unanimous(self) -> Act:
        """Decide every sentence on whose labels, name and number on which, at least two annotators all agree.

        Raises:
            UsageError: There is none that waits for it.
        """
        of, _ = self._units(())
        records: list[Decision | SpanDecision] = [*self.decider.settle_unanimous(of)]
        records += self.span_decider.settle_unanimous()
        return self._decided(records, tr("nothing waits for this: what all agree on is settled"))

    def decide_at_once(self, records: Sequence[Decision | SpanDecision]) -> Act:
        """Do as one act what `records` decide, in this article and in others.

        Raises:
            UsageError: There are none.
        """
        return self._decided(records)

    def give_back(self, sentence: int | None, to: str, comment: str) -> Act:
        """Give a sentence, or with None the article, back to the annotator `to`, who sees `comment`.

        Raises:
            UsageError: There is no comment.
        """
        if not comment:
            raise UsageError(tr("say what {to} should look at", to=to))
        ledger = self._ledger
        of, units = self._units([] if sentence is None else [sentence])
        marks = of.marks.get(to)
        done = marks is not None and marks.done
        about = next(iter(marks.over(sentence)), None) if marks and sentence is not None else None
        article = of.article
        start, end = (units[0].start, units[0].end) if units else (None, None)
        fresh = return_record(
            article.id,
            start,
            end,
            article.text[start:end] if units else "",
            to=to,
            comment=comment,
            seen=seen_of(about, done=done),
            lead=ledger.annotator,
            writer=ledger.writer,
            scheme=ledger.scheme.id,
        )
        old = ledger.newest(fresh["uid"])
        return ledger.do(
            start or 0, tr("back to {to}", to=to), [old], [ledger.revised(old, fresh, content(fresh))]
        )

    def give_reason(self, sentences: Sequence[int], reason: str) -> Act:
        """Say why `sentences` were decided so, in a word to count by; an empty one takes it away.

        Raises:
            UsageError: Nothing is decided of them.
        """
        words = tr("reason: {reason}", reason=reason) if reason else tr("-reason")
        return self._ledger.change(sentences, lambda index, said: {"reason": reason}, words)

    # -- how --------------------------------------------------------------

    @property
    def decider(self) -> Decider:
        """Return what makes the decisions of this lead."""
        return decider_of(self._ledger)

    @property
    def span_decider(self) -> SpanDecider:
        """Return what makes the decisions of this lead on names and numbers."""
        return SpanDecider(self._ledger.marks.article, self._places, self.decider)

    def _units(self, sentences: Sequence[int]) -> tuple[Decisions, list[Unit]]:
        return self._decisions.units(self._ledger, sentences)

    def _decided(self, records: Sequence[Decision | SpanDecision], otherwise: str = "") -> Act:
        """Do as one act what `records` say; raises UsageError where there are none."""
        if not records:
            raise UsageError(otherwise or tr("it is decided so already"))
        before = [self._ledger.newest(one["uid"]) for one in records]
        words = words_of(before[:1], records[:1])
        if len(records) > 1:
            words = tr("and {number} more {words}", number=len(records) - 1, words=words)
        return self._ledger.do(records[0]["start"], words, before, records)
