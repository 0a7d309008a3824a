"""Reading along one's own queue: where a day begins, where keys lead, what is read ahead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.session import messages
from tui.session.way import Way

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    news = tmp_path / "news"
    news.mkdir()
    for name in "abcdef":
        (news / f"{name}.txt").write_text(f"標題{name}\n\n央行宣布降息。市場反應平淡。\n", encoding="utf-8")
    (news / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    lines = ["b.txt\t-\tmei", "d.txt\tpilot\tmei,wu", "e.txt\t-\tmei:test,wu", "f.txt\t-\twu"]
    (news / "assignments.tsv").write_text("\n".join(lines), encoding="utf-8")
    return news


def source(reader) -> str:
    return reader.session.article.base.source


async def test_it_begins_in_the_queue_and_keys_stay_in_it(opened, news):
    async with opened(news) as mei:
        assert source(mei) == "d.txt", "pilot articles come first"
        assert "art 1/3" in mei.heading
        assert "test" not in mei.heading + mei.panel
        await mei.press("]")
        assert source(mei) == "b.txt"
        await mei.press("]", "]")
        assert source(mei) == "e.txt"
        assert mei.message == "the last article of the queue"
        await mei.press("[", "[", "[")
        assert source(mei) == "d.txt"
        assert mei.message == "the first article of the queue"


async def test_done_goes_on_in_the_queue_and_is_counted(opened, news):
    async with opened(news, size=(100, 24)) as mei:
        await mei.press("d", "enter")
        assert source(mei) == "b.txt"
        assert "art 2/3  1 done" in mei.heading
        await mei.press("d", "enter", "d", "enter")
        assert source(mei) == "e.txt"
        assert mei.message == "every article of the queue is done"
        assert "art 3/3  3 done" in mei.heading


async def test_an_article_of_somebody_else_is_no_number_and_leads_back(opened, news):
    async with opened(news) as mei:
        mei.screen.opener.read(2)
        await mei.settle()
        assert source(mei) == "c.txt"
        assert "art -/3" in mei.heading
        await mei.press("]")
        assert source(mei) == "e.txt"


async def test_who_has_nothing_reads_everything_and_is_told(opened, news):
    async with opened(news, annotator="an") as an:
        assert "an has no articles of this project, and reads all of them" in an.message
        assert "art 1/6" in an.heading


async def test_files_that_are_named_are_read_whoever_has_them(opened, news):
    async with opened(news / "a.txt", news / "f.txt") as mei:
        assert source(mei) == "a.txt"
        await mei.press("]")
        assert source(mei) == "f.txt"
        assert "art 2/2" in mei.heading


async def test_what_was_begun_comes_before_what_is_new(opened, news, monkeypatch, tmp_path):
    async with opened(news) as mei:
        await mei.press("]", "]", "c")
        assert source(mei) == "e.txt"
        [article] = [mei.session.article.id]
    text = (news / "assignments.tsv").read_text(encoding="utf-8")
    (news / "assignments.tsv").write_text(
        text.replace("mei:test,wu", f"mei:test,wu\t30\t{article}"), encoding="utf-8"
    )
    monkeypatch.setenv("ZHUPI_STATE", str(tmp_path / "another machine"))
    async with opened(news) as mei:
        await mei.until(lambda: source(mei) == "e.txt")


async def test_what_is_told_at_the_start_is_told_where_the_day_begins(opened, news, monkeypatch, tmp_path):
    async with opened(news) as mei:
        await mei.press("]", "c", "d", "enter")
    mine = news / "annotations" / "mei.json"
    (news / "annotations" / "mei 2.json").write_bytes(mine.read_bytes())
    monkeypatch.setenv("ZHUPI_STATE", str(tmp_path / "another machine"))
    lines = (news / "assignments.tsv").read_text(encoding="utf-8").replace("d.txt\tpilot", "d.txt\t-")
    (news / "assignments.tsv").write_text(lines, encoding="utf-8")
    async with opened(news) as mei:
        await mei.until(lambda: source(mei) == "d.txt")
        assert "a copy of mei's layer" in mei.message


async def test_what_comes_next_is_there_before_its_key(opened, news, monkeypatch):
    async with opened(news) as mei:
        await mei.until(lambda: mei.session.way._ahead)
        read = []
        monkeypatch.setattr(Way, "read_next_open", lambda way: read.append(way))
        await mei.press("d", "enter")
        assert source(mei) == "b.txt"
        assert not read


async def test_what_was_changed_since_it_was_read_ahead_is_read_again(opened, news):
    async with opened(news) as mei:
        way = mei.session.way
        await mei.until(lambda: way._ahead)
        (news / "b.txt").write_text("改了。另一篇文章。\n", encoding="utf-8")
        assert way.take_next_open() is None
        await mei.press("d", "enter")
        assert mei.session.article.text.startswith("改了。")


async def test_what_is_done_meanwhile_is_not_opened_though_it_was_read_ahead(opened, news, monkeypatch):
    async with opened(news) as mei:
        way, session = mei.session.way, mei.session
        await mei.until(lambda: way._ahead)
        done = {way._ahead.ready.article.id}
        monkeypatch.setattr(session.writer, "is_done", lambda article: article in done)
        found = way.take_next_open() or way.read_next_open()
        assert isinstance(found, messages.ArticleReady)
        assert found.article.source == "e.txt"


async def test_without_a_queue_articles_follow_in_the_order_of_the_project(opened, news):
    (news / "assignments.tsv").unlink()
    async with opened(news) as mei:
        assert source(mei) == "a.txt"
        await mei.press("d", "enter")
        assert source(mei) == "b.txt"
        assert "art 2/6" in mei.heading
        await mei.press("[", "[")
        assert mei.message == "this is the first article"
