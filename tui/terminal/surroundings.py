"""What the environment says of the terminal: what is heeded, where nothing could be drawn, and if it is none.

A server that shows the program in a browser has none.
"""

from __future__ import annotations

import codecs
import os
from typing import TextIO

from annotations.errors import UsageError
from annotations.wording import tr

__all__ = ["check_surroundings", "forget_stale_size", "in_browser", "leave_terminal_behind"]

_NO_CURSOR = frozenset({"dumb", "unknown"})
"""What ``TERM`` says of a terminal that cannot be drawn on."""


_OF_THE_SERVER = ("TERM", "COLORFGBG", "NO_COLOR", "FORCE_COLOR", "LINES", "TMUX", "STY")
"""What is known of the terminal in which a server was started; no visitor ever sees it."""


def in_browser() -> bool:
    """Tell whether a server started the program for somebody who sees it in a browser.

    Then nothing of the terminal counts, the server has said who works (``ZHUPI_ANNOTATOR``), and the files
    of the machine are none of that person's.
    """
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def leave_terminal_behind() -> None:
    """Forget the terminal of the server: a browser has all colours. Before Textual is imported."""
    from tui.terminal.packets import server_packets

    for name in _OF_THE_SERVER:
        os.environ.pop(name, None)
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    server_packets()  # what is printed from now on comes between none of them


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
