"""The pace in the heading: on demand, by the keys, and never by itself."""

from __future__ import annotations

import pytest

from tui.session.pace import ReadingPace

pytestmark = pytest.mark.usefixtures("no_analysis")


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def paced(reader) -> Clock:
    clock = Clock()
    reader.session.pace = ReadingPace(clock)
    return clock


async def test_the_pace_is_shown_on_demand(opened, founding) -> None:
    async with opened(founding) as reader:
        clock = paced(reader)
        assert "/h" not in reader.heading
        await reader.press("X")
        assert "pace .." in reader.heading
        for _ in range(6):
            await reader.press("c")
            clock.now += 10
            await reader.press("down")
        assert " 360/h " in reader.heading
        marks = reader.session.article.marks
        left = marks.size - marks.settled
        assert f" 360/h {-(-left // 6)}m " in reader.heading
        before = reader.heading
        clock.now += 100
        await reader.settle()
        assert reader.heading == before, "it changes with keys alone"
        await reader.press("X")
        assert "/h" not in reader.heading


async def test_what_is_read_and_left_untagged_is_dealt_with(opened, founding) -> None:
    async with opened(founding) as reader:
        clock = paced(reader)
        await reader.press("down")
        for _ in range(8):
            clock.now += 10
            await reader.press("down")
        pace = reader.session.pace.now(reader.session.article)
        left = reader.session.article.marks.size - 8
        assert pace == (360, -(-left // 6))
        await reader.press("d", "enter")
        assert reader.session.article.marks.done
        assert reader.session.pace.now(reader.session.article).minutes == 0


async def test_the_setting_shows_it_from_the_start(opened, founding, monkeypatch, tmp_path) -> None:
    (tmp_path / "settings.toml").write_text("pace = true\n")
    monkeypatch.setenv("ZHUPI_CONFIG", str(tmp_path / "settings.toml"))
    async with opened(founding) as reader:
        await reader.press("down")
        assert "pace .." in reader.heading
