"""Measures of agreement, from counts.

Every function takes arrays whose last axis (or axes, where it says so) are counts, works on all leading axes
at once, so that a thousand resamples cost one call, and gives not-a-number where the measure is undefined:
nothing was judged twice, or chance alone would already agree in everything.

Sources: Krippendorff, *Computing Krippendorff's alpha-reliability*, 2011; Cohen, *A coefficient of agreement
for nominal scales*, 1960; Fleiss, *Measuring nominal scale agreement among many raters*, 1971; Passonneau,
*Measuring agreement on set-valued items (MASI)*, 2006; Cicchetti and Feinstein, *High agreement but low
kappa II*, 1990.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Floats", "alpha", "f1", "fleiss", "kappa", "masi", "masi_distances", "ratio", "specific"]

Floats = NDArray[np.float64]


def ratio(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Return `part` by `whole`, not-a-number where `whole` is 0."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    result: Floats = np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def alpha(disagreement: ArrayLike, counts: ArrayLike, distances: ArrayLike | None = None) -> Floats:
    """Return Krippendorff's alpha.

    Args:
        disagreement: Over all units the distances of all ordered pairs of values in a unit, each unit's sum
            divided by one less than the number of its values.
        counts: How often each value occurs in units with two values or more; the last axis is the values.
        distances: How far the values are apart, a symmetric square; by default 1 between any two.
    """
    counts = np.asarray(counts, float)
    total = counts.sum(-1)
    if distances is None:
        apart = total**2 - (counts**2).sum(-1)
    else:
        apart = ((counts @ np.asarray(distances, float)) * counts).sum(-1)
    return 1 - ratio(np.asarray(disagreement, float) * (total - 1), apart)


def kappa(agreed: ArrayLike, first: ArrayLike, second: ArrayLike) -> Floats:
    """Return Cohen's kappa of two annotators.

    Args:
        agreed: In how many units both gave the same value.
        first: How often the first gave each value; the last axis is the values.
        second: How often the second did.
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    total = first.sum(-1)
    by_chance = (first * second).sum(-1)
    return ratio(np.asarray(agreed, float) * total - by_chance, total**2 - by_chance)


def fleiss(agreement: ArrayLike, units: ArrayLike, counts: ArrayLike) -> Floats:
    """Return Fleiss' kappa of units that all annotators judged.

    Args:
        agreement: Over all units the share of pairs of annotators who gave the same value, summed.
        units: How many units there are.
        counts: How often each value was given; the last axis is the values.
    """
    counts = np.asarray(counts, float)
    by_chance = ratio((counts**2).sum(-1), counts.sum(-1) ** 2)
    observed = ratio(agreement, units)
    return ratio(observed - by_chance, 1 - by_chance)


def specific(same: ArrayLike, counts: ArrayLike) -> Floats:
    """Return how often others agree where one annotator gave a value: positive and negative agreement.

    Args:
        same: Ordered pairs of annotators who both gave the value, each unit's number divided by one less
            than the number of its annotators.
        counts: How often the value was given.
    """
    return ratio(same, counts)


def f1(matched: ArrayLike, both: ArrayLike) -> Floats:
    """Return the F1 of two sets of spans: `matched` pairs among the `both` spans of the two together."""
    return ratio(2 * np.asarray(matched, float), both)


def masi(one: Set[str], other: Set[str]) -> float:
    """Return how far two sets of labels are apart: 0 if they are the same, 1 if they share nothing.

    Nothing is a value like any other: the empty set is 1 from every other.
    """
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    likeness = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / len(one | other) * likeness


def masi_distances(sets: Sequence[Set[str]]) -> Floats:
    """Return the distances of all `sets` from one another, as `alpha` takes them."""
    return np.array([[masi(one, other) for other in sets] for one in sets], float).reshape(
        len(sets), len(sets)
    )
