"""The key bar: labels first, never half an act, nothing wider than the screen."""

from __future__ import annotations

import pytest

from annotations.model.attributes import Attribute
from annotations.model.scheme import DEFAULT
from tui.commands.catalogue import reading_commands
from tui.keys.keymap import Keymap
from tui.layout.cells import cell_width
from tui.presenters.key_row import key_row
from tui.widgets.picker import Choice, Extra, Picker

KEYMAP = Keymap(reading_commands(DEFAULT))


def said(hints, width: int = 80) -> str:
    return "".join(run.text for run in key_row(hints, width)).strip()


def test_the_drawn_row_fits_a_terminal_of_80_columns() -> None:
    assert said(KEYMAP.hints) == (
        "c claim o opinion q quote y cont p speaker h voice n none Enter next d done ?"
    )


def test_what_is_open_or_chosen_comes_first() -> None:
    name = said(KEYMAP.hints_at({"name"}))
    assert name.startswith("e type x no name A everywhere Right longer Left shorter Tab next one ")
    assert "Tab next one Esc leave c claim" in said(KEYMAP.hints_at({"name"}), 120)
    assert said(KEYMAP.hints_at({"range", "label"})).startswith("Enter further Esc leave the range c claim")
    assert said(KEYMAP.hints_at({"label", "label-claim"})) == said(KEYMAP.hints)


def test_attributes_of_a_label_are_told_where_the_sentence_has_it() -> None:
    worth = Attribute("worth", "flag", ("claim",), key="W")
    sure = Attribute("sure", "flag", (), key="X")
    keymap = Keymap(reading_commands(DEFAULT._replace(attributes=(worth, sure))))
    assert said(keymap.hints_at({"label", "label-opinion"})).startswith("X sure c claim")
    assert said(keymap.hints_at({"label", "label-claim"})).startswith("W worth X sure c claim")
    assert "worth" not in said(keymap.hints_at(set()), 400)


def test_digits_are_told_while_a_list_waits() -> None:
    picker = Picker(
        "who", [Choice("a", 1), Choice("b", 2)], print, {"/": Extra("type a name", print, "text")}
    )
    assert said(picker.hints) == "1-2 picks Esc leaves Enter this one Down next one / type a name"
    assert said(Picker("who", [], print, {}).hints) == "Esc leaves"


@pytest.mark.parametrize("width", range(10, 200, 7))
def test_whole_acts_and_no_wider(width: int) -> None:
    row = key_row(KEYMAP.hints, width)
    text = "".join(run.text for run in row)
    assert cell_width(text) <= width
    for space, key, words in zip(row[::3], row[1::3], row[2::3], strict=True):
        command = KEYMAP.commands[key.command]
        assert space.text == " "
        assert words.command == key.command
        assert KEYMAP.command(key.text.lower() if len(key.text) > 1 else key.text) is command
        assert words.text == f" {command.bar}" or (command.id == "show-help" and not words.text)
    assert row[-2].text == "?", "it is there at every width, and the last"


def test_labels_come_first_and_stay_longest() -> None:
    for width in (40, 80, 120):
        text = "".join(run.text for run in key_row(KEYMAP.hints, width))
        more = " p speaker h voice n none" if width > 40 else ""
        assert text.startswith(f" c claim o opinion q quote y cont{more} ")
        assert text.rstrip().endswith(("?", "? help"))
    wide = "".join(run.text for run in key_row(KEYMAP.hints, 160))
    for part in ("Enter next", "d done", "u undo", "f flag", "w note", "v range", "/ find", "? help"):
        assert part in wide


def test_an_act_without_a_key_is_left_out() -> None:
    row = key_row(Keymap(reading_commands(DEFAULT), {"toggle-flag": ()}).hints, 160)
    assert "flag" not in "".join(run.text for run in row)
