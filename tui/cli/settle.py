"""``zhupi settle``: what all agree on becomes gold without anybody looking at it."""

from __future__ import annotations

import argparse
import sys
import time

from annotations.project.consensus import settle as settled
from annotations.project.consensus import settled_words
from tui.cli.options import add_annotator, add_project, demand_review, project_at
from tui.terminal.outputs import print_line
from tui.terminal.remarks import say

__all__ = ["register", "settle"]

_PATIENCE = 1.0
"""Seconds after which it says how far it is."""


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi settle``."""
    add_project(parser)
    add_annotator(parser)
    parser.add_argument("--review", action="store_true", help="read everybody's marks; nothing works without")
    parser.set_defaults(command=settle)


def settle(options: argparse.Namespace) -> int:
    """Settle what all agree on, and say how much that is.

    Returns:
        1 if a layer could not be read, so that nothing was settled in articles that it is about; else 0.

    Raises:
        UsageError: The annotator is not the lead, or did not say ``--review``.
    """
    project = project_at(options)
    if project.is_lead:
        demand_review(project, options.review, "settle")
    progress = _Progress()
    try:
        found = settled(project, progress.say)
    finally:
        progress.end()
    for line in found.lines:
        say(line)
    print_line(f"settled {settled_words(found.records)} on which all agree")
    return int(not found.complete)


class _Progress:
    """A line on standard error, if that is a terminal and there is something to wait for."""

    def __init__(self) -> None:
        self._told = time.monotonic()
        self._shown = False

    def say(self, words: str) -> None:
        """Say what is going on, now and then."""
        if sys.stderr.isatty() and time.monotonic() - self._told > _PATIENCE:
            self._told, self._shown = time.monotonic(), True
            print(f"\r\033[Kzhupi: {words}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
