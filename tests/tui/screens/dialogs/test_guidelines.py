"""The guidelines on the screen: at the label that is asked about, in both languages, searched."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import OptionList, Static

from annotations.guidelines.bilingual import Bilingual, Chapter, Passage
from annotations.guidelines.guidelines import Guidelines
from annotations.marks.marks import Said
from annotations.model.scheme import DEFAULT, Attribute, Label, Scheme
from tui.layout.cells import cell_width, visible
from tui.layout.guidance import chapter_page, hit_text, names_row
from tui.screens.dialogs.guidelines import GuidelinesScreen, subject_of

BOOK = Bilingual.load(None, DEFAULT)
EVIL = "\x1b]0;owned\x07\u202e\u200b"


def shown(reader) -> str:
    """Return what is on the screen, white space and frames left out at the ends of lines."""
    return "\n".join(strip.text for strip in reader.frame())


def chapter(reader) -> str:
    screen = reader.app.screen
    assert isinstance(screen, GuidelinesScreen)
    return screen._book.chapters[screen._at].key


def scrolled(reader) -> int:
    return round(reader.app.screen.query_one("#chapter").scroll_y)


# -- both languages at once -----------------------------------------------------------------------


def test_every_line_stands_in_both_languages_and_examples_once() -> None:
    chinese, english = (Guidelines.load(None, DEFAULT, language) for language in ("zh", "en"))
    assert [one.key for one in BOOK.chapters] == [section.key for section in english.sections]
    for number, one in enumerate(BOOK.chapters):
        assert [p.chinese for p in one.passages] == [line.text for line in chinese.sections[number].lines()]
        for passage, line in zip(one.passages, english.sections[number].lines(), strict=True):
            assert passage.kind == line.kind
            assert passage.english == (line.text if line.text != passage.chinese else "")
    claim = BOOK.chapters[1]
    assert Passage("item", "- 央行10月降息0.25個百分點。") in claim.passages
    assert Passage("reason", "因果關係可以查證", "a cause and what it led to") in claim.passages


def test_what_a_project_says_stands_once(tmp_path: Path) -> None:
    (tmp_path / "guidelines.md").write_text("## claim\n### examples\n- 甲。\n  乙\n", encoding="utf-8")
    (tmp_path / "rulings.md").write_text("## claim\n- 丙。\n", encoding="utf-8")
    book = Bilingual.load(tmp_path, DEFAULT)
    passages = book.chapters[1].passages
    assert passages.count(Passage("item", "- 甲。")) == 1
    assert passages.count(Passage("reason", "乙")) == 1
    assert passages[-2:] == (Passage("heading", "裁定", "Rulings"), Passage("item", "- 丙。"))


def test_attributes_of_a_scheme_have_chapters(tmp_path: Path) -> None:
    worth = Attribute("worth", "choice", ("claim",), ("low", "high"), title="價值", definition="值不值得查")
    own = Scheme("own", 1, (Label("claim", "c"),), (worth, Attribute("done", "flag")))
    book = Bilingual.load(None, own)
    assert [one.key for one in book.chapters] == ["claim", "worth"], "done is a topic already"
    assert book.chapters[1].passages == (
        Passage("title", "worth 價值"),
        Passage("paragraph", "值不值得查"),
        Passage("paragraph", "取值：low、high", "One of: low, high"),
    )
    (tmp_path / "guidelines.md").write_text("## worth\n### examples\n- 甲。\n", encoding="utf-8")
    assert Bilingual.load(tmp_path, own).chapters[1].passages[-1] == Passage("item", "- 甲。")


@pytest.mark.parametrize(
    ("words", "key", "text"),
    [
        ("反问 呼吁", "claim", "反問是呼籲，不是陳述"),
        ("反問 呼籲", "claim", "反問是呼籲，不是陳述"),
        ("Rhetorical", "claim", "反問是呼籲，不是陳述"),
        ("irony 所謂", "opinion", "所謂加引號是作者的反諷"),
    ],
)
def test_a_search_in_either_script_and_language(words: str, key: str, text: str) -> None:
    number, at = BOOK.search(words)[0]
    assert BOOK.chapters[number].key == key
    assert BOOK.chapters[number].passages[at].chinese == text


def test_a_search_for_nothing_finds_nothing() -> None:
    assert BOOK.search("") == BOOK.search(" \u3000") == BOOK.search("鸚鵡") == []


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        (Said(), "general"),
        (Said(none=True), "none"),
        (Said(labels=frozenset({"quote", "opinion"})), "opinion"),
        (Said(labels=frozenset({"of an earlier scheme"})), "general"),
    ],
)
def test_the_chapter_that_a_sentence_asks_for(said: Said, subject: str) -> None:
    assert subject_of(DEFAULT, said) == subject
    assert BOOK.place(subject) is not None


# -- layout -----------------------------------------------------------------------------------------

texts = st.text(st.sampled_from("中國，。「」abc XYZ 12.5%——\u3000é" + EVIL), min_size=1, max_size=80)
passages = st.builds(
    Passage, st.sampled_from(["title", "heading", "paragraph", "item", "reason"]), texts, texts | st.just("")
)
chapters = st.builds(Chapter, st.just("claim"), st.lists(passages, min_size=1, max_size=6).map(tuple))


@given(chapters, st.integers(20, 120))
def test_no_row_is_wider_than_the_box_and_no_word_is_lost(one: Chapter, width: int) -> None:
    page = chapter_page(one, width)
    rows = ["".join(run.text for run in row) for row in page.rows]
    assert all(cell_width(row) <= width for row in rows)
    assert all(visible(row) == row for row in rows)
    assert len(page.starts) == len(one.passages)
    ends = [*page.starts[1:], len(rows)]
    for passage, start, end in zip(one.passages, page.starts, ends, strict=True):
        drawn = "".join("".join(rows[start:end]).split())
        for text in (passage.chinese, passage.english.removeprefix("claim")):
            body = visible(text).removeprefix("- ")
            assert "".join(body.split()) in drawn
        assert page.passage_at(start) == one.passages.index(passage) or one.passages.count(passage) > 1


def test_numbers_and_dashes_hang_and_a_short_reason_stands_on_one_row() -> None:
    one = Chapter(
        "claim",
        (
            Passage("item", "1. 先拿掉「誰說的」。還剩下一個陳述嗎？", "1. Take away who says it."),
            Passage("reason", "可查", "checkable"),
        ),
    )
    rows = ["".join(run.text for run in row) for row in chapter_page(one, 30).rows]
    assert rows == [
        "1. 先拿掉「誰說的」。還剩下",
        "   一個陳述嗎？",
        "   Take away who says it.",
        "    可查  checkable",
    ]


@pytest.mark.parametrize("width", [20, 30, 66, 114])
def test_the_chapter_that_is_open_is_among_the_names(width: int) -> None:
    names = [("", one.key) for one in BOOK.chapters]
    for at, one in enumerate(BOOK.chapters):
        used = 0
        for run in names_row(names, at, width):
            used += cell_width(run.text)
            if run.style == "found":
                assert (run.text, run.command) == (one.key, f"chapter-{at}")
                assert used <= width
                break
        else:
            pytest.fail(f"{one.key} is not shown")


def test_a_hit_names_its_chapter() -> None:
    one = Chapter("claim", (Passage("title", "claim 主張"), Passage("reason", "甲", "A" * 60)))
    assert hit_text(one, one.passages[0], 40) == "claim 主張"
    assert hit_text(one, one.passages[1], 20) == "claim  甲  AAAAAAA.."


# -- on the screen -------------------------------------------------------------------------------------

pytestmark = pytest.mark.usefixtures("no_analysis")


async def test_g_opens_at_the_label_of_the_sentence(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("g")
        assert chapter(reader) == "general"
        assert "判斷順序  Decision order" in shown(reader)
        await reader.press("g", "o", "g")
        assert chapter(reader) == "opinion"
        assert "表達評價、立場、情感、建議或臆測" in shown(reader)
        assert "An evaluation, stance, feeling" in shown(reader)
        await reader.press("escape", "n", "shift+f1")
        assert chapter(reader) == "none"
        await reader.press("escape", "n", "ｇ")
        assert chapter(reader) == "general", "a full-width g is a g"
        await reader.press("ｇ")
        assert len(reader.app.screen_stack) == 1
        assert reader.labels() == set(), "keys of the dialog tag nothing"


async def test_the_way_from_chapter_to_chapter(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("g", "3")
        assert chapter(reader) == "quote"
        await reader.press("right")
        assert chapter(reader) == "none"
        await reader.press("1", "left", "left")
        assert chapter(reader) == "flag", "round"
        await reader.press("0")
        assert chapter(reader) == "none"
        await reader.press("9")
        assert chapter(reader) == "none", "no label has this digit"
        await reader.pilot.click("#chapters", offset=(3, 0))
        await reader.settle()
        assert chapter(reader) == "general"


async def test_it_scrolls_and_a_chapter_begins_at_its_top(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("g", "1", "down", "down", "j")
        assert scrolled(reader) == 3
        await reader.press("k", "up")
        assert scrolled(reader) == 1
        await reader.press("pagedown")
        assert scrolled(reader) > 10
        assert "央行10月降息0.25個百分點。" in shown(reader)
        await reader.press("end")
        assert "nothing specific to check" in shown(reader)
        await reader.press("right")
        assert scrolled(reader) == 0


async def test_a_search_goes_to_what_it_found(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("g", "/", *"反问")
        assert reader.app.screen.query_one(OptionList).option_count == 3
        assert "3 found" in shown(reader)
        await reader.press("down", "enter")
        assert chapter(reader) == "opinion"
        page = reader.app.screen._page
        [row] = [row for row in page.rows if row and row[-1].style == "found"]
        assert row[-1].text == "帶呼籲的反問  a rhetorical question that urges"
        assert "難道我們還要繼續忍耐嗎？" in shown(reader), "a reason is shown with its example"
        assert row[-1].text in shown(reader)
        await reader.press("right", "left")
        assert not any(run.style == "found" for row in reader.app.screen._page.rows for run in row)


async def test_what_is_typed_into_the_search_is_no_key(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("g", "2", "ctrl+f", *"g1q")
        told = reader.app.screen.query_one("#found", Static)
        assert str(told.content) == "not in the guidelines; Esc back"
        await reader.press("enter", "down", "pagedown")
        assert reader.app.screen.has_class("-searching")
        await reader.press("escape")
        assert chapter(reader) == "opinion"
        await reader.press("、")
        assert reader.app.screen.has_class("-searching"), "what an input method makes of /"
        await reader.press("escape", "escape")
        assert len(reader.app.screen_stack) == 1


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 18), (200, 50)])
async def test_every_size_shows_whole_rows(opened, founding, size) -> None:
    async with opened(founding, size=size) as reader:
        await reader.press("g", "1")
        strips = reader.frame()
        assert len(strips) == size[1]
        assert all(strip.cell_length == cell_width(strip.text) == size[0] for strip in strips)
        text = "".join(shown(reader).split())
        for words in ("+-Guidelines", "claim", "可以用證據判定真假", "Esc"):
            assert words in text
        rows = ["".join(run.text for run in row) for row in reader.app.screen._page.rows]
        board = reader.app.screen.query_one("#passages")
        assert [board.render_line(y).text.rstrip() for y in range(board.size.height)] == rows


async def test_a_resize_keeps_the_place(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("g", "/", *"橋樑倒塌", "enter")
        for size in ((40, 12), (160, 20), (60, 14), (80, 24)):
            await reader.resize(*size)
            assert "暴雨造成三座橋樑倒塌。" in shown(reader), size


async def test_an_error_in_the_project_s_file_is_one_line_and_the_rest_is_there(opened, seeds) -> None:
    (seeds / "guidelines.md").write_text("## clam\n", encoding="utf-8")
    async with opened(seeds) as reader:
        assert len(reader.session.project.places) == 3, "guidelines are no article"
        await reader.press("g")
        text = "".join(shown(reader).split())
        told = re.sub("[^\\w.,:']", "", text)  # a frame and a scroll bar may stand anywhere in it
        assert "guidelines.md,line1:thereisnolabel'clam'" in told
        assert "每一句單獨判斷" in text
        await reader.press("escape")
        (seeds / "guidelines.md").write_text("## claim\n### examples\n- 甲乙丙。\n", encoding="utf-8")
        await reader.press("g", "1", "/", *"甲乙丙", "enter")
        assert "甲乙丙。" in shown(reader), "what the file says now"
        assert "clam'" not in shown(reader)


async def test_a_pipe_in_its_place_does_not_hold_up_the_screen(opened, seeds) -> None:
    os.mkfifo(seeds / "rulings.md")
    async with opened(seeds) as reader:
        await reader.press("g")
        assert "is no file" in " ".join(shown(reader).split())


async def test_what_a_project_writes_reaches_no_terminal_raw(opened, seeds) -> None:
    (seeds / "guidelines.md").write_text(
        f"## claim {EVIL}\n### definition\n[red]{EVIL}中[/]\n### examples\n- [b]{EVIL}\n", encoding="utf-8"
    )
    async with opened(seeds) as reader:
        await reader.press("g", "1")
        assert "[red]¬]0;owned¬¬¬中[/]" in shown(reader)
        await reader.press("/", *"owned")
        assert "3 found" in shown(reader)
        assert "claim  - [b]¬]0;owned" in shown(reader)
        assert all(strip.text.isprintable() for strip in reader.frame())


async def test_a_label_of_which_nothing_is_said(opened, seeds, founding) -> None:
    (seeds / "zhupi.toml").write_text(
        '[scheme]\n[[scheme.labels]]\nname = "rumour"\nkey = "m"\n', encoding="utf-8"
    )
    async with opened(founding) as reader:
        await reader.press("g")
        assert chapter(reader) == "rumour", "there is no general section"
        assert "Nothing is said of it yet" in shown(reader)


def test_the_screen_and_the_guidelines_are_read_when_they_are_asked_for() -> None:
    import subprocess

    code = (
        "import sys, tui.app, tui.cli.open;"
        "print([name for name in sys.modules if name.endswith(('.guidelines', 'bilingual', 'guidance'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['annotations.guidelines', 'tui.commands.guidelines']"
