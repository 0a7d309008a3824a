"""A tab of a real browser with zhupi in it, and what stands on its screen."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyte
from playwright.sync_api import BrowserContext, CDPSession, WebSocket

__all__ = ["LONG", "Tab"]

LONG = 60.0
"""Seconds after which what is waited for will not come, on the busiest machine."""


class Tab:
    """Opens an address, and draws what the page's terminal is sent as that does.

    The page draws on a canvas, from which nothing can be read.
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        self._stream: pyte.ByteStream
        self.page = context.new_page()
        self.closed = False
        """Whether the connection of the page as it was loaded last has ended."""
        self._new(80, 24)
        self.page.on("websocket", self._opened)
        self.page.goto(address)

    def _new(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    def _opened(self, socket: WebSocket) -> None:
        self.closed = False
        self._new(80, 24)
        socket.on("framereceived", self._received)
        socket.on("framesent", self._sent)
        socket.on("close", self._ended)

    def _ended(self, _: object) -> None:
        self.closed = True

    def _received(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            self._stream.feed(payload)

    def _sent(self, payload: str | bytes) -> None:
        if isinstance(payload, str) and payload.startswith('["resize"'):
            size = json.loads(payload)[1]
            self.screen.resize(size["height"], size["width"])

    # -- what the visitor does -------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys, by the names that browsers have for them: ``c``, ``Enter``, ``F2``, ``Control+p``."""
        for key in keys:
            self.page.keyboard.press(key)

    def compose(self, *stages: str) -> None:
        """Have an input method compose: what it shows while one types, and last what it commits."""
        devtools: CDPSession = self.page.context.new_cdp_session(self.page)
        for text in stages[:-1]:
            devtools.send(
                "Input.imeSetComposition",
                {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
            )
        devtools.send("Input.insertText", {"text": stages[-1]})
        devtools.detach()

    def reload(self) -> None:
        """Load the page anew; what stood there counts no more."""
        self._new(1, 1)
        self.page.reload()

    def told(self) -> str:
        """Wait until the page itself says something, below the cells; return it."""
        self.page.wait_for_selector("#notice:not([hidden])", timeout=LONG * 1000)
        return self.page.inner_text("#notice")

    # -- what stands there -------------------------------------------------------------------

    def wait(self, what: str | Callable[[str], Any], seconds: float = LONG) -> str:
        """Wait until `what` is on the screen; return the screen's text."""
        deadline = time.monotonic() + seconds
        while True:
            text = self.text
            if what in text if isinstance(what, str) else what(text):
                return text
            if time.monotonic() > deadline:
                raise AssertionError(f"not on screen: {what}\n{text}")
            self.page.wait_for_timeout(40)

    @property
    def text(self) -> str:
        """The screen as one text; a wide character stands once, its right half left out."""
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return "\n".join("".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows)

    def picture(self, path: Path) -> None:
        """Keep how the page looks."""
        self.page.screenshot(path=path)
