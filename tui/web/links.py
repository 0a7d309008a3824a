"""The links by which annotators come to a server: who holds which, and how one is given and taken back.

A link carries a token of 256 random bits. Only its digest is kept, in a file of the user's state that nobody
else can read: what lies there opens nothing. The cookie that a link is exchanged for is worked out of the
token, so that it outlives the server and ends with the link.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from annotations.errors import StorageError
from annotations.model.annotator import same_annotator
from annotations.plain_json import loads
from annotations.storage.files.files import atomic_write
from annotations.storage.files.private import PrivateFiles
from annotations.wording import tr

__all__ = ["KeptLinks", "Link", "Links", "cookie_of"]

_BYTES = 32
"""Random bytes of a token."""
_COOKIE = b"zhupi cookie"


class Link(NamedTuple):
    """One annotator's link, of which nothing is known but digests."""

    annotator: str
    token: str
    """The digest of its token, in hexadecimal; no two links have the same."""
    cookie: str
    """The digest of its cookie."""


def cookie_of(token: str) -> str:
    """Return the cookie that `token` is exchanged for; nobody finds the token by it."""
    return hmac.new(token.encode(), _COOKIE, sha256).hexdigest()


class Links:
    """Links that are known while the server runs."""

    def __init__(self) -> None:
        self._links: tuple[Link, ...] = ()

    def make(self, annotator: str) -> str:
        """Return the token of a new link for `annotator`; the one from before holds no longer."""
        token = secrets.token_urlsafe(_BYTES)
        new = Link(annotator, _digest(token), _digest(cookie_of(token)))
        self._put([*self._without(annotator), new])
        return token

    def revoke(self, annotator: str) -> bool:
        """Take the link of `annotator` back; False if there is none."""
        rest = self._without(annotator)
        if len(rest) == len(self._links):
            return False
        self._put(rest)
        return True

    def annotators(self) -> list[str]:
        """Return who has a link."""
        return [link.annotator for link in self._links]

    def of_token(self, token: str) -> Link | None:
        """Return the link with `token`. How long that takes tells nothing of those that there are."""
        digest = _digest(token)
        return _only([link for link in self._links if _same(link.token, digest)])

    def of_cookie(self, cookie: str) -> Link | None:
        """Return the link that `cookie` was given for. How long that takes tells nothing of others."""
        digest = _digest(cookie)
        return _only([link for link in self._links if _same(link.cookie, digest)])

    def holds(self, link: Link) -> bool:
        """Tell whether `link` has not been taken back."""
        return link in self._links

    def look(self) -> bool:
        """See whether links have changed elsewhere; tell whether they have."""
        return False

    def _without(self, annotator: str) -> list[Link]:
        key = same_annotator(annotator)
        return [link for link in self._links if same_annotator(link.annotator) != key]

    def _put(self, links: Iterable[Link]) -> None:
        self._links = tuple(links)


class KeptLinks(Links):
    """Links that are kept in a file, of which a server that runs takes in what another command changes."""

    def __init__(self, path: Path) -> None:
        """Read the links in `path`, where there are any.

        Raises:
            StorageError: They cannot be read.
        """
        super().__init__()
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self.url = ""
        """Where the server was last found; empty before the first."""
        self.look()

    def look(self) -> bool:
        """Read the file anew if it is another one than before; tell whether it is.

        Raises:
            StorageError: It cannot be read; then no link holds.
        """
        seen = _stamp(self._path)
        if seen == self._seen:
            return False
        self._seen, self._links = seen, ()
        if seen is None:
            return True
        try:
            data = loads(self._path.read_text(encoding="utf-8"))
            self._links = tuple(
                Link(str(one["annotator"]), str(one["token"]), str(one["cookie"])) for one in data["links"]
            )
            self.url = str(data["url"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StorageError(
                tr(
                    "{path}: the links cannot be read ({reason}); remove it, and make new ones with --team",
                    path=self._path,
                    reason=getattr(error, "strerror", None) or type(error).__name__,
                )
            ) from None
        return True

    def found_at(self, url: str) -> None:
        """Remember where the server is found, for the links that are made later.

        Raises:
            StorageError: It cannot be written.
        """
        if url != self.url:
            self.url = url
            self._put(self._links)

    def _put(self, links: Iterable[Link]) -> None:
        links = tuple(links)
        data = {"url": self.url, "links": [link._asdict() for link in links]}
        try:
            atomic_write(PrivateFiles(), self._path, json.dumps(data, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise StorageError(
                tr(
                    "{path}: the links cannot be kept ({strerror}); see that the folder can be written to",
                    path=self._path,
                    strerror=error.strerror,
                )
            ) from None
        self._links, self._seen = links, _stamp(self._path)


def _only(found: list[Link]) -> Link | None:
    return found[0] if found else None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
