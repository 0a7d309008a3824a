"""What is going on, for whoever waits for a command."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from annotations.wording import tr
from tui.layout.cells import visible

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import ProgressColumn

__all__ = ["PATIENCE", "Progress"]

PATIENCE = 1.0
"""Seconds without a word that nobody minds."""

_TELLING = 0.3
"""Seconds after which it can be said how many come in one."""


class Progress:
    """A line on standard error, if that is a terminal, that is gone when there is nothing to wait for.

    Rich, which draws it, is imported when there is something to show.
    """

    def __init__(self, *, patience: float | None = None) -> None:
        """Show nothing for `patience` seconds, by default `PATIENCE`."""
        self.patience = PATIENCE if patience is None else patience
        self._began = time.monotonic()
        self._shown: Bar | None = None
        self._rows, self._rows_began = "", self._began
        """What rows are of, and when the first of them came."""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def bytes(self, words: str, done: int, of: int) -> None:
        """Show a bar: so many bytes are done, of so many."""
        if self._is_due():
            from rich.progress import BarColumn, DownloadColumn

            self._show(words, BarColumn(), DownloadColumn(), done=done, of=of)

    def words(self, words: str) -> None:
        """Show what is going on in words, and since when."""
        if self._is_due():
            from rich.progress import SpinnerColumn, TimeElapsedColumn

            self._show(words, TimeElapsedColumn(), before=(SpinnerColumn(),))

    def rows(self, words: str, done: int, of: int | None = None) -> None:
        """Show how many rows are done and how many a second; if it is known of how many, how long yet."""
        if words != self._rows:
            self._rows, self._rows_began = words, time.monotonic()
        if self._is_due():
            from rich.progress import BarColumn, MofNCompleteColumn

            if (seconds := time.monotonic() - self._rows_began) > _TELLING:
                words = _paced(words, done / seconds, None if of is None else max(of - done, 0))
            self._show(words, BarColumn(), MofNCompleteColumn(), done=done, of=of)

    def clear(self) -> None:
        """Take away what is shown, so that something else can be printed."""
        if self._shown is not None:
            self._shown.stop()
            self._shown = None

    def _is_due(self) -> bool:
        return sys.stderr.isatty() and time.monotonic() - self._began >= self.patience

    def _show(
        self,
        words: str,
        *after: ProgressColumn,
        before: Sequence[ProgressColumn] = (),
        done: int = 0,
        of: int | None = None,
    ) -> None:
        if self._shown is None:
            from rich.console import Console
            from rich.progress import Progress as Bar
            from rich.progress import TextColumn

            text = TextColumn("{task.description}", markup=False)
            console = Console(stderr=True)
            # What is printed on standard output is not for this console.
            self._shown = Bar(*before, text, *after, console=console, transient=True, redirect_stdout=False)
            self._shown.add_task(visible(words), total=of, completed=done)
            self._shown.start()
        else:
            task = self._shown.task_ids[0]
            self._shown.tasks[0].total = of  # what is counted now may have no end that is known
            self._shown.update(task, description=visible(words), completed=done)


def _paced(words: str, pace: float, rows: int | None) -> str:
    """Return `words` with how many rows come a second, and how long the last `rows` take."""
    number = f"{pace:,.0f}"
    if not rows or not pace:
        return tr("{words}: {number} a second", words=words, number=number)
    left = str(timedelta(seconds=ceil(rows / pace)))
    return tr("{words}: {number} a second, {left} left", words=words, number=number, left=left)
