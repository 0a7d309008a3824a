"""Characters of ambiguous width, as wide as the terminal draws them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.segment import Segment

from tui.layout.cells import cell_width, prefix_cells
from tui.layout.widths import draw_wide, wide_of

PROBES = "“…—×"


@pytest.fixture(autouse=True)
def narrow_again() -> Iterator[None]:
    yield
    draw_wide("")


@pytest.mark.parametrize(
    ("columns", "wide"),
    [
        ([2, 2, 2, 2], ""),
        ([3, 3, 3, 3], PROBES),
        ([2, 3, 3, 2], "…—"),
        ([4, 4, 4, 3], "×"),
        ([4, 4, 4, 4], None),  # each byte was drawn
        ([1, 1, 1, 1], ""),
    ],
)
def test_what_the_columns_say(columns: list[int], wide: str | None) -> None:
    assert wide_of(dict(zip(PROBES, columns, strict=True))) == wide


def test_rich_and_we_take_them_for_two_cells_and_nothing_else_changes() -> None:
    plain = "中文 a,。o3-mini1２「」"
    before = cell_width(plain)
    assert [cell_width(one) for one in "“”…—×·℃①"] == [1] * 8
    assert draw_wide(PROBES)
    for text in ("“”…—×·℃①", "·", "×", "他说：“好……”——李"):
        assert cell_width(text) == cell_len(text)
    assert [cell_width(one) for one in "“”…—×·℃①"] == [2] * 8
    assert cell_width(plain) == cell_len(plain) == before
    assert list(prefix_cells("“好”")) == [0, 2, 4, 6]
    assert Segment("a“b").split_cells(2)[0].text == "a "  # a wide character is not cut in two
    assert set_cell_size("“”", 3) == "“ "
    assert not draw_wide(PROBES)
    assert draw_wide("")
    assert cell_width("“") == get_character_cell_size("“") == cell_len("·“") - 1 == 1


def test_each_kind_goes_by_the_one_that_was_asked_for() -> None:
    draw_wide("…—")
    assert [cell_width(one) for one in "“‘…‥·—–×①"] == [1, 1, 2, 2, 2, 2, 2, 1, 1]
