"""Agreement as published, and as the libraries that others use work it out."""

from __future__ import annotations

import json
import os
import warnings
from collections import Counter
from importlib import import_module
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.agreement import measures
from annotations.agreement.coefficients import alpha, masi, masi_distances
from annotations.agreement.sums import fleiss_sums, pair_sums, pairs, together
from annotations.agreement.units import Ratings

VECTORS = os.environ.get("ZHUPI_VECTORS", "")
"""A file that keeps the same published examples as JSON, if there is one."""

# Krippendorff, Computing Krippendorff's alpha-reliability, 2011: its binary and nominal examples.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
# The same, its example with four observers and missing data, a unit each word.
FOUR = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."
# Wikipedia, "Krippendorff's alpha": three coders, fifteen units.
THREE = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
# Fleiss 1971, table 1: thirty patients, six psychiatrists, five diagnoses.
DIAGNOSES = """
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555
144444 124444 222333 144444 224445 333335 111455 111112 224444 133555
555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
"""
# Wikipedia, "Fleiss' kappa": ten subjects, fourteen raters, five categories.
FOURTEEN = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)

Table = list[list[object]]
"""A row a unit, a column an annotator, None where there is nothing."""


def ratings(table: Table) -> Ratings:
    values = list(dict.fromkeys(one for row in table for one in row if one is not None))
    rows = [
        (unit, who, values.index(one))
        for unit, row in enumerate(table)
        for who, one in enumerate(row)
        if one is not None
    ]
    columns = np.array(rows, np.int64).reshape(-1, 3)
    return Ratings(columns[:, 0], columns[:, 1], columns[:, 2], tuple(values))


def one_article(table: Table) -> np.ndarray:
    return np.zeros(len(table), np.int64)


def nominal(table: Table) -> float:
    return float(measures.alpha(together(ratings(table), one_article(table)).table.sum(0, keepdims=True))[0])


def by_observers(*observers: str) -> Table:
    return [[None if one in "*." else one for one in unit] for unit in zip(*observers, strict=True)]


def fleiss_of(table: Table) -> float:
    sums = fleiss_sums(ratings(table), one_article(table), len(table[0]))
    return float(measures.fleiss(sums.table.sum(0, keepdims=True))[0])


def pair_measure(measure, table: Table) -> float:
    found = ratings(table)
    ((_, _, pair),) = pairs(found, 2)
    sums = pair_sums(pair, one_article(table), len(found.values))
    return float(measure(sums.table)[0])


def matrix(cells: list[list[int]]) -> Table:
    return [[a, b] for a, row in enumerate(cells) for b, count in enumerate(row) for _ in range(count)]


def test_alpha_as_published() -> None:
    assert nominal(by_observers(*BINARY)) == pytest.approx(0.095, abs=5e-4)
    assert nominal(by_observers(*NOMINAL)) == pytest.approx(0.692, abs=5e-4)
    assert nominal(by_observers(*THREE)) == pytest.approx(0.691, abs=5e-4)
    assert nominal(FOUR_TABLE) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_values_that_are_more_or_less_apart() -> None:
    for table, published in ((FOUR_TABLE, 0.849), (by_observers(*THREE), 0.811)):
        found = ratings(table)
        numbers = np.array([float(str(one)) for one in found.values])
        distances = (numbers[:, None] - numbers) ** 2
        sums = together(found, one_article(table), distances).table
        assert alpha(sums[:, 0], sums[:, 1:], distances)[0] == pytest.approx(published, abs=5e-4)


def test_fleiss_as_published() -> None:
    assert fleiss_of([list(row) for row in DIAGNOSES.split()]) == pytest.approx(0.430, abs=5e-4)
    rows = [[value for value, count in enumerate(row) for _ in range(count)] for row in FOURTEEN]
    assert fleiss_of(rows) == pytest.approx(0.210, abs=5e-4)


def test_kappa_as_published() -> None:
    assert pair_measure(measures.kappa, matrix([[20, 5], [10, 15]])) == pytest.approx(0.4)
    # Artstein and Poesio, Inter-coder agreement for computational linguistics, 2008, table 1.
    table = matrix([[20, 20], [10, 50]])
    assert pair_measure(measures.kappa, table) == pytest.approx(0.348, abs=5e-4)
    assert pair_measure(measures.of_pair(measures.alpha), table) == pytest.approx(0.344, abs=5e-4)
    assert pair_measure(measures.of_pair(measures.percent), table) == pytest.approx(0.7)
    assert fleiss_of(table) == pytest.approx(0.341, abs=5e-4), "of two it is Scott's pi"


def test_masi_as_published() -> None:
    assert masi({"a", "b"}, {"a"}) == pytest.approx(2 / 3)
    assert masi({"a", "b"}, {"b", "c"}) == pytest.approx(8 / 9)
    assert masi({"a"}, {"b"}) == 1
    assert masi({"a", "b"}, {"b", "a"}) == 0
    assert masi(set(), {"a"}) == 1
    assert masi(set(), set()) == 0


def test_sets_that_are_partly_alike() -> None:
    assert masi_alpha(SETS) == pytest.approx(0.4617, abs=5e-5)


def masi_alpha(table: Table) -> float:
    found = ratings(table)
    distances = masi_distances(found.values)
    sums = together(found, one_article(table), distances).table.sum(0, keepdims=True)
    return float(measures.alpha_with(distances)(sums)[0])


FOUR_TABLE: Table = [[None if one == "." else one for one in unit] for unit in FOUR.split()]
SETS: Table = [
    [frozenset(one.split("+")) for one in row.split()]
    for row in (
        "claim claim+quote",
        "opinion opinion",
        "quote+claim quote+claim",
        "none opinion",
        "claim+opinion quote+opinion",
        "quote quote",
    )
]


@pytest.mark.skipif(not VECTORS, reason="ZHUPI_VECTORS names no file")
def test_the_collected_vectors_say_the_same() -> None:
    vectors = json.loads(Path(VECTORS).read_text(encoding="utf-8"))
    assert vectors["krippendorff2011_D"]["units_x_observers"] == [
        [None if one is None else int(str(one)) for one in row] for row in FOUR_TABLE
    ]
    assert vectors["krippendorff2011_B_nominal"]["observers"] == list(NOMINAL)
    assert vectors["wikipedia_3x15"]["observers"] == list(THREE)
    assert vectors["fleiss_wikipedia_10x14x5"]["counts"] == [list(row) for row in FOURTEEN]
    for one, other, distance in vectors["set_distances"]["masi"]:
        assert masi(set(one), set(other)) == pytest.approx(distance, abs=5e-5)


def test_undefined_is_no_number() -> None:
    assert np.isnan(nominal([["a", "a"], ["a", "a"]])), "chance agrees in everything"
    assert np.isnan(nominal([["a", None], [None, "b"]])), "nothing is shared"
    assert np.isnan(nominal([]))
    assert np.isnan(pair_measure(measures.kappa, [["a", "a"]] * 3))
    assert pair_measure(measures.kappa, [["a", "a"], ["a", "b"]]) == 0
    assert np.isnan(fleiss_of([["a", "a"]] * 3))


def test_positive_and_negative_agreement() -> None:
    table = matrix([[80, 5], [5, 10]])  # Cicchetti and Feinstein: 2a / (2a + b + c)
    sums = together(ratings(table), one_article(table)).table.sum(0, keepdims=True)
    assert measures.positive(sums)[0] == pytest.approx(20 / 30)
    assert measures.negative(sums)[0] == pytest.approx(160 / 170)
    assert measures.prevalence(sums)[0] == pytest.approx(0.15)


# -- equal to others --------------------------------------------------------------

cells = st.sampled_from([None, "a", "b", "c", "d"])
whole_cells = st.sampled_from(["a", "b", "c", "d"])


def tables(cell, width: int | None = None):
    widths = st.integers(2, 5) if width is None else st.just(width)
    return widths.flatmap(
        lambda size: st.lists(st.lists(cell, min_size=size, max_size=size), min_size=1, max_size=25)
    )


def same(ours: float, theirs: float) -> None:
    assert ours == pytest.approx(theirs, abs=1e-9, nan_ok=True)


@pytest.mark.peer("krippendorff")
@settings(deadline=None)  # the first example imports the library
@given(tables(cells))
def test_alpha_is_that_of_krippendorff(table: Table) -> None:
    krippendorff = import_module("krippendorff")
    paired = [value for row in table if sum(one is not None for one in row) > 1 for value in row]
    if len(set(paired) - {None}) < 2:
        assert np.isnan(nominal(table))
        return
    codes = [[np.nan if one is None else "abcd".index(str(one)) for one in row] for row in table]
    theirs = krippendorff.alpha(np.array(codes).T, level_of_measurement="nominal")
    same(nominal(table), theirs)


@pytest.mark.peer("sklearn")
@settings(deadline=None)  # the first example imports the library
@given(tables(whole_cells, 2))
def test_kappa_is_that_of_scikit_learn(table: Table) -> None:
    metrics = import_module("sklearn.metrics")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by nothing where kappa is undefined
        theirs = metrics.cohen_kappa_score(*zip(*table, strict=True), labels=["a", "b", "c", "d"])
    if len({one for row in table for one in row}) == 1:
        assert np.isnan(pair_measure(measures.kappa, table))
    else:
        same(pair_measure(measures.kappa, table), theirs)


@pytest.mark.peer("statsmodels")
@settings(deadline=None)  # the first example imports the library
@given(tables(whole_cells))
def test_fleiss_is_that_of_statsmodels(table: Table) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rater = import_module("statsmodels.stats.inter_rater")
        counts = [[Counter(row)[value] for value in "abcd"] for row in table]
        theirs = rater.fleiss_kappa(np.array(counts))
    if len({one for row in table for one in row}) == 1:
        assert np.isnan(fleiss_of(table))
    else:
        same(fleiss_of(table), theirs)


sets = st.frozensets(st.sampled_from("xyz")).map(lambda one: one or frozenset({"none"}))


@pytest.mark.peer("nltk")
@settings(deadline=None)  # the first example imports the library
@given(tables(st.none() | sets))
def test_alpha_of_sets_is_that_of_nltk(table: Table) -> None:
    agreement = import_module("nltk.metrics.agreement")
    masi_distance = import_module("nltk.metrics.distance").masi_distance
    shared = [row for row in table if sum(one is not None for one in row) > 1]
    if len({one for row in shared for one in row} - {None}) < 2:
        assert np.isnan(masi_alpha(table))
        return
    data = [
        (who, unit, one) for unit, row in enumerate(shared) for who, one in enumerate(row) if one is not None
    ]
    same(masi_alpha(table), agreement.AnnotationTask(data, distance=masi_distance).alpha())


@given(tables(cells))
def test_percent_is_the_share_of_pairs_that_agree(table: Table) -> None:
    judged = [[one for one in row if one is not None] for row in table]
    judged = [row for row in judged if len(row) > 1]
    agree = sum(sum(a == b for a, b in permutations(row, 2)) / (len(row) - 1) for row in judged)
    total = sum(map(len, judged))
    sums = together(ratings(table), one_article(table)).table.sum(0, keepdims=True)
    same(float(measures.percent(sums)[0]), agree / total if total else np.nan)


@given(tables(cells), st.randoms())
def test_sums_do_not_depend_on_how_units_are_spread_over_articles(table: Table, dice) -> None:
    article = np.sort(np.array([dice.randrange(4) for _ in table], np.int64))
    apart = together(ratings(table), article)
    at_once = together(ratings(table), one_article(table))
    np.testing.assert_allclose(apart.table.sum(0), at_once.table.sum(0))
    assert apart.units.sum() == at_once.units.sum()
