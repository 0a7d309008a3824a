"""The terminal's own cursor, by which screen readers and input methods go."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from terminal import Terminal


def press(terminal: Terminal, key: str) -> None:
    """Press a key that changes the screen, and read what is drawn for it."""
    before = terminal.received
    terminal.send(key)
    terminal.wait(lambda text: terminal.received > before)
    terminal.settle(0.1)  # what is looked at may be there before the last of it


def at_cursor(terminal: Terminal) -> str:
    """Return what stands on the terminal's screen from its cursor on, to the end of the row."""
    cursor = terminal.screen.cursor
    row = terminal.screen.buffer[cursor.y]
    return "".join(row[x].data for x in range(cursor.x, terminal.screen.columns)).rstrip()


def is_behind(terminal: Terminal, typed: str) -> bool:
    """Tell whether the last of the characters `typed` stands right before the cursor."""
    cursor = terminal.screen.cursor
    width = 1 if typed.isascii() else 2
    return terminal.screen.buffer[cursor.y][cursor.x - width].data == typed[-1]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 50)])
def test_it_stands_on_the_row_one_is_on_and_where_one_types(
    run, founding: Path, columns: int, rows: int
) -> None:
    terminal = run("open", founding, "--as", "mei", columns=columns, rows=rows)
    terminal.wait("saved")
    terminal.settle()
    terminal.wait(lambda text: at_cursor(terminal).startswith("> 1 "))
    for key in ("Down", "c", "Down", "o", "q", "PgDn", "Up", "f", "End", "Home", "T"):
        press(terminal, key)
        terminal.wait(lambda text: at_cursor(terminal).startswith(">"))
        assert terminal.screen.cursor.x == 0, key
    terminal.send("q", "p")
    terminal.wait("speaker of sentence")
    terminal.settle()
    chosen = at_cursor(terminal)
    assert chosen.startswith(">1 ") or not chosen, "on what is chosen in a list, if there is any"
    terminal.send("Esc")
    terminal.wait(lambda text: "speaker of sentence" not in text)
    terminal.send("w")
    terminal.wait("Note on sentence")
    for typed in ("開", "會了", "ab"):
        press(terminal, typed)
        terminal.wait(lambda text, typed=typed: is_behind(terminal, typed))
        assert at_cursor(terminal) == "", "behind what was typed"
    last = terminal.settle(quiet=1.5)
    assert time.monotonic() - last >= 1.5, "nothing is written while nothing happens"
    terminal.send("Esc")
    terminal.wait(lambda text: "Note on sentence" not in text)
    terminal.wait(lambda text: at_cursor(terminal).startswith(">"))
