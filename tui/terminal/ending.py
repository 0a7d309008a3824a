"""How the program ends, left or told to: in bounded time, and with the terminal as it was."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

__all__ = ["Ending"]

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_GRACE = 5.0
"""Seconds that an orderly end may take: saving what waits has the most of it. Chosen: a system that shuts
down kills after five to ninety seconds, so that waiting longer would save nothing."""


class Ending:
    """Ends the program in an orderly way, and at once where that does not work.

    A shell calls it 143 if SIGTERM ended a program, and so does the program itself.
    """

    def __init__(self) -> None:
        self.code: int | None = None
        """The exit code if a signal has said that the program is to end."""
        self._end: Callable[[int], bool] = lambda code: False
        self._restore: Callable[[], None] = lambda: None
        self._over = threading.Event()

    @contextmanager
    def on_signals(self, end: Callable[[int], bool], restore: Callable[[], None]) -> Iterator[None]:
        """End in an orderly way on SIGTERM, SIGHUP and SIGINT; a second one ends at once.

        Args:
            end: Begins the end with an exit code; called inside the handler of a signal. False if there is
                nothing yet to be ended.
            restore: Gives the terminal back, whatever the program is doing.
        """
        self._end, self._restore = end, restore
        before = {number: signal.signal(number, self._told) for number in _SIGNALS}
        try:
            yield
        finally:
            restore()
            for number, handler in before.items():
                signal.signal(number, handler)

    def limit(self, code: int, seconds: float = _GRACE) -> None:
        """End with `code` after so many seconds, if the program is still there by then."""
        self._over.set()  # one that was begun before counts no longer
        self._over = threading.Event()
        threading.Thread(
            target=self._watch, args=(self._over, code, seconds), name="ending", daemon=True
        ).start()

    def unlimited(self) -> None:
        """Let what comes now take its time."""
        self._over.set()

    def _told(self, number: int, frame: FrameType | None) -> None:
        code = 128 + number
        if self.code is not None:
            self._at_once(code)
        self.code = code
        if not self._end(code):
            self._at_once(code)
        self.limit(code)

    def _watch(self, over: threading.Event, code: int, seconds: float) -> None:
        if not over.wait(seconds):
            self._at_once(code)

    def _at_once(self, code: int) -> None:
        self._restore()
        with suppress(OSError, ValueError, AttributeError):
            sys.__stdout__.flush()  # type: ignore[union-attr]
        os._exit(code)
