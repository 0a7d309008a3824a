"""A page without a browser: it comes by a link, holds the socket open, and reads what is drawn in it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import TracebackType

import pyte

__all__ = ["LONG", "Page", "Served", "opened", "programs", "served"]

LONG = 60.0
"""Seconds after which what is waited for will not come, on the busiest machine."""


class Served:
    """A server that runs, as a process of its own."""

    def __init__(self, process: subprocess.Popen[str], lines: Sequence[str]) -> None:
        self.process = process
        self.lines = lines
        """What it printed before it was ready."""

    @property
    def pid(self) -> int:
        return self.process.pid

    def link(self, annotator: str = "") -> str:
        """Return the link of `annotator` among what was printed."""
        found = [line for line in self.lines if line.partition("  ")[0] == annotator or not annotator]
        return found[0].rpartition(" ")[2]

    @property
    def url(self) -> str:
        return self.link().partition("/enter/")[0]

    def stop(self, number: int = signal.SIGTERM, *, group: bool = False) -> tuple[int, str]:
        """End it, or with it its `group`, as Ctrl+C does; return its exit code and what it complained of."""
        if self.process.poll() is None:
            if group:
                os.killpg(self.pid, number)
            else:
                self.process.send_signal(number)
        errors = self.process.communicate(timeout=LONG)[1]
        return self.process.returncode, errors


@contextmanager
def served(folder: Path, *options: str, links: int = 1) -> Iterator[Served]:
    """Serve the project in `folder` on a free port; wait until `links` have been printed."""
    command = [sys.executable, "-m", "tui", "serve", str(folder), "--port", "0", *options]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    server = Served(process, [process.stdout.readline().rstrip("\n") for _ in range(links)])
    try:
        yield server
    finally:
        server.stop()


class Page:
    """A page at `columns` x `rows` of one who came by a link."""

    def __init__(self, link: str, *, columns: int = 100, rows: int = 30, path: str = "") -> None:
        self.link = link
        self.url = link.partition("/enter/")[0]
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._size = columns, rows
        self._path = path
        import aiohttp  # whoever has not the extra can still collect the tests

        # The certificate of a server on this machine is known to nobody.
        connector = aiohttp.TCPConnector(ssl=False)
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), connector=connector)
        self.files: list[str] = []
        """The keys of the files that the program has ready."""
        self.closed: tuple[int, str] | None = None
        """The code and the reason with which the socket was closed."""
        self.bytes = 0

    async def __aenter__(self) -> Page:
        async with self.session.get(self.link) as answer:
            assert answer.status == 200, await answer.text()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    async def open(self) -> None:
        """Open the socket, which starts the program."""
        columns, rows = self._size
        self.socket = await self.session.ws_connect(
            f"ws{self.url.removeprefix('http')}/ws{self._path}?width={columns}&height={rows}",
            headers={"Origin": self.url},
            max_msg_size=0,
        )

    async def type(self, text: str) -> None:
        """Press keys."""
        await self.socket.send_str(json.dumps(["stdin", text]))

    async def wait_for(self, text: str) -> None:
        """Read what is drawn until `text` stands in the page."""
        async with asyncio.timeout(LONG):
            while text not in self.text and await self.read():
                pass
        assert text in self.text, self.text

    async def wait_closed(self) -> tuple[int, str]:
        """Read until the server closes the socket; return the code and the reason."""
        async with asyncio.timeout(LONG):
            while await self.read():
                pass
        assert self.closed is not None
        return self.closed

    def cut(self) -> None:
        """Lose the connection without a word."""
        connection = self.socket._response.connection
        assert connection is not None
        assert connection.transport is not None
        connection.transport.abort()

    async def read(self) -> bool:
        """Take the next message in; False where the socket is closed."""
        message = await self.socket.receive()
        kind = message.type.name
        if kind == "BINARY":
            self.bytes += len(message.data)
            self._stream.feed(message.data)
        elif kind == "TEXT":
            name, said = json.loads(message.data)
            if name == "deliver_file_start":
                self.files.append(said)
        elif kind == "CLOSE":
            self.closed = message.data, message.extra or ""
            return False
        else:
            self.closed = self.closed or (self.socket.close_code or 0, "")
            return False
        return True

    @property
    def text(self) -> str:
        """What stands in the page, without the blanks behind wide characters."""
        return "\n".join(re.sub(r"(?<=[^\x00-\u02ff]) (?=\S)", "", line) for line in self._screen.display)


@asynccontextmanager
async def opened(link: str, **options: int) -> AsyncIterator[Page]:
    """Open a page and close it again."""
    async with Page(link, **options) as page:
        await page.open()
        yield page


def programs(server: int) -> list[int]:
    """Return the processes that `server`, another one, has started and that have not ended."""
    told = subprocess.run(["ps", "-axo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    rows = [line.split() for line in told.stdout.split("\n") if line.strip()]
    return [int(pid) for pid, parent, state in rows if int(parent) == server and not state.startswith("Z")]
