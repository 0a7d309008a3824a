"""A command line that begins with no command."""

from __future__ import annotations

import sys

import pytest

from annotations.errors import UsageError
from tui.cli.main import _COMMANDS
from tui.cli.meant import meant

NAMES = {one[0] for one in _COMMANDS}


class Terminal:
    def __init__(self, *, is_one: bool) -> None:
        self._is_one = is_one

    def isatty(self) -> bool:
        return self._is_one


@pytest.mark.parametrize("is_one", [True, False])
def test_nothing_opens_this_folder_where_there_is_a_terminal(monkeypatch, is_one) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal(is_one=is_one))
    assert meant([], NAMES) == (["open"] if is_one else [])


def test_what_is_there_or_looks_like_a_path_is_opened(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "新聞").mkdir()
    (tmp_path / "exprot").write_text("今天。", "utf-8")
    for word in ("新聞", "exprot", "a.txt", "news/", "./news", ".", "news/*.txt", "*.md"):
        assert meant([word, "--as", "mei"], NAMES) == ["open", word, "--as", "mei"], word
    assert meant(["--as", "mei", "新聞"], NAMES) == ["open", "--as", "mei", "新聞"]


@pytest.mark.parametrize(
    ("word", "near"),
    [("exprot", "export"), ("EXPORT", "export"), ("oepn", "open"), ("exp", "export"), ("handin", "hand-in")],
)
def test_a_slip_of_the_finger_is_no_puzzle(tmp_path, monkeypatch, word, near) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=f"no command '{word}'; did you mean {near}[?]"):
        meant([word], NAMES)


def test_what_is_like_nothing_says_where_the_commands_are(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no command and no file is called '火車'; zhupi --help"):
        meant(["火車"], NAMES)


def test_help_is_a_word_too() -> None:
    assert meant(["help"], NAMES) == ["--help"]
    assert meant(["help", "export"], NAMES) == ["export", "--help"]
