"""What was done before the program was left can be taken back when it starts again."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("no_analysis")


async def test_acts_are_taken_back_newest_first(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "down", "o", "f", "ctrl+q")
    async with opened(founding) as reader:
        assert (reader.columns(0), reader.columns(1)) == ("c    ", " o * ")
        await reader.press("end", "u")
        assert (reader.view.cursor, reader.columns(1)) == (1, " o   ")
        assert reader.message == "2 undone: flag"
        await reader.press("u", "u")
        assert reader.session.article.marks.settled == 0
        assert reader.message == "1 undone: +claim"
        await reader.press("u")
        assert reader.message == "nothing to undo"


async def test_what_was_taken_back_can_be_done_again(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "o", "u", "ctrl+q")
    async with opened(founding) as reader:
        assert reader.labels(0) == {"claim"}
        await reader.press("ctrl+r")
        assert reader.labels(0) == {"claim", "opinion"}
        assert reader.message == "1 again: +opinion"
        await reader.press("ctrl+r")
        assert reader.message == "nothing to redo"
        await reader.press("u", "u")
        assert reader.labels(0) == set()


async def test_acts_of_this_run_come_before_those_of_the_last(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "ctrl+q")
    async with opened(founding) as reader:
        await reader.press("down", "o", "u")
        assert (reader.labels(0), reader.labels(1)) == ({"claim"}, set())
        await reader.press("u")
        assert reader.labels(0) == set()
        await reader.press("ctrl+r", "ctrl+r")
        assert (reader.labels(0), reader.labels(1)) == ({"claim"}, {"opinion"})


async def test_a_range_and_a_speaker_are_one_act_each(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("v", "down", "down", "q", "p", "0", "ctrl+q")
    async with opened(founding) as reader:
        assert [reader.columns(n) for n in range(3)] == ["  q? ", "  q? ", "  q  "]
        await reader.press("u")
        assert [reader.columns(n) for n in range(3)] == ["  q? "] * 3
        await reader.press("u")
        assert reader.session.article.marks.settled == 0


async def test_it_goes_to_the_article_where_it_was_done(opened, seeds) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("down", "c", "]", "]", "n", "ctrl+q")
    async with opened(seeds) as reader:
        assert reader.session.article.index == 2
        await reader.press("u", "u")
        assert reader.session.article.id == first
        assert (reader.view.cursor, reader.labels(1)) == (1, set())


async def test_a_done_is_taken_back_too(opened, seeds) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("c", "d", "enter", "ctrl+q")
        assert reader.session.writer.is_done(first)
    async with opened(seeds) as reader:
        assert reader.session.article.index == 1
        await reader.press("u")
        assert reader.session.article.id == first
        assert not reader.session.article.marks.done
        assert reader.labels(0) == {"claim"}
        assert "the article, undone: done" in reader.message


async def test_keys_pressed_before_the_layer_is_open_come_after_what_was(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "ctrl+q")
    async with opened(founding, settle=False) as reader:
        reader.screen.run_command("label-opinion")
        await reader.settle()
        assert reader.labels(0) == {"claim", "opinion"}
        await reader.press("u")
        assert reader.labels(0) == {"claim"}
        await reader.press("u")
        assert reader.labels(0) == set()
