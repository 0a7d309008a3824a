"""Letting go of a standard stream that takes nothing any more."""

from __future__ import annotations

import contextlib
import os
from typing import TextIO

__all__ = ["leave"]


def leave(stream: TextIO) -> None:
    """Send what `stream` still holds, and all that comes, nowhere: nobody reads it, or nothing can take it.

    Else Python would write what is held once more when the program ends, and exit with 120.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
