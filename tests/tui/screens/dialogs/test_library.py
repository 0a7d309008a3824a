"""The library counts as the heading does."""

from __future__ import annotations

from pathlib import Path

import pytest
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
