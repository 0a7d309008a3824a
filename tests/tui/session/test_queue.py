"""Looking closer: scripts, names and numbers, highlights, source, search, damage."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.geometry import Offset
from textual.widgets import Input, Static

from annotations.analysis.conversion import Script, convert
from annotations.analysis.sentences import split
from annotations.model.article import Name, Number
from annotations.reading import Options, Place, read_article
from tui.layout.cells import visible
from tui.layout.pieces import Highlights
from tui.screens.dialogs.find import FindScreen
from tui.screens.dialogs.source import SourceScreen, source_text
from tui.session import messages
from tui.session.analysis import Analyser

quick = pytest.mark.usefixtures("no_analysis")

TAIWAN = (
    "互联网时代到了，人人都有鼠标。程序员张三说：“软件的默认设置在数据库里，打印机打印不出来！”\n"
    "中國的發展很快。他用互联网查信息，花了3美元，2月1日在北京见到李四和OpenAI。今天天氣很好。\n"
)


def open_in(folder: Path, text: str = TAIWAN, name: str = "a.txt") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    return open_in(tmp_path / "in")


async def analysed(reader, names=(), numbers=()) -> None:
    """Let the analysis have found `names` and `numbers`."""
    starts = list(reader.view.prepared.starts)
    ordered = [sorted(spans, key=lambda span: span.start) for spans in (names, numbers)]
    reader.session.tell(messages.Analysed(reader.session.article.id, Highlights(starts, *ordered)))
    await reader.settle()


def drawn(reader, index: int) -> str:
    """Return sentence `index` as it is drawn."""
    view = reader.view
    rows = (
        reader.row(line)[view.left + view.lines.indent_of(line) :].rstrip()
        for line in view.lines.of_sentence(index)
    )
    return "".join(rows)


def cell(reader, line: int, words: str, last: bool = False) -> Offset:
    """Return the screen's cell at which `words` begin on `line`, or their last character."""
    text = reader.row(line)
    at = text.index(words) + (len(words) - 1 if last else 0)
    region = reader.view.region
    return Offset(region.x + cell_len(text[:at]), region.y + line - reader.view.scroll_offset.y)


# -- scripts --------------------------------------------------------------------------------


@quick
async def test_t_goes_through_the_scripts_and_comes_back(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("down", "c", "down", "f", "up")
        text = reader.session.article.text
        page = reader.view.prepared
        before = [drawn(reader, index) for index in range(len(page.starts))]
        marks = [reader.columns(index) for index in range(len(page.starts))]
        seen = []
        for _ in Script:
            await reader.press("t")
            seen.append(reader.view.script)
            assert reader.message == f"script: {reader.view.script.value}"
            assert reader.view.cursor == 1
            assert [reader.columns(index) for index in range(len(page.starts))] == marks
            for index, (start, end) in enumerate(zip(page.starts, page.ends, strict=True)):
                wanted = "".join(unit.shown for unit in convert(text[start:end], reader.view.script))
                assert drawn(reader, index).replace(" ", "") == visible(wanted).replace(" ", "")
        assert seen == [Script.SIMPLIFIED, Script.TRADITIONAL, Script.TAIWAN, Script.WRITTEN]
        assert [drawn(reader, index) for index in range(len(page.starts))] == before
        assert reader.session.article.text == text
        assert reader.labels(1) == {"claim"}
        assert reader.session.article.marks.settled == 1


@quick
async def test_tags_go_to_the_same_sentence_in_any_script(opened, article, records) -> None:
    async with opened(article) as reader:
        await reader.press("t", "t", "t", "down", "q")
        start, end = reader.view.prepared.starts[1], reader.view.prepared.ends[1]
    stored = records(article.parent / "annotations" / "mei.json")
    [mark] = (one for one in stored if one["kind"] == "sentence")
    assert (mark["start"], mark["end"], mark["quote"]) == (start, end, TAIWAN[start:end])


@quick
@pytest.mark.parametrize("width", [40, 80, 120])
async def test_a_click_in_taiwan_script_is_about_what_it_hits(opened, article, width) -> None:
    async with opened(article, size=(width, 24)) as reader:
        await reader.press("t", "t", "t")
        for words, sentence in (("程式", 1), ("北京", 3), ("天氣", 4), ("滑鼠", 0), ("發展", 2)):
            lines = reader.view.lines.of_sentence(sentence)
            line = next((n for n in lines if words in reader.row(n)), None)
            if line is None:  # it is parted by the end of a line at this width
                continue
            reader.view.cursor = 4 - sentence if sentence != 2 else 0
            await reader.settle()
            await reader.pilot.click(offset=cell(reader, line, words))
            await reader.settle()
            assert reader.view.cursor == sentence, words


@quick
@pytest.mark.parametrize(
    ("first", "last", "copied"),
    [
        ("網際網路", "滑鼠", "互联网时代到了，人人都有鼠标"),
        ("網際網路", "網際網路", "互联网"),
        ("滑鼠", "滑鼠", "鼠标"),
        ("時代", "人人", "时代到了，人人"),
    ],
)
async def test_a_drag_in_taiwan_script_copies_the_text_itself(opened, article, first, last, copied) -> None:
    async with opened(article) as reader:
        await reader.press("t", "t", "t")
        line = reader.view.lines.first[0]
        await reader.pilot.mouse_down(offset=cell(reader, line, first))
        await reader.pilot.hover(offset=cell(reader, line, last, last=True))
        await reader.pilot.mouse_up(offset=cell(reader, line, last, last=True))
        await reader.settle()
        assert reader.app.clipboard == copied


@quick
async def test_a_name_keeps_its_look_in_taiwan_script(opened, article) -> None:
    async with opened(article) as reader:
        text = reader.session.article.text
        await reader.press("t", "t", "t")
        names = [(text.index("互联网"), 3, "PRODUCT"), (text.index("张三"), 2, "PER")]
        await analysed(reader, [Name(at, at + length, kind) for at, length, kind in names])
        underlined = [
            segment.text
            for line in range(len(reader.view.lines))
            for segment in reader.strip(line)
            if segment.style.underline
        ]
        assert underlined == ["網際網路", "張三"]


# -- names and numbers -----------------------------------------------------------------------


@quick
async def test_tab_steps_through_names_and_numbers_of_the_sentence(opened, article) -> None:
    async with opened(article) as reader:
        text = reader.session.article.text
        at = {word: text.index(word) for word in ("张三", "3美元", "2月1日", "北京", "李四", "OpenAI")}
        await analysed(
            reader,
            [
                Name(at["张三"], at["张三"] + 2, "PER"),
                Name(at["北京"], at["北京"] + 2, "LOC"),
                Name(at["李四"], at["李四"] + 2, "PER", certain=False),
                Name(at["OpenAI"], at["OpenAI"] + 6, "ORG"),
            ],
            [
                Number(at["3美元"], at["3美元"] + 3, "money", 3, unit="USD", certain=False),
                Number(at["2月1日"], at["2月1日"] + 4, "date", iso="--02-01"),
            ],
        )
        await reader.press("tab")
        assert reader.view.found is None
        assert "no name and no number" in reader.message
        await reader.press("down", "down", "down")
        said = [
            "3美元  money  3 USD? uncertain",
            "2月1日  date  --02-01",
            "北京  LOC",
            "李四  PER? uncertain",
            "OpenAI  ORG",
        ]
        for words in (*said, *said):
            await reader.press("tab")
            assert reader.message == words
            start, end = reader.view.found
            assert text[start:end] == words.split("  ")[0]
            assert reader.view.cursor == 3
            assert words in reader.panel
        for words in (*reversed(said[:-1]), said[-1]):
            await reader.press("shift+tab")
            assert reader.message == words
        await reader.press("up")
        assert reader.view.found is None, "moving takes the mark away"
        await reader.press("up", "shift+tab")
        assert reader.message == "张三  PER"
        assert reader.session.article.marks.settled == 0


@quick
async def test_shift_tab_begins_at_the_end(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader, [Name(0, 3, "ORG"), Name(3, 5, "LOC")])
        await reader.press("shift+tab")
        assert reader.view.found == (3, 5)


@quick
async def test_tab_goes_on_where_a_name_is_a_number_too(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader, [Name(0, 3, "ORG"), Name(3, 5, "LOC")], [Number(0, 3, "cardinal", 360)])
        await reader.press("tab")
        assert reader.message == "互联网  ORG  cardinal  360"
        await reader.press("tab")
        assert reader.view.found == (3, 5)
        await reader.press("tab")
        assert reader.view.found == (0, 3)


def looks(reader, line: int) -> dict[str, tuple[bool, bool]]:
    """Return of each run on `line` whether it is underlined and bold."""
    return {s.text: (bool(s.style.underline), bool(s.style.bold)) for s in reader.strip(line) if s.style}


HIDDEN_NAMES = [Name(0, 3, "ORG"), Name(3, 5, "LOC")]
SHOWN = {"互联网": (True, False), "时代": (True, False), "到了": (False, True)}


def as_shown(reader) -> dict[str, tuple[bool, bool]]:
    found = looks(reader, 0)
    return {text: found.get(text, (False, False)) for text in SHOWN}


def without(*texts: str) -> dict[str, tuple[bool, bool]]:
    return {text: (False, False) if text in texts else look for text, look in SHOWN.items()}


@quick
async def test_highlights_are_shown_and_hidden(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader, HIDDEN_NAMES, [Number(5, 7, "cardinal", 2)])
        assert as_shown(reader) == SHOWN
        await reader.press("N")
        assert reader.message == "highlights: off"
        assert as_shown(reader) == without("互联网", "时代", "到了")
        await reader.press("N")
        assert reader.message == "highlights: on"
        assert as_shown(reader) == SHOWN
        for kind, text in (("org", "互联网"), ("loc", "时代"), ("number", "到了")):
            reader.screen.run_command(f"highlight-{kind}")
            await reader.settle()
            assert as_shown(reader) == without(text)
            reader.screen.run_command(f"highlight-{kind}")
        reader.screen.run_command("highlight-org")
        await reader.press("N")
        assert as_shown(reader) == SHOWN, "N shows all where some are hidden"


@quick
async def test_the_legend_can_be_clicked(opened, article) -> None:
    async with opened(article, size=(160, 50)) as reader:
        await analysed(reader, HIDDEN_NAMES, [Number(5, 7, "cardinal", 2)])
        await reader.press("escape")  # what somebody new is told
        rows = reader.panel.split("\n")
        y = next(y for y, row in enumerate(rows) if "SHOWN" in row)
        assert [word in rows[y] for word in ("PER", "ORG", "LOC", "PRODUCT", "numbers")] == [True] * 5
        for word, text in (("ORG", "互联网"), ("LOC", "时代"), ("numbers", "到了")):
            for wanted in (without(text), SHOWN):
                await reader.pilot.click("#panel", offset=(rows[y].index(word) + 1, y))
                await reader.settle()
                assert as_shown(reader) == wanted
        await reader.pilot.click("#panel", offset=(rows[y].index("PER") - 1, y))
        await reader.settle()
        assert as_shown(reader) == SHOWN, "beside it there is nothing to click"


# -- where it comes from ---------------------------------------------------------------------


@quick
async def test_r_shows_the_source_and_the_raw_sentence(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("down", "r")
        screen = reader.app.screen
        assert isinstance(screen, SourceScreen)
        text = screen._text
        assert f"file      {founding.name}" in text
        assert "encoding  utf-8" in text
        assert "137 pinyin readings taken out" in text
        raw = founding.read_text(encoding="utf-8")
        shown = text.split("\n")[-1]
        assert shown == raw[raw.index("北京時(shí)間") :][: len(shown)]
        assert shown.endswith("o3-mini。")
        on_screen = "".join(strip.text for strip in reader.frame())
        assert founding.name in on_screen
        assert "北京時(shí)間2月1日凌晨" in on_screen
        await reader.press("c", "down", "r")
        assert len(reader.app.screen_stack) == 1
        assert reader.view.cursor == 1
        assert reader.session.article.marks.settled == 0


def test_the_source_is_harmless_and_without_repair_says_so(tmp_path: Path) -> None:
    path = open_in(tmp_path / "e\x1b[31mvil", "一。\x1b]0;x\x07二\u202e三。\n", "a\x9b31m.txt")
    article = read_article(Place(path), Options(), source=str(path))
    article = replace(article, sentences=split(article.text), metadata={"by\x1b[2J": "x\u202ey\nz"})
    for sentence in range(len(article.sentences)):
        text = source_text(article, sentence)
        assert "repair    nothing was taken out" in text
        assert text.replace("\n", "").isprintable()
        assert f"Sentence {sentence + 1} " in text
    assert source_text(replace(article, sentences=()), 0)


# -- search ----------------------------------------------------------------------------------


def count(reader) -> str:
    return str(reader.app.screen.query_one("#found", Static).render())


def found_text(reader) -> str:
    start, end = reader.view.found
    return reader.session.article.text[start:end]


@quick
@pytest.mark.parametrize("typed", ["开", "開"])
async def test_either_script_finds_the_other(opened, tmp_path, typed) -> None:
    path = open_in(tmp_path / "in", "他開門。\n她开窗。\n門開了。\n")
    async with opened(path) as reader:
        await reader.press("/")
        assert isinstance(reader.app.screen, FindScreen)
        await reader.press(typed)
        assert "1 of 3" in count(reader)
        assert (reader.view.cursor, found_text(reader)) == (0, "開")
        for key, hit, sentence, text in (
            ("enter", 2, 1, "开"),
            ("enter", 3, 2, "開"),
            ("down", 1, 0, "開"),
            ("up", 3, 2, "開"),
            ("up", 2, 1, "开"),
        ):
            await reader.press(key)
            assert f"{hit} of 3" in count(reader)
            assert (reader.view.cursor, found_text(reader)) == (sentence, text)
        row = reader.strip(reader.view.lines.line_of(reader.view.found[0]))
        styles = {segment.text: segment.style for segment in row}
        assert styles["开"] != styles["窗。"], "the hit is seen"
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1
        assert reader.view.cursor == 1, "the cursor stays there"
        assert reader.view.found is None
        assert reader.session.article.marks.settled == 0


@quick
async def test_a_search_begins_at_the_cursor_and_takes_what_is_typed_as_it_is(opened, tmp_path) -> None:
    path = open_in(tmp_path / "in", "a.b開。\n開。\nAxB開。\n")
    async with opened(path) as reader:
        await reader.press("down", "ctrl+f", "开")
        assert "2 of 3" in count(reader)
        await reader.press("backspace")
        assert "of" not in count(reader)
        assert reader.view.found is None
        await reader.press("a", ".", "B")
        assert "1 of 1" in count(reader)
        assert found_text(reader) == "a.b", "no regular expression, and case does not matter"
        await reader.press("没")
        assert "not in this article" in count(reader)
        assert reader.view.found is None
        await reader.press("enter", "down", "up")
        assert "not in this article" in count(reader)
        assert reader.app.screen.query_one(Input).value == "a.B没"
        await reader.press("escape")
        assert reader.view.found is None


@quick
async def test_a_hit_below_the_screen_comes_into_sight(opened, tmp_path) -> None:
    path = open_in(tmp_path / "in", "".join(f"第{n}句話。\n" for n in range(100)) + "開" * 3_000 + "門。\n")
    async with opened(path) as reader:
        await reader.press("t", "t", "t", "/", *"门。")
        line = reader.view.lines.line_of(reader.view.found[0])
        top = reader.view.scroll_offset.y
        assert top <= line < top + reader.view.size.height
        assert "門。" in reader.row(line)


# -- damage ----------------------------------------------------------------------------------


@quick
async def test_the_damage_of_the_founding_article_is_drawn_and_named(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.until(
            lambda: any(
                scar.suggestion for scar in reader.screen.session.article.found.highlights.scars_of(16)
            )
        )
        text = reader.session.article.text
        at = text.index("?;谶@")
        assert reader.view.prepared.sentence_at(at) == 15, "it reaches over two sentences"
        plain = reader.strip(reader.view.lines.line_of(at - 3))
        styles = {segment.text: segment.style for segment in plain}
        assert styles["?"] != next(style for run, style in styles.items() if run.endswith("求知欲"))
        after = {segment.text: segment.style for segment in reader.strip(reader.view.lines.first[16])}
        assert after[";谶@"] != next(style for run, style in after.items() if run.startswith("種模式"))
        for sentence in (15, 16):
            reader.view.cursor = sentence
            await reader.settle()
            assert "damaged ?;谶@" in reader.panel
            assert "。基於這" in reader.panel
        reader.view.cursor = 14
        await reader.settle()
        assert "damaged" not in reader.panel
        assert reader.session.article.text == text


# -- done, and the project's own names ----------------------------------------------------------


async def test_done_waits_for_names_and_numbers(opened, article, monkeypatch) -> None:
    monkeypatch.setattr(Analyser, "begin", lambda analyser, article, first: None)
    async with opened(article) as reader:
        await reader.press("d", "enter")
        assert not reader.session.article.marks.done
        assert "as soon as names and numbers are found" in reader.message
        await reader.press("down", "c")
        assert not reader.session.article.marks.done
        assert reader.labels(1) == {"claim"}
        await analysed(reader)
        assert reader.session.article.marks.done
        await reader.press("D")
        assert not reader.session.article.marks.done
        await reader.press("d", "enter")
        assert reader.session.article.marks.done, "now it waits for nothing"


async def test_what_is_found_later_opens_no_question(opened, article, monkeypatch) -> None:
    monkeypatch.setattr(Analyser, "begin", lambda analyser, article, first: None)
    async with opened(article) as reader:
        await reader.press("d")
        assert reader.screen.picker is not None, "it asks when the key is pressed"
        await reader.press("escape", "down")
        await analysed(reader)
        assert reader.screen.picker is None
        assert not reader.session.article.marks.done
        await reader.press("d", "enter")
        assert reader.session.article.marks.done


async def test_done_again_while_it_waits_is_done_once(opened, article, monkeypatch) -> None:
    monkeypatch.setattr(Analyser, "begin", lambda analyser, article, first: None)
    async with opened(article) as reader:
        await reader.press("d", "enter", "d", "enter")
        await analysed(reader)
        assert reader.session.article.marks.done


async def test_done_on_an_analysis_that_fails_is_done_all_the_same(opened, article, monkeypatch) -> None:
    monkeypatch.setattr(Analyser, "begin", lambda analyser, article, first: None)
    async with opened(article) as reader:
        await reader.press("d", "enter")
        reader.session.tell(messages.AnalysisFailed(reader.session.article.id, "no luck"))
        await reader.settle()
        assert reader.session.article.marks.done


async def test_done_right_at_the_start_keeps_what_is_found(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("d", "enter")
        await reader.until(lambda: reader.session.article.marks.done)
        await reader.settle()
    spans = list((article.parent / "annotations" / "articles").glob("*/*.spans.json"))
    assert len(spans) == 1
    assert "OpenAI" not in spans[0].name
    assert '"PER"' in spans[0].read_text(encoding="utf-8")


def test_a_gazetteer_with_a_bad_line_stops_the_opening(article: Path) -> None:
    (article.parent / "gazetteer.tsv").write_text("張三\tPER\n李四 PER\n", encoding="utf-8")
    controller, terminal = pty.openpty()
    try:
        process = subprocess.run(
            [sys.executable, "-m", "tui", "open", str(article), "--as", "mei"],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            timeout=60,
        )
        os.close(terminal)
        said = b""
        while True:
            try:
                piece = os.read(controller, 4096)
            except OSError:  # what Linux gives at the end of a terminal
                break
            if not piece:
                break
            said += piece
    finally:
        os.close(controller)
    assert process.returncode == 1
    line = said.decode()
    assert line.startswith("zhupi: ")
    assert line.count("\n") == 1
    assert "gazetteer.tsv, line 2: " in line
    assert "\x1b" not in line, "no screen was opened"


async def test_the_project_s_own_names_are_highlighted(opened, article) -> None:
    (article.parent / "gazetteer.tsv").write_text("數據庫\tPRODUCT\n張三\t-\n", encoding="utf-8")
    async with opened(article) as reader:
        await reader.until(lambda: not reader.screen.session.article.found.pending)
        text = reader.session.article.text
        names = {
            text[name.start : name.end]: name.type
            for name in reader.screen.session.article.found.highlights.names_of(1)
        }
        assert names.get("数据库") == "PRODUCT"
        assert "张三" not in names
