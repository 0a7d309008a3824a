"""Finding in all articles, as one does it: type, look, go there, go on, come back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from team import laid_out, team
from textual.widgets import Input, Static

from tui.screens.search import SearchScreen
from tui.session.search_desk import SearchDesk
from tui.widgets.board import Board

pytestmark = pytest.mark.usefixtures("no_analysis")

TEXTS = {
    "a.txt": "今天開會。明天休息。後天又開會。",
    "b.txt": "這裡沒有。",
    "c.txt": "第一句話。他們也開會。",
}


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("ZHUPI_STATE", str(tmp_path / "state"))


def shown(reader, board: str) -> list[str]:
    rows = reader.app.screen.query_one(f"#{board}", Board)._rows
    return ["".join(run.text for run in row) for row in rows]


async def ask(reader, text: str) -> None:
    """Type a query as an input method hands it over, and wait for what it finds."""
    assert isinstance(reader.app.screen, SearchScreen)
    reader.app.screen.query_one("#query", Input).value = text
    desk = reader.session.desk
    await reader.until(
        lambda: desk.asked is not None and desk.asked.text == text and desk.ended and idle(reader)
    )


def idle(reader) -> bool:
    """Tell whether the index is what the files are, and nothing is searched."""
    working = [
        one for one in reader.app.workers if one.group in ("index", "searching") and not one.is_finished
    ]
    return not working and reader.session.desk.ended and "index" not in shown(reader, "state")[0]


async def test_type_go_there_go_on_and_come_back(opened, tmp_path: Path) -> None:
    async with opened(laid_out(tmp_path / "news", texts=TEXTS)) as reader:
        await reader.press("F")
        await ask(reader, "开会")
        assert shown(reader, "state") == [" 3 sentences in 2 articles"]
        assert [row.split()[0] for row in shown(reader, "hits")] == ["a.txt", ">", "3", "c.txt", "2"]
        (row,) = [
            row for row in reader.app.screen.query_one("#hits", Board)._rows if row[0].text.startswith(">")
        ]
        assert [run.text for run in row if run.style == "found"] == ["開會"]
        await reader.press("down", "enter")
        await reader.settle()
        assert (reader.session.article.index, reader.view.cursor) == (0, 2)
        assert "开会: 2 of 3, 2 left" in reader.message
        assert reader.view.found is not None
        await reader.press("}")
        await reader.settle()
        assert (reader.session.article.index, reader.view.cursor) == (2, 1)
        assert "3 of 3, 1 left" in reader.message
        await reader.press("shift+down")
        assert "this is the last hit" in reader.message
        await reader.press("{")
        await reader.settle()
        assert (reader.session.article.index, reader.view.cursor) == (0, 2)
        await reader.press("ctrl+w")
        assert reader.app.screen.query_one("#query", Input).value == "开会"
        await reader.until(lambda: any(row.split()[:2] == [">", "3"] for row in shown(reader, "hits")))
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_a_query_that_cannot_be_read_is_told_while_typing(opened, tmp_path: Path) -> None:
    async with opened(laid_out(tmp_path / "news", texts=TEXTS)) as reader:
        await reader.press("F")
        reader.app.screen.query_one("#query", Input).value = "開會 label:clam"
        await reader.until(lambda: "[label:clam]" in shown(reader, "state")[0])
        await reader.press("enter")
        assert isinstance(reader.app.screen, SearchScreen)
        await ask(reader, "開會 not label:claim")
        assert "3 sentences" in shown(reader, "state")[0]
        for text, state in (("開會 not label:clam", "[label:clam]"), ("開會 not label:claim", "3 sentences")):
            reader.app.screen.query_one("#query", Input).value = text
            await reader.until(lambda state=state: state in shown(reader, "state")[0])


async def test_a_query_is_kept_and_gone_through(opened, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts=TEXTS)
    async with opened(root) as reader:
        await reader.press("F")
        await ask(reader, "開會")
        await reader.press("ctrl+s")
        reader.app.screen.query_one("#query", Input).value = "會"
        await reader.press("enter")
        assert (root / "queries.tsv").read_text(encoding="utf-8") == "會\t開會\n"
        await reader.press("enter")
        await reader.settle()
        assert "@會: 1 of 3, 2 left" in reader.message
    async with opened(root) as reader:
        await reader.press("F")
        assert any("@會  開會" in row for row in shown(reader, "hits"))
        await reader.press("enter")
        await reader.until(lambda: reader.session.desk.asked is not None and reader.session.desk.ended)
        assert "2 left" in shown(reader, "state")[0]


async def test_a_kept_query_is_removed_by_pressing_twice(opened, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts=TEXTS)
    (root / "queries.tsv").write_text("a\t休息\nb\t開會\n", encoding="utf-8")
    async with opened(root) as reader:
        await reader.press("F", "down")
        assert "Del removes it" in shown(reader, "bottom")[0]
        await reader.press("delete")
        assert shown(reader, "state") == [" Del again removes @b for everybody here"]
        await reader.press("up", "delete", "down", "delete")
        assert len((root / "queries.tsv").read_text(encoding="utf-8").split()) == 4, "another one was chosen"
        await reader.press("delete")
        assert (root / "queries.tsv").read_text(encoding="utf-8") == "a\t休息\n"
        assert shown(reader, "state") == [" @b is kept no longer; it was: 開會"]
        assert any("> @a  休息" in row for row in shown(reader, "hits"))
        query = reader.app.screen.query_one("#query", Input)
        query.value = "開會"
        await reader.press("home", "delete")
        assert query.value == "會", "in a query it takes out a character"
        assert (root / "queries.tsv").read_text(encoding="utf-8") == "a\t休息\n"


async def test_a_query_is_kept_while_it_is_still_searched(
    opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = threading.Event()
    run = SearchDesk.run

    def late(*arguments):
        assert going.wait(30)
        return run(*arguments)

    monkeypatch.setattr(SearchDesk, "run", late)
    async with opened(laid_out(tmp_path / "news", texts=TEXTS)) as reader:
        await reader.press("F")
        query = reader.app.screen.query_one("#query", Input)
        query.value = "開會"
        await reader.until(lambda: reader.session.desk.asked is not None)
        await reader.press("ctrl+s")
        query.value = "會"
        await reader.press("enter")
        going.set()
        await reader.until(lambda: reader.session.desk.ended)
        assert reader.session.desk.total == 3


async def test_files_that_change_are_found_as_they_are(opened, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts=TEXTS)
    async with opened(root) as reader:
        await reader.press("F")
        await ask(reader, "開會")
        laid_out(root, texts={"b.txt": "這裡也要開會了，真的。"})
        for focused in (False, True):
            reader.app.app_focus = focused
        await reader.until(lambda: reader.session.desk.total == 4 and reader.session.desk.ended)


async def test_what_is_typed_while_files_are_read_is_not_forgotten(opened, tmp_path: Path) -> None:
    async with opened(laid_out(tmp_path / "news", texts=TEXTS)) as reader:
        await reader.press("F")
        await ask(reader, "開會")
        screen = reader.app.screen
        screen.query_one("#query", Input).value = "明天"
        await reader.until(lambda: screen._waiting is not None)
        screen._is_reading(SearchScreen.Reading(None, True))
        await reader.until(lambda: reader.session.desk.asked.text == "明天" and reader.session.desk.ended)


async def test_articles_that_come_meanwhile_are_found(opened, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts=TEXTS)
    async with opened(root) as reader:
        laid_out(root, texts={"b2.txt": "後來才來開會。"})
        await reader.press("F")
        await ask(reader, "開會 後來")
        await reader.until(lambda: reader.session.desk.total == 1 and reader.session.desk.ended)
        await reader.press("enter")
        await reader.settle()
        assert reader.session.article.base.source == "b2.txt"


async def test_in_the_article_the_whole_language_is_spoken(opened, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。明天休息。後天又開會。"})
    async with opened(root) as reader:
        await reader.press("down", "c", "home")
        await reader.settle()
        for query, words, cursor in (
            ("开会", "1 of 2", 0),
            ("開會 後天", "1 of 2", 2),
            ("label:claim", "1 of 1", 1),
            ("not label:* 開會", "1 of 2", 0),
            ("/明.+息/", "1 of 1", 1),
            ("龘", "not in this article", 1),
            ("label:clam", "[label:clam]", 1),
        ):
            await reader.press("home", "/")
            reader.app.screen.query_one("#text", Input).value = query
            line = reader.app.screen.query_one("#found", Static)
            await reader.until(lambda line=line, words=words: words in str(line.render()))
            if "of" in words:
                assert reader.view.cursor == cursor, query
            await reader.press("escape")


async def test_others_are_not_found_by_who_may_not_see_them(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c", "o"]})
    async with opened(root, annotator="mei") as reader:
        await reader.press("F")
        await ask(reader, "annotator:an or label:*")
        assert reader.session.desk.total == 0
        await reader.press("escape", "/")
        reader.app.screen.query_one("#text", Input).value = "annotator:an"
        line = reader.app.screen.query_one("#found", Static)
        await reader.until(lambda: "not in this article" in str(line.render()))


async def test_what_is_not_known_yet_is_not_said_to_be_nowhere(opened, tmp_path: Path) -> None:
    async with opened(laid_out(tmp_path / "news", texts=TEXTS)) as reader:
        reader.session.article.found.look()
        await reader.press("/")
        reader.app.screen.query_one("#text", Input).value = "money > 1"
        line = reader.app.screen.query_one("#found", Static)
        await reader.until(lambda: "still looked for" in str(line.render()))


async def test_a_search_that_was_left_goes_on(opened, tmp_path: Path) -> None:
    async with opened(laid_out(tmp_path / "news", texts=TEXTS)) as reader:
        await reader.press("F")
        await ask(reader, "開會")
        desk = reader.session.desk
        await reader.press("escape")
        desk.found, desk.ended, desk.total = desk.found[:1], False, 1
        desk.at = 0
        await reader.press("}")
        assert "so far; F goes on searching" in reader.message
        await reader.press("F")
        await reader.until(lambda: desk.ended and desk.total == 3)
