"""What the terminal has when the program is gone: the day's work, and what is left."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.usefixtures("known")


def test_the_days_work_is_told_when_the_screen_is_gone(run, seeds, monkeypatch) -> None:
    monkeypatch.setenv("TZ", f"NOON{datetime.now(UTC).hour - 12:+d}")  # no midnight comes between
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait(lambda text: "DeepSeek" in text and re.search(r"  saved$", text.splitlines()[0]))
    terminal.send("c", "Down", "o", "q")
    terminal.wait(lambda text: "2/29" in text and re.search(r"  saved$", text.splitlines()[0]))
    assert terminal.leave() == 0
    assert re.fullmatch(
        r"today: 0 done of 1 article, 2 sentences with 3 labels, \d+ minutes?\r\n"
        r"left in your queue: 3 articles\r\n",
        after_the_screen(terminal.written),
    )


def test_who_only_looked_is_told_nothing(run, seeds) -> None:
    terminal = run("open", seeds, "--as", "mei")
    terminal.wait(lambda text: "DeepSeek" in text and re.search(r"  saved$", text.splitlines()[0]))
    terminal.send("Down")
    assert terminal.leave() == 0
    assert after_the_screen(terminal.written) == ""


def after_the_screen(written: bytes) -> str:
    """Return what was written after the terminal was given back, without what sets it up again."""
    rest = written.rpartition(b"\x1b[?1049l")[2].decode()
    return re.sub(r"\x1b(\[[?>=<]?[\d;]*[a-zA-Z]|[>=])", "", rest)
