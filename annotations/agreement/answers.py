"""What an annotator says of an article whose answer is known: how often right, and what was expected else.

The answer of a sentence is its set of labels, as the lead decided it or a file gives it. Counted is what the
annotator judged (:mod:`annotations.agreement.judgements`) where there is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotations.agreement.judgements import barred_in, judgement
from annotations.marks.marks import Marks
from annotations.records.lead_kinds import Decision

__all__ = ["Answer", "Miss", "Score", "answers_of", "score", "total"]

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
class Score:
    """How an annotator did on articles with known answers."""

    answered: int = 0
    """Sentences that have an answer and were judged."""
    exact: int = 0
    """Those of which all labels were right."""
    open: int = 0
    """Sentences that have an answer and were not judged."""
    misses: tuple[Miss, ...] = ()
    """Where something else was expected; of one article alone."""


def answers_of(decisions: Iterable[Decision], text: str) -> list[Answer]:
    """Return what the lead decided of an article with this `text`, ascending, as far as it is in place."""
    found = [
        Answer(one["start"], one["end"], frozenset(one["labels"]), _comment(one))
        for one in decisions
        if not one["deleted"] and text[one["start"] : one["end"]] == one["quote"]
    ]
    return sorted(found, key=lambda one: (one.start, one.end))


def score(marks: Marks, answers: Iterable[Answer]) -> Score:
    """Return how what an annotator says of an article stands to what is known of it.

    Args:
        marks: What the annotator says, within the bounds that hold.
        answers: What is known. Of a sentence that several are about all count, as marks do.
    """
    known = sorted(answers, key=lambda one: one.start)
    barred = barred_in(marks)
    misses: list[Miss] = []
    answered = unjudged = at = 0
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
        answered += 1
        said = frozenset(judged.labels)
        expected = frozenset(label for one in here for label in one.labels)
        if said != expected:
            comment = "; ".join(dict.fromkeys(one.comment for one in here if one.comment))
            misses.append(Miss(index, said, expected, comment))
    return Score(answered, answered - len(misses), unjudged, tuple(misses))


def total(scores: Iterable[Score]) -> Score:
    """Return the sum over several articles; what was missed in each is left to each."""
    scores = list(scores)
    return Score(
        sum(one.answered for one in scores),
        sum(one.exact for one in scores),
        sum(one.open for one in scores),
    )


def _comment(decision: Decision) -> str:
    return "; ".join(" ".join(one.split()) for one in (decision["reason"], decision["note"]) if one.strip())
