"""Files that the program gives to the browser: each to its own visitor, once, and whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from urllib.parse import quote

from textual_serve.app_service import AppService
from textual_serve.download_manager import DOWNLOAD_CHUNK_SIZE, DownloadManager

__all__ = ["Broken", "Downloads", "disposition"]

_PATIENCE = 60.0
"""Seconds that a program may take for the next part of a file."""


class Broken(Exception):
    """A file of which the rest did not come."""


class Downloads(DownloadManager):
    """The files that programs have ready."""

    def __init__(self) -> None:
        super().__init__()
        self._begun: set[str] = set()

    def visit_of(self, key: str) -> AppService | None:
        """Return which visit gives the file `key`; None if there is none, or it was asked for before."""
        found = self._active_downloads.get(key)
        return None if found is None or key in self._begun else found.app_service

    def name(self, key: str) -> str:
        """Return what the file `key` is called."""
        return self._active_downloads[key].file_name

    async def download(self, delivery_key: str) -> AsyncGenerator[bytes, None]:
        """Yield a file in parts; it can be fetched once.

        Raises:
            Broken: The program ended, or no longer answers, before all of it was there.
        """
        download = self._active_downloads[delivery_key]
        self._begun.add(delivery_key)
        try:
            while True:
                await download.app_service.send_meta(
                    {"type": "deliver_chunk_request", "key": delivery_key, "size": DOWNLOAD_CHUNK_SIZE}
                )
                try:
                    chunk = await asyncio.wait_for(download.incoming_chunks.get(), _PATIENCE)
                except TimeoutError:
                    raise Broken from None
                if chunk is None:
                    raise Broken
                if not chunk:
                    return
                yield chunk
        finally:
            self._active_downloads.pop(delivery_key, None)
            self._begun.discard(delivery_key)

    async def cancel_app_downloads(self, app_service_id: str) -> None:
        """Break off what a visit gives, and forget what nobody fetched."""
        await super().cancel_app_downloads(app_service_id)
        for key, download in list(self._active_downloads.items()):
            if download.app_service.app_service_id == app_service_id:
                del self._active_downloads[key]


def disposition(name: str) -> str:
    """Return the header by which a browser saves a file under `name`, and never shows it."""
    plain = "".join(one if one.isascii() and one.isprintable() and one not in '"\\/' else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
