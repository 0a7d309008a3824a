"""A sentence longer than any screen: what is asked of it is asked of what is seen, and no key waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.analysis.conversion import WINDOW, Script
from annotations.model.article import Article, Name, Number
from tui.layout.pieces import Highlights
from tui.session import messages
from tui.session.analysis import Analyser
from tui.widgets import wording

pytestmark = pytest.mark.usefixtures("no_analysis")

UNIT = "王毅說，互聯網的軟件賣了3千臺，"
TEXT = UNIT * 20_000


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


async def test_another_script_converts_what_is_seen(opened, article: Path, monkeypatch) -> None:
    converted: list[str] = []
    correct = wording.correct

    def counted(text: str, script: Script, corrections: object) -> object:
        converted.append(text)
        return correct(text, script, corrections)

    monkeypatch.setattr(wording, "correct", counted)
    async with opened(article) as reader:
        for script in (Script.SIMPLIFIED, Script.TRADITIONAL, Script.TAIWAN):
            converted.clear()
            await reader.press("t")
            assert reader.view.script is script
            assert 0 < sum(map(len, converted)) <= 3 * WINDOW < len(TEXT) / 10
        assert "網際網路" in reader.row(0)


async def test_one_pages_through_it_and_the_script_stays_where_one_is(opened, article: Path) -> None:
    async with opened(article) as reader:
        await reader.press("pagedown", "pagedown")
        top = reader.view.scroll_offset.y
        assert top > reader.view.size.height
        offset = reader.view.lines.starts[top]
        await reader.press("t")
        assert reader.view.scroll_offset.y == top
        await reader.press("t", "t")
        line = reader.view.scroll_offset.y
        assert reader.view.lines.starts[line] <= offset < reader.view.lines.ends[line]
        await reader.press("pageup", "pageup", "pageup")
        assert reader.view.scroll_offset.y == 0


async def test_it_is_split_where_one_looks(opened, article: Path) -> None:
    async with opened(article) as reader:
        await reader.press("pagedown", "pagedown")
        start, end = reader.view.in_sight()
        assert 0 < start < end < len(TEXT)
        assert end - start < 3000
        await reader.press("S", "2")
        first, second = reader.session.article.sentences
        assert start < first.end <= second.start < end
        assert TEXT[first.end - 1] == "，"


async def test_the_panel_counts_what_it_cannot_list(opened, article: Path, monkeypatch) -> None:
    starts = range(0, len(TEXT), len(UNIT))
    names = [Name(at, at + 2, "PER") for at in starts]
    numbers = [Number(at + 12, at + 14, "cardinal", 3000) for at in starts]

    def begin(analyser: Analyser, article: Article, first: int) -> None:
        analyser._tell(messages.Analysed(article.id, Highlights([0], names, numbers)))

    monkeypatch.setattr(Analyser, "begin", begin)
    async with opened(article, size=(100, 30)) as reader:
        await reader.press("escape")  # what somebody new is told
        listed = reader.panel.count("王毅 PER")
        assert listed > 1
        assert f"王毅 PER  +{len(names) - listed}\n" in reader.panel
        await reader.press("c")
        assert reader.labels() == {"claim"}
