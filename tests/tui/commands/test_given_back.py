"""What the lead gave back is said where the annotator looks, and a key leads there from any article."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import OTHER, TEXT, give_back, team
from textual.widgets import Input

pytestmark = pytest.mark.usefixtures("no_analysis")

NAMES = ("a.txt", "b.txt", "c.txt", "d.txt")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project of four articles, of which mei has tagged a sentence each."""
    root = tmp_path / "news"
    for name, text in zip(NAMES, (TEXT, OTHER, TEXT + "完。", OTHER + "完。"), strict=True):
        team(root, {"mei": ["c"]}, name=name, text=text, done=False)
    return root


def where(reader) -> tuple[str, int]:
    return reader.session.article.base.source, reader.view.cursor


async def test_it_is_said_at_the_start_and_in_the_heading(opened, root) -> None:
    give_back(root, "c.txt", 1, 2)
    give_back(root, "d.txt", None)
    give_back(root, "b.txt", 1, to="bo")
    async with opened(root) as reader:
        assert "3 given back: . goes there" in reader.message
        assert "3 given back" in reader.heading
        assert reader.heading.rstrip().endswith("saved")
        await reader.resize(40, 14)
        assert "3 given back" in reader.heading


async def test_nothing_is_said_where_nothing_waits(opened, root) -> None:
    give_back(root, "b.txt", 1, to="bo")
    async with opened(root) as reader:
        assert "given back" not in reader.heading
        assert "given back" not in reader.message


async def test_a_full_stop_goes_there_from_any_article_and_to_each(opened, root) -> None:
    give_back(root, "c.txt", 2)
    give_back(root, "b.txt", 1)
    async with opened(root) as reader:
        await reader.press(".")
        assert where(reader) == ("b.txt", 1)
        await reader.press(".")
        assert where(reader) == ("c.txt", 2), "that of another article comes before what is open in this one"
        await reader.press(".")
        assert where(reader) == ("b.txt", 1), "it goes round"
        await reader.press(",")
        assert where(reader) == ("c.txt", 2)


async def test_the_count_goes_down_with_each_answer_and_undo_takes_that_back(opened, root) -> None:
    give_back(root, "b.txt", 1)
    give_back(root, "c.txt", 0, 2)
    async with opened(root) as reader:
        for left in ("2 given back", "1 given back"):
            await reader.press(".", ">")
            reader.app.screen.query_one(Input).value = "好"
            await reader.press("enter")
            assert left in reader.heading
        await reader.press("u")
        assert "2 given back" in reader.heading
        await reader.press("ctrl+r", "]")
        assert "1 given back" in reader.heading, "of an article that was left too"
        await reader.press(".", ">", "enter")
        assert "given back" not in reader.heading
        await reader.press(".")
        assert where(reader) == ("c.txt", 3), "then to what is open"


async def test_what_comes_back_while_one_works_is_said(opened, root) -> None:
    async with opened(root) as reader:
        assert "given back" not in reader.heading
        give_back(root, "c.txt", 2)  # the lead's layer was not even there
        await reader.until(lambda: "1 given back" in reader.heading)
        assert "1 given back: . goes there" in reader.message
        give_back(root, "a.txt", 2)
        await reader.until(lambda: "2 given back" in reader.heading)
        await reader.press(".")
        assert where(reader) == ("a.txt", 2), "the open article first"


async def test_done_goes_to_the_article_and_a_full_stop_to_the_sentence(opened, root) -> None:
    give_back(root, "d.txt", 2)
    async with opened(root) as reader:
        await reader.press("d", "enter")
        assert where(reader) == ("d.txt", 0)
        await reader.press(".")
        assert where(reader) == ("d.txt", 2)


async def test_an_article_given_back_as_a_whole_is_opened(opened, root) -> None:
    give_back(root, "d.txt", None)
    async with opened(root) as reader:
        await reader.press(".")
        assert reader.session.article.base.source == "d.txt"
        assert "再看看" in reader.panel
        await reader.press(".")
        assert where(reader) == ("d.txt", 1), "one stands there already: what is open comes next"


async def test_what_is_not_among_those_opened_is_named_once_and_blocks_nothing(opened, root) -> None:
    give_back(root, "c.txt", 2)
    async with opened(root / "a.txt") as reader:
        assert "1 given back" in reader.heading
        await reader.press(".")
        assert "not among those opened" in reader.message
        await reader.press(".")
        assert where(reader) == ("a.txt", 1)


async def test_the_library_names_the_articles(opened, root) -> None:
    give_back(root, "c.txt", 2)
    async with opened(root) as reader:
        await reader.press("L")
        await reader.until(lambda: "  back " in "".join(strip.text for strip in reader.frame()[3:]))


async def test_a_lead_that_cannot_be_read_is_named(opened, root) -> None:
    give_back(root, "c.txt", 2)
    layer = root / "annotations" / "lin.json"
    layer.unlink()
    layer.mkdir()
    async with opened(root) as reader:
        assert "gave back is not shown" in reader.message
