"""A lead who settles: the acts of annotating, done to what was decided instead of to marks.

So every key that tags, names a speaker or sets an attribute does in review what it does elsewhere. Beside
these stand the acts that decide a sentence at once, as :class:`~annotations.adjudication.decide.Deciding`
makes them. All of them are undone and done again alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from annotations.adjudication.decide import Deciding
from annotations.adjudication.decide_spans import SpanDeciding
from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.spans import SpanUnit
from annotations.editing import Annotating
from annotations.errors import UsageError
from annotations.marks.marks import Marks
from annotations.model.article import Article, Sentence
from annotations.model.scheme import Scheme
from annotations.records.acts import Act, content, words_of
from annotations.records.decisions import decision
from annotations.records.record import Record, tombstone
from annotations.records.returns import return_record, seen_of

__all__ = ["Settling"]

_ASIDE = frozenset({"note", "reason"})
"""What may be said of a decision later: it stays whose it was, and rests on what it rested on."""


class Settling(Annotating):
    """The decisions of one lead about the open article, and the acts that make them."""

    kind: ClassVar = "decision"

    def __init__(self, scheme: Scheme, lead: str) -> None:
        super().__init__(scheme, lead)
        self.reviewed: Decisions | None = None
        """What everybody says of the open article; without it nothing can be decided."""
        self.places: Sequence[SpanUnit] = ()
        """The names and numbers of the article that somebody mended."""

    def open(
        self,
        article: Article,
        records: Iterable[Record],
        latest: Callable[[str], Record | None] = lambda uid: None,
    ) -> Marks:
        """Make `article` the one to settle; decisions that were made within other bounds are left out."""
        bounds = {(one.start, one.end) for one in article.sentences}
        fitting = (
            one for one in records if one["kind"] != "decision" or (one["start"], one["end"]) in bounds
        )
        return super().open(article, fitting, latest)

    # -- a sentence at once -----------------------------------------------------

    def accept(self, sentences: Sequence[int], annotator: str) -> Act:
        """Decide as `annotator` has it.

        Raises:
            UsageError: That one says nothing of `sentences`, or it is decided so already.
        """
        of, units = self._units(sentences)
        if not any(unit.opinion_of(annotator) for unit in units):
            raise UsageError(f"{annotator} says nothing of it")
        return self._decided(self.deciding.accept(of, units, annotator))

    def majority(self, sentences: Sequence[int]) -> Act:
        """Decide as more than half of the annotators have it.

        Raises:
            UsageError: There is no majority, or it is decided so already.
        """
        of, units = self._units(sentences)
        return self._decided(self.deciding.majority(of, units), "no majority, or it is decided so already")

    def union(self, sentences: Sequence[int]) -> Act:
        """Decide for every label that anybody set.

        Raises:
            UsageError: Nobody says anything of `sentences`, or it is decided so already.
        """
        of, units = self._units(sentences)
        return self._decided(self.deciding.union(of, units))

    def decide_none(self, sentences: Sequence[int]) -> Act:
        """Decide that no label applies.

        Raises:
            UsageError: It is decided so already.
        """
        of, units = self._units(sentences)
        return self._decided(self.deciding.none(of, units))

    def take_back(self, sentences: Sequence[int]) -> Act:
        """Leave `sentences` undecided again.

        Raises:
            UsageError: This lead has decided nothing of them.
        """
        of, units = self._units(sentences)
        return self._decided(self.deciding.take_back(of, units), "nothing is decided here")

    def settle_unanimous(self) -> Act:
        """Decide every sentence, name and number on which at least two annotators agree in everything.

        Raises:
            UsageError: There is none that waits for it.
        """
        of, _ = self._units(())
        records = [*self.deciding.settle_unanimous(of), *self.span_deciding.settle_unanimous()]
        return self._decided(records, "nothing waits for this: what all agree on is settled")

    def decide_at_once(self, records: Sequence[Record]) -> Act:
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
            lead=self.annotator,
            writer=self.writer,
            scheme=self.scheme.id,
        )
        old = self._newest(fresh["uid"])
        return self._do(start or 0, f"back to {to}", [old], [self._revised(old, fresh, content(fresh))])

    def give_reason(self, sentences: Sequence[int], reason: str) -> Act:
        """Say why `sentences` were decided so, in a word to count by; an empty one takes it away.

        Raises:
            UsageError: Nothing is decided of them.
        """
        words = f"reason: {reason}" if reason else "-reason"
        return self._change(sentences, lambda index, said: {"reason": reason}, words)

    # -- how --------------------------------------------------------------

    @property
    def deciding(self) -> Deciding:
        """Return what makes the decisions of this lead."""
        deciding = Deciding(self.scheme, self.annotator, self._newest)
        deciding.writer = self.writer
        return deciding

    @property
    def span_deciding(self) -> SpanDeciding:
        """Return what makes the decisions of this lead on names and numbers."""
        article = self.marks.article
        deciding = SpanDeciding(article, self.places, self.scheme.id, self.annotator, self._newest)
        deciding.writer = self.writer
        return deciding

    def _units(self, sentences: Sequence[int]) -> tuple[Decisions, list[Unit]]:
        of = self.reviewed
        if of is None or of.article.id != self.marks.article.id or of.article.sentences != self._sentences:
            raise UsageError("what the others say is still being read; try again in a moment")
        found = (of.unit(index) for index in sentences)
        units = [unit for unit in found if unit is not None]
        if sentences and not units:
            raise UsageError("titles, bylines and the like are not settled")
        return of, units

    @property
    def _sentences(self) -> Sequence[Sentence]:
        return self.marks.article.sentences

    def _decided(self, records: Sequence[Record], otherwise: str = "it is decided so already") -> Act:
        """Do as one act what `records` say; raises UsageError where there are none."""
        if not records:
            raise UsageError(otherwise)
        before = [self._newest(one["uid"]) for one in records]
        words = words_of(before[:1], records[:1])
        if len(records) > 1:
            words = f"and {len(records) - 1} more {words}"
        return self._do(records[0]["start"], words, before, records)

    def _change(
        self,
        sentences: Sequence[int],
        change: Callable[[int, Mapping[str, Any]], Mapping[str, Any] | None],
        words: str,
        *,
        all_marks: bool = False,
    ) -> Act:
        """Revise the decision of each sentence that is to be settled: there is one of each."""
        _, units = self._units(sentences)
        return super()._change([unit.index for unit in units], change, words)

    def _fresh(self, index: int) -> Record:
        of, [unit] = self._units([index])
        article = of.article
        return decision(
            article.id,
            unit.start,
            unit.end,
            article.text[unit.start : unit.end],
            lead=self.annotator,
            writer=self.writer,
            scheme=self.scheme.id,
            how="person",
            seen=[seen for one in unit.opinions for seen in one.seen],
            votes=unit.votes,
            status="open",
        )

    def _speaking(self, old: Record | None, fresh: Record) -> Record:
        """Return the record that says what is decided now, which one made within other bounds does not."""
        old = None if old is not None and old["end"] != fresh["end"] else old
        return super()._speaking(old, fresh)

    def _revised(self, old: Record | None, fresh: Record, said: Mapping[str, Any]) -> Record:
        """Return the next decision; one that says nothing is taken back."""
        if said.get("status") == "open":
            if old is None or old["deleted"]:
                raise UsageError("nothing is decided here yet")
            return tombstone(old, writer=self.writer)
        if fresh["kind"] != self.kind:  # joins and splits are acts of the lead too
            return super()._revised(old, fresh, said)
        if (
            old is None
            or old["deleted"]
            or any(old.get(key) != said[key] for key in said if key not in _ASIDE)
        ):
            place = {key: fresh[key] for key in ("end", "quote", "how", "seen", "votes")}
            said = {**said, **place}
        return super()._revised(old, fresh, said)
