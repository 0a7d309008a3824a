"""The views of the agreement screen as rows, without an app."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulated import careful, simulate, skips

from annotations.agreement.collect import collect
from annotations.agreement.evidence import Row as BehindRow
from annotations.agreement.measures import NOBODY, ONE_VALUE, TOO_FEW
from annotations.agreement.report import Report, report
from annotations.agreement.units import Units
from annotations.model.scheme import DEFAULT
from tui.layout.cells import cell_width
from tui.layout.runs import Row
from tui.presenters.agreement import (
    Matrix,
    annotators_view,
    labels_view,
    paragraphs,
)
from tui.presenters.agreement_matrices import confusion_view, pairs_view, sets_by_words
from tui.presenters.agreement_rows import (
    listing_columns,
    listing_rows,
    matrix_grid,
    matrix_rows,
    paragraph_rows,
    window,
)
from tui.presenters.agreement_words import Figures
from tui.presenters.behind_rows import Sight, Words, behind_detail, behind_rows, parties


def nothing(dice: random.Random, truth: frozenset[str]) -> frozenset[str]:
    return frozenset()


def made(articles: int = 9, **behaviours: object) -> tuple[Units, Report, Figures]:
    simulated = simulate(behaviours, articles=articles, sentences=10)  # type: ignore[arg-type]
    units = collect(simulated.layers.items(), simulated.articles.get, DEFAULT)
    found = report(units, DEFAULT)
    return units, found, Figures(found)


def texts(rows: list[Row]) -> list[str]:
    return ["".join(run.text for run in row) for row in rows]


def drawn(known: Figures, width: int, *, chosen: int = 0) -> list[str]:
    view = labels_view(known)
    return texts(listing_rows(view, listing_columns(view, width), chosen, 0, width, 40))


# -- listings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 109, 110, 160, 240])
def test_listings_have_percent_before_alpha_and_fit(width: int) -> None:
    _, _, known = made(ann=careful(0.1), bo=careful(0.1), cy=skips("quote"))
    lines = drawn(known, width, chosen=3)
    assert max(map(cell_width, lines)) <= width
    assert lines[4].startswith(">claim")
    assert lines[0].index("agree") < lines[0].index("alpha")


def test_a_bar_is_drawn_where_the_figure_is() -> None:
    _, _, known = made(ann=careful(0.1), bo=careful(0.1))
    (claim,) = [line for line in drawn(known, 160) if line.startswith(" claim")]
    agreement, alpha = claim.split("|")[1], claim.split("|")[3]
    for bar, text in ((agreement, claim.split("%")[0].split()[-1]), (alpha, claim.split("|")[2].split()[0])):
        value = float(text) / (100 if "." not in text else 1)
        assert bar.index("o") == pytest.approx(value * (len(bar) - 1), abs=1)
    assert "%" in claim.split("|")[0]
    assert "[" in claim.split("|")[0], "wide, the interval is written out"


def test_undefined_figures_and_too_few_are_words() -> None:
    _, _, known = made(articles=2, ann=nothing, bo=nothing)
    lines = drawn(known, 80)
    assert any(ONE_VALUE in line for line in lines)
    assert all(TOO_FEW in line for line in lines[1:])
    assert not any("1.00" in line for line in lines)
    view = labels_view(known)
    asked = view.items[-1].asked
    assert asked is not None
    said = " ".join(text for text, _ in paragraphs(known, asked))
    assert NOBODY in said
    assert "below 50" in said


def test_a_rare_label_gets_a_word_with_yes_and_no() -> None:
    def rarely(dice: random.Random, truth: frozenset[str]) -> frozenset[str]:
        return frozenset({"claim"}) if dice.random() < 0.05 else frozenset()

    _, _, known = made(articles=20, ann=rarely, bo=rarely)
    (item,) = [one for one in labels_view(known).items if one.name == "claim"]
    assert item.asked is not None
    said = " ".join(text for text, _ in paragraphs(known, item.asked))
    assert "claim is rare" in said
    assert "yes " in said
    assert "no " in said


def test_each_annotator_has_the_others_without() -> None:
    _, _, known = made(ann=careful(), bo=careful(), cy=skips("quote"))
    view = annotators_view(known, "quote")
    alone = {item.name: item.third for item in view.items}
    assert float(alone["cy"]) > 0.8
    assert float(alone["ann"]) < 0.3
    _, _, known = made(ann=careful(), bo=careful())
    assert {item.third for item in annotators_view(known, "").items} == {"-"}, "nobody is left"


@given(st.integers(0, 50), st.integers(0, 60), st.integers(1, 20), st.integers(1, 51))
def test_the_window_shows_the_chosen_row_and_no_empty_ones(
    chosen: int, top: int, height: int, total: int
) -> None:
    chosen = min(chosen, total - 1)
    first = window(chosen, top, height, total)
    assert 0 <= first <= chosen < first + height
    assert first <= max(0, total - height)
    assert window(chosen, first, height, total) == first


# -- matrices ---------------------------------------------------------------------------------------


def test_the_matrix_has_agreement_and_alpha_above_and_kappa_below() -> None:
    _, found, known = made(ann=careful(), bo=careful(), cy=skips("quote"))
    view = pairs_view(known, found.annotators, "quote")
    assert view.cell(0, 1).split()[0].endswith("%")
    assert float(view.cell(0, 1).split()[1]) > 0.8
    assert view.cell(2, 0) == ".00", "who never gives a label agrees by chance alone"
    asked = view.asked(2, 0)
    assert asked is not None
    assert asked == view.asked(0, 2)
    assert asked.about.annotators == ("ann", "cy")
    assert view.asked(1, 1) is None


def test_too_few_and_nothing_shared_show_in_the_matrix() -> None:
    simulated = simulate({"ann": careful(), "bo": careful(), "cy": careful()}, articles=9, sentences=10)
    layers = dict(simulated.layers)
    some, other = list(simulated.articles)[:2], list(simulated.articles)[2:]
    layers["bo"] = [one for one in layers["bo"] if one["article"] in some]
    layers["cy"] = [one for one in layers["cy"] if one["article"] in other]
    units = collect(layers.items(), simulated.articles.get, DEFAULT)
    found = report(units, DEFAULT)
    view = pairs_view(Figures(found), found.annotators, "")
    assert view.cell(0, 1).endswith("*")
    assert not view.cell(0, 2).endswith("*")
    assert view.cell(1, 2) == view.cell(2, 1) == "nothing"


@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_large_matrix_scrolls_and_says_so(width: int) -> None:
    names = [f"annotator {number} with a long name" for number in range(30)]
    view = Matrix("", "", names, names, lambda row, column: f"{row},{column}", lambda row, column: None)
    grid = matrix_grid(view, width)
    assert grid.columns < 30
    for left in (0, 30 - grid.columns):
        rows = texts(matrix_rows(view, grid, (20, left), (15, left), width, 12))
        assert len(rows) == 12
        assert max(map(cell_width, rows)) <= width
        assert f"columns {left + 1} to {left + grid.columns} of 30"[: width - 10] in rows[0]
        assert f"15,{left}" in rows[2]
        assert f"24,{left + grid.columns - 1}" in rows[-1]


def test_confusion_of_a_label_sums_up_that_of_sets() -> None:
    units, found, _ = made(ann=careful(0.1), bo=skips("quote"))
    (table,) = found.confusions
    sets = sets_by_words(units, DEFAULT.in_order)
    view = confusion_view(table.annotators, table, "quote", sets)
    cells = {(row, column): view.cell(row, column) for row in range(2) for column in range(2)}
    given = sum(
        sum(row) for words, row in zip(table.values, table.counts, strict=True) if "quote" in words.split("+")
    )
    assert cells[1, 0] == str(given)
    assert cells[0, 1] == cells[1, 1] == "."
    assert cells[0, 0] == str(found.units - given)
    asked = view.asked(1, 0)
    assert asked is not None
    assert asked.said == (True, False)
    missing = confusion_view(("ann", "bo"), None, "", sets)
    assert "ann and bo" in " ".join(
        texts(matrix_rows(missing, matrix_grid(missing, 80), (0, 0), (0, 0), 80, 9))
    )


# -- sentences ----------------------------------------------------------------------------------------


WORDS = Words(DEFAULT.in_order, {"claim": "label-1"})
CLAIM, BOTH, NONE = frozenset({"claim"}), frozenset({"quote", "claim"}), frozenset[str]()


def test_who_said_the_same_stands_together() -> None:
    row = BehindRow("a", 0, 3, (CLAIM, BOTH, None, CLAIM, NONE), True)
    names = ("ann", "bo", "cy", "di", "ed")
    assert parties(row, names) == [(CLAIM, ["ann", "di"]), (BOTH, ["bo"]), (NONE, ["ed"])]
    rows = behind_rows([Sight(row, "中文。", "a.txt")], 4, 4, names, WORDS, 80)
    first, second = texts(rows)
    assert first == "> ! 中文。"
    assert second.strip() == "claim: ann, di   claim+quote: bo   none: ed"
    assert {run.command for line in rows for run in line} == {"row-4"}
    detail = texts(behind_detail(Sight(row, "中文。", "a.txt"), names, WORDS, 80))
    assert detail == [
        " 中文。",
        " claim: ann, di",
        " claim+quote: bo",
        " none: ed",
        " a.txt, characters 0 to 3",
    ]


def test_a_long_sentence_is_cut_in_the_list_and_whole_below() -> None:
    row = BehindRow("a", 0, 300, ("author", "both"), False)
    sight = Sight(row, "長" * 300, "a.txt")
    first, second = texts(behind_rows([sight], 0, 1, ("ann", "bo"), WORDS, 40))
    assert cell_width(first) <= 40
    assert first.endswith("..")
    assert first.startswith("    長")
    assert second.strip() == "author: ann   both: bo"
    below = texts(behind_detail(sight, ("ann", "bo"), WORDS, 40))
    assert sum(line.count("長") for line in below) == 300
    assert max(map(cell_width, below)) <= 40


def test_paragraphs_are_folded_and_harmless() -> None:
    lines = texts(paragraph_rows([("word " * 30 + "\x1b[31m", "")], 40))
    assert max(map(cell_width, lines)) <= 40
    assert all(line.startswith("   ") for line in lines[1:])
    assert "\x1b" not in "".join(lines)
