"""A lead who settles: an editor whose acts go to what was decided instead of to marks.

So every key that tags, names a speaker or sets an attribute does in review what it does elsewhere. Beside
these stand the acts that decide a sentence at once, as :class:`~annotations.adjudication.decide.Decider`
makes them. All of them are undone and done again alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from annotations.adjudication.decide import UNDECIDED, Decider
from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.spans import SpanUnit
from annotations.editing.editor import Editor
from annotations.editing.ledger import Ledger
from annotations.errors import UsageError
from annotations.model.article import Article
from annotations.model.quotes import QuoteFields
from annotations.model.scheme import Scheme
from annotations.records.acts import Act, content, words_of
from annotations.records.kinds import Decision, OfSentence, SpanDecision
from annotations.records.record import Newest, Record, tombstone
from annotations.records.returns import return_record, seen_of

__all__ = ["Adjudicator", "LeadDecisions"]

_ASIDE = frozenset({"note", "reason"})
"""What may be said of a decision later: it stays whose it was, and rests on what it rested on."""
_PLACE = ("end", "quote", "how", "seen", "votes")
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
            raise UsageError("what the others say is still being read; try again in a moment")
        found = (of.unit(index) for index in sentences)
        units = [unit for unit in found if unit is not None]
        if sentences and not units:
            raise UsageError("titles, bylines and the like are not settled")
        return of, units

    def fitting(self, records: Iterable[Record], article: Article) -> Iterable[Record]:
        """Return `records` without decisions that were made within bounds that no sentence has any more."""
        bounds = {(one.start, one.end) for one in article.sentences}
        return (one for one in records if one["kind"] != "decision" or (one["start"], one["end"]) in bounds)

    def fresh(self, ledger: Ledger, index: int) -> OfSentence:
        """Return a first decision of sentence `index`."""
        of, [unit] = self.units(ledger, [index])
        return decider_of(ledger).first(of, unit, "person", UNDECIDED)

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
                raise UsageError("nothing is decided here yet")
            return tombstone(old, writer=ledger.writer)
        if (
            old is None
            or old["deleted"]
            or any(old.get(key) != said[key] for key in said if key not in _ASIDE)
        ):
            said = {**said, **{key: fresh.get(key) for key in _PLACE}}
        return ledger.revised(old, fresh, said)


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
            raise UsageError(f"{annotator} says nothing of it")
        return self._decided(self.decider.accept(of, units, annotator))

    def majority(self, sentences: Sequence[int]) -> Act:
        """Decide as more than half of the annotators have it.

        Raises:
            UsageError: There is no majority, or it is decided so already.
        """
        of, units = self._units(sentences)
        return self._decided(self.decider.majority(of, units), "no majority, or it is decided so already")

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
        return self._decided(self.decider.take_back(units), "nothing is decided here")

    def settle_unanimous(self) -> Act:
        """Decide every sentence, name and number on which at least two annotators agree in everything.

        Raises:
            UsageError: There is none that waits for it.
        """
        of, _ = self._units(())
        records: list[Decision | SpanDecision] = [*self.decider.settle_unanimous(of)]
        records += self.span_decider.settle_unanimous()
        return self._decided(records, "nothing waits for this: what all agree on is settled")

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
            raise UsageError(f"say what {to} should look at")
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
        return ledger.do(start or 0, f"back to {to}", [old], [ledger.revised(old, fresh, content(fresh))])

    def give_reason(self, sentences: Sequence[int], reason: str) -> Act:
        """Say why `sentences` were decided so, in a word to count by; an empty one takes it away.

        Raises:
            UsageError: Nothing is decided of them.
        """
        words = f"reason: {reason}" if reason else "-reason"
        return self._ledger.change(sentences, lambda index, said: {"reason": reason}, words)

    # -- how --------------------------------------------------------------

    @property
    def decider(self) -> Decider:
        """Return what makes the decisions of this lead."""
        return decider_of(self._ledger)

    @property
    def span_decider(self) -> SpanDecider:
        """Return what makes the decisions of this lead on names and numbers."""
        ledger = self._ledger
        article = ledger.marks.article
        return SpanDecider(
            article, self._places, ledger.scheme.id, ledger.annotator, ledger.newest, ledger.writer
        )

    def _units(self, sentences: Sequence[int]) -> tuple[Decisions, list[Unit]]:
        return self._decisions.units(self._ledger, sentences)

    def _decided(
        self, records: Sequence[Decision | SpanDecision], otherwise: str = "it is decided so already"
    ) -> Act:
        """Do as one act what `records` say; raises UsageError where there are none."""
        if not records:
            raise UsageError(otherwise)
        before = [self._ledger.newest(one["uid"]) for one in records]
        words = words_of(before[:1], records[:1])
        if len(records) > 1:
            words = f"and {len(records) - 1} more {words}"
        return self._ledger.do(records[0]["start"], words, before, records)
