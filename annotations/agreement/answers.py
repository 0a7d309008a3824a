"""What an annotator says of an article whose answer is known: how often right, and what was expected else.

The answer of a sentence is its set of labels, as the lead decided it or a file gives it. Counted is what the
annotator judged (:mod:`annotations.agreement.judgements`) where there is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

from annotations.agreement.judgements import barred_in, judgement
from annotations.marks.marks import Marks
from annotations.records.lead_kinds import Decision

__all__ = ["Answer", "LabelScore", "Miss", "Score", "answers_of", "score", "total"]

NONE = "none"
"""How it is counted that no label applies."""


class Answer(NamedTuple):
    """What is known of a run of the text."""

    start: int
    end: int
    labels: frozenset[str]
    """Empty where none applies."""
    comment: str = ""
    """What the lead said of it: the reason of a decision, and its note."""


class Miss(NamedTuple):
    """A sentence of which the annotator says something else than is known."""

    sentence: int
    """Which of the article it is, from 0."""
    said: frozenset[str]
    expected: frozenset[str]
    comment: str = ""

    @property
    def concerned(self) -> list[str]:
        """The labels that it is about, those that were missed first; ``none`` stands for no label."""
        missed, wrong = self.expected - self.said, self.said - self.expected
        found = [*sorted(missed), *sorted(wrong)]
        return found if self.expected and self.said else [*found, NONE]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How one label was given, against the answers: counts of sentences."""

    label: str
    right: int = 0
    """Given, and expected."""
    wrong: int = 0
    """Given, and not expected."""
    missed: int = 0
    """Expected, and not given."""
    rest: int = 0
    """Neither."""

    @property
    def precision(self) -> float:
        """The share of those given that were expected; not-a-number where it was never given."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of those expected that were given; not-a-number where it was never expected."""
        return _share(self.right, self.right + self.missed)

    @property
    def kappa(self) -> float:
        """Cohen's kappa against the answers; not-a-number where chance alone would agree in everything."""
        count = self.right + self.wrong + self.missed + self.rest
        chance = (self.right + self.wrong) * (self.right + self.missed)
        chance += (self.missed + self.rest) * (self.wrong + self.rest)
        return _share((self.right + self.rest) * count - chance, count * count - chance)


@dataclass(frozen=True, slots=True)
class Score:
    """How an annotator did on articles with known answers."""

    answered: int = 0
    """Sentences that have an answer and were judged."""
    exact: int = 0
    """Those of which all labels were right."""
    open: int = 0
    """Sentences that have an answer and were not judged."""
    labels: tuple[LabelScore, ...] = ()
    """In the order of the scheme, ``none`` last."""
    misses: tuple[Miss, ...] = ()
    """Where something else was expected; of one article alone."""

    @property
    def share(self) -> float:
        """The share of sentences of which all labels were right; not-a-number where nothing was judged."""
        return _share(self.exact, self.answered)


def answers_of(decisions: Iterable[Decision], text: str) -> list[Answer]:
    """Return what the lead decided of an article with this `text`, ascending, as far as it is in place."""
    found = [
        Answer(one["start"], one["end"], frozenset(one["labels"]), _comment(one))
        for one in decisions
        if not one["deleted"] and text[one["start"] : one["end"]] == one["quote"]
    ]
    return sorted(found, key=lambda one: (one.start, one.end))


def score(marks: Marks, answers: Iterable[Answer], labels: Sequence[str]) -> Score:
    """Return how what an annotator says of an article stands to what is known of it.

    Args:
        marks: What the annotator says, within the bounds that hold.
        answers: What is known. Of a sentence that several are about all count, as marks do.
        labels: Those of the scheme, in its order.
    """
    known = sorted(answers, key=lambda one: one.start)
    barred = barred_in(marks)
    pairs: list[tuple[frozenset[str], frozenset[str]]] = []
    misses: list[Miss] = []
    unjudged = at = 0
    for index, sentence in enumerate(marks.article.sentences):
        while at < len(known) and known[at].end <= sentence.start:
            at += 1
        here = []
        for number in range(at, len(known)):
            if known[number].start >= sentence.end:
                break
            here.append(known[number])
        if not here or not marks.counts(index):
            continue
        judged = judgement(marks, index, barred=barred)
        if not judged.counts:
            unjudged += 1
            continue
        said = frozenset(judged.labels)
        expected = frozenset(label for one in here for label in one.labels)
        pairs.append((said, expected))
        if said != expected:
            comment = "; ".join(dict.fromkeys(one.comment for one in here if one.comment))
            misses.append(Miss(index, said, expected, comment))
    return Score(
        len(pairs), len(pairs) - len(misses), unjudged, tuple(_of_labels(pairs, labels)), tuple(misses)
    )


def total(scores: Iterable[Score]) -> Score:
    """Return the sum over several articles; what was missed in each is left to each."""
    scores = list(scores)
    names = dict.fromkeys(one.label for each in scores for one in each.labels)
    summed = []
    for name in names:
        found = [one for each in scores for one in each.labels if one.label == name]
        counts = (sum(getattr(one, key) for one in found) for key in ("right", "wrong", "missed", "rest"))
        summed.append(LabelScore(name, *counts))
    return Score(
        sum(one.answered for one in scores),
        sum(one.exact for one in scores),
        sum(one.open for one in scores),
        tuple(summed),
    )


def _of_labels(
    pairs: Sequence[tuple[frozenset[str], frozenset[str]]], labels: Sequence[str]
) -> list[LabelScore]:
    found = []
    for name in (*labels, NONE):
        has = [(not a, not b) if name == NONE else (name in a, name in b) for a, b in pairs]
        counts = [has.count(one) for one in ((True, True), (True, False), (False, True), (False, False))]
        found.append(LabelScore(name, *counts))
    return found


def _comment(decision: Decision) -> str:
    return "; ".join(" ".join(one.split()) for one in (decision["reason"], decision["note"]) if one.strip())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else nan
