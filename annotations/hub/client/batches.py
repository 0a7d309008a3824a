"""What goes into one call to a hub, and what comes of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annotations.hub.client.rows import FrozenText, Page, Revised

__all__ = ["MOST_BYTES", "MOST_TEXTS", "in_parts", "is_writable", "page_of"]

MOST_BYTES = 16 * 1024 * 1024
"""How many bytes of content are sent in one call; one revision may have 256 KiB."""
MOST_TEXTS = 200
"""How many articles are asked for, or given, at once."""


def page_of(rows: list[Any]) -> Page:
    """Return the page that the rows of an answer are, of which the last has the cursor."""
    *found, last = rows
    return Page(tuple(Revised(*row[:9]) for row in found), last[9], last[10])


def is_writable(content: str) -> bool:
    """Tell whether a text can be sent at all; a record that was written with our means can."""
    try:
        return b"\0" not in content.encode()
    except UnicodeEncodeError:
        return False


def in_parts(articles: Iterable[FrozenText]) -> Iterator[list[FrozenText]]:
    """Yield `articles` in as many as go into one call."""
    part: list[FrozenText] = []
    size = 0
    for one in articles:
        more = len(one.content.encode()) + len((one.analysis or "").encode())
        if part and (size + more > MOST_BYTES or len(part) == MOST_TEXTS):
            yield part
            part, size = [], 0
        part.append(one)
        size += more
    if part:
        yield part
