"""Tagging: a key, a tag, on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB

pytestmark = pytest.mark.usefixtures("no_analysis")


def stored(folder: Path, annotator: str = "mei") -> list[dict]:
    with TinyDB(folder / "annotations" / f"{annotator}.json", encoding="utf-8") as database:
        return [dict(record) for record in database.all() if record["kind"] == "sentence"]


async def test_the_founding_article_opens(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        assert len(reader.session.article.marks) == 29
        assert "中國AI模型DeepSeek" in reader.heading
        assert "0/29" in reader.heading
        assert "29 open" in reader.heading
        assert reader.heading.endswith("saved")
        assert reader.row(0).startswith("> 1 ...      中國AI模型DeepSeek")
        assert "(guó)" not in "".join(reader.row(line) for line in range(len(reader.view.lines)))
    assert not (seeds / "annotations").exists(), "looking writes nothing"


async def test_one_key_a_tag_several_a_sentence(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        assert reader.labels() == {"claim"}
        assert reader.columns(0) == "c    "
        assert "+claim" in reader.message
        assert "1/29" in reader.heading
        assert "28 open" in reader.heading
        await reader.press("q", "o")
        assert reader.columns(0) == "coq? ", "nobody is said to be quoted"
        assert "claim opinion quote" in reader.panel
        await reader.press("o")
        assert reader.columns(0) == "c q? "
        [record] = stored(seeds)
        assert (record["labels"], record["status"], record["rev"]) == (["claim", "quote"], "marked", 4)
        assert reader.session.article.text[record["start"] : record["end"]] == record["quote"]


@pytest.mark.parametrize(
    ("keys", "columns"), [(("1", "f3"), "co   "), (("f2", "f4", "2"), "coq? "), (("f8",), "n    ")]
)
async def test_digits_and_function_keys(opened, founding, keys, columns) -> None:
    async with opened(founding) as reader:
        await reader.press(*keys)
        assert reader.columns(0) == columns


async def test_none_excludes_labels(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "n")
        assert reader.columns(0) == "n    "
        assert reader.session.article.marks.said(0).none
        await reader.press("q")
        assert reader.columns(0) == "  q? "
        await reader.press("n", "n")
        assert reader.columns(0) == "...  "


async def test_a_range_is_tagged_at_once(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("down", "v", "down", "down")
        assert reader.view.chosen == range(1, 4)
        assert "and 2 more" in reader.panel
        assert [reader.row(reader.view.lines.first[n])[0] for n in range(5)] == [" ", ">", ">", ">", " "]
        await reader.press("o")
        assert [reader.columns(n) for n in range(5)] == ["...  ", " o   ", " o   ", " o   ", "...  "]
        assert reader.view.chosen == range(3, 4), "a tag ends the range"
        assert len(stored(seeds)) == 3
        assert len({tuple(record["batch"]) for record in stored(seeds)}) == 1, "one act"
        await reader.press("u")
        assert [reader.columns(n) for n in range(5)] == ["...  "] * 5
        await reader.press("v", "up", "escape", "c")
        assert [reader.labels(n) for n in range(3)] == [{"claim"}, set(), set()], (
            "Esc leaves the range, not the place"
        )


async def test_undo_and_redo(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "down", "o", "f", "end", "u")
        assert (reader.view.cursor, reader.columns(1)) == (1, " o   ")
        await reader.press("home", "u")
        assert (reader.view.cursor, reader.columns(1)) == (1, "...  ")
        await reader.press("u", "u")
        assert reader.message == "nothing to undo"
        assert reader.session.article.marks.settled == 0
        await reader.press("ctrl+r", "ctrl+r", "ctrl+y")
        assert (reader.columns(0), reader.columns(1)) == ("c    ", " o * ")
        await reader.press("ctrl+r")
        assert reader.message == "nothing to redo"
        assert reader.labels(0) == {"claim"}


async def test_undo_goes_to_the_article_where_it_was_done(opened, seeds) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("down", "c", "]", "q", "]", "[")
        assert reader.session.article.id != first
        await reader.press("u", "u")
        assert reader.session.article.id == first
        assert (reader.view.cursor, reader.columns(1)) == (1, "...  ")
        await reader.press("ctrl+r", "ctrl+r")
        assert reader.session.article.index == 1
        assert (reader.view.cursor, reader.columns(1)) == (1, "  q? "), "the first sentence below the title"


async def test_undo_opens_a_done_article_again(opened, seeds) -> None:
    async with opened(seeds) as reader:
        first = reader.session.article.id
        await reader.press("d", "enter")
        assert reader.session.article.id != first
        assert reader.session.writer.is_done(first)
        await reader.press("u")
        assert reader.session.article.id == first
        assert not reader.session.article.marks.done
        assert "29 open" in reader.heading
        await reader.press("ctrl+r")
        assert reader.session.writer.is_done(first)


async def test_done_goes_to_the_next_that_is_not(opened, seeds) -> None:
    async with opened(seeds) as reader:
        await reader.press("]", "f9", "enter")
        assert reader.session.article.index == 2
        await reader.press("d", "enter")
        assert reader.session.article.index == 0, "round, past the one that is done"
        await reader.press("d", "enter")
        assert reader.message == "every article is done"
        assert reader.session.article.marks.done
        assert "done" in reader.heading
        assert reader.columns(0) == "---  "
        assert reader.columns(3) == "...  ", "never seen"
        assert "none, by the article being done" in reader.panel
        await reader.press("D")
        assert not reader.session.article.marks.done
        assert reader.columns(3) == "...  "


async def test_a_flag_and_a_note(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("f")
        assert reader.columns(0) == "...* "
        assert "* flagged" in reader.panel
        await reader.press("down", "w")
        assert len(reader.app.screen_stack) == 2
        for key in ("查", "證", "space", "c", "1"):
            await reader.press(key)
        await reader.press("enter")
        assert reader.session.article.marks.said(1).note == "查證 c1"
        assert reader.columns(1)[3] == '"'
        assert "查證 c1" in reader.panel
        assert reader.labels(1) == set(), "what was typed tags nothing"
        await reader.press("w", "x", "escape")
        assert reader.session.article.marks.said(1).note == "查證 c1"
        await reader.press("u")
        assert reader.session.article.marks.said(1).note == ""
        assert {record["status"] for record in stored(seeds)} == {"open"}


async def test_what_a_burst_of_chinese_holds_does_nothing(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.burst("我在2月1日coq")
        assert reader.labels() == set()
        assert reader.view.cursor == 0
        assert reader.message.startswith("input method on?")
        assert not (seeds / "annotations").exists()
        await asyncio_sleep_past_the_burst()
        await reader.press("ｃ", "。")
        assert reader.labels(0) == {"claim"}
        assert reader.view.cursor == 1, reader.message  # "。 is the key . and goes to the next open sentence"


async def asyncio_sleep_past_the_burst() -> None:
    import asyncio

    from tui.keys.input_method import KeyGate

    await asyncio.sleep(KeyGate.AFTER + 0.05)


async def test_a_key_that_is_none_says_so(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("z")
        assert reader.message == "z is no key here; ? shows them"


async def test_own_labels_from_the_project(opened, seeds, founding) -> None:
    (seeds / "zhupi.toml").write_text(
        '[scheme]\nname = "own"\n'
        + "".join(f'[[scheme.labels]]\nname = "l{k}"\nkey = "{k}"\n' for k in "bczmls"),
        encoding="utf-8",
    )
    async with opened(founding) as reader:
        await reader.press("b", "s", "f7", "3")
        assert reader.columns(0) == "b z     "
        await reader.press("6")
        assert reader.columns(0) == "b z  s  "
        assert reader.row(0).startswith("> 1 b z  s  ")


async def test_two_annotators_in_one_folder(opened, seeds, founding) -> None:
    async with opened(founding, annotator="mei") as reader:
        await reader.press("c")
    async with opened(founding, annotator="王") as reader:
        assert reader.columns(0) == "...  "
        await reader.press("n")
    assert [record["labels"] for record in stored(seeds, "mei")] == [["claim"]]
    assert [record["status"] for record in stored(seeds, "王")] == ["none"]


async def test_everything_is_as_it_was_left(opened, seeds) -> None:
    async with opened(seeds) as reader:
        await reader.press("c", "]", "down", "down", "o", "f")
        await reader.press("ctrl+q")
    async with opened(seeds) as reader:
        assert reader.session.article.index == 1
        assert reader.view.cursor == 3
        assert reader.columns(3) == " o * "
        await reader.press("[")
        assert (reader.view.cursor, reader.columns(0)) == (0, "c    ")
