"""How a screen on an article is left: when everything is saved, or by a decision of whoever leaves."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from annotations.wording import counted, tr

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["WayOut"]

_PATIENCE = 1.0
"""Seconds that leaving waits for the disk without a word."""
_OFTEN = 0.02
"""Seconds between two looks meanwhile whether everything is saved."""


class WayOut:
    """Leads out of the program when everything is saved, or by a decision of whoever leaves."""

    def __init__(self, screen: ArticleScreen) -> None:
        """Lead out of `screen`."""
        self._screen = screen
        self._told = False
        """Whether it has been said that something cannot be saved."""
        self._until = 0.0
        self._timer: Timer | None = None

    def ask_again(self) -> None:
        """Take note that something else was done: the next time what is not saved is named anew."""
        self._told = False

    def take(self) -> None:
        """Leave, or say what is not saved, or wait for it."""
        screen, session = self._screen, self._screen.session
        if self._timer is not None:
            return  # it is waited for already
        if session.writer.alarm and session.writer.endangered and not self._told:
            self._told = True
            holder = session.layers.holder()
            by = tr(" ({holder} keeps the layer locked)", holder=holder) if holder else ""
            marks = session.writer.marks_endangered
            screen.say(
                tr(
                    "{marks} not saved{by}, U shows them; the same key again leaves without them",
                    marks=counted(marks, "mark is", "marks are"),
                    by=by,
                )
                if marks
                else tr("what was read is not saved{by}; the same key again leaves without it", by=by),
                "bad",
            )
            return
        screen.remember()
        if screen.session.writer.alarm:
            screen.app.exit()
            return
        session.keep_seen()
        self._until = monotonic() + _PATIENCE
        if not self._look():
            self._timer = screen.set_interval(_OFTEN, self._look)

    def _look(self) -> bool:
        """Leave if nothing waits for the disk; tell whether that, or a question, was the end of waiting."""
        screen = self._screen
        if not screen.session.writer.unsaved and not screen.saver.waiting:
            self._stop()
            screen.app.exit()
        elif screen.session.writer.alarm:  # by now it is known that it will not be saved
            self._stop()
            self.take()
        elif monotonic() > self._until:
            self._stop()
            from tui.screens.dialogs.leaving import LeavingScreen  # few ever see it

            screen.app.push_screen(LeavingScreen(screen.session, screen.saver.waiting), self._answered)
        else:
            return False
        return True

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _answered(self, answer: str | None) -> None:
        if answer == "leave":
            self._screen.app.exit(return_code=1 if self._screen.saver.waiting else 0)
        elif answer == "list":
            self._screen.run_command("show-unsaved")
