"""What the environment says of the terminal: what of it is heeded, and where nothing could be drawn."""

from __future__ import annotations

import codecs
import os
from typing import TextIO

from annotations.errors import UsageError
from annotations.wording import tr

__all__ = ["check_surroundings", "forget_stale_size"]

_NO_CURSOR = frozenset({"dumb", "unknown"})
"""What ``TERM`` says of a terminal that cannot be drawn on."""


def check_surroundings(screen: TextIO) -> None:
    """Refuse a terminal on which the text of an article cannot stand.

    Args:
        screen: The stream that is drawn on.

    Raises:
        UsageError: It does not move its cursor, or takes another encoding than UTF-8.
    """
    term = os.environ.get("TERM", "")
    if term.casefold() in _NO_CURSOR:
        raise UsageError(
            tr(
                "TERM says that this terminal is {term}, so nothing can be drawn on it; where it can, set"
                " TERM=xterm-256color, and else there are show, analyse and export",
                term=term,
            )
        )
    encoding = screen.encoding or "ascii"
    if codecs.lookup(encoding).name != "utf-8":
        raise UsageError(
            tr(
                "the locale is one of {encoding}, in which most Chinese text cannot be shown; start with"
                " LC_ALL=C.UTF-8 in a terminal that is set to UTF-8",
                encoding=encoding,
            )
        )


def forget_stale_size(terminal: int) -> None:
    """Forget the size that the environment gives where the terminal, a file descriptor, knows its own.

    A shell that exports ``COLUMNS`` and ``LINES`` says how large the window was once. It is believed by
    Textual and Rich, then and at every resize.
    """
    try:
        size = os.get_terminal_size(terminal)
    except OSError:
        return
    if size.columns and size.lines:
        os.environ.pop("COLUMNS", None)
        os.environ.pop("LINES", None)
