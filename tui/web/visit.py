"""One visitor: a process of the program, the socket of a page, and how both come to their end.

The process is started without a shell, who it works for told by its environment. Whatever happens to the
page, to the connection or to the server, it is asked to leave first, which saves what waits, and is ended by
force only when that does not work.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, Protocol

from textual_serve.app_service import AppService

from annotations.processes.child import ONE_THREAD
from annotations.wording import spoken, tr, wanted_language
from tui.layout.cells import visible
from tui.terminal.remarks import say
from tui.web.downloads import Downloads

__all__ = ["CLOSED", "Page", "Visit", "program"]

_GRACE = 12.0
"""Seconds that the program may take to leave once it is asked to. Chosen: it bounds its own end with less."""
_FIRM = 6.0
"""Seconds more, after SIGTERM."""
_STUCK = 30.0
"""Seconds after which a page that takes nothing counts as gone."""
_LINES = 10
"""Lines that a program may write before it begins to draw."""
_COMPLAINT = 4096
"""Bytes of the end of what it complains of that are kept."""
_REASON = 100
"""Characters of a reason that a socket is closed with, and bytes at most: it has room for 123."""
CLOSED: Mapping[str, int] = {"ended": 4000, "failed": 4001, "revoked": 4002, "full": 4003, "leaving": 4004}
"""The codes that a socket is closed with, by why; the page says it in words."""
_BEGIN = b"__GANGLION__\n"
"""What the driver of the program writes before it draws."""


class Page(Protocol):
    """The socket of a page."""

    async def send_bytes(self, data: bytes) -> None:
        """Send what is to be drawn."""

    async def send_str(self, data: str) -> None:
        """Send a message to the page itself."""

    async def close(self, *, code: int, message: bytes) -> bool:
        """Close it and say why."""


def program(folder: Path, *, review: bool = False) -> list[str]:
    """Return the command that opens the project in `folder`."""
    # -P: a folder called annotations, as every project has one, must not be imported.
    return [sys.executable, "-P", "-m", "tui", "open", *(["--review"] if review else []), "--", str(folder)]


class Visit(AppService):
    """A process of the program that is drawn in a page."""

    def __init__(
        self, command: Sequence[str], personal: Mapping[str, str], page: Page, downloads: Downloads
    ) -> None:
        """Draw `command` in `page`; `personal` is what its environment says of who it works for."""
        super().__init__(
            command[0],
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=self._no_close,
            download_manager=downloads,
        )
        self._arguments = tuple(command)
        self._personal = dict(personal)
        self._page = page
        self._seen = True
        """Whether somebody still looks at the page."""
        self._why: tuple[str, str] = ("ended", "")
        self._ended = asyncio.Event()
        self._told = False
        """Whether it was said that all is to end."""

    @property
    def annotator(self) -> str:
        """Who the program works for."""
        return self._personal["ZHUPI_ANNOTATOR"]

    # -- the process -------------------------------------------------------------------

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        root = str(Path(__file__).parents[2])
        path = os.environ.get("PYTHONPATH")
        environment = super()._build_environment(width, height)
        for name in ("NO_COLOR", "TMUX", "COLORFGBG", "LINES"):  # what they say of this terminal
            environment.pop(name, None)
        return {
            **environment,
            **dict.fromkeys(ONE_THREAD, "1"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONPATH": f"{root}{os.pathsep}{path}" if path else root,
            **self._personal,
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,  # Ctrl+C ends the server, which then asks the program to leave
        )
        self._stdin = self._process.stdin
        return self._process

    async def start(self, width: int, height: int) -> None:
        """Start the process, drawn in so many cells, unless all is to end already.

        Raises:
            OSError: There is no room for one more process.
        """
        if self._told:
            return
        await super().start(width, height)
        if self._told:  # in that very moment
            self._ended.clear()
            await self.stop()

    async def run(self) -> None:
        """Draw what the process writes until it ends, then close the page; :meth:`start` calls it."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        assert process.stderr is not None
        complaints = asyncio.create_task(_last_of(process.stderr))
        try:
            await self._draw(process.stdout)
        except Exception as error:  # whatever it was, nobody draws the process any more
            self._why = "failed", f"{type(error).__name__}: {error}"
            say(f"{self.annotator}: {self._why[1]}")
            with suppress(ProcessLookupError):
                process.kill()
        finally:
            await self._download_manager.cancel_app_downloads(self.app_service_id)
            code = await process.wait()
            said = await complaints
            for line in said:
                say(f"{self.annotator}: {line}")
            if code and self._why[0] != "failed":  # whatever it ended for, not all may be saved
                with spoken(wanted_language("", {**os.environ, **self._personal})):
                    ended = tr("zhupi ended with exit code {code}", code=code)
                self._why = "failed", said[-1] if said else ended
            self._ended.set()
            await self._close_page()

    async def _draw(self, output: asyncio.StreamReader) -> None:
        """Pass on what comes; once nobody looks it is read all the same, or the process would wait."""
        for _ in range(_LINES):
            if await output.readline() in (b"", _BEGIN):
                break
        with suppress(asyncio.IncompleteReadError):
            while True:
                kind = await output.readexactly(1)
                payload = await output.readexactly(int.from_bytes(await output.readexactly(4), "big"))
                try:
                    if kind == b"P":
                        await self.on_packed(payload)
                    elif self._seen:
                        async with asyncio.timeout(_STUCK):
                            await (self.on_data(payload) if kind == b"D" else self.on_meta(payload))
                except (ConnectionError, RuntimeError, TimeoutError):
                    self._seen = False

    async def on_meta(self, data: bytes) -> None:
        """Take in what the program says of itself; that it leaves shows when its process has ended."""
        if json.loads(data).get("type") != "exit":
            await super().on_meta(data)

    # -- the end -----------------------------------------------------------------------

    async def end(self, why: Literal["ended", "revoked", "leaving"] = "ended") -> None:
        """Have everything saved and the process ended, and return when that is so.

        Args:
            why: What the page says, if it is still there.
        """
        if self._why == ("ended", ""):
            self._why = why, ""
        await self.stop()

    async def stop(self) -> None:
        """Ask the process to leave, and see that it ends; one that has not been started never will be."""
        self._told = True
        process = self._process
        if process is None:
            self._ended.set()
            await self._close_page()
            return
        await self.send_meta({"type": "quit"})
        for seconds, number in ((_GRACE, signal.SIGTERM), (_FIRM, signal.SIGKILL)):
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._ended.wait()
                break
            with suppress(ProcessLookupError):
                process.send_signal(number)
        if self._task is not None:
            await self._task

    def lost(self) -> None:
        """Take in that nobody looks at the page any more."""
        self._seen = False

    @property
    def left(self) -> bool:
        """Whether nobody looks at the page any more."""
        return not self._seen

    async def over(self) -> None:
        """Return when the process has ended."""
        await self._ended.wait()

    async def _close_page(self) -> None:
        why, words = self._why
        reason = visible(words)[:_REASON].encode()[: _REASON + 20].decode("utf-8", "ignore")
        with suppress(ConnectionError, RuntimeError):
            await self._page.close(code=CLOSED[why], message=reason.encode())

    async def _no_close(self) -> None:
        """Leave the page open: it is closed when the process has ended."""


async def _last_of(errors: asyncio.StreamReader) -> list[str]:
    """Return the last lines of what a program complains of, each harmless once it is said."""
    kept = b""
    while data := await errors.read(_COMPLAINT):
        kept = (kept + data)[-_COMPLAINT:]
    lines = kept.decode("utf-8", "replace").split("\n")
    return [line.removeprefix("zhupi: ").strip() for line in lines if line.strip()]
