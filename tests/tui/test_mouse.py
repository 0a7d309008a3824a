"""The mouse: click, drag, double click, wheel, and the keys in the last row."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Offset
from textual.widget import Widget

from annotations.model.article import Name, Number
from tui.layout.cells import cell_width

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


def spot(reader, selector: str, text: str) -> Offset:
    """Return where on the screen a widget has `text`."""
    widget = reader.screen.query_one(selector)
    for y in range(widget.size.height):
        row = widget.render_line(y).text
        if text in row:
            region = widget.content_region
            return Offset(region.x + cell_width(row[: row.index(text)]), region.y + y)
    raise AssertionError(f"{text} is not in {reader.text_of(selector)}")


async def test_the_heading_answers(opened, seeds) -> None:
    async with opened(seeds) as reader:
        for text, screen in (("中國AI", "SourceScreen"), ("art 1/3", "LibraryScreen")):
            await reader.pilot.click(offset=spot(reader, "#heading", text))
            await reader.settle()
            assert type(reader.app.screen).__name__ == screen
            await reader.press("escape")
        await reader.pilot.click(offset=spot(reader, "#heading", "saved"))
        await reader.settle()
        assert reader.message == "everything is saved"
        await reader.pilot.click(offset=spot(reader, "#heading", "mei"))
        await reader.settle()
        assert "you annotate as mei" in reader.message
        before = reader.view.cursor
        await reader.pilot.click(offset=spot(reader, "#heading", "29 open"))
        await reader.settle()
        assert reader.view.cursor == before + 1


async def test_the_numbers_of_what_is_left_answer(opened, founding) -> None:
    async with opened(founding, size=(160, 50)) as reader:
        await reader.press("down")
        for number in (7, 12):
            await reader.pilot.click(offset=spot(reader, "#panel", f" {number} ") + Offset(1, 0))
            await reader.settle()
            assert reader.view.cursor == number - 1


async def test_what_a_click_answers_to_is_underlined_and_told(opened, founding) -> None:
    async with opened(founding, size=(160, 50)) as reader:
        panel = reader.screen.query_one("#panel")
        at = spot(reader, "#panel", "PRODUCT")

        def underlined() -> list[str]:
            row = panel.render_line(at.y - panel.content_region.y)
            return [segment.text for segment in row if segment.style.underline and segment.text.strip()]

        before = underlined()
        await reader.pilot.hover(offset=spot(reader, "#panel", "numbers"))
        await reader.settle()
        assert underlined() == [*before, "numbers"]
        assert "Highlight numbers" in str(panel.tooltip)
        await reader.pilot.hover(offset=(3, 3))
        await reader.settle()
        assert underlined() == before
        assert panel.tooltip is None


async def test_a_name_answers_in_the_panel_and_in_the_text(opened, founding) -> None:
    async with opened(founding) as reader:
        article = reader.session.article
        start = article.text.index("OpenAI")
        index = reader.view.prepared.sentence_at(start)
        number = Number(start + 8, start + 9, "cardinal", 1)
        article.found.highlights.add([Name(start, start + 6, "ORG")], [number])
        reader.view.cursor = index + 2
        await reader.settle()
        await reader.pilot.click(offset=cell(reader, start))
        await reader.settle()
        assert (reader.view.cursor, reader.view.found) == (index, None), (
            "the first click goes to the sentence"
        )
        await reader.pilot.click(offset=cell(reader, start + 2))
        await reader.settle()
        assert reader.view.found == (start, start + 6)
        assert reader.message == "OpenAI  ORG"
        await reader.press("escape")
        await reader.pilot.click(offset=spot(reader, "#panel", "OpenAI"))
        await reader.settle()
        assert reader.view.found == (start, start + 6)
