"""What is said on standard error: a line each, harmless, and never what ends the work."""

from __future__ import annotations

import contextlib
import sys

from tui.layout.cells import visible

__all__ = ["say"]


def say(message: str) -> None:
    """Print one harmless line to standard error.

    Where nothing takes it (a full disk, a pipe that nobody reads) the line is lost, but not what the command
    was asked for: its output and its exit code are the same.
    """
    with contextlib.suppress(OSError):
        print(f"zhupi: {visible(message)}", file=sys.stderr)
