"""Of each sentence of an article: who says what, whether they differ, and whether it has been decided.

Nothing here writes: :mod:`annotations.adjudication.decide` makes the records.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.adjudication.contradiction import Contradiction, contradictions, holds, unmet
from annotations.adjudication.disagreement import Opinion, differing, opinion, passed_over, quotes_key, votes
from annotations.adjudication.unit import Adjudicated, standing, who_is
from annotations.agreement.judgements import Judgement, barred_in, judgement
from annotations.marks.marks import Marks, to_be_tagged
from annotations.model.article import Article
from annotations.model.quotes import sound_quote
from annotations.model.scheme import Scheme
from annotations.records.lead_kinds import Decision, GroundOfSentence
from annotations.records.record import Newest, Record

__all__ = ["Decisions", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit(Adjudicated[Decision]):
    """One sentence: what is said of it, and what was decided."""

    index: int
    """Which sentence of the article it is, from 0."""
    start: int
    end: int
    opinions: tuple[Opinion, ...]
    """Of those who judged it, in order of name."""
    differing: frozenset[str] = field(default=frozenset())
    """In what the annotators who judged it differ: ``labels``, ``voice``, ``quotes``, ``attributes``."""
    passed_over: tuple[Opinion, ...] = ()
    """Of those who did not judge it, what they were once taken to say: decisions of then rest on it."""
    absent: tuple[str, ...] = ()
    """On whom a decision of it rests who says nothing at all of the article here."""

    @property
    def judged(self) -> int:
        """Return how many annotators have judged it."""
        return len(self.opinions)

    @property
    def differs(self) -> bool:
        """Tell whether they differ in anything."""
        return bool(self.differing)

    @property
    def grounds(self) -> Sequence[GroundOfSentence]:
        """Return what a decision keeps of what everybody says now."""
        return [ground for one in self.opinions for ground in one.grounds]

    def rests(self, decision: Newest) -> bool:
        """Tell whether `decision` was made on just these opinions."""
        return decision["kind"] == "decision" and rests_on(decision, self.opinions, self.passed_over)

    def agree(self, one: Decision, two: Decision) -> bool:
        """Tell whether two decisions say the same."""
        return _content(one) == _content(two)

    @property
    def unanimous(self) -> bool:
        """Tell whether at least two judged it, and all of them give it the same labels."""
        return self.judged > 1 and "labels" not in self.differing

    @property
    def left_open(self) -> Sequence[str]:
        """Return what the decision that holds leaves open of what hangs on its labels."""
        decision = self.decision
        return () if decision is None else decision.get("left_open", ())

    @property
    def votes(self) -> dict[str, int]:
        """Return how many say each label, or ``none``."""
        return votes(self.opinions)

    def counted(self, decision: Decision) -> dict[str, int]:
        """Return how many said each label, or ``none``, when it was decided.

        Those are left out who were taken to say none of what they never saw, as was once counted.
        """
        unseen = {one.annotator for one in self.passed_over if one.implied}
        counts = Counter(decision["votes"])
        counts["none"] -= sum(one["uid"] is None and one["annotator"] in unseen for one in decision["seen"])
        return dict(sorted((+counts).items()))

    def opinion_of(self, annotator: str) -> Opinion | None:
        """Return what `annotator` says of it."""
        return next((one for one in self.opinions if one.annotator == annotator), None)


class Decisions:
    """The sentences of `article` that are to be tagged, with what everybody says of them; kept by `apply`.

    Args:
        article: The article with the bounds that hold, which are the lead's.
        layers: The records of the article by annotator, deleted ones left out or not. Decisions are looked
            for in all of them.
        scheme: The project's; a sentence with a label that it does not have is not judged.
    """

    def __init__(self, article: Article, layers: Mapping[str, Iterable[Record]], scheme: Scheme) -> None:
        self.article = article
        self._labels = scheme.names
        self._barred: dict[str, str] = {}
        self._starts = [sentence.start for sentence in article.sentences]
        self._ends = [sentence.end for sentence in article.sentences]
        self._made: dict[str, Decision] = {}
        self._over: dict[int, list[Decision]] = {}
        self.marks: dict[str, Marks] = {}
        """What each annotator marked, in order of name."""
        for name in sorted(layers):
            records = list(layers[name])
            self.marks[name] = marks = Marks(article, records, labels=self._labels)
            self._barred[name] = barred_in(marks)
            self._decide(records)
        self._who = who_is(article.id, self.marks, self._owner)
        self.units = [self._unit(index) for index, counts in enumerate(to_be_tagged(article)) if counts]
        """Ascending; titles, bylines and the like are none."""
        self._at = {unit.index: at for at, unit in enumerate(self.units)}
        self._states = Counter(unit.state for unit in self.units)

    def apply(self, annotator: str, records: Iterable[Newest]) -> set[int]:
        """Take in newer revisions of `records` of one layer; return the sentences that this touches."""
        records = list(records)
        came = annotator not in self.marks
        if came:
            self.marks[annotator] = Marks(self.article, labels=self._labels)
            self.marks = dict(sorted(self.marks.items()))
            self._who = who_is(self.article.id, self.marks, self._owner)
        marks = self.marks[annotator]
        before = marks.coverage, self._barred.get(annotator, "")
        touched = marks.apply(records) | self._decide(records)
        self._barred[annotator] = barred_in(marks)
        # Then it is about all that is unmarked, about all, or about every decision that misses somebody.
        if came or before != (marks.coverage, self._barred[annotator]):
            touched = set(self._at)
        for index in touched & self._at.keys():
            at = self._at[index]
            unit = self._unit(index)
            self._states[self.units[at].state] -= 1
            self._states[unit.state] += 1
            self.units[at] = unit
        return touched

    def unit(self, index: int) -> Unit | None:
        """Return the unit of sentence `index` of the article; None if it is not to be tagged."""
        at = self._at.get(index)
        return None if at is None else self.units[at]

    def barred(self, annotator: str) -> str:
        """Return why nothing that `annotator` says of the article counts; empty if it does."""
        return self._barred[annotator]

    def judgement(self, annotator: str, index: int) -> Judgement:
        """Return what `annotator` judges of sentence `index`, or why that one judges nothing."""
        return judgement(self.marks[annotator], index, barred=self._barred[annotator])

    def contradictions(self, unit: Unit, decision: Decision) -> list[Contradiction]:
        """Return who contradicts a `decision` of `unit`; nobody does whose bounds are others."""
        whole = (decision["start"], decision["end"]) == (unit.start, unit.end)
        return contradictions(decision, unit.opinions, self._who) if whole else []

    def reopened(self) -> dict[str, int]:
        """Return who contradicts decisions of units that are stale so, and of how many units."""
        stale = [(unit, one) for unit in self.units if unit.state == "stale" for one in unit.stale_decisions]
        names = {
            (unit.index, each.annotator) for unit, one in stale for each in self.contradictions(unit, one)
        }
        return dict(Counter(name for _, name in sorted(names)))

    def absent(self) -> dict[str, int]:
        """Return on whom decisions that hold rest of whom there is nothing here, and on how many units."""
        return dict(sorted(Counter(name for unit in self.units for name in unit.absent).items()))

    def counts(self) -> dict[str, int]:
        """Return how many units are in each state that occurs."""
        return {state: count for state, count in self._states.items() if count}

    def _decide(self, records: Iterable[Newest]) -> set[int]:
        """Take in what was decided; return the sentences that it is about."""
        touched: set[int] = set()
        for record in records:
            if record["kind"] != "decision":
                continue
            old = self._made.get(record["uid"])
            self._made[record["uid"]] = record
            for index in self._sentences(old) if old else ():
                self._over[index] = [one for one in self._over.get(index, ()) if one is not old]
                touched.add(index)
            if record["deleted"] or self.article.text[record["start"] : record["end"]] != record["quote"]:
                continue
            for index in self._sentences(record):
                over = self._over.setdefault(index, [])
                over.append(record)
                over.sort(key=_place)
                touched.add(index)
        return touched

    def _sentences(self, record: Decision) -> range:
        return range(bisect_right(self._ends, record["start"]), bisect_left(self._starts, record["end"]))

    def _unit(self, index: int) -> Unit:
        sentence = self.article.sentences[index]
        opinions: list[Opinion] = []
        passed: list[Opinion] = []
        for name, marks in self.marks.items():
            if (one := opinion(name, marks, index, self._barred[name])) is not None:
                opinions.append(one)
            elif (one := passed_over(name, marks, index)) is not None:
                passed.append(one)
        fresh: list[Decision] = []
        stale: list[Decision] = []
        over = self._over.get(index, ())
        for made in standing(over) if len(over) > 1 else over:
            whole = (made["start"], made["end"]) == (sentence.start, sentence.end)
            known = self._labels.issuperset(made["labels"])  # else it must be decided again, by what there is
            (fresh if whole and known and holds(made, opinions, self._who) else stale).append(made)
        missing: dict[str, None] = {}
        for made in fresh:
            if not all(one["annotator"] in self.marks for one in made["seen"]):
                missing.update(dict.fromkeys(unmet(made, self.marks, self._who, self._is_there)))
        return Unit(
            index,
            sentence.start,
            sentence.end,
            tuple(opinions),
            differing(opinions),
            tuple(passed),
            tuple(missing),
            decisions=tuple(fresh),
            stale_decisions=tuple(stale),
        )

    def _is_there(self, uid: str) -> bool:
        return self._owner(uid) is not None

    def _owner(self, uid: str) -> str | None:
        return next((name for name, marks in self.marks.items() if marks.record(uid) is not None), None)


def rests_on(decision: Decision, opinions: Sequence[Opinion], passed: Sequence[Opinion] = ()) -> bool:
    """Tell whether `decision` was made on just these `opinions`: no mark changed, nobody came or left.

    It may well hold where it was not: nothing is settled by itself that a lead took back on the same grounds.

    Whether the article is done matters only where none follows from it. Of those who judged nothing the
    decision may rest on what they were once taken to say, `passed`. Who has only seen the sentence since, and
    left it as it was decided, contradicts nothing.
    """
    implied = {each.annotator for each in (*opinions, *passed) if each.implied}
    then = {
        (one["annotator"], one["uid"], one["rev"], one["done"] if one["annotator"] in implied else False)
        for one in decision["seen"]
    }
    now, known = _grounds(opinions), {one["annotator"] for one in decision["seen"]}
    if decision["status"] == "none":
        now -= _grounds(each for each in opinions if each.implied and each.annotator not in known)
    return now <= then <= now | _grounds(passed)


def _grounds(opinions: Iterable[Opinion]) -> set[tuple[str, str | None, int, bool]]:
    """Return what opinions rest on, for comparison."""
    return {
        (one["annotator"], one["uid"], one["rev"], bool(one["done"]) if each.implied else False)
        for each in opinions
        for one in each.seen
    }


def _place(decision: Decision) -> tuple[int, str]:
    return decision["start"], decision["annotator"]


def _content(decision: Decision) -> tuple[object, ...]:
    quotes = [sound_quote(one) for one in decision["quotes"]]
    return (
        decision["status"],
        frozenset(decision["labels"]),
        decision["voice"],
        quotes_key(quotes),
        decision.get("attributes", {}),
    )
