"""Done asks first what may have been overlooked, and what was seen is known ever after."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("no_analysis")

TEXT = "第一句話。第二句話。第三句話。\n第四句話。"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def layer(article: Path) -> Path:
    return article.parent / "annotations" / "mei.json"


async def test_it_says_what_is_left_and_enter_does_it_anyway(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("q", "down", "f", "d")
        assert reader.screen.picker.lines == [
            "2 never seen: 3 4",
            "1 lacking something: 1",
            "1 flagged: 2",
        ]
        assert "done? there is still" in reader.panel
        assert "2 never seen: 3 4" in reader.panel
        assert not reader.session.article.marks.done
        await reader.press("enter")
        assert reader.session.article.marks.done
        assert reader.message == "every article is done"


@pytest.mark.parametrize("key", ["1", "space"])
async def test_as_well_as_enter_does_it(opened, article, key) -> None:
    async with opened(article) as reader:
        await reader.press("d", key)
        assert reader.session.article.marks.done


@pytest.mark.parametrize("key", ["d", "f9"])
async def test_a_key_that_is_held_down_does_not_answer_what_it_asks(opened, seeds, key) -> None:
    async with opened(seeds) as reader:
        await reader.press(*[key] * 4)
        await reader.at_once(*[key] * 30)
        assert reader.session.article.index == 0
        assert reader.screen.picker is not None
        assert not reader.session.article.marks.done
        await reader.press("enter")
        assert reader.session.article.index == 1
        assert reader.session.writer.is_done(reader.session.shelf.read(0).id)


@pytest.mark.parametrize("key", ["escape", "j", "c", "u", "2"])
async def test_another_key_leaves_it_open(opened, article, key) -> None:
    async with opened(article) as reader:
        await reader.press("d", key)
        assert not reader.session.article.marks.done
        assert reader.screen.picker is None


async def test_a_full_stop_goes_to_the_first_thing_that_is_left(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("down", "d", ".")
        assert reader.view.cursor == 2, "the first that was never seen"
        assert not reader.session.article.marks.done
        await reader.press("down", "up", "up", "q", "home", "d")
        assert reader.screen.picker.lines == ["1 lacking something: 2"]
        await reader.press(".")
        assert reader.view.cursor == 1
        await reader.press("p", "0", "f", "home", "d", ".")
        assert reader.view.cursor == 1, "flagged"


async def test_what_was_all_seen_is_done_at_once(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("down", "down", "down", "d")
        assert reader.session.article.marks.done
        assert reader.columns(0) == "---  "


async def test_what_was_tagged_need_not_be_seen(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("v", "end", "n", "d")
        assert reader.session.article.marks.done


async def test_seen_survives_a_restart_where_something_was_said(opened, article, records) -> None:
    async with opened(article) as reader:
        await reader.press("c", "down", "down")
        await reader.press("ctrl+q")
    [whole] = [one for one in records(layer(article)) if one["kind"] == "article"]
    assert (whole["seen"], whole["done"]) == ([[0, 15]], False), "three sentences that touch are one range"
    async with opened(article) as reader:
        assert reader.session.article.unseen() == [3]
        await reader.press("home", "d")
        assert reader.screen.picker.lines == ["1 never seen: 4"]
        await reader.press(".")
        assert reader.view.cursor == 3
        await reader.press("d")
        assert reader.session.article.marks.done
    [whole] = [one for one in records(layer(article)) if one["kind"] == "article"]
    assert (whole["seen"], whole["done"]) == ([[0, 15], [16, 21]], True)


async def test_looking_alone_writes_nothing(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("down", "down", "ctrl+q")
    assert not layer(article).parent.exists()


async def test_looking_again_writes_nothing_more(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("c", "end")
    before = layer(article).read_bytes()
    async with opened(article) as reader:
        await reader.press("home")
    assert layer(article).read_bytes() == before


async def test_seen_is_kept_when_another_article_is_opened(opened, seeds, records) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.bounded
        await reader.press("c", "down", "]")
        await reader.until(lambda: not reader.session.writer.unsaved)
        stored = records(seeds / "annotations" / "mei.json")
        [whole] = [one for one in stored if one["kind"] == "article"]
        assert whole["article"] == first.id
        assert whole["seen"][0][0] == 0
        assert whole["seen"][-1][1] == first.sentences[1].end
        await reader.press("[")
        assert reader.session.article.id == first.id
        assert reader.session.article.editor.ledger.undoable.words == "+claim", "that is nothing to undo"


async def test_undo_takes_back_a_done_and_returns_there(opened, seeds) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("c", "down", "down", "d", "enter")
        assert reader.session.article.id != first
        await reader.press("u")
        assert reader.session.article.id == first
        assert reader.view.cursor == 2, "where the cursor stood"
        assert not reader.session.article.marks.done
        assert reader.labels(0) == {"claim"}
        await reader.press("u")
        assert reader.labels(0) == set()
        await reader.press("ctrl+r", "ctrl+r")
        assert reader.session.writer.is_done(first)


async def test_a_done_article_is_opened_again_without_a_question(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("d", "enter", "d")
        assert not reader.session.article.marks.done
        assert reader.screen.picker is None


async def test_a_title_is_neither_counted_nor_asked_for(opened, seeds) -> None:
    async with opened(seeds / "jingzhang.txt") as reader:
        assert reader.view.cursor == 1
        assert "0/24" in reader.heading
        assert reader.columns(0) == "     "
        assert 0 not in reader.session.article.unseen()
        await reader.press("up")
        assert reader.view.cursor in (0, 1)
        await reader.press("v", "end", "n")
        assert "24/24" in reader.heading
        await reader.press("d")
        assert reader.session.article.marks.done


async def test_leaving_an_article_between_undo_and_redo_disturbs_neither(opened, seeds) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("d", "enter", "u", "down", "]", "ctrl+r")
        assert reader.session.writer.is_done(first), reader.message
        await reader.press("u")
        assert not reader.session.writer.is_done(first), reader.message
