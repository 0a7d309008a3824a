"""The terminal that zhupi runs in."""

from __future__ import annotations

import sys
import termios
import threading
import time
from collections.abc import Callable

__all__ = ["is_gone", "watch_terminal"]

_EVERY = 2.0
"""Seconds between two looks."""


def watch_terminal(gone: Callable[[], None]) -> None:
    """Call `gone`, on a thread of its own, once the other end of the terminal is closed.

    A connection that is lost need not send a hangup. Textual would then read nothing at full speed for
    ever, or wait for ever for a write to end.
    """
    threading.Thread(target=_watch, args=(gone,), name="terminal-watch", daemon=True).start()


def _watch(gone: Callable[[], None]) -> None:
    while not is_gone():
        time.sleep(_EVERY)
    gone()


def is_gone() -> bool:
    """Tell whether nobody is at the other end of the terminal any more."""
    stdin = sys.__stdin__
    try:
        termios.tcgetattr(stdin.fileno() if stdin is not None else -1)
    except (OSError, ValueError, termios.error):
        return True
    return False
