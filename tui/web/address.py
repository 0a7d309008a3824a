"""Where the pages of a server are, and which requests are meant for it.

A name that a page of somebody else's points at this machine (DNS rebinding) leads here like our own, and its
scripts may ask what they like: so a request counts only if it names the very host that the server gave out,
and only that host's own pages may open a socket.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

from annotations.errors import UsageError
from annotations.wording import tr

__all__ = ["Address", "is_loopback", "public_address"]

_USUAL = {"http": 80, "https": 443}
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""How the same machine is called in a browser."""


class Address(NamedTuple):
    """Where the pages are, as browsers name it."""

    scheme: str
    """``http`` or ``https``."""
    host: str
    """With the port, unless it is the usual one, as the header ``Host`` has it; in lower case."""
    others: tuple[str, ...] = ()
    """Further hosts by which the same pages are reached."""

    @property
    def url(self) -> str:
        """The address of the first page, without a slash at its end."""
        return f"{self.scheme}://{self.host}"

    @property
    def secure(self) -> bool:
        """Whether browsers come by TLS."""
        return self.scheme == "https"

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers send one to every port of a host, so that it tells whose it is."""
        return "__Host-zhupi" if self.secure else f"zhupi-{urlsplit(self.url).port or _USUAL[self.scheme]}"

    def is_host(self, host: str) -> bool:
        """Tell whether a request with this header ``Host`` is meant for the server."""
        return host.lower() in (self.host, *self.others)

    def is_origin(self, origin: str | None, host: str) -> bool:
        """Tell whether `origin`, a header, is that of the server's own pages at `host`."""
        return origin is not None and origin.lower() == f"{self.scheme}://{host.lower()}"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def public_address(host: str, port: int, url: str = "") -> Address:
    """Return where browsers find a server that listens on `host` and `port`, or stands behind `url`.

    Raises:
        UsageError: `url` is none of a whole server, or is needed because `host` is every address at once.
    """
    if url:
        return _of_url(url)
    bare = host.strip("[]").lower()
    try:
        ip = ipaddress.ip_address(bare)
    except ValueError:
        ip = None
    if ip is not None and ip.is_unspecified:
        raise UsageError(
            tr("--host {host} is every address at once; say with --url which one browsers come to", host=host)
        )
    name = f"[{bare}]" if ip is not None and ip.version == 6 else bare
    ending = "" if port == _USUAL["http"] else f":{port}"
    others = tuple(f"{one}{ending}" for one in _LOOPBACK if one != name) if is_loopback(bare) else ()
    return Address("http", f"{name}{ending}", others)


def _of_url(url: str) -> Address:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in _USUAL or not parts.hostname or parts.path not in ("", "/") or not plain:
        raise UsageError(
            tr("--url {url}: it is to be a server's own, as https://zhupi.example.org", url=repr(url[:80]))
        )
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    ending = "" if port in (None, _USUAL[parts.scheme]) else f":{port}"
    return Address(parts.scheme, f"{name}{ending}")
