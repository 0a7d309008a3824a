"""The server: pages for those whom the gate lets in, and a process of the program for each of them."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.server import Server

from annotations.errors import StorageError, UsageError
from annotations.wording import msg, tr
from tui.terminal.remarks import say
from tui.web.address import Address, public_address
from tui.web.downloads import Broken, Downloads, disposition
from tui.web.gate import Gate, line
from tui.web.input import LARGEST, Focus, Pace, Ping, Size, Typed, cells, font_size, understood
from tui.web.links import Link, Links
from tui.web.visit import CLOSED, Visit, program

__all__ = ["Offer", "WebServer"]

_PAGE = Path(__file__).with_name("page")
_HEARTBEAT = 15.0
"""Seconds between two questions whether the browser is still there; it has half of that to answer."""
_LOOK = 1.0
"""Seconds between two looks whether a link was taken back, while there are visitors."""
_TABS = 5
"""Pages that one annotator may have open. Chosen: a reload may come before the page from before has ended."""
_WORDS = {
    "ended": msg("zhupi has ended; everything is saved."),
    "failed": msg("zhupi has ended: {reason}"),
    "revoked": msg("This link holds no longer; everything is saved. Ask for a new one."),
    "full": msg("There is no room for one more page now. Close one that you do not need, or try later."),
    "leaving": msg("The server is being ended; everything is saved. Try later."),
    "lost": msg("The connection is lost. What was said to be saved is saved."),
    "silent": msg("The server does not answer. What you type now may not reach it."),
}
"""What the page says, by why it was closed."""


class Offer:
    """What is served, and to how many."""

    def __init__(
        self,
        folder: Path,
        links: Links,
        personal: Callable[[str], Mapping[str, str]],
        *,
        visitors: int,
    ) -> None:
        """Serve the project in `folder` to those who have one of `links`.

        Args:
            folder: The project's.
            links: Who may come.
            personal: What the environment of an annotator's program says of who it works for.
            visitors: How many pages may be open at once.
        """
        self.folder = folder
        self.links = links
        self.personal = personal
        self.visitors = visitors


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
        self._visits: dict[Visit, Link] = {}
        self._leaving = False

    # -- its life ----------------------------------------------------------------------

    async def run(self, ready: Callable[[Address], None]) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP, and return when every visitor's work is saved.

        Args:
            ready: Called once browsers can come, with where they find it.

        Raises:
            UsageError: Nothing can be served on that host and port.
        """
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, over.set)
        runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=5.0)
        await runner.setup()
        try:
            await self._listen(runner)
            ready(self.address)
            looking = asyncio.create_task(self._look())
            await over.wait()
            looking.cancel()
        finally:
            self._leaving = True
            if self._visits:
                say(tr("ending {number} open pages, everything saved..", number=len(self._visits)))
            ends = [visit.end("leaving") for visit in self._visits]
            await asyncio.gather(*ends, return_exceptions=True)
            await runner.cleanup()

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
                    reason=error.strerror if isinstance(error, OSError) else error,
                )
            ) from None
        if not self.port:
            self.port = int(runner.addresses[0][1])
            self.address = public_address(self.host, self.port, self._url)

    async def _look(self) -> None:
        """End the pages of whoever's link was taken back."""
        while True:
            await asyncio.sleep(_LOOK)
            if not self._visits:
                continue
            links = self._offer.links
            try:
                links.look()
            except StorageError as error:
                say(str(error))
            gone = [visit for visit, link in self._visits.items() if not links.holds(link)]
            await asyncio.gather(*(visit.end("revoked") for visit in gone), return_exceptions=True)

    async def _make_app(self) -> web.Application:
        gate = Gate(lambda: self.address, self._offer.links)
        app = web.Application(middlewares=[gate.middleware])
        app.on_response_prepare.append(gate.dress)
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

    # -- pages -------------------------------------------------------------------------

    @aiohttp_jinja2.template("index.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """Give the page in which the program is drawn."""
        review = "/review" if request.path == "/review" else ""
        scheme = "wss" if self.address.secure else "ws"
        return {
            "title": f"zhupi 朱批 · {self._offer.folder.name} · {_link_of(request).annotator}",
            "font_size": font_size(request.query.get("fontsize")),
            "socket": f"{scheme}://{request.headers['Host']}/ws{review}",
            "words": {why: tr(words) for why, words in _WORDS.items()},
            "again": tr("open again"),
        }

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """Give a file that the program has ready for this visitor."""
        key = request.match_info["key"]
        visit = self._downloads.visit_of(key)
        if not isinstance(visit, Visit) or self._visits.get(visit) != _link_of(request):
            return line(request, 404, tr("there is no such file, or it was fetched already"))
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        response.headers["Content-Disposition"] = disposition(self._downloads.name(key))
        await response.prepare(request)
        try:
            async for chunk in self._downloads.download(key):
                await response.write(chunk)
        except Broken:  # without its end the browser sees that it is not whole
            if request.transport is not None:
                request.transport.abort()
            return response
        await response.write_eof()
        return response

    # -- the socket --------------------------------------------------------------------

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Draw a program of the visitor's own in the page, as long as it is open."""
        link = _link_of(request)
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=LARGEST)
        await socket.prepare(request)
        if why := self._no_room(link):
            await socket.close(code=CLOSED[why])
            return socket
        command = program(self._offer.folder, review=request.path.endswith("/review"))
        visit = Visit(command, self._offer.personal(link.annotator), socket, self._downloads)
        before = [other for other, its in self._visits.items() if its == link and other.left]
        self._visits[visit] = link
        try:
            # A page that was reloaded opens where it was, once that has been written down.
            await asyncio.gather(*(other.over() for other in before))
            size = cells(request.query.get("width"), request.query.get("height"))
            await visit.start(size.columns, size.rows)
            await self._take(socket, visit)
            visit.lost()
        except OSError as error:
            say(tr("no process for {name}: {reason}", name=link.annotator, reason=error.strerror or error))
            await socket.close(code=CLOSED["failed"], message=(error.strerror or "").encode())
        finally:
            await visit.end()
            del self._visits[visit]
        return socket

    def _no_room(self, link: Link) -> str:
        """Return why one more page cannot be had; empty if it can."""
        if self._leaving:
            return "leaving"
        tabs = sum(one == link for one in self._visits.values())
        if len(self._visits) >= self._offer.visitors or tabs >= _TABS:
            say(tr("no room for one more page of {name}", name=link.annotator))
            return "full"
        return ""

    async def _take(self, socket: web.WebSocketResponse, visit: Visit) -> None:
        """Pass on what the page sends, until it is closed or sends what no page of ours does."""
        pace = Pace()
        async for message in socket:
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


def _link_of(request: web.Request) -> Link:
    link: Link = request["link"]
    return link
