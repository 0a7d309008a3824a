"""The terminal's own cursor, by which screen readers and input methods go."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Terminal


def at_cursor(terminal: Terminal) -> str:
    """Return what stands on the terminal's screen from its cursor on, to the end of the row."""
    cursor = terminal.screen.cursor
    row = terminal.screen.buffer[cursor.y]
    return "".join(row[x].data for x in range(cursor.x, terminal.screen.columns)).rstrip()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 50)])
def test_it_stands_on_the_row_one_is_on_and_where_one_types(
    run, founding: Path, columns: int, rows: int
) -> None:
    terminal = run("open", founding, "--as", "mei", columns=columns, rows=rows)
    terminal.wait("saved")
    terminal.settle(0.4)
    terminal.wait(lambda text: at_cursor(terminal).startswith("> 1 "))
    for key in ("Down", "c", "Down", "o", "q", "PgDn", "Up", "f", "End", "Home", "T"):
        terminal.send(key)
        terminal.settle(0.4)
        terminal.wait(lambda text: at_cursor(terminal).startswith(">"))
        assert terminal.screen.cursor.x == 0, key
    terminal.send("q", "p")
    terminal.wait("speaker of sentence")
    terminal.settle(0.4)
    chosen = at_cursor(terminal)
    assert chosen.startswith(">1 ") or not chosen, "on what is chosen in a list, if there is any"
    terminal.send("Esc")
    terminal.wait(lambda text: "speaker of sentence" not in text)
    terminal.send("w")
    terminal.wait("Note on sentence")
    for typed in ("開", "會了", "ab"):
        terminal.send(typed)
        terminal.settle(0.4)
        assert at_cursor(terminal) == "", "behind what was typed"
        cursor = terminal.screen.cursor
        assert terminal.screen.buffer[cursor.y][cursor.x - (1 if typed == "ab" else 2)].data == typed[-1]
    before = terminal.received
    terminal.settle(quiet=1.5)
    assert terminal.received == before, "nothing is written while nothing happens"
    terminal.send("Esc")
    terminal.wait(lambda text: "Note on sentence" not in text)
    terminal.settle(0.4)
    terminal.wait(lambda text: at_cursor(terminal).startswith(">"))
