"""The mouse: click, drag, double click, wheel, and the keys in the last row."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Offset
from textual.widget import Widget

pytestmark = pytest.mark.usefixtures("no_analysis")


def cell(reader, offset: int, half: int = 0) -> Offset:
    """Return where on the screen the character at `offset` is drawn; `half` 1 is its right half."""
    line, x = reader.view.lines.cell_of(offset)
    region = reader.view.region
    return Offset(region.x + reader.view.left + x + half, region.y + line - reader.view.scroll_offset.y)


async def drag(reader, start: Offset, end: Offset) -> None:
    """Drag from one cell to another; the characters under both are selected, as terminals do."""
    await reader.pilot.mouse_down(offset=start)
    await reader.pilot._post_mouse_events([events.MouseMove], offset=end, button=1)
    await reader.pilot.mouse_up(offset=end)
    await reader.settle()


async def test_a_click_selects_the_sentence(opened, founding) -> None:
    async with opened(founding) as reader:
        page = reader.view.lines.page
        for index in (3, 1, 5):
            for offset in (
                page.starts[index],
                page.ends[index] - 1,
                (page.starts[index] + page.ends[index]) // 2,
            ):
                reader.view.cursor = 0
                await reader.pilot.click(offset=cell(reader, offset, 1))
                await reader.settle()
                assert reader.view.cursor == index
        assert reader.session.article.marks.settled == 0


async def test_a_click_beside_the_text_selects_the_sentence_of_the_row(opened, founding) -> None:
    async with opened(founding) as reader:
        row = cell(reader, reader.view.lines.page.starts[2]).y
        for x in (0, 5, 78):
            reader.view.cursor = 0
            await reader.pilot.click(offset=(x, row))
            await reader.settle()
            assert reader.view.cursor == 2


@pytest.mark.parametrize("half", [0, 1])
async def test_a_drag_selects_exactly_and_copies(opened, founding, half) -> None:
    async with opened(founding) as reader:
        text = reader.session.article.text
        start, end = text.index("北京時間"), text.index("凌晨") - 1
        await drag(reader, cell(reader, start, half), cell(reader, end, half))
        assert reader.app.clipboard == text[start : end + 1] == "北京時間2月1日"
        assert "8 characters" in reader.message
        drawn = [
            segment.text
            for segment in reader.strip(reader.view.lines.line_of(start))
            if segment.style.bgcolor
        ]
        assert "北京時間2月1日" in drawn, "and it is seen"
        await drag(reader, cell(reader, end, half), cell(reader, start, half))
        assert reader.app.clipboard == "北京時間2月1日", "backwards too"
        await reader.press("escape")
        assert reader.view.text_selection is None


async def test_a_drag_over_several_lines(opened, founding) -> None:
    async with opened(founding) as reader:
        text = reader.session.article.text
        start, end = text.index("熱潮"), text.index("該模型") - 1
        await drag(reader, cell(reader, start), cell(reader, end))
        assert reader.app.clipboard == text[start : end + 1]
        assert reader.view.cursor == 0, "a drag selects text and not a sentence"


async def test_a_selection_is_of_the_text_and_survives_a_resize(opened, founding) -> None:
    async with opened(founding) as reader:
        text = reader.session.article.text
        start, end = text.index("熱潮"), text.index("該模型") - 1
        await drag(reader, cell(reader, start), cell(reader, end))
        await reader.resize(60, 20)
        assert reader.screen.get_selected_text() == text[start : end + 1]


async def test_a_double_click_selects_the_sentence_s_text(opened, founding) -> None:
    async with opened(founding) as reader:
        page = reader.view.lines.page
        await reader.pilot.double_click(
            "#article", offset=cell(reader, page.starts[2] + 3) - reader.view.region.offset
        )
        await reader.settle()
        assert reader.app.clipboard == reader.session.article.text[page.starts[2] : page.ends[2]]
        assert reader.view.cursor == 2


async def test_the_wheel_scrolls_and_leaves_the_cursor(opened, founding) -> None:
    async with opened(founding) as reader:
        view: Widget = reader.view
        for _ in range(3):
            await reader.pilot._post_mouse_events([events.MouseScrollDown], view, offset=(20, 5))
        await reader.settle()
        down = view.scroll_offset.y
        assert down > 0
        assert reader.view.cursor == 0
        await reader.pilot._post_mouse_events([events.MouseScrollUp], view, offset=(20, 5))
        await reader.settle()
        assert view.scroll_offset.y < down
        await reader.press("down")
        assert 1 in reader.view.visible_sentences, "a key comes back to the cursor"


async def test_the_keys_in_the_last_row_can_be_clicked(opened, founding) -> None:
    async with opened(founding) as reader:
        row = reader.text_of("#keys")
        await reader.pilot.click("#keys", offset=(row.index("opinion") + 2, 0))
        await reader.settle()
        assert reader.labels() == {"opinion"}
        await reader.pilot.click("#keys", offset=(row.index("Enter"), 0))
        await reader.settle()
        assert reader.view.cursor == 1
        await reader.pilot.click("#heading", offset=(3, 0))
        await reader.settle()
        assert reader.labels(1) == set()
