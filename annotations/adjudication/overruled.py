"""How often a lead decided otherwise than an annotator had said, label by label, and in which direction.

What counts as said is what stood when it was decided. A decision keeps that. Of one that an earlier version
made it is the mark in the revision that it saw; of a mark that was changed since, what it said before; or
none where the article was done, the sentence seen and nothing marked. What was not seen was not judged,
whatever a decision of before was made on. Where it cannot be told any more what was said, because the mark
was changed by a program that knew nothing of the decision or the change was undone, the sentence is left out.
What was settled because all agreed is agreed. It does not matter whether a decision still rests on what is
said now: who gave way afterwards was settled against all the same.
Only labels are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotations.adjudication.sentences import Unit
from annotations.adjudication.unit import standing
from annotations.marks.coverage import Coverage
from annotations.model.annotator import same_annotator
from annotations.progress.counts import NONE
from annotations.records.lead_kinds import Decision, GroundOfSentence
from annotations.records.record import Newest, Record
from annotations.records.uids import article_uid

__all__ = ["Direction", "Settled", "SettledAgainst"]

Latest = Callable[[str], Newest | None]


class _Case(NamedTuple):
    """One decision about an annotator."""

    article: str
    start: int
    end: int
    settled: frozenset[str]
    """The labels, or `NONE`."""
    unanimous: bool
    seen: Sequence[GroundOfSentence]
    """What it saw of the annotator."""


@dataclass(frozen=True, slots=True)
class Direction:
    """What became of one label in the sentences that an annotator had judged and a lead decided."""

    over: int
    """Sentences to which the annotator gave it and the lead did not."""
    under: int
    """Sentences to which the lead gave it and the annotator did not."""
    agreed: int
    """Sentences to which both gave it or neither did."""


@dataclass(frozen=True, slots=True)
class SettledAgainst:
    """Decisions about one annotator, or about several together."""

    judged: int = 0
    """Decided sentences of which the annotator had said something."""
    agreed: int = 0
    """Those of them that were decided just so."""
    over: Mapping[str, int] = field(default_factory=dict)
    """How often each label, or `NONE`, was given and not settled; none that this never happened to."""
    under: Mapping[str, int] = field(default_factory=dict)
    """How often each was settled and not given."""

    @property
    def against(self) -> int:
        """Sentences that were decided otherwise than the annotator had said."""
        return self.judged - self.agreed

    def of(self, label: str) -> Direction:
        """Return what became of `label`, or of `NONE`."""
        over, under = self.over.get(label, 0), self.under.get(label, 0)
        return Direction(over, under, self.judged - over - under)

    def of_labels(self) -> Direction:
        """Return what became of all labels together: how many were too many and too few, and `agreed`."""
        over, under = (
            sum(count for label, count in some.items() if label != NONE) for some in (self.over, self.under)
        )
        return Direction(over, under, self.agreed)

    @classmethod
    def total(cls, some: Iterable[SettledAgainst]) -> SettledAgainst:
        """Return the sum of `some`; a sentence counts for each annotator who had judged it."""
        some = list(some)
        over: Counter[str] = Counter()
        under: Counter[str] = Counter()
        for one in some:
            over.update(one.over)
            under.update(one.under)
        return cls(
            sum(one.judged for one in some), sum(one.agreed for one in some), _sorted(over), _sorted(under)
        )


class Settled:
    """What leads decided, ready to be compared with one layer after another.

    Of a decision only labels are kept and what it saw, so that the leads' layers need not stay in memory.

    Args:
        decisions: Newest revisions of decisions of all leads; deleted ones and other records are passed over.
            A sentence that leads decided differently counts as undecided. So does every one of decisions
            that overlap within different bounds: bounds were changed between them.
    """

    def __init__(self, decisions: Iterable[Record]) -> None:
        self._about: dict[str, list[_Case]] = {}
        names: dict[str, str] = {}
        for one in _held(decisions):
            seen: dict[str, list[GroundOfSentence]] = {}
            for each in one["seen"]:
                name = each["annotator"]
                if name not in names:
                    names[name] = same_annotator(name)
                seen.setdefault(names[name], []).append(each)
            labels = frozenset(one["labels"] or (NONE,))
            unanimous = one["how"] == "unanimous"
            for name, mine in seen.items():
                case = _Case(one["article"], one["start"], one["end"], labels, unanimous, mine)
                self._about.setdefault(name, []).append(case)

    def about(self, annotator: str) -> Collection[str]:
        """Return the articles in which something was decided that `annotator` had judged."""
        return {case.article for case in self._about.get(same_annotator(annotator), ())}

    def against(
        self, annotator: str, latest: Latest, shown: Callable[[str], bool] = lambda article: True
    ) -> SettledAgainst:
        """Compare what was decided with what `annotator` had said.

        Args:
            annotator: Whose layer it is, in any spelling.
            latest: Finds the newest revision of a record of that layer by its uid, a deleted one too.
            shown: Tells of an article's id whether decisions of it may be counted.
        """
        judged = agreed = 0
        over: Counter[str] = Counter()
        under: Counter[str] = Counter()
        for case in self._about.get(same_annotator(annotator), ()):
            if not shown(case.article):
                continue
            settled = case.settled
            seen: list[GroundOfSentence] = [
                {**one, "done": one["done"] and _saw(case, one["annotator"], latest)} for one in case.seen
            ]
            said = settled if case.unanimous and _judged(seen, latest) else _said(seen, latest)
            if said is not None:
                judged += 1
                agreed += said == settled
                over.update(said - settled)
                under.update(settled - said)
        return SettledAgainst(judged, agreed, _sorted(over), _sorted(under))


def _held(decisions: Iterable[Record]) -> Iterable[Decision]:
    """Yield the decision that holds of each sentence, if one does."""
    made: dict[str, dict[tuple[int, int], list[Decision]]] = {}
    for one in decisions:
        if one["kind"] == "decision" and not one["deleted"]:
            of_article = made.setdefault(one["article"], {})
            of_article.setdefault((one["start"], one["end"]), []).append(one)
    for of_article in made.values():
        bounds = sorted(of_article)
        reach = 0
        for at, (start, end) in enumerate(bounds):
            apart = start >= reach and (at + 1 == len(bounds) or bounds[at + 1][0] >= end)
            reach = max(reach, end)
            if not apart:
                continue
            several = sorted(standing(of_article[start, end]), key=lambda one: one["annotator"])
            held = Unit(0, start, end, (), decisions=tuple(several)).decision
            if held is not None:
                yield held


def _saw(case: _Case, annotator: str, latest: Latest) -> bool:
    """Tell whether the annotator has seen the sentence; where nothing is known of it, it was."""
    whole = latest(article_uid(case.article, annotator))
    return whole is None or Coverage.of([whole]).saw(case.start, case.end)


def _judged(seen: Iterable[GroundOfSentence], latest: Latest) -> bool:
    """Tell whether any of `seen` is a judgement, as far as that is known any more."""
    for one in seen:
        then = None if one["uid"] is None else _then(latest(one["uid"]), one["rev"])
        if one["done"] or (one["uid"] is not None and (then is None or then[1] != "open")):
            return True
    return False


def _said(seen: Iterable[GroundOfSentence], latest: Latest) -> frozenset[str] | None:
    """Return the labels, or `NONE`, that stood when a decision saw `seen`; None if that is not known."""
    seen = list(seen)
    kept = next((one["said"] for one in seen if "said" in one), None)
    if kept is not None:
        return frozenset(kept.get("labels") or (NONE,))
    labels: set[str] = set()
    none = False
    for one in seen:
        none = none or one["done"]  # which says none of what has no label
        if one["uid"] is None:
            continue
        then = _then(latest(one["uid"]), one["rev"])
        if then is None:
            return None
        labels.update(then[0])
        none = none or then[1] == "none"
    if labels:
        return frozenset(labels)
    return frozenset((NONE,)) if none else None


def _then(mark: Newest | None, rev: int) -> tuple[list[str], str] | None:
    """Return the labels and the status that `mark` had in revision `rev`, if it still tells."""
    if mark is None or mark["kind"] != "sentence" or mark["rev"] < rev:
        return None
    if mark["rev"] == rev:
        return None if mark["deleted"] else (mark["labels"], mark["status"])
    first = mark.get("first_labels")
    if not isinstance(first, list) or not all(isinstance(label, str) for label in first):
        return None
    return first, str(mark.get("first_status"))


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
