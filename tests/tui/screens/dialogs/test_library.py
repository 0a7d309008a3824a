"""The library counts as the heading does."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import OTHER, team
from textual.widgets import OptionList

pytestmark = pytest.mark.usefixtures("no_analysis")


async def states(reader) -> list[str]:
    """Return the second column of the library, which must be known by then."""
    await reader.press("L")

    def shown() -> list[str]:
        options = reader.app.screen.query_one(OptionList)
        return [str(options.get_option_at_index(n).prompt).split()[1] for n in range(options.option_count)]

    await reader.until(lambda: all("/" in one or one in ("done", "!") for one in shown()))
    found = shown()
    await reader.press("escape")
    return found


async def test_titles_do_not_count_nor_do_flags(opened, seeds) -> None:
    async with opened(seeds) as reader:
        for _ in range(len(reader.session.project.places)):
            await reader.press("c", "j", "f")
            fraction = reader.heading.split("art ")[1].split()[1]
            assert (await states(reader))[reader.session.article.index] == fraction
            assert fraction.startswith("1/")
            await reader.press("]")


async def test_bounds_and_what_is_not_on_disk_yet_count(opened, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("第一句話。第二句話。第三句話。" + name, encoding="utf-8")
    async with opened(tmp_path) as reader:
        await reader.press("J", "c")
        assert await states(reader) == ["1/3", "0/4"]
        await reader.press("]")
        assert await states(reader) == ["1/3", "0/4"]


SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None]}


async def test_in_review_it_says_what_is_left_and_who_is_done(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", SAIDS)
    team(root, {"an": ["c", "", ""]}, name="b.txt", text=OTHER)
    team(root, {"bo": ["c"]}, name="b.txt", text=OTHER, done=False)
    (root / "c.txt").write_text("誰都沒看過的一篇。", encoding="utf-8")
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("s", "1")
        heading = reader.heading
        await reader.press("<", "2", "x", "enter")
        await reader.press("L")
        await reader.until(lambda: "0/1" in lines(reader)[2])
        assert "settled" in text_of(reader)
        assert "left" in text_of(reader)
        first, second, third = lines(reader)
        assert first.split()[:6] == ["1", "3/5", "1", "2/2", "an", "bo"], heading
        assert "1<" in first
        assert second.split()[:5] == ["2", "0/3", "0", "1/2", "an"]
        assert third.split()[:4] == ["3", "0/1", "0", "0/0"]
        await reader.press("escape", "R", "L")
        await reader.until(lambda: "0/1" in lines(reader)[2])
        assert lines(reader)[0].split()[1] == "0/5", "who annotates is told of her own"
        assert "settled" not in text_of(reader)


def lines(reader) -> list[str]:
    options = reader.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


def text_of(reader) -> str:
    return "\n".join(strip.text for strip in reader.frame())
