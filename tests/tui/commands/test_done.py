"""Done asks first what may have been overlooked, and what was seen is known ever after."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import give_back

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


# -- a done article --------------------------------------------------------------------


async def test_on_a_done_article_d_goes_on_to_the_next(opened, seeds) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("d", "enter", "[")
        assert reader.session.article.id == first
        await reader.press("d")
        assert reader.session.article.index == 1
        assert reader.session.writer.is_done(first)


@pytest.mark.parametrize("key", ["d", "f9"])
async def test_a_bounce_after_the_last_article_takes_nothing_back(opened, article, key) -> None:
    async with opened(article) as reader:
        await reader.press("v", "end", "n")
        await reader.at_once(*[key] * 5)
        assert reader.session.article.marks.done
        assert reader.message == "every article is done"


@pytest.mark.parametrize("key", ["D", "shift+f2"])
async def test_opening_again_is_an_act_of_its_own(opened, article, key) -> None:
    async with opened(article) as reader:
        await reader.press("d", "enter", key)
        assert not reader.session.article.marks.done
        assert reader.screen.picker is None
        await reader.press(key)
        assert not reader.session.article.marks.done
        assert "d says that it is" in reader.message
        await reader.press("u")
        assert reader.session.article.marks.done


async def test_an_attribute_may_have_the_key_of_opening_again(opened, article) -> None:
    scheme = '[[scheme.labels]]\nname = "claim"\n'
    attribute = '[[scheme.attributes]]\nname = "deep"\nkind = "flag"\nlabels = ["claim"]\nkey = "D"\n'
    (article.parent / "zhupi.toml").write_text(scheme + attribute, encoding="utf-8")
    async with opened(article) as reader:
        await reader.press("c", "D")
        assert reader.session.article.marks.said(0).attributes == {"deep": True}
        await reader.press("d", "enter", "shift+f2")
        assert not reader.session.article.marks.done


async def test_whoever_gives_done_another_key_can_hold_that_down_too(
    opened, article, tmp_path, monkeypatch
) -> None:
    (tmp_path / "settings.toml").write_text(
        '[keys]\nmark-done = ["enter"]\nnext-sentence = ["j"]\n', encoding="utf-8"
    )
    monkeypatch.setenv("ZHUPI_CONFIG", str(tmp_path / "settings.toml"))
    async with opened(article) as reader:
        await reader.press("enter", "enter")
        await reader.at_once(*["enter"] * 9)
        assert not reader.session.article.marks.done
        assert "done anyway: 1" in reader.panel
        await reader.press("1")
        assert reader.session.article.marks.done


# -- a quote that a rule sees -------------------------------------------------------------

QUOTING = "天氣很好。王毅表示,中國將繼續開放。李強說:「經濟向好。」"


@pytest.fixture
def quoting(article: Path) -> Path:
    article.write_text(QUOTING, encoding="utf-8")
    return article


async def test_a_quote_that_a_rule_sees_is_asked_about(opened, quoting) -> None:
    async with opened(quoting) as reader:
        await reader.press("end", "home", "j", "k")
        assert reader.columns(1) == "..q  "
        await reader.press("d")
        assert reader.screen.picker.lines == ["2 untagged, though a rule sees a quote: 2 3"]
        assert "2 untagged, though a rule sees a quote: 2 3" in reader.panel
        await reader.press(".")
        assert reader.view.cursor == 1
        await reader.press("n", "end", "q", "d")
        assert reader.session.article.marks.done, "none is an answer too"


async def test_quotes_that_are_found_while_done_waits_are_told_and_not_passed_over(opened, quoting) -> None:
    async with opened(quoting) as reader:
        await reader.press("end", "home", "j", "k")
        found = reader.session.article.found
        found.look()
        reader.session.article.speakers.known = False
        await reader.press("d")
        assert "as soon as names and numbers are found" in reader.message
        found.end()
        reader.screen.highlight()
        reader.screen.finder.go_on()
        assert not reader.session.article.marks.done
        assert reader.message == "not done yet: 2 untagged, though a rule sees a quote; the same key asks"
        await reader.press("d", "enter")
        assert reader.session.article.marks.done


async def test_what_was_given_back_is_asked_about(opened, article) -> None:
    (article.parent / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    give_back(article.parent, "a.txt", 2)
    async with opened(article) as reader:
        await reader.press("v", "end", "n", "d")
        assert reader.screen.picker.lines == ["1 given back: 3"]


@pytest.mark.parametrize("size", [(40, 12), (80, 14), (80, 24), (160, 50)])
async def test_all_that_is_left_is_named_in_every_window(opened, quoting, size) -> None:
    quoting.write_text(QUOTING + "又一句。還有一句。", encoding="utf-8")
    async with opened(quoting, size=size) as reader:
        await reader.press("f", "q", "j", "d")
        shown = " ".join(reader.panel.split())
        for words in ("never seen", "1 lacking something", "1 flagged", "2 untagged"):
            assert words in shown or size == (40, 12), reader.panel
        assert "3 never seen; 1 lacking something" in shown or size != (40, 12)
        assert "done anyway: Enter" in reader.panel
