"""The server: pages for those whom the gate lets in, and a process of the program for each of them."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp_jinja2
import jinja2
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.server import Server

from annotations.errors import UsageError
from annotations.wording import msg, spoken, tr
from tui.terminal.remarks import say
from tui.web.address import Address, public_address
from tui.web.downloads import Broken, Downloads, disposition
from tui.web.gate import Gate, language_of, line
from tui.web.input import (
    LARGEST,
    Focus,
    Pace,
    Ping,
    Size,
    Typed,
    cells,
    font_size,
    language_asked,
    script,
    understood,
)
from tui.web.links import Link, Links
from tui.web.visit import CLOSED, Visit, program
from tui.web.visitors import Visitors

__all__ = ["Offer", "WebServer"]

_PAGE = Path(__file__).with_name("page")
_HEARTBEAT = 15.0
"""Seconds between two questions whether the browser is still there; it has half of that to answer."""
_MOST = 4 * LARGEST
"""Bytes of a message that are read at all. A page that is cut off in the midst of one may not hear why."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_WORDS = {
    "ended": msg("zhupi has ended; everything is saved."),
    "failed": msg("zhupi has ended: {reason}"),
    "revoked": msg("This link holds no longer; everything is saved. Ask for a new one."),
    "full": msg("There is no room for one more page now. Close one that you do not need, or try later."),
    "leaving": msg("The server is being ended; everything is saved. Try later."),
    "large": msg("That was more at once than can be taken; everything before it is saved."),
    "lost": msg("The connection is lost. What was said to be saved is saved."),
    "silent": msg("The server does not answer. What you type now may not reach it."),
}
"""What the page says, by why it was closed."""


class Offer(NamedTuple):
    """What is served, to whom, and to how many."""

    folder: Path
    """The project's."""
    links: Links
    """Who may come."""
    personal: Callable[[str], Mapping[str, str]]
    """What the environment of an annotator's program says of who it works for."""
    visitors: int
    """How many pages may be open at once."""


class WebServer(Server):
    """Serves the program; each page has a process of its own."""

    def __init__(self, offer: Offer, host: str, port: int, url: str = "") -> None:
        """Serve `offer` on `host` and `port`, which browsers find at `url` if a proxy stands before it.

        Raises:
            UsageError: As :func:`~tui.web.address.public_address`.
        """
        super().__init__("zhupi", host, port, templates_path=_PAGE)
        self.address = public_address(host, port, url)
        self._url = url
        self._offer = offer
        self.download_manager = self._downloads = Downloads()
        self._visitors = Visitors(offer.links, offer.visitors)
        self._gate = Gate(lambda: self.address, offer.links)
        self._over = asyncio.Event()

    # -- its life ----------------------------------------------------------------------

    async def run(self, ready: Callable[[Address], None]) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP, and return when every visitor's work is saved.

        Args:
            ready: Called once browsers can come, with where they find it.

        Raises:
            UsageError: Nothing can be served on that host and port.
        """
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.stop)
        _tell_in_lines()
        runner = web.AppRunner(
            await self._make_app(), access_log=None, shutdown_timeout=5.0, keepalive_timeout=15.0
        )
        await runner.setup()
        try:
            await self._listen(runner)
            ready(self.address)
            watching = asyncio.create_task(self._visitors.watch())
            await self._over.wait()
            watching.cancel()
        finally:
            for number in _SIGNALS:  # a second one ends at once; the programs see to their own end then
                loop.remove_signal_handler(number)
            await self._visitors.end()
            await runner.cleanup()

    def stop(self) -> None:
        """Begin to end the server."""
        self._over.set()

    async def _listen(self, runner: web.AppRunner) -> None:
        site = web.TCPSite(runner, self.host.strip("[]"), self.port)
        try:
            await site.start()
        except (OSError, OverflowError) as error:
            raise UsageError(
                tr(
                    "{host}, port {port}: it cannot be served there ({reason}); choose another with --port",
                    host=self.host,
                    port=self.port,
                    reason=os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error,
                )
            ) from None
        if not self.port:
            self.port = int(runner.addresses[0][1])
            self.address = public_address(self.host, self.port, self._url)

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._gate.middleware])
        app.on_response_prepare.append(self._gate.dress)
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(_PAGE), autoescape=True)
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/review", self.handle_index, name="review"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/ws/review", self.handle_websocket, name="websocket-review"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.static("/static", self.statics_path, name="static"),
                web.static("/page", _PAGE, name="page"),
            ]
        )
        return app

    def _link_of(self, request: web.Request) -> Link:
        link = self._gate.link_of(request)
        if link is None:  # it was taken back in this very moment
            raise web.HTTPForbidden
        return link

    # -- pages -------------------------------------------------------------------------

    @aiohttp_jinja2.template("index.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """Give the page in which the program is drawn."""
        review = "/review" if request.path == "/review" else ""
        scheme = "wss" if self.address.secure else "ws"
        wanted = language_of(request)
        with spoken(wanted):
            words, again = {why: tr(words) for why, words in _WORDS.items()}, tr("open again")
        return {
            "title": f"zhupi 朱批 · {self._offer.folder.name} · {self._link_of(request).annotator}",
            "script": script(request.headers.get("Accept-Language", "")),
            "font_size": font_size(request.query.get("fontsize")),
            "socket": f"{scheme}://{request.headers['Host']}/ws{review}",
            "language": wanted.replace("_", "-"),
            "words": words,
            "again": again,
        }

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """Give a file that the program has ready for this visitor."""
        key = request.match_info["key"]
        if not self._visitors.came_by(self._downloads.visit_of(key), self._link_of(request)):
            return line(request, 404, msg("there is no such file, or it was fetched already"))
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        response.headers["Content-Disposition"] = disposition(self._downloads.name(key))
        await response.prepare(request)
        try:
            async for chunk in self._downloads.download(key):
                await response.write(chunk)
        except ConnectionError:  # it was broken off in the browser
            return response
        except Broken:  # without its end the browser sees that it is not whole
            if request.transport is not None:
                request.transport.abort()
            return response
        await response.write_eof()
        return response

    # -- the socket --------------------------------------------------------------------

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Draw a program of the visitor's own in the page, as long as it is open."""
        link = self._link_of(request)
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=_MOST)
        await socket.prepare(request)
        if why := self._visitors.no_room(link):
            await socket.close(code=CLOSED[why])
            return socket
        command = program(self._offer.folder, review=request.path.endswith("/review"))
        asked = language_asked(request.headers.get("Accept-Language", ""))
        personal = {**self._offer.personal(link.annotator), "ZHUPI_BROWSER_LANGUAGE": asked}
        visit = Visit(command, personal, socket, self._downloads)
        async with self._visitors.present(visit, link):
            size = cells(request.query.get("width"), request.query.get("height"))
            try:
                await visit.start(size.columns, size.rows)
            except OSError as error:
                reason = error.strerror or str(error)
                say(tr("no process for {name}: {reason}", name=link.annotator, reason=reason))
                await socket.close(code=CLOSED["failed"], message=reason.encode())
            else:
                await self._take(socket, visit)
        return socket

    async def _take(self, socket: web.WebSocketResponse, visit: Visit) -> None:
        """Pass on what the page sends, until it is closed or sends what no page of ours does."""
        pace = Pace()
        async for message in socket:
            if message.type is WSMsgType.TEXT and len(message.data.encode()) > LARGEST:
                await socket.close(code=WSCloseCode.MESSAGE_TOO_BIG)
                return
            said = understood(message.data) if message.type is WSMsgType.TEXT else None
            match said:
                case Typed(text):
                    await visit.send_bytes(text.encode("utf-8", "ignore"))
                case Size(columns, rows):
                    await visit.set_terminal_size(columns, rows)
                case Focus(has):
                    await (visit.focus() if has else visit.blur())
                case Ping(text):
                    await socket.send_json(["pong", text])
                case None:
                    await socket.close(code=WSCloseCode.POLICY_VIOLATION)
                    return
            if (seconds := pace.wait(len(message.data))) > 0:
                await asyncio.sleep(seconds)


class _Lines(logging.Handler):
    """Says what the library has to tell as everything is said: a line, harmless."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say `record`; of an error its name and what it says, and no traceback."""
        error = record.exc_info[1] if record.exc_info else None
        say(f"{record.getMessage()}: {type(error).__name__}: {error}" if error else record.getMessage())


def _tell_in_lines() -> None:
    for name in ("aiohttp", "textual-serve", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [_Lines(logging.ERROR)], False
