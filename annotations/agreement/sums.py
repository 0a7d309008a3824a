"""The sums over each article that measures of agreement are made of.

Counting is done once; what a measure or a thousand resamples need are these few numbers an article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from annotations.agreement.coefficients import Floats
from annotations.agreement.units import Ints, Ratings

__all__ = ["Pair", "Sums", "fleiss_sums", "pair_sums", "pairs", "shared", "together"]

_CELLS = 4_000_000
"""Numbers in one matrix of counts by unit and value; more units are counted a part at a time. Chosen: 32
MB."""


@dataclass(frozen=True, slots=True)
class Sums:
    """One row an article. The function that makes it says what its columns are."""

    table: Floats
    articles: Ints
    """Which article each row is."""
    units: Ints
    """How many units each row sums up."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What two annotators said of the units that both judged, in the same order."""

    unit: Ints
    first: Ints
    second: Ints


def shared(ratings: Ratings) -> Ratings:
    """Return the judgements of units that two annotators or more judged."""
    if not len(ratings.unit):
        return ratings
    return ratings.only(np.bincount(ratings.unit)[ratings.unit] > 1)


def together(ratings: Ratings, article: Ints, distances: Floats | None = None) -> Sums:
    """Sum up the judgements of all annotators.

    The first column is the disagreement that :func:`~annotations.agreement.coefficients.alpha` takes, the
    others count each value.
    """
    ratings = shared(ratings)
    units, at = _numbered(ratings.unit)
    many = np.bincount(at, minlength=len(units))
    size = len(ratings.values)
    apart = _apart(at, ratings.value, many, size, distances)
    articles, row = _numbered(article[units])
    lines = len(articles)
    disagreement = np.bincount(row, weights=apart / np.maximum(many - 1, 1), minlength=lines)
    counts = np.bincount(row[at] * size + ratings.value, minlength=lines * size).reshape(lines, size)
    return Sums(np.column_stack([disagreement, counts]), articles, np.bincount(row, minlength=lines))


def fleiss_sums(ratings: Ratings, article: Ints, annotators: int) -> Sums:
    """Sum up the units that all `annotators` judged.

    The first column is the share of pairs who agree, summed over units, the second the number of units, the
    others count each value.
    """
    everybody = np.bincount(ratings.unit, minlength=len(article))[ratings.unit] == annotators
    sums = together(ratings.only(everybody), article)
    # Of m(m - 1) ordered pairs in a unit those that disagree were divided by m - 1 only.
    agreement = sums.units - sums.table[:, 0] / annotators
    table = np.column_stack([agreement, sums.units, sums.table[:, 1:]])
    return Sums(table, sums.articles, sums.units)


def pairs(ratings: Ratings, annotators: int) -> Iterator[tuple[int, int, Pair]]:
    """Yield for each two annotators who share a unit what they said of those."""
    units, values = [], []
    for who in range(annotators):
        mine = ratings.annotator == who
        units.append(ratings.unit[mine])
        values.append(ratings.value[mine])
    for one in range(annotators):
        for other in range(one + 1, annotators):
            if not len(units[one]) or not len(units[other]):
                continue
            at = np.searchsorted(units[other], units[one])
            at[at == len(units[other])] = 0
            both = units[other][at] == units[one]
            if both.any():
                yield one, other, Pair(units[one][both], values[one][both], values[other][at[both]])


def pair_sums(pair: Pair, article: Ints, size: int) -> Sums:
    """Sum up a pair who chose from `size` values.

    The first column is the disagreement, as for :func:`together`; then come the counts of the values that the
    first gave, then those of the second.
    """
    articles, row = _numbered(article[pair.unit])
    lines = len(articles)
    differ = 2.0 * np.bincount(row[pair.first != pair.second], minlength=lines)
    counts = [
        np.bincount(row * size + value, minlength=lines * size).reshape(lines, size)
        for value in (pair.first, pair.second)
    ]
    once, _ = _numbered(pair.unit)  # of pairs put together a unit may be in several
    units = np.bincount(article[once], minlength=len(article))[articles]
    return Sums(np.column_stack([differ, *counts]), articles, units)


def _numbered(values: Ints) -> tuple[Ints, Ints]:
    """Return the different `values`, ascending, and which of them each is; small whole numbers from 0."""
    there = np.bincount(values) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[values]


def _apart(at: Ints, value: Ints, many: Ints, size: int, distances: Floats | None) -> Floats:
    """Return for each unit the distances of all ordered pairs of its values, summed.

    `at` is the unit of each of `value`, ascending, and `many` how many values each unit has.
    """
    units = len(many)
    result = np.zeros(units)
    step = max(1, _CELLS // max(size, 1))
    for first in range(0, units, step):
        low, high = np.searchsorted(at, [first, first + step])
        last = min(first + step, units)
        cells = (at[low:high] - first) * size + value[low:high]
        counts = np.bincount(cells, minlength=(last - first) * size).reshape(last - first, size)
        if distances is None:
            result[first:last] = many[first:last] ** 2 - np.einsum("uv,uv->u", counts, counts)
        else:
            result[first:last] = ((counts @ distances) * counts).sum(1)
    return result
