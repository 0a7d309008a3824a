"""The screen of progress under Textual's Pilot: who is shown, and the way to an article."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import THREE, act, team

from annotations.project.settings import ASSIGNMENTS
from tui.screens.progress import ProgressScreen

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = team(tmp_path / "news", THREE)
    (root / "b.txt").write_text("第二篇說了一件事。第三件沒人提。", encoding="utf-8")
    (root / ASSIGNMENTS).write_text("a.txt\t-\tan,bo,mei\t40\t-\nb.txt\t-\tan,mei\t9\t-\n", encoding="utf-8")
    return root


def rows(reader, board: str = "view") -> list[str]:
    screen = reader.app.screen
    assert isinstance(screen, ProgressScreen)
    widget = screen.query_one(f"#{board}")
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def ready(reader) -> None:
    await reader.until(lambda: not reader.app.screen.busy)


async def test_the_lead_goes_from_everybody_to_an_article_of_one(opened, root) -> None:
    async with opened(root, annotator="lin") as reader:
        await reader.press("P")
        await ready(reader)
        assert [row.split()[:2] for row in rows(reader)[:5]] == [
            ["annotator", "done"],
            [">an", "1/2"],
            ["bo", "1/1"],
            ["mei", "1/2"],
            ["all", "3/5"],
        ]
        await reader.press("down", "down")
        assert "mei: 1 of 2 articles done" in rows(reader, "about")[0]
        await reader.press("enter")
        assert rows(reader)[1].startswith(">new ")
        assert "b.txt" in rows(reader)[1]
        assert "an" in rows(reader)[1], "who else reads it"
        await reader.press("escape", "enter", "enter")
        assert reader.session.article.base.source == "b.txt"
        assert len(reader.app.screen_stack) == 1


async def test_an_annotator_sees_a_row_of_her_own_and_why(opened, root) -> None:
    async with opened(root, annotator="mei") as reader:
        await reader.press("P")
        await ready(reader)
        assert not any(row.split()[:1] == ["an"] for row in rows(reader))
        assert "lin leads" in " ".join(rows(reader, "about"))
        await reader.press("P")
        assert len(reader.app.screen_stack) == 1


async def test_counted_again_it_shows_what_came_meanwhile(opened, root) -> None:
    async with opened(root, annotator="lin") as reader:
        await reader.press("P")
        await ready(reader)
        await reader.press("down", "down")
        act(root, "mei", "b.txt", lambda one: [one.article.toggle_done(0, [(0, 5)])])
        await reader.press("r")
        await reader.until(lambda: rows(reader)[3].split()[1] == "2/2")
        assert rows(reader)[3].startswith(">mei"), "the cursor stays"


async def test_a_table_that_cannot_be_understood_is_named(opened, root) -> None:
    (root / ASSIGNMENTS).write_text("<<<<<<< mine\n", encoding="utf-8")
    async with opened(root, annotator="lin") as reader:
        await reader.press("P")
        await ready(reader)
        assert "line 1" in "".join(row.strip() for row in rows(reader))
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1


async def test_counting_again_that_fails_says_why_and_shows_what_was_known(opened, root) -> None:
    table = (root / ASSIGNMENTS).read_text(encoding="utf-8")
    async with opened(root, annotator="lin", size=(160, 24)) as reader:
        await reader.press("P")
        await ready(reader)
        before = rows(reader)
        (root / ASSIGNMENTS).write_text("<<<<<<< mine\n", encoding="utf-8")
        await reader.press("r")
        await reader.until(lambda: "line 1" in rows(reader, "bottom")[0])
        assert rows(reader) == before
        (root / ASSIGNMENTS).write_text(table, encoding="utf-8")
        await reader.press("r")
        await reader.until(lambda: rows(reader, "bottom")[0].startswith(" Up Down"))


async def test_it_fits_the_window(opened, root) -> None:
    async with opened(root, annotator="lin") as reader:
        await reader.press("P")
        await ready(reader)
        for width, height in ((40, 12), (80, 24), (160, 50)):
            await reader.resize(width, height)
            assert rows(reader)[1].startswith(">an")
            assert rows(reader, "bottom")[0].startswith(" Up Down")
        await reader.press("enter")
        assert "b.txt" in " ".join(rows(reader))


async def test_a_click_chooses_and_a_second_one_opens(opened, root) -> None:
    async with opened(root, annotator="lin") as reader:
        await reader.press("P")
        await ready(reader)
        await reader.pilot.click("#view", offset=(3, 3))
        assert rows(reader)[3].startswith(">mei")
        await reader.pilot.click("#view", offset=(3, 3))
        await reader.settle()
        assert "b.txt" in " ".join(rows(reader))
