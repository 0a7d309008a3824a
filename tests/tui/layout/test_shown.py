"""A line in another script: nothing hidden, nothing twice, and every cell leads back to its character."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.analysis.conversion import Script, convert
from annotations.analysis.sentences import split
from tui.layout.cells import cell_width, visible
from tui.layout.lines import Page, wrap
from tui.layout.shown import SLACK, ShownLine
from tui.widgets.article_view import ArticleView

CHARACTERS = "互联网软件鼠标打印机信息的我在開门发abc 019，。！「」“”éx\u0301😀👨\u200d\x1b\ud800\u3000"
WORDS = ("互联网", "鼠标", "打印机", "软件", "程序员", "信息", "朝鲜民主主义人民共和国", "的", "，", "a")
texts = st.lists(st.sampled_from(WORDS) | st.sampled_from(CHARACTERS), min_size=1, max_size=20).map("".join)
scripts = st.sampled_from(Script)


@settings(max_examples=150, deadline=None)
@given(texts, scripts, st.data())
def test_wherever_it_is_cut_the_parts_are_the_line(text: str, script: Script, data: st.DataObject) -> None:
    base = 100
    bounds = st.integers(0, len(text))
    start, end = sorted((data.draw(bounds), data.draw(bounds)))
    if start == end:
        return
    room = data.draw(st.sampled_from((4, 10, 200)))
    start, end = start + base, end + base
    line = ShownLine(start, end, base, convert(text, script), room)
    cuts = [start, *sorted(data.draw(st.sets(st.integers(start, end)))), end]
    assert "".join(line.text(a, b) for a, b in pairwise(cuts)) == line.text(start, end)
    assert line.width == cell_width(line.text(start, end))


@settings(max_examples=150, deadline=None)
@given(texts, scripts, st.sets(st.integers(1, 60)))
def test_lines_with_room_show_the_whole_text_once(text: str, script: Script, cuts: set[int]) -> None:
    units = convert(text, script)
    bounds = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    lines = [ShownLine(a, b, 0, units, 1000) for a, b in pairwise(bounds)]
    shown = "".join(line.text(a, b) for line, (a, b) in zip(lines, pairwise(bounds), strict=True))
    assert shown == "".join(unit.shown for unit in units), "a word that a line's end cuts stands there once"


@settings(max_examples=150, deadline=None)
@given(texts, scripts, st.integers(4, 60))
def test_every_cell_leads_to_a_character_of_the_line(text: str, script: Script, room: int) -> None:
    line = ShownLine(7, 7 + len(text), 7, convert(text, script), room)
    offsets = [line.offset_at(cell) for cell in range(line.width)]
    assert all(7 <= offset < 7 + len(text) for offset in offsets)
    assert offsets == sorted(offsets)
    used = 0
    for offset in range(7, 7 + len(text)):
        cells = cell_width(line.text(offset, offset + 1))
        assert all(line.offset_at(cell) == offset for cell in range(used, used + cells))
        used += cells
    assert used == line.width
    assert line.offset_at(line.width + 5) == 7 + len(text) - 1
    assert line.offset_at(-3) <= min(offsets, default=7 + len(text))


def test_a_word_stands_in_its_place() -> None:
    line = ShownLine(0, 7, 0, convert("我爱互联网很好", Script.TAIWAN), 80)
    assert line.text(0, 7) == "我愛網際網路很好"
    assert line.text(2, 5) == "網際網路"
    assert line.text(0, 2) + line.text(5, 7) == "我愛很好"
    assert [line.offset_at(cell) for cell in range(0, 16, 2)] == [0, 1, 2, 3, 4, 4, 5, 6]


def test_words_that_need_more_than_there_is_are_shown_character_by_character() -> None:
    text = "互联网" * 5
    units = convert(text, Script.TAIWAN)
    assert ShownLine(0, len(text), 0, units, 40).text(0, len(text)) == "網際網路" * 5
    tight = ShownLine(0, len(text), 0, units, 39)
    assert tight.text(0, len(text)) == "互聯網" * 5, "for nothing may be hidden"
    assert tight.width == 30
    assert [tight.offset_at(cell) for cell in range(0, 30, 2)] == list(range(15))


@pytest.mark.parametrize("width", [20, 33, 60, 120])
def test_a_line_is_cut_so_that_words_find_room(width: int) -> None:
    text = "我们用鼠标点击互联网上的信息，打印机打印出来的软件说明书交给程序员。" * 3
    page = Page.of(text, split(text))
    lines = wrap(page, width - SLACK)
    assert len(lines) >= 3
    for line in range(len(lines)):
        start, end = lines.starts[line], lines.ends[line]
        sentence = lines.sentence_of(line)
        first = page.starts[sentence]
        units = convert(text[first : page.ends[sentence]], Script.TAIWAN)
        shown = ShownLine(start, end, first, units, width + 2)
        wanted = ShownLine(start, end, first, units, 1000)
        assert shown.text(start, end) == wanted.text(start, end)


ARTICLE = (
    "互联网时代，人人都在用鼠标点击信息。程序员说：“软件的默认设置在数据库里，打印机打印不出来！”\n"
    "我们在中國看到了發展，GPT-4o mini 的 API 很便宜。"
    "他用互联网互联网互联网互联网互联网互联网互联网互联网。\n"
    "😀é\x1b[31m干净的头发后面，朝鲜民主主义人民共和国的出租车司机用硬盘保存了文件夹和操作系统。\n"
)


def drawn_line(view: ArticleView, line: int) -> tuple[str, int]:
    """Return the text of a line as it is drawn, without its columns, and the width of the strip."""
    strip = view.render_line(line - view.scroll_offset.y)
    return strip.text[view.left + view.lines.indent_of(line) :].rstrip(" "), strip.cell_length


@pytest.mark.usefixtures("no_analysis")
async def test_the_view_draws_every_character_in_every_script_at_every_width(opened, tmp_path) -> None:
    path = tmp_path / "news" / "a.txt"
    path.parent.mkdir()
    path.write_text(ARTICLE, encoding="utf-8")
    async with opened(path, size=(40, 20)) as reader:
        view = reader.view
        for width in (40, 60, 80, 120, 200):
            await reader.resize(width, 50 if width > 100 else 20)
            for script in Script:
                view.show_in(script)
                await reader.settle()
                page = view.prepared
                for sentence, (start, end) in enumerate(zip(page.starts, page.ends, strict=True)):
                    text = ""
                    for line in view.lines.of_sentence(sentence):
                        drawn, cells = drawn_line(view, line)
                        assert cells == view.size.width, (width, script, line)
                        text += drawn
                    units = convert(page.text[start:end], script)
                    words = "".join(visible(unit.shown) for unit in units).replace(" ", "")
                    plain = "".join(visible(unit.plain) for unit in units).replace(" ", "")
                    text = text.replace(" ", "")
                    if "互联网互联网" in page.text[start:end] and script is Script.TAIWAN:
                        # More words grow than there is room kept free: some lines show them plain.
                        assert text.replace("網際網路", "互聯網").endswith(plain[-3:])
                    else:
                        assert text == words, (width, script, sentence)
