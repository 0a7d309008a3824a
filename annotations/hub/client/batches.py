"""What goes into one call to a hub, and what comes of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from annotations.hub.client.rows import FrozenText, Page, Revised

__all__ = ["MOST_BYTES", "MOST_TEXTS", "in_parts", "is_writable", "page_of", "size_of"]

ItemT = TypeVar("ItemT")

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


def size_of(article: FrozenText) -> int:
    """Return how many bytes of content an article has."""
    return len(article.content.encode()) + len((article.analysis or "").encode())


def in_parts(
    items: Iterable[ItemT], size: Callable[[ItemT], int], *, largest: int = MOST_BYTES, most: int
) -> Iterator[list[ItemT]]:
    """Yield `items` by the call: `most` of `largest` bytes in all, one that is larger by itself."""
    part: list[ItemT] = []
    held = 0
    for one in items:
        more = size(one)
        if part and (held + more > largest or len(part) == most):
            yield part
            part, held = [], 0
        part.append(one)
        held += more
    if part:
        yield part
