"""The heading at every width: nothing wider than the screen, what matters most to the end."""

from __future__ import annotations

import pytest

from tui.layout.cells import cell_width
from tui.presenters.heading import Progress, heading_row

LONG = Progress(
    "中國AI模型DeepSeek引發了全球討論熱潮,持續近半個月后" * 3, 3, 40, 26, 29, 3, False, "mei", "saved"
)


def text(progress: Progress, width: int) -> str:
    return "".join(run.text for run in heading_row(progress, width))


@pytest.mark.parametrize("width", [40, 59, 60, 80, 120, 200])
@pytest.mark.parametrize(
    "progress",
    [
        LONG,
        LONG._replace(annotator="梅" * 60),
        LONG._replace(title="短"),
        LONG._replace(saved="NOT SAVED", articles=12345, article=12345, settled=99999, sentences=99999),
        LONG._replace(done=True, title="x\x1b[31m\u202e"),
    ],
)
def test_it_fills_the_width_and_no_more(progress: Progress, width: int) -> None:
    row = text(progress, width)
    assert cell_width(row) <= width
    assert progress.saved in row, "how saving stands is never cut"
    assert f"{progress.settled}/{progress.sentences}" in row
    assert row.startswith(" ")


def test_at_80_everything_is_there() -> None:
    row = text(LONG, 80)
    for part in ("中國AI模型", "art 3/40", "26/29", "3 open", "mei", "saved"):
        assert part in row
    assert text(LONG._replace(done=True), 80).count("done") == 1


def test_at_40_the_title_and_the_annotator_give_way() -> None:
    row = text(LONG, 40)
    assert "mei" not in row
    assert "3/40" in row
    assert row.endswith("saved")
    assert "中國" in row


def test_the_right_end_stays_where_it_is_whatever_the_title() -> None:
    ends = {cell_width(text(LONG._replace(title=title), 80)) for title in ("", "a", "中", "中a" * 50)}
    assert len(ends) == 1
