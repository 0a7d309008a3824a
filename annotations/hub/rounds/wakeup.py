"""What wakes a thread that waits for the network and for its own program at once."""

from __future__ import annotations

import contextlib
import select
import socket

__all__ = ["Wakeup"]


class Wakeup:
    """Given from any thread, taken by one. Who waits costs nothing until then."""

    def __init__(self) -> None:
        self._giving, self._taking = socket.socketpair()
        for end in (self._giving, self._taking):
            end.setblocking(False)

    def wake(self) -> None:
        """Wake whoever waits, or has the next wait end at once; never waits itself."""
        with contextlib.suppress(OSError):  # it was given so often that it is full, or nobody waits any more
            self._giving.send(b"\0")

    def wait(self, timeout: float | None = None, beside: int | None = None) -> bool:
        """Wait until it is given, for at most `timeout` seconds, or until a descriptor `beside` can be read.

        Returns:
            Whether it was given.
        """
        poll = select.poll()
        poll.register(self._taking, select.POLLIN)
        if beside is not None:
            poll.register(beside, select.POLLIN)
        found = poll.poll(None if timeout is None else max(int(timeout * 1000), 0))
        given = any(fd == self._taking.fileno() for fd, _ in found)
        if given:
            with contextlib.suppress(BlockingIOError):
                while self._taking.recv(4096):
                    pass
        return given

    def close(self) -> None:
        """Let go of it; nobody may wait for it any more."""
        self._giving.close()
        self._taking.close()
