"""Waiting for a descriptor, whatever its number: `select` knows none above 1,023."""

from __future__ import annotations

import select

__all__ = ["readable"]


def readable(fd: int, seconds: float) -> bool:
    """Tell whether there is something to read, or the other end is gone, within `seconds`."""
    poll = select.poll()
    poll.register(fd, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(seconds * 1000))
