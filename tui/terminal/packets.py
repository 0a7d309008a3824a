"""The pipe through which a server shows the program in a browser, held apart from what else is printed."""

from __future__ import annotations

import os
import select
import threading
from functools import cache

__all__ = ["Packets", "server_packets"]

_PATIENCE = 0.5
"""Seconds between two looks, while nobody reads, whether anybody is there."""


class Packets:
    """What takes the packets to the server: whole ones, from any thread, until nobody takes them any more.

    Whatever else prints, a library or a child, would come between them: it goes where errors go from now on.
    """

    def __init__(self, out: int = 1, errors: int = 2) -> None:
        """Take the pipe that `out` is; what is written there by others goes to `errors`."""
        self._pipe = os.dup(out)
        os.set_blocking(self._pipe, False)
        os.dup2(errors, out)
        self._lock = threading.Lock()
        self.gone = False
        """Whether nobody takes them any more, so that they are let go."""

    def put(self, data: bytes) -> None:
        """Write `data`, a packet or the line before all of them, whole; wait while nobody reads."""
        with self._lock:
            rest = memoryview(data)
            while rest and not self.gone:
                try:
                    rest = rest[os.write(self._pipe, rest) :]
                except BlockingIOError:
                    select.select((), (self._pipe,), (), _PATIENCE)
                except OSError:  # the server is gone; its end of the other pipe says so too
                    self.gone = True

    @property
    def is_free(self) -> bool:
        """Tell whether a small packet would be taken at once."""
        return not self._lock.locked() and bool(select.select((), (self._pipe,), (), 0)[1])


@cache
def server_packets() -> Packets:
    """Return what takes the packets of this program."""
    return Packets()
