"""Columns that stand below one another, whatever is in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.layout.cells import cell_width, visible
from tui.presenters.table import WIDTH, aligned

CELLS = st.text(max_size=12)


def test_the_first_to_the_left_the_others_to_the_right() -> None:
    rows = [["annotator", "touched", "share"], ["林語堂", "1,234", "7%"], ["  li", "0", ""]]
    assert list(aligned(rows)) == [
        "annotator  touched  share",
        "林語堂       1,234     7%",
        "  li             0",
    ]


def test_where_there_is_no_room_the_first_is_cut_and_gaps_are_small() -> None:
    number = "1,000,000 100%"
    assert list(aligned([["annotator", *["a"] * 4], ["林語堂" * 4, *[number] * 4]])) == [
        "annotator            " + " ".join(["a".rjust(14)] * 4),
        "林語堂林語堂林語堂.. " + " ".join([number] * 4),
    ]


def test_a_first_column_can_have_a_bound() -> None:
    assert list(aligned([["a" * 30, "1"], ["b", "22"]], first=10)) == ["aaaaaaaa..   1", "b           22"]


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1))
def test_columns_end_at_one_place_and_nothing_is_obeyed(rows: list[tuple[str, str, str]]) -> None:
    lines = list(aligned([(*row, "|") for row in rows]))
    assert len({cell_width(line) for line in lines}) == 1
    assert all(visible(line) == line and cell_width(line) <= WIDTH for line in lines)
