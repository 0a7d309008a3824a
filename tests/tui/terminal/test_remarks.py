"""What is said while others must not wait: it comes in line, and where nothing takes it nobody is held up."""

from __future__ import annotations

import subprocess
import sys

LONG = 60.0
"""Seconds after which what is waited for will not come, on the busiest machine."""
SAID = """
import os, sys
from tui.terminal.remarks import said_apart, say
with said_apart():
    os.set_blocking(2, False)
    try:
        while sys.argv[1] == "full":
            os.write(2, b"x" * 4096)
    except BlockingIOError:
        pass
    os.set_blocking(2, True)
    for number in range(int(sys.argv[2])):
        say(str(number))
os.write(1, b"on")
"""


def said(*arguments: str) -> str:
    command = [sys.executable, "-c", SAID, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.wait(timeout=LONG) == 0
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.read() == b"on"
            return process.stderr.read().decode()
        finally:
            process.kill()


def test_lines_come_in_their_order() -> None:
    assert said("free", "3") == "zhupi: 0\nzhupi: 1\nzhupi: 2\n"


def test_errors_that_nobody_takes_hold_up_nobody() -> None:
    """As a terminal that was stopped with Ctrl+S takes nothing."""
    assert said("full", "5000").startswith("xxx")
