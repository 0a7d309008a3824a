"""Standard input, for commands that read what is piped to them."""

from __future__ import annotations

import sys
from typing import BinaryIO

from annotations.errors import ReadingError

__all__ = ["standard_input"]


def standard_input() -> BinaryIO:
    """Return standard input, to read bytes from.

    Raises:
        ReadingError: The shell closed it.
    """
    if sys.stdin is None:
        raise ReadingError("standard input is closed; name a file, or pipe something to the command")
    return sys.stdin.buffer
