"""Bytes that arrive in one piece, as after a stalled connection or from tmux: no text becomes a tag."""

from __future__ import annotations

import os

import pytest
from test_session import saved, stored

TEXT = "這是c o q 12"


@pytest.mark.parametrize("key", ["w", "/", "p/", ":", "\x06", "\x10", "g/"])
def test_text_behind_a_key_goes_into_its_line(run, seeds, founding, key) -> None:
    terminal = run("open", founding, "--as", "mei")
    terminal.wait("saved")
    os.write(terminal.fd, f"{key}{TEXT}".encode())
    terminal.wait(TEXT)
    terminal.send("Esc", "Esc")
    terminal.wait("c claim")
    assert "0/29" in terminal.lines[0]
    assert terminal.leave() == 0
    assert not (seeds / "annotations" / "mei.json").exists()


@pytest.mark.parametrize("key", ["?", "g", "L", "r"])
def test_letters_behind_a_key_are_no_tags_of_what_was_there_before(run, seeds, key) -> None:
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait("saved")
    os.write(terminal.fd, f"{key}co12n".encode())
    terminal.wait("Esc")
    os.write(terminal.fd, b"\x1bj")  # a terminal sends the same for Alt+J
    terminal.wait(lambda text: "\n> 2 " in text)
    assert terminal.leave() == 0
    assert not (seeds / "annotations" / "mei.json").exists()


def test_a_long_paste_that_nothing_brackets(run, seeds, founding) -> None:
    text = "字c 1，q" * 100
    terminal = run("open", founding, "--as", "mei")
    terminal.wait("saved")
    data = f"w{text}\rj".encode()
    for at in range(0, len(data), 250):  # not at the bounds of characters
        os.write(terminal.fd, data[at : at + 250])
    terminal.wait(saved('1 ..."'))  # the message goes with the next key, the sign beside it stays
    os.write(terminal.fd, b"wx\rc")
    terminal.wait(saved("+claim"))
    assert terminal.leave() == 0
    said = {one["note"]: one["labels"] for one in stored(seeds)}
    assert said == {text: [], "x": ["claim"]}
