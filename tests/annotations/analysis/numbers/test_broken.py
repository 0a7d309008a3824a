"""What the end of a line breaks in two is no number, and neither is a half of it."""

from __future__ import annotations

import pytest

from annotations.analysis.numbers import find_numbers
from annotations.analysis.numbers.broken import unbroken


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("增加值达到12\n00亿元，同比增长9.\n5%。", []),
        ("增加值達到12\n00億元，同比增長9.\n5%。", []),
        ("支出1,\n200元，另有30人", ["30人"]),
        ("达到12 \n　00亿元", []),
        ("共有12\n15人出席", ["12", "15人"]),
        ("12\n13\n14", ["12", "13", "14"]),
        ("达到12亿元\n增长9.5%", ["12亿元", "9.5%"]),
    ],
)
def test_halves_are_none(text: str, left: list[str]) -> None:
    numbers = [
        number._replace(start=number.start + at, end=number.end + at)
        for at, line in lines(text)
        for number in find_numbers(line)
    ]
    assert [text[one.start : one.end] for one in unbroken(text, numbers)] == left


def lines(text: str) -> list[tuple[int, str]]:
    """Return the lines of `text`, which its sentences end with, and where each begins."""
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found
