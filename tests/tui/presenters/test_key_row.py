"""The key bar: labels first, never half an act, nothing wider than the screen."""

from __future__ import annotations

import pytest

from annotations.model.scheme import DEFAULT
from tui.commands.catalogue import reading_commands
from tui.keys.keymap import Keymap
from tui.layout.cells import cell_width
from tui.presenters.key_row import key_row

KEYMAP = Keymap(reading_commands(DEFAULT))


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
        assert words.text == f" {command.bar}"


def test_labels_come_first_and_stay_longest() -> None:
    for width in (40, 80, 120):
        text = "".join(run.text for run in key_row(KEYMAP.hints, width))
        more = " p speaker h voice" if width > 40 else ""
        assert text.startswith(f" c claim o opinion q quote y cont{more} n none")
    wide = "".join(run.text for run in key_row(KEYMAP.hints, 160))
    for part in ("Enter next", "d done", "u undo", "f flag", "w note", "v range", "/ find", "? help"):
        assert part in wide


def test_an_act_without_a_key_is_left_out() -> None:
    row = key_row(Keymap(reading_commands(DEFAULT), {"toggle-flag": ()}).hints, 160)
    assert "flag" not in "".join(run.text for run in row)
