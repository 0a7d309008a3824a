"""Who is let in: every request passes here, and every answer leaves with what browsers are to keep to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import aiohttp_jinja2
from aiohttp import web

from annotations.errors import StorageError
from annotations.wording import LANGUAGES, language, msg, spoken, tr
from tui.terminal.remarks import say
from tui.web.address import Address
from tui.web.input import language_asked
from tui.web.links import Link, Links, cookie_of

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

__all__ = ["ENTER", "Gate", "language_of", "line"]

ENTER = "/enter/"
"""What the path of a link begins with."""
_DAYS = 90
"""Days for which a browser keeps the cookie."""
_METHODS = ("GET", "HEAD")
_OTHERS = ("cross-site", "same-site")
"""What a browser says of a request that a page of another server made."""
_PAGES = ("/", "/review")
_INSTEAD = "instead"
"""Behind the address of a link: let it count in the place of the one that a browser has the cookie of."""
_ALWAYS = {
    "Referrer-Policy": "no-referrer",  # an address with a token never leaves the browser
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
"""Headers of every answer."""


class Gate:
    """Lets requests in that are meant for the server and carry the cookie of a link that holds."""

    def __init__(self, address: Callable[[], Address], links: Links) -> None:
        self._address = address
        self._links = links

    @property
    def middleware(self) -> Middleware:
        """The gate, as an application of aiohttp takes it."""

        @web.middleware
        async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await self._answer(request, handler)
            except web.HTTPException as error:
                return line(request, error.status, msg("there is nothing here"))

        return gate

    def link_of(self, request: web.Request) -> Link | None:
        """Return the link that the cookie of `request` was given for, if it holds."""
        return self._links.of_cookie(request.cookies.get(self._address().cookie, ""))

    async def dress(self, request: web.Request, response: web.StreamResponse) -> None:
        """Give `response` its headers, before it is sent."""
        socket = f"{'wss' if self._address().secure else 'ws'}://{request.headers.get('Host', '')}"
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        # xterm.js writes the sizes of its cells into elements <style>; nothing else of the page is inline.
        policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
            f" img-src 'self' data:; connect-src 'self' {socket}; base-uri 'none'; form-action 'none';"
            f" frame-ancestors 'none'"
        )
        response.headers.setdefault("Content-Security-Policy", policy)
        # What the library and we bring along is the same for all; the browser asks whether it still is.
        shared = request.path.startswith(("/static/", "/page/"))
        response.headers.setdefault("Cache-Control", "no-cache" if shared else "no-store")
        response.headers["Server"] = "zhupi"

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        address, hosts = self._address(), request.headers.getall("Host", [])
        host = hosts[0] if len(hosts) == 1 else ""
        if not address.is_host(host):
            return line(
                request, 421, msg("this server is called {url}; open it by that name"), url=address.url
            )
        if request.method not in _METHODS:
            return line(request, 405, msg("there is nothing to be sent here"))
        origin = request.headers.get("Origin")
        asks_for_socket = request.headers.get("Upgrade", "").lower() == "websocket"
        if (origin is not None or asks_for_socket) and not address.is_origin(origin, host):
            return line(request, 403, msg("another page asked for this"))
        if request.path.startswith(ENTER):
            return self._enter(request, address)
        # What a page of another site points at is let through as a page of its own alone.
        # Another port of this host is the same site for cookies, and yet not ours.
        if request.headers.get("Sec-Fetch-Site") in _OTHERS and request.path not in _PAGES:
            return line(request, 403, msg("another page asked for this"))
        self._look()
        if self.link_of(request) is None:
            return line(
                request, 403, msg("open the link of your own that zhupi serve printed, or ask for one")
            )
        return await handler(request)

    def _look(self) -> None:
        try:
            self._links.look()
        except StorageError as error:  # then none holds
            say(str(error))

    def _enter(self, request: web.Request, address: Address) -> web.StreamResponse:
        """Exchange the token in the path for a cookie.

        A page that goes on by itself, and no redirection: a browser that followed a link from somewhere else
        does not send a strict cookie along a redirection.
        """
        token = request.path.removeprefix(ENTER)
        self._look()
        link = self._links.of_token(token)
        if link is None:
            return line(request, 403, msg("this link does not hold, or no longer; ask for a new one"))
        if request.headers.get("Sec-Fetch-Site") in _OTHERS:  # asked for by a page of ours, it has the cookie
            return line(request, 200, msg("zhupi is opening.."), onward=request.path)
        before = self.link_of(request)
        if before is not None and before != link and request.query_string != _INSTEAD:
            return _ask(request, before, link)
        response = line(request, 200, msg("zhupi is opening.."), onward="/")
        response.set_cookie(
            address.cookie,
            cookie_of(token),
            path="/",
            max_age=_DAYS * 86_400,
            httponly=True,
            samesite="Strict",
            secure=address.secure,
        )
        return response


def language_of(request: web.Request) -> str:
    """Return the language for whoever reads the answer to `request`; the server's where none is named."""
    asked = language_asked(request.headers.get("Accept-Language", ""))
    return language() if not asked or os.environ.get("ZHUPI_LANGUAGE") in LANGUAGES else asked


def _ask(request: web.Request, before: Link, link: Link) -> web.Response:
    """Return a page that asks: a link of somebody else's must not have one work under their name unawares."""
    with spoken(language_of(request)):
        choice = tr("go on as {name} here", name=link.annotator)
    words = msg("{name} works in this browser; whoever else does opens their link in a private window")
    instead = f"{request.path}?{_INSTEAD}"
    return line(request, 200, words, name=before.annotator, choices=((instead, choice),))


def line(
    request: web.Request,
    status: int,
    words: str,
    *,
    onward: str = "",
    choices: Sequence[tuple[str, str]] = (),
    **values: object,
) -> web.Response:
    """Return a page that says one line, why something is not to be had; or goes on to `onward` by itself.

    `words` is a message, in which `values` take the place of names in braces; `choices` say where one may go
    on to, each with what the page calls it.
    """
    wanted = language_of(request)
    with spoken(wanted):
        said = tr(words, **values)
    context = {"words": said, "onward": onward, "choices": choices, "language": wanted.replace("_", "-")}
    return aiohttp_jinja2.render_template("line.html", request, context, status=status)
