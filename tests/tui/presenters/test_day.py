"""What is said to who leaves."""

from __future__ import annotations

from annotations.progress.day import Day
from tui.presenters.day import day_lines

DAY = Day(done=6, articles=9, sentences=212, labels=260, minutes=96)


def test_a_day_in_two_lines() -> None:
    assert day_lines(DAY, 33, 2) == [
        "today: 6 done of 9 articles, 212 sentences with 260 labels, 96 minutes",
        "left in your queue: 33 articles; 2 given back",
    ]
    assert day_lines(DAY, 1, 0)[1] == "left in your queue: 1 article"


def test_what_is_not_known_is_not_said() -> None:
    assert len(day_lines(DAY, None, 2)) == 1


def test_a_day_without_work_says_nothing() -> None:
    assert day_lines(Day(), 33, 2) == []
