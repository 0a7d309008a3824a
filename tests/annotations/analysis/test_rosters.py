"""Names that are words too, told by how a list of people is set."""

from __future__ import annotations

import pytest

from annotations.analysis.pipeline import Analyser
from annotations.analysis.rosters import with_rosters
from annotations.model.article import Name


@pytest.mark.parametrize(
    ("text", "people", "expected"),
    [
        ("高　峰、王志剛、金　星", ["王志剛"], ["高　峰", "王志剛", "金　星"]),
        ("高　峰　　王志刚　　欧阳修", ["王志刚", "欧阳修"], ["高　峰", "王志刚", "欧阳修"]),
        ("高 興和王志剛", ["王志剛"], ["高 興?", "王志剛"]),
        ("王志剛、方　正等人", ["王志剛"], ["王志剛", "方　正?"]),
        ("王志剛，時　間：三點", ["王志剛"], ["王志剛"]),
        ("單　位　時　間　地　點", [], []),
        ("王志剛說，高 峰", ["王志剛"], ["王志剛"]),
        ("王志剛、高度 評價", ["王志剛"], ["王志剛"]),
        ("王志剛、司 机、李娜", ["王志剛", "李娜"], ["王志剛", "李娜"]),  # a title
        ("王志剛、高 峰 會", ["王志剛"], ["王志剛"]),
    ],
)
def test_a_row_of_people(text: str, people: list[str], expected: list[str]) -> None:
    names = [Name(text.index(one), text.index(one) + len(one), "PER") for one in people]
    found = with_rosters(text, names)
    assert [text[n.start : n.end] + ("" if n.certain else "?") for n in found] == expected


def test_what_the_tagger_took_for_something_else_goes() -> None:
    text = "王志剛、方　正、李娜"
    found = with_rosters(text, [Name(0, 3, "PER"), Name(4, 7, "ORG"), Name(8, 10, "PER")])
    assert [(name.start, name.end, name.type) for name in found] == [
        (0, 3, "PER"),
        (4, 7, "PER"),
        (8, 10, "PER"),
    ]


def test_an_article_has_them() -> None:
    text = "出席人員：陳　平、林　安、高　峰、金　星、方　正。"
    found = Analyser().analyse(text)
    assert [text[name.start : name.end] for name in found.names] == [
        "陳　平",
        "林　安",
        "高　峰",
        "金　星",
        "方　正",
    ]
