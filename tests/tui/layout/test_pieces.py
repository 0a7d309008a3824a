"""A line cut by what is in it, and names and numbers handed out by sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.model.article import Name, Number
from tui.layout.pieces import Highlights, on_line, pieces

spans = st.tuples(st.integers(0, 60), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair)))


@given(
    st.integers(0, 50),
    st.integers(1, 30),
    st.lists(spans, max_size=5),
    st.lists(spans, max_size=5),
    st.none() | spans,
    st.none() | spans,
)
def test_pieces_are_the_line_and_each_looks_one_way(
    start: int,
    length: int,
    names: list[tuple[int, int]],
    numbers: list[tuple[int, int]],
    selected: tuple[int, int] | None,
    found: tuple[int, int] | None,
) -> None:
    end = start + length
    cut = list(
        pieces(
            start,
            end,
            [Name(a, b, "PER") for a, b in names],
            [Number(a, b, "money") for a, b in numbers],
            selected=selected,
            found=found,
        )
    )
    assert [cut[0].start, *(piece.end for piece in cut)] == [*(piece.start for piece in cut), end]
    assert cut[0].start == start
    for piece in cut:
        for at in range(piece.start, piece.end):
            assert (piece.name == "per") == any(a <= at < b for a, b in names)
            assert (piece.number == "number") == any(a <= at < b for a, b in numbers)
            assert piece.selected == (selected is not None and selected[0] <= at < selected[1])
            assert piece.found == (found is not None and found[0] <= at < found[1])


@given(st.integers(0, 60), st.integers(1, 30), st.sets(st.integers(0, 30)))
def test_a_line_has_what_touches_it(start: int, length: int, places: set[int]) -> None:
    names = [Name(3 * at, 3 * at + 2, "PER") for at in sorted(places)]
    end = start + length
    assert on_line(names, start, end) == [name for name in names if name.start < end and name.end > start]


def test_a_doubted_name_says_so() -> None:
    [piece] = pieces(0, 2, [Name(0, 2, "ORG", certain=False)], [])
    assert piece.name == "org?"


def test_a_guessed_currency_says_so() -> None:
    [piece] = pieces(0, 2, [], [Number(0, 2, "money", 7, unit="TWD", certain=False)])
    assert piece.number == "number?"


def test_highlights_go_to_their_sentence_whenever_they_come() -> None:
    highlights = Highlights([0, 10, 20], [Name(12, 14, "PER")], [Number(3, 5, "date")])
    highlights.add([Name(20, 22, "LOC")], [Number(19, 20, "cardinal")])
    assert [name.type for name in highlights.names_of(1)] == ["PER"]
    assert [name.type for name in highlights.names_of(2)] == ["LOC"]
    assert [number.kind for number in highlights.numbers_of(0)] == ["date"]
    assert [number.kind for number in highlights.numbers_of(1)] == ["cardinal"]
    assert not highlights.names_of(0)
