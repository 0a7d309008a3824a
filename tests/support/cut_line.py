"""A line between a client and a server that a test can cut: TCP on loopback, passed on byte by byte."""

from __future__ import annotations

import contextlib
import random
import selectors
import socket
import threading

__all__ = ["CutLine"]


class CutLine:
    """Passes connections on to a port, and cuts them.

    Args:
        port: Of the server.
        chance: What decides when a connection is cut by itself.
        share: Of the pieces that are passed on, the share at which it is.
    """

    def __init__(self, port: int, chance: random.Random | None = None, share: float = 0.0) -> None:
        self._target = port
        self._chance = chance or random.Random(0)
        self.share = share
        self.cuts = 0
        """How often a connection was cut."""
        self.cut_answers = 0
        """How often that was when the server had just answered, and the client never heard of it."""
        self.down = False
        """Whether nobody gets through; whoever is through is cut."""
        self._pairs: dict[socket.socket, tuple[socket.socket, bool]] = {}
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._ending = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Cut all connections; new ones get through."""
        with self._lock:
            for one in list(self._pairs):
                self._drop(one)

    def close(self) -> None:
        """Cut all, and let nobody through any more."""
        self._ending = True
        self._thread.join(5)
        self.cut()
        self._selector.close()
        self._listener.close()

    def _run(self) -> None:
        while not self._ending:
            for key, _ in self._selector.select(0.05):
                with self._lock:
                    if key.fileobj is self._listener:
                        self._accept()
                    elif key.fileobj in self._pairs:
                        self._pass_on(key.fileobj)  # type: ignore[arg-type]
            if self.down:
                self.cut()

    def _accept(self) -> None:
        near, _ = self._listener.accept()
        far = None
        if not self.down:
            with contextlib.suppress(OSError):
                far = socket.create_connection(("127.0.0.1", self._target), timeout=2)
        if far is None:
            near.close()
            return
        for one, other, answers in ((near, far, False), (far, near, True)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._pairs[one] = (other, answers)
            self._selector.register(one, selectors.EVENT_READ)

    def _pass_on(self, one: socket.socket) -> None:
        other, answers = self._pairs[one]
        try:
            data = one.recv(1 << 16)
        except OSError:
            data = b""
        if data and self._chance.random() < self.share:
            self.cut_answers += answers
            data = data[: self._chance.randrange(len(data))] if self._chance.random() < 0.5 else b""
            with contextlib.suppress(OSError):
                other.sendall(data)
            self._drop(one)
            return
        if not data:
            self._drop(one, cut=False)
            return
        try:
            other.sendall(data)
        except OSError:
            self._drop(one)

    def _drop(self, one: socket.socket, *, cut: bool = True) -> None:
        if one not in self._pairs:
            return
        other, _ = self._pairs.pop(one)
        self._pairs.pop(other, None)
        self.cuts += cut
        for end in (one, other):
            with contextlib.suppress(KeyError, ValueError):
                self._selector.unregister(end)
            end.close()
