"""How good a model is: what it predicts beside what was judged, label by label and type by type. Pure.

Counts are kept an article each, so that intervals come from drawing articles (see
:mod:`annotations.agreement.bootstrap`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from annotations.agreement import coefficients
from annotations.agreement.bootstrap import bounds, resampled
from annotations.agreement.coefficients import Floats

__all__ = ["ALL", "Figure", "Score", "Scored", "scores_of"]

ALL = ""
"""What stands for all labels together, and all types: their counts added up (micro average)."""
Row = tuple[int, int, int, int]
"""Of one article: hits, what is predicted and not judged, what is judged and not predicted, and neither."""
_HIT, _FALSE, _MISSED, _NEITHER = range(4)


class Figure(NamedTuple):
    """One measure, and between which bounds 95 of 100 resamples lie."""

    value: float | None
    """None where it is undefined: nothing was predicted, or there was nothing to find."""
    low: float | None = None
    high: float | None = None


class Score(NamedTuple):
    """How good a model is on one label, or one type of names."""

    name: str
    """The label or type; `ALL` for all together."""
    judged: int
    """How often people say it."""
    predicted: int
    """How often the model does."""
    hits: int
    """How often both."""
    precision: Figure
    recall: Figure
    f1: Figure
    kappa: Figure
    """Cohen's, of yes and no in each sentence; undefined for names, for nobody counts where none is."""


@dataclass(slots=True)
class Scored:
    """What was predicted and judged, article by article."""

    labels: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    spans: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    names: Sequence[str] = ()
    types: Sequence[str] = ()
    sentences: int = 0
    """Sentences that were judged and predicted."""
    unpredicted: int = 0
    """Sentences that were judged, and of which the model says nothing; they are left out."""
    same: int = 0
    """Sentences of which both say just the same labels."""
    articles: int = 0

    def add_sentences(self, pairs: Iterable[tuple[Collection[str], Collection[str]]]) -> None:
        """Take in the sentences of one article: of each the labels that were judged and those predicted."""
        counts: dict[str, list[int]] = {name: [0, 0, 0, 0] for name in self.names}
        for judged, predicted in pairs:
            self.sentences += 1
            self.same += set(judged) == set(predicted)
            for name, row in counts.items():
                row[_place(name in judged, name in predicted)] += 1
        for name, row in counts.items():
            self.labels[name].append((row[0], row[1], row[2], row[3]))
        self.articles += 1

    def add_spans(
        self, judged: Iterable[tuple[int, int, str]], predicted: Iterable[tuple[int, int, str]]
    ) -> None:
        """Take in the names and numbers of one article; one counts only from the same to the same offset."""
        first, second = Counter(judged), Counter(predicted)
        for kind in self.types:
            found = {one for one in (*first, *second) if one[2] == kind}
            hits = sum(min(first[one], second[one]) for one in found)
            false = sum(second[one] for one in found) - hits
            self.spans[kind].append((hits, false, sum(first[one] for one in found) - hits, 0))


def scores_of(rows: Mapping[str, Sequence[Row]]) -> list[Score]:
    """Return the score of each label or type that occurs, and of all together, which comes last."""
    arrays = {name: np.array(one, float) for name, one in rows.items() if one}
    occurring = {name: one for name, one in arrays.items() if one[:, :_NEITHER].any()}
    scores = [_score(name, one) for name, one in occurring.items()]
    if len(occurring) > 1:
        scores.append(_score(ALL, np.sum(list(occurring.values()), axis=0)))
    return scores


def _place(judged: bool, predicted: bool) -> int:
    if judged:
        return _HIT if predicted else _MISSED
    return _FALSE if predicted else _NEITHER


def _score(name: str, sums: Floats) -> Score:
    hits, false, missed, _ = sums.sum(0)
    drawn = resampled(sums)
    figures = [_figure(measure, sums, drawn) for measure in (_precision, _recall, _f1, _kappa)]
    return Score(name, int(hits + missed), int(hits + false), int(hits), *figures)


def _figure(measure: Callable[[Floats], Floats], sums: Floats, drawn: Floats) -> Figure:
    value = float(measure(sums.sum(0)[None])[0])
    if np.isnan(value):
        return Figure(None)
    low, high = (bounds(measure(drawn)) if len(drawn) else None) or (None, None)
    return Figure(value, low, high)


def _precision(sums: Floats) -> Floats:
    return coefficients.ratio(sums[:, _HIT], sums[:, _HIT] + sums[:, _FALSE])


def _recall(sums: Floats) -> Floats:
    return coefficients.ratio(sums[:, _HIT], sums[:, _HIT] + sums[:, _MISSED])


def _f1(sums: Floats) -> Floats:
    both = 2 * sums[:, _HIT]
    return coefficients.ratio(both, both + sums[:, _FALSE] + sums[:, _MISSED])


def _kappa(sums: Floats) -> Floats:
    if not sums[:, _NEITHER].any():
        return np.full(len(sums), np.nan)
    hit, false, missed, neither = sums.T
    first = np.column_stack([false + neither, hit + missed])
    second = np.column_stack([missed + neither, hit + false])
    return coefficients.kappa(hit + neither, first, second)
