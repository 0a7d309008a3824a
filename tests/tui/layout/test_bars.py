"""A figure between 0 and 1 as a bar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.layout.bars import interval_bar

FIGURE = st.floats(-1, 1)


@pytest.mark.parametrize(
    ("value", "low", "high", "drawn"),
    [
        (0.5, 0.3, 0.8, "|---[=o==]--|"),
        (0.5, None, None, "|-----o-----|"),
        (0, 0, 0, "|o----------|"),
        (1, 0.8, 1, "|--------[=o|"),
        (-0.4, -0.6, 0.2, "|<=]--------|"),
        (0.1, -0.2, 0.3, "|<o=]-------|"),
        (-0.1, None, None, "|<----------|"),
    ],
)
def test_how_it_is_drawn(value: float, low: float | None, high: float | None, drawn: str) -> None:
    assert interval_bar(value, low, high, 13) == drawn


@given(FIGURE, st.none() | FIGURE, st.none() | FIGURE, st.integers(3, 60))
def test_it_is_ascii_and_as_wide_as_asked(
    value: float, low: float | None, high: float | None, width: int
) -> None:
    if low is not None and high is not None:
        low, high = sorted((low, high))
    bar = interval_bar(value, low, high, width)
    assert len(bar) == width
    assert bar.isascii()
    assert bar[0] == bar[-1] == "|"
    assert bar.count("o") == (value >= 0)


def test_without_room_there_is_none() -> None:
    assert interval_bar(0.5, 0.4, 0.6, 2) == ""
