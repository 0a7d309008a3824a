"""What a model says of an article: labels of sentences, names and numbers, each with how sure it is.

It is no mark: nobody judged anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

__all__ = ["ArticlePrediction", "PredictedSentence", "PredictedSpan", "found_again"]


class PredictedSentence(NamedTuple):
    """What a model says of one sentence."""

    start: int
    end: int
    quote: str
    """The text from `start` to `end`, by which it is found again."""
    labels: tuple[str, ...]
    """Those that it would set."""
    scores: Mapping[str, float] = {}
    """How sure it is of each label, from 0 to 1; of some labels it may say nothing."""
    quotes: tuple[Mapping[str, Any], ...] = ()
    """As a mark has them."""

    def score_of(self, label: str) -> float | None:
        """Return how sure it is that `label` fits; None where it does not say."""
        return self.scores.get(label)


class PredictedSpan(NamedTuple):
    """A name or a number as a model marks it."""

    start: int
    end: int
    quote: str
    what: Literal["name", "number"]
    label: str
    """The type of the name, or the kind of the number."""
    score: float | None = None


class ArticlePrediction(NamedTuple):
    """What a model says of one article."""

    article: str
    sentences: tuple[PredictedSentence, ...] = ()
    """Ascending; a sentence of which it says that no label fits has none."""
    spans: tuple[PredictedSpan, ...] | None = None
    """Ascending; None where it says nothing of names and numbers."""


def found_again(said: ArticlePrediction, article: str, text: str) -> ArticlePrediction:
    """Return what of `said`, which is about an earlier text, is about the `text` of `article` too.

    A sentence is found by its words, in the order of the text where they stand in several places; a name or a
    number moves with its sentence. What is nowhere, and who is quoted, is left out.
    """
    at = 0
    sentences: list[PredictedSentence] = []
    spans: list[PredictedSpan] = []
    for one in said.sentences:
        start = text.find(one.quote, at)
        start = text.find(one.quote) if start < 0 else start
        if start < 0:
            continue
        at = max(at, start + len(one.quote))
        by = start - one.start
        sentences.append(one._replace(start=start, end=one.end + by, quotes=()))
        spans += [
            each._replace(start=each.start + by, end=each.end + by)
            for each in said.spans or ()
            if one.start <= each.start and each.end <= one.end
        ]
    return ArticlePrediction(
        article,
        tuple(sorted(sentences, key=_place)),
        None if said.spans is None else tuple(sorted(spans, key=_place)),
    )


def _place(one: PredictedSentence | PredictedSpan) -> tuple[int, int]:
    return one.start, one.end
