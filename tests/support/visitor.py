"""The program as a server runs it for a visitor: with pipes for packets, and no browser at the other end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte
from readable import readable

__all__ = ["LONG", "Visitor"]

LONG = 60.0
"""Seconds after which what is waited for will not come, on the busiest machine."""
_BEGIN = b"__GANGLION__\n"


class Visitor:
    """Runs zhupi under Textual's web driver, and draws what it writes."""

    def __init__(
        self,
        *arguments: str | Path,
        home: Path,
        environ: Mapping[str, str] = {},
        columns: int = 80,
        rows: int = 24,
        command: Sequence[str] = (sys.executable, "-m", "tui"),
    ) -> None:
        environment = {
            **os.environ,
            "TERM": "dumb",  # of a server that a system starts
            "NO_COLOR": "1",
            "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "COLUMNS": str(columns),
            "ROWS": str(rows),
            "ZHUPI_STATE": str(home / "state"),
            "ZHUPI_CONFIG": str(home / "settings.toml"),
            "ZHUPI_ANNOTATOR": "mei",
            **environ,
        }
        self.process = subprocess.Popen(
            [*command, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={name: value for name, value in environment.items() if value},
        )
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""
        self.begun = False
        """Whether the program has said that packets follow."""
        self.written = b""
        """All that was to be drawn."""
        self.said: list[dict[str, Any]] = []
        """What the program told the server."""
        self.packed: list[bytes] = []
        """The parts of files that it gave."""

    # -- to the program --------------------------------------------------------------------

    def send(self, *texts: str) -> None:
        """Send what a browser's terminal sends, each text in a packet of its own."""
        self._put(*(("D", text.encode()) for text in texts))

    def tell(self, **meta: object) -> None:
        """Say something of the page."""
        self._put(("M", json.dumps(meta).encode()))

    def last(self, *texts: str) -> None:
        """Send the last keys, and in the same moment that the visitor is gone."""
        self._put(*(("D", text.encode()) for text in texts), ("M", b'{"type": "quit"}'))

    def _put(self, *packets: tuple[str, bytes]) -> None:
        assert self.process.stdin is not None
        data = b"".join(
            kind.encode() + len(payload).to_bytes(4, "big") + payload for kind, payload in packets
        )
        os.write(self.process.stdin.fileno(), data)

    def hang_up(self) -> None:
        """Close both pipes, as a server that is killed does."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()

    # -- from the program ------------------------------------------------------------------

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what comes within `seconds`; False when nothing did."""
        assert self.process.stdout is not None
        fd = self.process.stdout.fileno()
        if not readable(fd, seconds):
            return False
        data = os.read(fd, 1 << 16)
        self._rest += data
        if not self.begun:
            assert _BEGIN.startswith(self._rest[: len(_BEGIN)]), self._rest
            if len(self._rest) < len(_BEGIN):
                return bool(data)
            self.begun, self._rest = True, self._rest.removeprefix(_BEGIN)
        while len(self._rest) >= 5:
            kind, size = self._rest[:1], int.from_bytes(self._rest[1:5], "big")
            assert kind in b"DMP", self._rest[:200]
            if len(self._rest) < 5 + size:
                break
            payload, self._rest = self._rest[5 : 5 + size], self._rest[5 + size :]
            self._take(kind, payload)
        return bool(data)

    def _take(self, kind: bytes, payload: bytes) -> None:
        if kind == b"D":
            self.written += payload
            self._stream.feed(payload)
        elif kind == b"M":
            self.said.append(json.loads(payload))
        else:
            self.packed.append(payload)

    def wait(self, what: str | Callable[[str], Any]) -> str:
        """Read until `what` is on the screen; return the screen's text."""
        return self.until(lambda: what in self.text if isinstance(what, str) else what(self.text))

    def until(self, true: Callable[[], Any]) -> str:
        """Read until something is so; return the screen's text."""
        deadline = time.monotonic() + LONG
        while not true():
            over = self.process.poll() is not None and not self.read()
            if over or time.monotonic() > deadline:
                raise AssertionError(f"it does not come\n{self.text}\n{self.errors() if over else ''}")
            self.read()
        return self.text

    def exit_code(self) -> int:
        """Read to the end, and return the exit code."""
        assert self.process.stdout is not None
        if not self.process.stdout.closed:
            deadline = time.monotonic() + LONG
            while self.process.poll() is None or self.read(0.0):
                assert time.monotonic() < deadline, self.text
                self.read()
        return self.process.wait(timeout=LONG)

    def errors(self) -> str:
        """Return what the program complained of, once it has ended."""
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()

    @property
    def text(self) -> str:
        """The screen as one text; a wide character stands once, its right half left out."""
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return "\n".join("".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows)

    def close(self) -> None:
        """End what is still there."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
