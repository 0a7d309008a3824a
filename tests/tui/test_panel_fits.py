"""Nothing that the panel says of the sample articles is cut off, in whatever size and however tagged."""

from __future__ import annotations

import pytest

from tui.layout.cells import cell_width, visible
from tui.presenters.panel import panel_rows
from tui.presenters.reading import sight_of

SEEDS = ["000_2368d137872e6b36.txt", "jingzhang.txt", "wushantou.txt"]
SIZES = [(80, 5), (40, 3)]
"""The panel's own, in a window of 80 x 24 and of 40 x 12."""


def widest(reader, index: int) -> list[tuple[str, int]]:
    """Return the rows about a sentence that are wider than the panel."""
    reader.view.cursor = index
    reader.screen.message = ("", "dim")
    sight = sight_of(reader.session, reader.screen.standing)
    result = []
    for width, height in SIZES:
        rows = ["".join(visible(run.text) for run in row) for row in panel_rows(sight, width, height)]
        assert len(rows) == height
        assert rows[0].startswith(f" {index + 1} ")
        if width == 80:
            tags = rows[0]
            assert all(name in tags for name, _ in sight.labels)
            assert ("speaker" in tags) >= ("speaker" in sight.lacking)
            assert ("* flagged" in tags) == sight.flag
            assert not sight.voice or f"voice {sight.voice}" in " ".join(tags.split())
        said = rows if width == 80 else rows[: 1 + len(sight.quotes)]  # a single long value may be cut there
        result += [(row, width) for row in said if cell_width(row) > width]
    return result


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_sentence_with_every_tag_fits(opened, seeds, seed) -> None:
    async with opened(seeds / seed) as reader:
        await reader.until(lambda: not reader.screen.session.article.found.finding)
        count = len(reader.session.article.marks)
        assert [widest(reader, index) for index in range(count)] == [[]] * count, "proposals"
        for name in ("label-quote", "label-claim", "toggle-flag", "label-opinion"):
            reader.view.cursor = 0  # a title may be tagged too
            await reader.press("v", "end")
            reader.screen.run_command(name)
            await reader.settle()
            assert [widest(reader, index) for index in range(count)] == [[]] * count, name
        assert all(reader.session.article.marks.said(index).quotes for index in range(count))


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_lists_of_a_sample_article_fit(opened, founding, size) -> None:
    async with opened(founding, size=size) as reader:
        await reader.until(lambda: not reader.screen.session.article.found.finding)
        for index in range(len(reader.session.article.marks)):
            reader.view.cursor = index
            for key in ("p", "Q", "S"):
                await reader.press(key)
                picker = reader.screen.picker
                if picker is None:  # a sentence of one clause
                    continue
                panel = reader.screen.query_one("#panel")
                rows = picker.rows(panel.size.width, panel.size.height)
                text = "\n".join("".join(visible(run.text) for run in row) for row in rows)
                assert all(cell_width(row) <= panel.size.width for row in text.split("\n"))
                assert all(f"{number} " in text for number in range(1, len(picker.shown) + 1))
                await reader.press("escape")
