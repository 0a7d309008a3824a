"""A list in the panel: what a key does to it, and that it fits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.layout.cells import cell_width
from tui.layout.runs import Row
from tui.widgets.picker import PAGE, Choice, Extra, Picker


class Asked:
    """A list of `count` choices, and what was picked from it."""

    def __init__(self, count: int, **more: Any) -> None:
        self.picked: list[Any] = []
        self.list = Picker("who", [Choice(f"name{n}", n) for n in range(count)], self.picked.append, **more)

    def press(self, *keys: str) -> None:
        for key in keys:
            answer = self.list.answer(key)
            if answer is not None:
                answer()
            else:
                self.list.moves(key)


def texts(rows: list[Row]) -> list[str]:
    return ["".join(run.text for run in row) for row in rows]


@pytest.mark.parametrize("digit", range(1, 10))
def test_a_digit_picks(digit: int) -> None:
    asked = Asked(9)
    asked.press(str(digit))
    assert asked.picked == [digit - 1]


@pytest.mark.parametrize("key", ["enter", "ctrl+j", " "])
def test_enter_picks_the_chosen_one(key: str) -> None:
    asked = Asked(3, chosen=1)
    asked.press(key)
    assert asked.picked == [1]


@pytest.mark.parametrize("key", ["0", "4", "x", "escape", "²", "٣", "12", "tab"])
def test_a_key_that_means_nothing_to_it_picks_and_moves_nothing(key: str) -> None:
    asked = Asked(3)
    assert asked.list.answer(key) is None
    assert not asked.list.moves(key)
    assert asked.picked == []
    assert asked.list.chosen == 0


def test_arrows_stop_at_both_ends() -> None:
    asked = Asked(3)
    asked.press("up", "left")
    assert asked.list.chosen == 0
    asked.press("down", "right", "down", "down")
    assert asked.list.chosen == 2
    asked.press("up", "enter")
    assert asked.picked == [1]


def test_digits_are_of_the_page_that_shows() -> None:
    asked = Asked(20)
    assert [choice.value for choice in asked.list.shown] == list(range(9))
    asked.press("pagedown", "2")
    assert asked.picked == [10]
    asked.press("pagedown", "3")
    assert asked.picked == [10], "the last page has two"
    asked.press("2", "pageup", "pageup", "1")
    assert asked.picked == [10, 19, 0]


def test_an_extra_key_comes_before_the_digits_and_arrows() -> None:
    did: list[str] = []
    extras = {"1": Extra("own", lambda: did.append("1")), "tab": Extra("next", lambda: did.append("tab"))}
    asked = Asked(3, extras=extras)
    asked.press("1", "tab", "2")
    assert (did, asked.picked) == (["1", "tab"], [1])


def test_an_empty_list_has_its_extras_alone() -> None:
    did: list[str] = []
    asked = Asked(0, extras={"0": Extra("unknown", lambda: did.append("0"))})
    asked.press("enter", "1", "down", "0")
    assert (did, asked.picked) == (["0"], [])
    assert any("unknown" in text for text in texts(asked.list.rows(80, 5)))


def test_a_high_panel_tells_more_of_each_than_a_low_one() -> None:
    picker = Picker("who", [Choice("張三", 1, "PER  3 5  said"), Choice("李四", 2)], lambda value: None)
    assert texts(picker.rows(60, 12))[:3] == [" who", ">1 張三  PER  3 5  said", " 2 李四"]
    assert texts(picker.rows(60, 3))[1].split() == [">1", "張三", "2", "李四"]


def test_several_pages_are_told() -> None:
    asked = Asked(20)
    assert texts(asked.list.rows(80, 5))[0] == " who  page 1 of 3: PgDn, PgUp"
    asked.press("pagedown")
    assert "page 2 of 3" in texts(asked.list.rows(80, 5))[0]


def test_what_is_drawn_can_be_clicked() -> None:
    asked = Asked(3, extras={"0": Extra("unknown", lambda: None), "d": Extra("", lambda: None)})
    commands = {run.command for row in asked.list.rows(80, 5) for run in row if run.command}
    assert commands == {"pick-1", "pick-2", "pick-3", "pick-0"}, "an extra without words is no button"


def test_nothing_of_a_name_reaches_the_terminal_raw() -> None:
    evil = "\x1b[31m\u202e\x07\n"
    picker = Picker(evil, [Choice(evil, 1, evil)], lambda value: None, lines=[evil])
    for height in (3, 12):
        assert all(text.isprintable() for text in texts(picker.rows(60, height)))


choices = st.lists(
    st.tuples(st.text("中a", min_size=1, max_size=60), st.text("理b", max_size=60)), max_size=40
)


@given(
    choices,
    st.integers(40, 160),
    st.integers(3, 40),
    st.integers(0, 50),
    st.lists(st.text("長c"), max_size=3),
)
def test_it_has_its_size_and_the_chosen_one_has_its_digit(
    found: list[tuple[str, str]], width: int, height: int, chosen: int, lines: list[str]
) -> None:
    picker = Picker(
        "who is quoted",
        [Choice(text, number, detail) for number, (text, detail) in enumerate(found)],
        lambda value: None,
        {"0": Extra("unknown", lambda: None)},
        chosen,
        lines,
    )
    rows = texts(picker.rows(width, height))
    assert len(rows) == height
    assert all(cell_width(row) <= width for row in rows)
    if found:
        assert picker.choices[picker.chosen] in picker.shown
    assert len(picker.shown) <= PAGE


@pytest.mark.parametrize("count", [1, 8, 9, 18])
def test_at_80_by_24_nine_long_names_and_every_extra_have_room(count: int) -> None:
    picker = everything(["長" * 5000] * count)
    text = "\n".join(texts(picker.rows(80, 5)))
    assert all(f"{number} 長" in text for number in range(1, min(9, count) + 1))
    assert all(words in text for words in EXTRAS.values())


@given(
    st.lists(st.text("長b", min_size=1, max_size=30), max_size=18), st.integers(40, 160), st.integers(3, 20)
)
def test_whatever_has_a_key_is_shown_and_the_other_way_round(
    names: list[str], width: int, height: int
) -> None:
    picker = everything(names)
    reached = []
    for _ in range(len(names) + 1):
        rows = picker.rows(width, height)
        commands = {run.command for row in rows for run in row if run.command}
        digits = {f"pick-{number}" for number in range(1, len(picker.shown) + 1)}
        assert commands == digits | {f"pick-{key}" for key in EXTRAS}
        assert all(cell_width(row) <= width for row in texts(rows))
        reached += [choice for choice in picker.shown if choice not in reached]
        picker.moves("pagedown")
    assert reached == list(picker.choices), "every page can be turned to"


def everything(names: list[str]) -> Picker:
    """Return the list with most in it: that of speakers."""
    extras = {key: Extra(words, lambda: None) for key, words in EXTRAS.items()}
    choices = [Choice(name, number, "PER  3 5") for number, name in enumerate(names)]
    return Picker(
        "speaker of sentence 12, quote 1 of 2, now " + "長" * 99, choices, lambda value: None, extras
    )


EXTRAS = {
    "0": "unknown",
    "/": "type a name",
    "+": "a second one",
    "=": "same person as..",
    "tab": "next quote",
}


@pytest.mark.parametrize("width", [40, 54, 80])
def test_the_heading_of_a_list_fits_and_says_what_matters_most(width: int) -> None:
    aside = ["quote 1 of 2", "now 特朗普 and 奧爾特曼"]
    asked = Asked(18, aside=aside)
    asked.list.title = "speaker of sentence 12"
    title = texts(asked.list.rows(width, 16))[0]
    assert cell_width(title) <= width
    assert title.startswith(" speaker of sentence 12")
    assert "PgDn" in title
    assert ("now 特朗普" in title) == (width == 80), "what has no room whole is left out"
    assert ("quote 1 of 2" in title) == (width > 40)
    assert ".." not in title
