"""Who is there: how many come in, whose link was taken back, and the end of all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Literal

from annotations.errors import StorageError
from annotations.wording import counted, tr
from tui.terminal.remarks import say
from tui.web.links import Link, Links
from tui.web.visit import Visit

__all__ = ["Visitors"]

_LOOK = 1.0
"""Seconds between two looks whether a link was taken back, while there are visitors."""
_TABS = 5
"""Pages that one annotator may have open. Chosen: a reload may come before the page from before has ended."""


class Visitors:
    """The pages that are open, each with the link by which it was opened."""

    def __init__(self, links: Links, most: int) -> None:
        """Let those come who have one of `links`; `most` pages at once."""
        self._links = links
        self._most = most
        self._there: dict[Visit, Link] = {}
        self._leaving = False

    def no_room(self, link: Link) -> str:
        """Return why one more page cannot be had by `link`, as a socket is closed for it; empty if it can."""
        if self._leaving:
            return "leaving"
        if len(self._there) >= self._most or sum(one == link for one in self._there.values()) >= _TABS:
            say(tr("no room for one more page of {name}", name=link.annotator))
            return "full"
        return ""

    @asynccontextmanager
    async def present(self, visit: Visit, link: Link) -> AsyncIterator[None]:
        """Count `visit` as there; see that everything is saved and its process ended when it is not any more.

        A page that was reloaded opens where it was: what it leaves behind has been written down by then.
        """
        before = [other for other, its in self._there.items() if its == link and other.left]
        self._there[visit] = link
        try:
            await asyncio.gather(*(other.over() for other in before))
            say(tr("{name} has come; {pages}", name=link.annotator, pages=self._pages))
            yield
        finally:
            visit.lost()
            try:
                await visit.end()
            finally:
                del self._there[visit]
            say(tr("{name} has left; {pages}", name=link.annotator, pages=self._pages))

    @property
    def _pages(self) -> str:
        return counted(len(self._there), "open page")

    def came_by(self, visit: object, link: Link) -> bool:
        """Tell whether `visit` is one that is there by `link`."""
        return isinstance(visit, Visit) and self._there.get(visit) == link

    async def watch(self) -> None:
        """End the pages of whoever's link was taken back, for ever."""
        while True:
            await asyncio.sleep(_LOOK)
            if not self._there:
                continue
            try:
                self._links.look()
            except StorageError as error:
                say(str(error))
            gone = (visit for visit, link in self._there.items() if not self._links.holds(link))
            await _end_each(gone, "revoked")

    async def end(self) -> None:
        """Let nobody come any more, and return when everybody's work is saved."""
        self._leaving = True
        if self._there:
            say(tr("ending {pages}, everything saved..", pages=self._pages))
        await _end_each(self._there, "leaving")


async def _end_each(visits: Iterable[Visit], why: Literal["revoked", "leaving"]) -> None:
    await asyncio.gather(*[visit.end(why) for visit in visits], return_exceptions=True)
