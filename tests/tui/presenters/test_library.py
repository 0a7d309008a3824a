"""The lines of the library fit, whatever they say."""

from __future__ import annotations

import pytest

from tui.layout.cells import cell_width
from tui.presenters.library import article_line, review_heading, review_line
from tui.session.review import Tally

MUCH = Tally(12345, 23456, 9999, ["梅" * 30, "bo"], 12, 999, 999)
LITTLE = Tally(3, 5, 1, ["an", "bo"], 3, 1, 0)


@pytest.mark.parametrize("width", [30, 57, 58, 66, 102])
@pytest.mark.parametrize("tally", [MUCH, LITTLE])
def test_a_line_fits_and_its_columns_stand_below_one_another(width: int, tally: Tally) -> None:
    heading, line = review_heading(width), review_line(7, tally, "題目" * 60, width)
    assert cell_width(heading) <= max(width, 42)
    assert cell_width(article_line(12345, "12345/23456", "題目" * 60, width)) <= max(width, 42)
    if tally is LITTLE and width >= 57:
        assert cell_width(line) <= width
        assert heading.index("done") == line.index("2/3")
        assert heading.index("back") == line.index("1<")


def test_names_give_way_in_a_narrow_window() -> None:
    assert "2/3 an bo" in review_line(1, LITTLE, "x", 66)
    assert "an" not in review_line(1, LITTLE, "x", 40)
