"""Export from the screen under Textual's Pilot: what is chosen, how it looks, what is written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from team import THREE, act, team

from tui.screens.export import ExportScreen
from tui.session.export_desk import ExportDesk
from tui.widgets.board import Board

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", THREE)


def screen_of(reader) -> ExportScreen:
    screen = reader.app.screen
    assert isinstance(screen, ExportScreen)
    return screen


def rows(reader, board: str) -> list[str]:
    widget = screen_of(reader).query_one(f"#{board}", Board)
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def looked(reader) -> None:
    await reader.until(lambda: not screen_of(reader).outlook.looking)


async def written(reader) -> None:
    screen = screen_of(reader)
    await reader.until(lambda: screen.done or "failed" in screen._told[0])


async def choose(reader, name: str, value: str) -> None:
    """Choose a value as a person does: go to the choice, and step until it is there."""
    screen = screen_of(reader)
    while screen.at != name:
        await reader.press("down" if screen.stops.index(screen.at) < screen.stops.index(name) else "up")
    field = next(one for one in screen.fields() if one.name == name)
    for _ in field.values:
        if next(one for one in screen.fields() if one.name == name).value == value:
            break
        await reader.press("right")
    await looked(reader)


async def test_the_first_record_is_shown_as_it_is_then_written(opened, root) -> None:
    async with opened(root, annotator="an") as reader:
        await reader.press("E")
        await looked(reader)
        assert rows(reader, "shown")[0] == " export.jsonl begins:"
        shown = "".join(row.strip() for row in rows(reader, "shown")[1:])
        await reader.press("enter")
        await written(reader)
        path = root.parent / "news-jsonl.jsonl"
        first = path.read_text(encoding="utf-8").split("\n")[0]
        assert json.loads(first)["annotator"] == "an"
        assert first.replace(" ", "").startswith(shown.replace(" ", "")[:100])
        assert rows(reader, "shown")[0].startswith(" 5 sentences: an 5")
        await reader.press("enter")
        assert reader.message == f"written: {path}"
        assert len(reader.app.screen_stack) == 1


async def test_what_is_chosen_is_written_checked_and_what_is_lost_said(opened, root) -> None:
    act(root, "an", "a.txt", lambda one: [one.labels.write_note(0, "看不懂")])
    async with opened(root, annotator="an") as reader:
        await reader.press("E")
        await looked(reader)
        await choose(reader, "format", "csv")
        await choose(reader, "only", "marked")
        await choose(reader, "option:headings", "chinese")
        await choose(reader, "check", "1")
        assert screen_of(reader).line("place").value.endswith("news-csv.csv")
        await reader.press("enter")
        await written(reader)
        with (root.parent / "news-csv.csv").open(encoding="utf-8-sig", newline="") as file:
            head, *lines = csv.reader(file)
        assert "標題" in head or "标题" in head
        assert len(lines) == 4
        assert any("read back, it is the same" in row for row in rows(reader, "shown"))


async def test_nobody_sees_others_who_may_not(opened, root) -> None:
    """Who came to review as the lead sees everybody's and what was decided."""
    for annotator, review, whose in (
        ("an", False, ("mine",)),
        ("lin", True, ("mine", "all", "gold")),
    ):
        async with opened(root, annotator=annotator, review=review) as reader:
            await reader.press("E")
            await looked(reader)
            desk = screen_of(reader)._desk
            assert desk.whose == whose
            if review:
                await choose(reader, "whose", "all")
                await choose(reader, "format", "csv")
                await reader.press("enter")
                await written(reader)
                assert (root.parent / "news-csv-all.csv").exists()
                continue
            desk.set("whose", "all")  # by whatever way it got there
            screen_of(reader).outlook.look_now()
            await looked(reader)
            assert "reads what others say" in screen_of(reader)._told[0]
            await reader.press("enter")
            await reader.until(lambda: not screen_of(reader).working)
            assert not list(root.parent.glob("news-*"))


async def test_an_extra_that_is_missing_is_named_with_the_way_to_get_it(opened, root, monkeypatch) -> None:
    monkeypatch.setattr("annotations.exchange.registry.find_spec", lambda name: None)
    async with opened(root, annotator="an") as reader:
        await reader.press("E")
        await choose(reader, "format", "xlsx")
        assert screen_of(reader)._told[0] == "xlsx needs an extra: pip install 'zhupi[xlsx]'"
        await reader.press("enter")
        await reader.until(lambda: not screen_of(reader).working)
        assert not list(root.parent.glob("news-*"))


async def test_nothing_is_written_over_and_nothing_among_the_articles(opened, root) -> None:
    (root.parent / "there.csv").write_text("x", encoding="utf-8")
    async with opened(root, annotator="an") as reader:
        await reader.press("E")
        await looked(reader)
        screen = screen_of(reader)
        for name, why in (
            (str(root.parent / "there.csv"), "something is there already"),
            (str(root / "brat"), "among the articles"),
            (str(root.parent / "nowhere/x"), "there is no folder"),
            ("a\0b", "no file has such a name"),
        ):
            await choose(reader, "format", "brat")
            screen._desk.place = name
            await reader.press("enter")
            assert why in screen._told[0]
            assert screen.at == "place"
        assert (root.parent / "there.csv").read_text(encoding="utf-8") == "x"
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1


async def test_with_the_mouse_alone(opened, root) -> None:
    async with opened(root, annotator="an") as reader:
        await reader.press("E")
        await looked(reader)
        screen = screen_of(reader)
        board = screen.query_one("#fields", Board)
        y = next(y for y in range(board.size.height) if " what " in board.render_line(y).text)
        for only in ("", "done"):  # the first click goes there
            await reader.pilot.click("#fields", offset=(3, y))
            await looked(reader)
            assert screen._desk.choice.only == only
        await reader.pilot.click("#place")
        await reader.settle()
        assert screen.at == "place"
        await reader.pilot.click("#bottom", offset=(3, 0))
        await written(reader)
        assert (root.parent / "news-jsonl.jsonl").exists()


async def test_full_width_forms_and_bursts(opened, root) -> None:
    async with opened(root, annotator="an") as reader:
        await reader.burst("Ｅ")
        assert isinstance(reader.app.screen, ExportScreen)
        await reader.burst("中國發展很快")
        assert isinstance(reader.app.screen, ExportScreen)
        await reader.press("ｑ")
        assert len(reader.app.screen_stack) == 1
        await reader.at_once("E", "down", "down", "escape", "E", "escape")
        assert len(reader.app.screen_stack) == 1
        assert not list(root.parent.glob("news-*"))


async def test_it_is_given_up_and_nothing_is_there(opened, root, monkeypatch) -> None:
    from threading import Event

    begun, go_on = Event(), Event()
    work_of = ExportDesk.work

    def slow(desk: ExportDesk):
        work = work_of(desk)
        begun.set()
        go_on.wait(5)
        return work

    monkeypatch.setattr(ExportDesk, "work", slow)
    async with opened(root, annotator="an") as reader:
        await reader.press("E")
        await looked(reader)
        await reader.press("enter")
        await reader.until(begun.is_set)
        screen = screen_of(reader)
        reader._send("escape")
        await reader.pilot.pause(0.05)
        go_on.set()
        await reader.until(lambda: not screen.working)
        assert "given up" in screen._told[0]
        assert not list(root.parent.glob("*news-*"))


async def test_every_choice_can_be_reached_on_a_small_terminal(opened, root) -> None:
    async with opened(root, annotator="an", size=(40, 12)) as reader:
        await reader.press("E")
        await looked(reader)
        screen = screen_of(reader)
        for name in screen.stops[:-1]:
            assert screen.at == name
            assert any(row.startswith(">") for row in rows(reader, "fields"))
            assert len(rows(reader, "shown")) >= 3
            await reader.press("down")
        assert screen.at == "place"
        assert screen.focused is screen.line("place")


async def test_where_nothing_is_annotated_yet_that_is_said(opened, tmp_path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.txt").write_text("好。", encoding="utf-8")
    async with opened(tmp_path / "news", annotator="an") as reader:
        await reader.press("E")
        await looked(reader)
        assert "--as" not in screen_of(reader)._told[0]
        assert screen_of(reader)._told[1] == "scar"
        await reader.press("enter")
        await reader.until(lambda: not screen_of(reader).working)
        assert not list(tmp_path.glob("news-*"))
