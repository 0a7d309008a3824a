"""A real pseudo-terminal with zhupi in it, and what stands on its screen."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyte
from readable import readable

if TYPE_CHECKING:
    from warm import Warm

KEYS = {
    "Enter": "\r",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Home": "\x1b[H",
    "End": "\x1b[F",
    "PgDn": "\x1b[6~",
    "Esc": "\x1b",
    "Ctrl+Q": "\x11",
    "Ctrl+R": "\x12",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F4": "\x1bOS",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
}

ZHUPI = (sys.executable, "-m", "tui")
LONG = 60.0
"""Seconds after which what is waited for will not come, on the busiest machine."""

_NOT_THERE = frozenset({"NO_COLOR", "COLUMNS", "LINES", "TMUX", "PYTHONDONTWRITEBYTECODE"})
"""What of our surroundings the program must not see; the last would have it compiled at every start."""


def surroundings(home: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a program whose user's files lie in `home`, with what is in `environ`."""
    return {
        **{name: value for name, value in os.environ.items() if name not in _NOT_THERE},
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
        "TEXTUAL_ANIMATIONS": "none",
        "ZHUPI_STATE": str(home / "state"),
        "ZHUPI_CONFIG": str(home / "settings.toml"),
        **environ,
    }


class _Screen(pyte.Screen):
    """Answers the question where the cursor is in its private form too, which pyte does not know."""

    answer: Callable[[str], None]

    def report_device_status(self, mode: int, private: bool = False) -> None:
        if private and mode == 6:
            self.answer(f"\x1b[?{self.cursor.y + 1};{self.cursor.x + 1}R")
        elif not private:
            super().report_device_status(mode)


class Terminal:
    """Runs a command in a pseudo-terminal of `columns` x `rows` and reads its screen with pyte."""

    def __init__(
        self,
        command: Sequence[str],
        home: Path,
        *,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        draw: bool = True,
        warm: Warm | None = None,
    ) -> None:
        """Start `command`; where it is zhupi in the ordinary surroundings, let `warm` start it if given."""
        self.screen = _Screen(columns, rows)
        self.screen.answer = lambda text: self.send(text)
        self._stream = pyte.ByteStream(self.screen)
        self._draw = draw
        self.written = b""
        """Everything that came out, if `draw`; for looking for what must not."""
        self.received = 0
        self._lines: list[str] = []
        self._drawn = (-1, -1, -1)
        """What came out, and the size of the screen, when `_lines` were read from it."""
        environment = surroundings(home, environ or {})
        if warm is not None and tuple(command[: len(ZHUPI)]) == ZHUPI and warm.fits(environment):
            self.fd, terminal = os.openpty()
            self.resize(columns, rows)
            self.pid = warm.start(command[len(ZHUPI) :], environment, terminal)
            os.close(terminal)
            return
        self.pid, self.fd = os.forkpty()
        if self.pid == 0:
            os.execvpe(command[0], list(command), environment)
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def send(self, *keys: str) -> None:
        """Press keys: names from `KEYS`, or text that arrives at once."""
        for key in keys:
            os.write(self.fd, KEYS.get(key, key).encode())

    def click(self, column: int, row: int, *, to: tuple[int, int] | None = None) -> None:
        """Press the left button at a cell, from 0, move to another if given, and let it go."""
        end = to or (column, row)
        self.send(f"\x1b[<0;{column + 1};{row + 1}M")
        if to:
            self.send(f"\x1b[<32;{end[0] + 1};{end[1] + 1}M")
        self.send(f"\x1b[<0;{end[0] + 1};{end[1] + 1}m")

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what comes within `seconds`; False when nothing did."""
        ready = readable(self.fd, seconds)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # the other end is closed
            return False
        self.received += len(data)
        if self._draw:
            self.written += data
            self._stream.feed(data)
        return bool(data)

    def settle(self, quiet: float = 0.15, timeout: float = LONG) -> float:
        """Read until nothing has come for `quiet` seconds; return when the last of it came."""
        deadline = time.monotonic() + timeout
        last = time.monotonic()
        while time.monotonic() < deadline:
            if self.read(quiet):
                last = time.monotonic()
            else:
                break
        return last

    def wait(self, what: str | Callable[[str], bool], timeout: float = LONG) -> str:
        """Read until `what` is on the screen; return the screen's text."""
        deadline = time.monotonic() + timeout
        while True:
            text = self.text
            if what in text if isinstance(what, str) else what(text):
                return text
            if time.monotonic() > deadline:
                raise AssertionError(f"not on screen: {what}\n{text}")
            self.read()

    @property
    def lines(self) -> list[str]:
        """The rows of the screen; a wide character stands once, its right half left out."""
        drawn = self.received, self.screen.columns, self.screen.lines
        if drawn != self._drawn:  # who waits looks again and again
            rows = (self.screen.buffer[y] for y in range(self.screen.lines))
            columns = range(self.screen.columns)
            self._lines = ["".join([row[x].data for x in columns]).rstrip() for row in rows]
            self._drawn = drawn
        return self._lines

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def cpu(self) -> float:
        """Seconds of processor time that the program has used, its children not counted (Linux)."""
        # The number of a process's own clock, as clock_getcpuclockid(3) makes it; /proc counts in hundredths.
        return time.clock_gettime(~self.pid << 3 | 2)

    def kill(self) -> None:
        """Kill the program as nothing can be caught."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def leave(self, timeout: float = LONG) -> int:
        """Press Ctrl+Q and return the exit code."""
        self.send("Ctrl+Q")
        return self.exit_code(timeout)

    def exit_code(self, timeout: float = LONG) -> int:
        """Wait for the end of the program and return its exit code."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read():
                    pass
                os.close(self.fd)
                return os.waitstatus_to_exitcode(status)
        self.kill()
        raise AssertionError(f"still running\n{self.text}")


def zhupi(*arguments: str | Path) -> list[str]:
    """Return the command that runs zhupi in this environment."""
    return [*ZHUPI, *map(str, arguments)]
