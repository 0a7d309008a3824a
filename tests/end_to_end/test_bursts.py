"""Bytes that arrive in one piece, as after a stalled connection or from tmux: no text becomes a tag."""

from __future__ import annotations

import os

import pytest
from test_session import saved, stored

pytestmark = pytest.mark.usefixtures("known")
TEXT = "這是c o q 12"


def test_text_behind_a_key_goes_into_its_line(run, seeds, founding) -> None:
    terminal = run("open", founding, "--as", "mei")
    terminal.wait("saved")
    for key in ("w", "/", "p/", ":", "\x06", "\x10", "g/"):
        os.write(terminal.fd, f"{key}{TEXT}".encode())
        terminal.wait(TEXT)
        terminal.send("Esc", "Esc")
        terminal.wait(lambda text: "c claim" in text and TEXT not in text)
        assert "0/29" in terminal.lines[0], key
        terminal.settle(0.4)  # an Esc that is followed at once is Alt
    assert terminal.leave() == 0
    assert not (seeds / "annotations" / "mei.json").exists()


def test_letters_behind_a_key_are_no_tags_of_what_was_there_before(run, seeds) -> None:
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait("saved")
    for row, key in enumerate("?gLr", 2):
        os.write(terminal.fd, f"{key}co12n".encode())
        terminal.wait("Esc")
        os.write(terminal.fd, b"\x1bj")  # a terminal sends the same for Alt+J
        terminal.wait(lambda text, row=row: f"\n> {row} " in text)
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


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox said that it claims no opinion on China.",
        "https://www.example.com/news/2025/02/01?q=one&page=2#top",
        "one\ncoin\nopinion of all\n\tquote\n",
        "中国 claims\nno opinion 12\n",
        "c-o-q 2025-02-01 10:00\r\n",
        "long " * 2000,
    ],
)
def test_a_paste_tags_nothing(run, seeds, founding, text) -> None:
    terminal = run("open", founding, "--as", "mei")
    terminal.wait("saved")
    data = text.encode()
    for at in range(0, len(data), 1000):
        os.write(terminal.fd, data[at : at + 1000])
        terminal.read()
    terminal.wait("did nothing")
    terminal.send("F2")  # what waits before it is judged by then
    terminal.wait(saved("1 +claim"))
    assert terminal.leave() == 0
    assert [one["labels"] for one in stored(seeds)] == [["claim"]]


def test_a_key_that_repeats_after_a_stall_is_no_paste(run, founding) -> None:
    terminal = run("open", founding, "--as", "mei")
    terminal.wait("saved")
    os.write(terminal.fd, b"j" * 12)
    terminal.wait("\n>13 ")
    os.write(terminal.fd, b"cjojqkkkn")
    terminal.wait("12 none")
    assert terminal.leave() == 0
