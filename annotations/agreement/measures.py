"""One figure of agreement: what it measures, its value and interval, and in words why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from annotations.agreement import coefficients
from annotations.agreement.bootstrap import bounds, resampled
from annotations.agreement.coefficients import Floats
from annotations.agreement.sums import Sums
from annotations.wording import msg

__all__ = [
    "FEW",
    "NOBODY",
    "NOTHING_SHARED",
    "NOT_ALL",
    "ONE_VALUE",
    "TOO_FEW",
    "Figure",
    "Question",
    "figures",
]

FEW = 50
"""Below so many shared units a value says next to nothing.

Two annotators drawn from the five raw ones of OCNLI agree with an alpha of 0.70. In 95 of 100 samples of 30
sentences it is found between 0.50 and 0.90, of 50 between 0.51 and 0.85, of 100 between 0.58 and 0.82: the
usual bounds for good (0.8) and tentative (0.667) agreement lie both inside the second."""
TOO_FEW = msg("too few")
NOTHING_SHARED = msg("nothing shared")
ONE_VALUE = msg("one value only")
NOBODY = msg("never given")
NOT_ALL = msg("no sentence judged by all")

Measure = Callable[[Floats], Floats]
"""Takes sums, any number of rows, and gives the measure of each row."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a figure is about."""

    scope: str
    """``project``, ``article``, ``annotator``, ``pair``, ``without``, which is all but one annotator, or
    ``whole``, which is what is said of articles as a whole."""
    annotators: tuple[str, ...] = ()
    article: str = ""
    label: str = ""
    """The label; empty for whole sets of labels."""
    attribute: str = ""
    """``voice``, ``form``, ``speaker``, an attribute of the scheme, or ``spans``."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of agreement."""

    about: Question
    measure: str
    value: float | None
    """None where it is undefined; `why` says so in words."""
    low: float | None = None
    """The bounds of the 95 % interval, None where there are too few articles to resample."""
    high: float | None = None
    units: int = 0
    """Units, sentences mostly, that two or more judged."""
    articles: int = 0
    why: str = ""

    @property
    def few(self) -> bool:
        """Tell whether so little is shared that the value says next to nothing."""
        return 0 < self.units < FEW


def figures(
    about: Question,
    sums: Sums,
    measures: Mapping[str, tuple[Measure, str]],
    *,
    intervals: bool = True,
) -> list[Figure]:
    """Return the figure of each of `measures`: its function, and in words when it is undefined."""
    total = sums.table.sum(0, keepdims=True)
    draws = resampled(sums.table) if intervals and measures else np.empty((0, total.shape[1]))
    units = int(sums.units.sum())
    result = []
    for name, (measure, undefined) in measures.items():
        value = float(measure(total)[0])
        if np.isnan(value):
            why = undefined if units else NOTHING_SHARED
            result.append(Figure(about, name, None, units=units, articles=len(sums.articles), why=why))
            continue
        found = bounds(measure(draws)) if len(draws) else None
        low, high = found or (None, None)
        result.append(Figure(about, name, value, low, high, units, len(sums.articles)))
    return result


# -- measures of sums: disagreement, then the counts of each value -------------------------


def percent(sums: Floats) -> Floats:
    """Return the share of pairs of annotators who agree, every judgement weighing the same."""
    return 1 - coefficients.ratio(sums[:, 0], sums[:, 1:].sum(-1))


def alpha(sums: Floats) -> Floats:
    """Return Krippendorff's alpha of nominal values."""
    return coefficients.alpha(sums[:, 0], sums[:, 1:])


def alpha_with(distances: Floats) -> Measure:
    """Return the measure that is alpha of values so far apart."""
    return lambda sums: coefficients.alpha(sums[:, 0], sums[:, 1:], distances)


def positive(sums: Floats) -> Floats:
    """Return how often others say yes where one does; values are no and yes."""
    return coefficients.specific(sums[:, 2] - sums[:, 0] / 2, sums[:, 2])


def negative(sums: Floats) -> Floats:
    """Return how often others say no where one does."""
    return coefficients.specific(sums[:, 1] - sums[:, 0] / 2, sums[:, 1])


def prevalence(sums: Floats) -> Floats:
    """Return the share of judgements that say yes."""
    return coefficients.ratio(sums[:, 2], sums[:, 1:].sum(-1))


def fleiss(sums: Floats) -> Floats:
    """Return Fleiss' kappa; the columns are those of `fleiss_sums`."""
    return coefficients.fleiss(sums[:, 0], sums[:, 1], sums[:, 2:])


# -- measures of a pair: disagreement, then counts of the first, then of the second ------------


def _split(sums: Floats) -> tuple[Floats, Floats]:
    size = (sums.shape[1] - 1) // 2
    return sums[:, 1 : 1 + size], sums[:, 1 + size :]


def joined(sums: Floats) -> Floats:
    """Return the sums of a pair as those of a group of two."""
    first, second = _split(sums)
    return np.column_stack([sums[:, 0], first + second])


def of_pair(measure: Measure) -> Measure:
    """Return `measure` of a group as one that takes the sums of a pair."""
    return lambda sums: measure(joined(sums))


def kappa(sums: Floats) -> Floats:
    """Return Cohen's kappa."""
    first, second = _split(sums)
    return coefficients.kappa(first.sum(-1) - sums[:, 0] / 2, first, second)


def share(sums: Floats) -> Floats:
    """Return the share of yes among what the first of a pair said; values are no and yes."""
    first, _ = _split(sums)
    return coefficients.ratio(first[:, 1], first.sum(-1))


def share_others(sums: Floats) -> Floats:
    """Return the share of yes among what the second of a pair said."""
    _, second = _split(sums)
    return coefficients.ratio(second[:, 1], second.sum(-1))


# -- measures of spans: exact matches, matches that overlap, spans of both -----------------------


def f1_exact(sums: Floats) -> Floats:
    """Return the F1 of spans that are just the same."""
    return coefficients.f1(sums[:, 0], sums[:, 2])


def f1_overlap(sums: Floats) -> Floats:
    """Return the F1 of spans of one type that overlap."""
    return coefficients.f1(sums[:, 1], sums[:, 2])
