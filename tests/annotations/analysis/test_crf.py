"""Best path and probabilities against every path there is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from annotations.analysis.crf import best_paths, marginals

TAGS = 3
LENGTHS = [4, 4, 2, 1]
RUNNING = [sum(length > t for length in LENGTHS) for t in range(LENGTHS[0])]


@pytest.fixture(params=range(5))
def numbers(request: pytest.FixtureRequest) -> tuple[np.ndarray, ...]:
    chance = np.random.default_rng(request.param)
    scores = chance.normal(size=(LENGTHS[0], len(LENGTHS), TAGS)).astype("f4")
    start, end = chance.normal(size=(2, TAGS)).astype("f4")
    return scores, start, end, chance.normal(size=(TAGS, TAGS)).astype("f4")


def every_path(numbers: tuple[np.ndarray, ...], sequence: int) -> dict[tuple[int, ...], float]:
    scores, start, end, transitions = numbers
    found = {}
    for path in itertools.product(range(TAGS), repeat=LENGTHS[sequence]):
        total = start[path[0]] + end[path[-1]]
        total += sum(scores[t, sequence, tag] for t, tag in enumerate(path))
        found[path] = float(total + sum(transitions[a, b] for a, b in itertools.pairwise(path)))
    return found


def test_best_paths(numbers: tuple[np.ndarray, ...]) -> None:
    scores, start, end, transitions = numbers
    paths = best_paths(scores, RUNNING, start, end, transitions)
    for sequence, length in enumerate(LENGTHS):
        totals = every_path(numbers, sequence)
        assert tuple(paths[:length, sequence].tolist()) == max(totals, key=lambda path: totals[path])


def test_marginals(numbers: tuple[np.ndarray, ...]) -> None:
    scores, start, end, transitions = numbers
    chances = marginals(scores, RUNNING, start, end, transitions)
    for sequence, length in enumerate(LENGTHS):
        totals = every_path(numbers, sequence)
        whole = sum(np.exp(total) for total in totals.values())
        for t, tag in itertools.product(range(length), range(TAGS)):
            share = sum(np.exp(total) for path, total in totals.items() if path[t] == tag) / whole
            assert chances[t, sequence, tag] == pytest.approx(share, abs=1e-4)
