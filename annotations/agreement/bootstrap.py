"""How far a figure would move with other articles: intervals by resampling.

Articles are drawn and not sentences, because the sentences of one article are alike. What is drawn are the
sums that a measure is made of, one row an article, so that a thousand resamples are one product of matrices.
The generator starts from the same seed always: the same layers give the same interval.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from annotations.agreement.coefficients import Floats

__all__ = ["LEAST", "LEVEL", "RESAMPLES", "bounds", "resampled"]

RESAMPLES = 1000
"""As many as the textbooks ask for percentile intervals (Efron and Tibshirani, *An introduction to the
bootstrap*, 1993). Another thousand would move a bound by a twelfth of the figure's standard error, in the
third decimal."""
LEVEL = 0.95
"""The share of resamples inside an interval, as everybody reports it."""
LEAST = 5
"""Fewer articles are no sample: what is drawn from them hardly moves, however wide the truth is.

Chosen: of five articles 126 different samples can be drawn, of four 35, too few to read the outer 2.5 %
off."""

_SEED = 20251123
_DEFINED = 0.95
"""Where the measure is undefined in more than the rest of the resamples, there is no interval.

Chosen: as many as the interval leaves out itself; with more undefined ones it would speak of chosen
articles only."""
_CELLS = 4_000_000
"""Numbers in one matrix of draws; more are made a part at a time. Chosen: 32 MB."""


def bounds(values: Floats) -> tuple[float, float] | None:
    """Return between which bounds 95 of 100 resampled `values` of a measure lie, or None if that is unknown.

    It is unknown where the measure is undefined in more than one resample of twenty.
    """
    defined = values[~np.isnan(values)]
    if not len(values) or len(defined) < _DEFINED * len(values):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def resampled(sums: Floats) -> Floats:
    """Return a row a resample: `sums` over as many articles as there are, drawn with replacement.

    `sums` has a row an article and a column for each sum that a measure is made of. There are no resamples
    of fewer than `LEAST` articles.
    """
    articles = len(sums)
    if articles < LEAST:
        return np.empty((0, sums.shape[1]))
    step = max(1, _CELLS // articles)
    if step >= RESAMPLES:
        return _draws(articles) @ sums
    dice = np.random.default_rng((_SEED, articles))
    return np.concatenate(
        [_draw(dice, articles, min(step, RESAMPLES - at)) @ sums for at in range(0, RESAMPLES, step)]
    )


@lru_cache(maxsize=4)
def _draws(articles: int) -> Floats:
    return _draw(np.random.default_rng((_SEED, articles)), articles, RESAMPLES)


def _draw(dice: np.random.Generator, articles: int, times: int) -> Floats:
    """Return how often each article is drawn, a row a resample."""
    drawn = dice.integers(articles, size=(times, articles)) + articles * np.arange(times)[:, None]
    return np.bincount(drawn.ravel(), minlength=times * articles).reshape(times, articles).astype(float)
