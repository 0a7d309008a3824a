"""What wakes a thread that waits for the network and for its own program at once."""

from __future__ import annotations

import contextlib
import select
import socket

__all__ = ["Bell"]


class Bell:
    """Rung from any thread, heard by one. Who waits costs nothing until then."""

    def __init__(self) -> None:
        self._rung, self._heard = socket.socketpair()
        for end in (self._rung, self._heard):
            end.setblocking(False)

    def ring(self) -> None:
        """Wake whoever waits, or has the next wait end at once; never waits itself."""
        with contextlib.suppress(OSError):  # it was rung so often that it is full, or nobody listens any more
            self._rung.send(b"\0")

    def wait(self, timeout: float | None = None, beside: int | None = None) -> bool:
        """Wait until it is rung, for at most `timeout` seconds, or until a descriptor `beside` can be read.

        Returns:
            Whether it was rung.
        """
        poll = select.poll()
        poll.register(self._heard, select.POLLIN)
        if beside is not None:
            poll.register(beside, select.POLLIN)
        found = poll.poll(None if timeout is None else max(int(timeout * 1000), 0))
        rung = any(fd == self._heard.fileno() for fd, _ in found)
        if rung:
            with contextlib.suppress(BlockingIOError):
                while self._heard.recv(4096):
                    pass
        return rung

    def close(self) -> None:
        """Let go of it; nobody may wait for it any more."""
        self._rung.close()
        self._heard.close()
