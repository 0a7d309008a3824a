"""The sentences behind a figure are those that it was counted from, and say what it says."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import careful, simulate, skips

from annotations.agreement.collect import collect
from annotations.agreement.evidence import Behind, Row, behind, sentence_start
from annotations.agreement.measures import Figure, Question
from annotations.agreement.report import Report, report
from annotations.agreement.spans import span_sums
from annotations.agreement.units import Ratings, Units
from annotations.model.article import Analysis, Article, Name
from annotations.model.scheme import DEFAULT
from annotations.records.record import article_mark
from annotations.records.spans import span_record

SETS = (frozenset(), frozenset({"claim"}), frozenset({"claim", "quote"}), frozenset({"opinion"}))
NAMES = ("ann", "bo", "cy", "di")


@st.composite
def projects(draw: st.DrawFn) -> Units:
    """Return what up to four annotators said of up to six articles, with holes."""
    names = NAMES[: draw(st.integers(2, 4))]
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=6))
    article = np.repeat(np.arange(len(sizes)), sizes)

    def ratings(values: tuple[Hashable, ...], label: str = "", attribute: str = "") -> Ratings:
        cells = draw(
            st.lists(
                st.none() | st.integers(0, len(values) - 1),
                min_size=len(article) * len(names),
                max_size=len(article) * len(names),
            )
        )
        there = [(at, code) for at, code in enumerate(cells) if code is not None]
        rows = np.array(there, np.int64).reshape(-1, 2)
        return Ratings(
            rows[:, 0] // len(names), rows[:, 0] % len(names), rows[:, 1], values, label, attribute
        )

    labels = ratings(SETS)
    none = np.zeros(0, np.int64)
    return Units(
        annotators=names,
        articles=tuple(f"a{number}" for number in range(len(sizes))),
        article=article,
        start=np.arange(len(article)) * 10,
        end=np.arange(len(article)) * 10 + 9,
        labels=labels,
        why=np.zeros(len(labels.unit), np.int64),
        uncounted=Ratings(none, none, none, ()),
        attributes=(
            ratings(("author", "speaker", "both"), "opinion", "voice"),
            ratings(("hot", "cold"), "", "tone"),
        ),
    )


def told(found: Report) -> list[Figure]:
    """Return of every question one figure, and Fleiss' kappa."""
    known = {
        (one.about, one.measure == "fleiss"): one
        for one in found.figures
        if one.measure != "alpha_masi" and one.units
    }
    return list(known.values())


def meant(value: Hashable, about: Question) -> Hashable:
    """Return what of a set of labels the question is about."""
    if value is None or not about.label or about.attribute:
        return value
    assert isinstance(value, frozenset)
    return about.label in value


@settings(max_examples=30, deadline=None)
@given(projects())
def test_there_are_as_many_rows_as_the_figure_has_units(units: Units) -> None:
    for figure in told(report(units, DEFAULT)):
        found = behind(units, figure.about, everybody=figure.measure == "fleiss")
        assert len(found) == len(list(found.rows())) == figure.units


@settings(max_examples=30, deadline=None)
@given(projects())
def test_the_agreement_of_a_pair_is_that_of_its_rows(units: Units) -> None:
    for figure in report(units, DEFAULT).figures:
        if figure.about.scope == "pair" and figure.measure == "percent" and figure.value is not None:
            found = behind(units, figure.about)
            assert found.annotators == figure.about.annotators
            same = [
                meant(row.said[0], figure.about) == meant(row.said[1], figure.about) for row in found.rows()
            ]
            assert sum(same) / len(same) == pytest.approx(figure.value)
            assert len(found) - found.differing == sum(same)


@settings(max_examples=30, deadline=None)
@given(projects())
def test_rows_that_differ_come_first_and_each_part_in_reading_order(units: Units) -> None:
    for figure in told(report(units, DEFAULT)):
        found = behind(units, figure.about)
        rows = list(found.rows())
        assert [row.differ for row in rows] == [at < found.differing for at in range(len(rows))]
        for part in (rows[: found.differing], rows[found.differing :]):
            assert [row.start for row in part] == sorted({row.start for row in part})
        for row in rows:
            said = {meant(one, figure.about) for one in row.said if one is not None}
            assert row.differ == (len(said) > 1)
            assert sum(one is not None for one in row.said) > 1


@settings(max_examples=30, deadline=None)
@given(projects())
def test_only_what_counts_stands_in_a_row(units: Units) -> None:
    said = {
        (int(unit), units.annotators[who]): units.labels.values[code]
        for unit, who, code in zip(
            units.labels.unit.tolist(),
            units.labels.annotator.tolist(),
            units.labels.value.tolist(),
            strict=True,
        )
    }
    starts = {int(start): unit for unit, start in enumerate(units.start)}
    for about in (
        Question("project"),
        Question("annotator", ("bo",)),
        Question("without", ("bo",), label="claim"),
    ):
        found = behind(units, about)
        for row in found.rows():
            unit = starts[row.start]
            assert row.article == units.articles[units.article[unit]]
            assert row.end == row.start + 9
            assert row.said == tuple(said.get((unit, name)) for name in found.annotators)
            if about.scope == "annotator":
                assert found.annotators[0] == "bo"
                assert row.said[0] is not None
        assert ("bo" in found.annotators) == (about.scope != "without")


@given(projects(), st.integers(0, 30), st.integers(0, 30))
def test_some_rows_are_those_of_all(units: Units, first: int, last: int) -> None:
    found = behind(units, Question("project"))
    assert list(found.rows(first, last)) == list(found.rows())[first:last]


@settings(max_examples=30, deadline=None)
@given(projects())
def test_a_cell_of_the_table_of_confusion_is_counted_from_its_rows(units: Units) -> None:
    sets = {"none": frozenset[str](), **{"+".join(DEFAULT.in_order(one)): one for one in SETS if one}}
    for table in report(units, DEFAULT).confusions:
        about = Question("pair", table.annotators)
        for value, row in zip(table.values, table.counts, strict=True):
            for other, count in zip(table.values, row, strict=True):
                found = behind(units, about, said=(sets[value], sets[other]))
                assert len(found) == count
                assert {one.said for one in found.rows()} <= {(sets[value], sets[other])}
    for one, other in combinations(units.annotators, 2):
        about = Question("pair", (one, other), label="claim")
        cells = [behind(units, about, said=(yes, no)) for yes in (False, True) for no in (False, True)]
        assert sum(map(len, cells)) == len(behind(units, about))
        assert [cell.differing == len(cell) for cell in cells if len(cell)] == [
            one != other for one in (0, 1) for other in (0, 1) if len(cells[2 * one + other])
        ]
        turned = Question("pair", (other, one), label="claim")
        assert len(behind(units, turned, said=(True, False))) == len(cells[1])


def test_where_nothing_is_shared_there_are_no_rows() -> None:
    none = np.zeros(0, np.int64)
    empty = Ratings(none, none, none, ())
    units = Units(("ann", "bo"), ("a",), none, none, none, empty, none, empty)
    for about in (
        Question("project"),
        Question("project", label="claim"),
        Question("article", article="a"),
        Question("annotator", ("ann",)),
        Question("pair", ("ann", "bo")),
        Question("without", ("ann",)),
    ):
        assert rows_of(behind(units, about, everybody=True)) == []
    assert rows_of(behind(units, Question("pair", ("ann", "bo")), said=(SETS[0], SETS[0]))) == []


def test_what_nobody_was_asked_is_refused() -> None:
    simulated = simulate({"ann": careful(), "bo": skips("quote")}, articles=2, sentences=4)
    units = collect(simulated.layers.items(), simulated.articles.get, DEFAULT)
    with pytest.raises(ValueError, match="tone"):
        behind(units, Question("project", attribute="tone"))
    with pytest.raises(ValueError, match="not in tuple"):
        behind(units, Question("annotator", ("zoe",)))


def rows_of(found: Behind) -> list[Row]:
    return list(found.rows())


# -- names and numbers ----------------------------------------------------------------------


def test_mended_names_are_listed_where_two_judged_the_article() -> None:
    simulated = simulate({"ann": careful(), "bo": careful(), "cy": careful()}, articles=3, sentences=4)
    first, second, _ = simulated.articles.values()
    common = {"annotator": "", "writer": "w", "scheme": DEFAULT.id}

    def mend(article: Article, act: str, start: int, end: int, kind: str | None = None) -> dict[str, object]:
        target = None if act == "add" else (start, end)
        text = article.text[start:end]
        return span_record(article.id, "name", act, start, end, text, target=target, type=kind, **common)

    layers = {name: list(records) for name, records in simulated.layers.items()}
    layers["ann"] += [mend(first, "change", 12, 14, "PER"), mend(first, "reject", 30, 32)]
    layers["bo"] += [mend(first, "change", 12, 14, "PER"), mend(second, "add", 40, 42, "ORG")]
    units = collect(layers.items(), simulated.articles.get, DEFAULT)

    found = behind(units, Question("pair", ("ann", "bo"), attribute="spans"))
    assert rows_of(found) == [
        Row(first.id, 30, 32, ("no name", None), True),
        Row(second.id, 40, 42, (None, "ORG"), True),
        Row(first.id, 12, 14, ("PER", "PER"), False),
    ]
    assert found.differing == 2
    assert [sentence_start(units, row) for row in found.rows()] == [24, 36, 12]
    title = Row(first.id, 3, 5, ("PER", "ORG"), True)
    assert sentence_start(units, title) == 3, "titles are no units"
    everybody = behind(units, Question("project", attribute="spans"))
    assert everybody.annotators == ("ann", "bo", "cy")
    assert [row.said for row in everybody.rows()] == [
        ("PER", "PER", None),
        ("no name", None, None),
        (None, "ORG", None),
    ]
    assert everybody.differing == 3
    sums = span_sums(
        units.spans, units.touched, lambda number: (list(simulated.articles.values())[number], NAMED)
    )
    articles = {units.articles[one] for one in sums[0, 1].articles}
    assert {row.article for row in found.rows()} == articles


def test_mended_names_are_listed_where_the_other_has_seen_them() -> None:
    simulated = simulate({"ann": careful(), "bo": careful()}, articles=1, sentences=4)
    [article] = simulated.articles.values()
    common: dict[str, Any] = {"annotator": "ann", "writer": "w", "scheme": DEFAULT.id}
    places = [(12, 14), (24, 26), (36, 38)]
    mended = [
        span_record(
            article.id, "name", "add", *one, article.text[slice(*one)], target=None, type="PER", **common
        )
        for one in places
    ]
    bo = [one for one in simulated.layers["bo"] if one["kind"] != "article"]
    bo += [article_mark(article.id, done=True, seen=[[0, 24]], annotator="bo", writer="w", scheme=DEFAULT.id)]
    units = collect(
        [("ann", [*simulated.layers["ann"], *mended]), ("bo", bo)], simulated.articles.get, DEFAULT
    )
    found = behind(units, Question("pair", ("ann", "bo"), attribute="spans"))
    assert [(row.start, row.said) for row in found.rows()] == [(12, ("PER", None))]
    sums = span_sums(units.spans, units.touched, lambda number: (article, Analysis()), units.coverage)
    assert sums[0, 1].table.tolist() == [[0, 0, 1]], "who has not seen a place has not left it either"


def test_who_mended_the_place_beside_it_has_not_judged_it() -> None:
    simulated = simulate({"ann": careful(), "bo": careful()}, articles=1, sentences=4)
    [article] = simulated.articles.values()

    def mend(who: str, start: int, end: int) -> Any:
        common: dict[str, Any] = {"annotator": who, "writer": "w", "scheme": DEFAULT.id, "target": None}
        return span_record(
            article.id, "name", "add", start, end, article.text[start:end], type="PER", **common
        )

    def rows(start: int, end: int) -> list[tuple[str | None, ...]]:
        bo = [one for one in simulated.layers["bo"] if one["kind"] != "article"]
        layers = [
            ("ann", [*simulated.layers["ann"], mend("ann", 14, 17)]),
            ("bo", [*bo, mend("bo", start, end)]),
        ]
        units = collect(layers, simulated.articles.get, DEFAULT)
        found = behind(units, Question("pair", ("ann", "bo"), attribute="spans"))
        return [row.said for row in found.rows() if row.start == 14 and row.said[0]]

    assert rows(12, 14) == rows(17, 19) == []
    assert rows(12, 15) == rows(16, 19) == rows(15, 16) == rows(13, 18) == [("PER", None)]


NAMED = Analysis((Name(12, 14, "ORG"), Name(30, 32, "ORG")), (), "1")
