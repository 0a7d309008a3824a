"""What is said on standard error: a line each, harmless, and never what ends the work."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

from tui.layout.cells import visible

__all__ = ["said_apart", "say"]

_WAITING = 1000
"""Lines that may wait until they are taken; further ones are lost. Chosen: more than one looks back at."""
_PATIENCE = 1.0
"""Seconds in which the last lines may still be taken."""
_apart: Callable[[str], None] | None = None


def say(message: str) -> None:
    """Print one harmless line to standard error.

    Where nothing takes it (a full disk, a pipe that nobody reads) the line is lost, but not what the command
    was asked for: its output and its exit code are the same.
    """
    line = f"zhupi: {visible(message)}"
    if _apart is not None:
        _apart(line)
        return
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr)


@contextlib.contextmanager
def said_apart() -> Iterator[None]:
    """Have whatever is said meanwhile printed by a thread, so that nobody waits until a terminal takes it.

    One that was stopped with Ctrl+S takes nothing, for hours.
    """
    global _apart
    from queue import Full, Queue
    from threading import Thread

    try:
        errors = sys.stderr.fileno()
    except (OSError, ValueError):  # it is no file, and holds up nobody
        yield
        return
    lines: Queue[str] = Queue(_WAITING)

    def put(line: str) -> None:
        with contextlib.suppress(Full):
            lines.put_nowait(line)

    def print_lines() -> None:
        while line := lines.get():
            # Not by way of sys.stderr: its lock would be held when Python ends, and keep it from that.
            with contextlib.suppress(OSError):
                os.write(errors, f"{line}\n".encode("utf-8", "backslashreplace"))

    printer = Thread(target=print_lines, daemon=True)
    printer.start()
    _apart = put
    try:
        yield
    finally:
        _apart = None
        put("")
        printer.join(_PATIENCE)
