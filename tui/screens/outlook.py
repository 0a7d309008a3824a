"""What comes of choices: worked out on a thread when they come to rest, and shown as far as there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from annotations.errors import BadName, NothingAnnotated, ZhupiError
from annotations.wording import tr
from tui.layout.runs import Row
from tui.presenters.advice import told
from tui.presenters.exchange_forms import line_rows

__all__ = ["GivenUp", "Outlook", "Shown", "Step", "failed"]

_PAUSE = 0.15
"""Seconds after which it is worked out. Chosen: who steps through choices goes on sooner."""


class GivenUp(Exception):
    """What a worker was at is not wanted any more."""


@dataclass
class Step(Message):
    """How far a worker is."""

    words: str


@dataclass
class Shown(Message):
    """What came of something, or why nothing did."""

    lines: Sequence[tuple[str, str]] = ()
    error: str = ""
    what: object = None
    number: int = 0
    """Of which look it is."""
    told: str = ""
    """What to say of it in one line."""


def failed(error: ZhupiError, number: int, what: object = None) -> Shown:
    """Return why nothing came; what is advised to who types commands is left out where it helps nobody."""
    words = str(error) if isinstance(error, BadName | NothingAnnotated) else told(error)
    return Shown(error=words, number=number, what=what)


class Outlook:
    """Works it out for one screen.

    Args:
        screen: Whose choices they are.
        look: Begins to work it out; what is told of it carries the number that it is given.
    """

    def __init__(self, screen: Screen[str | None], look: Callable[[int], None]) -> None:
        self._screen = screen
        self._look = look
        self._lines: Sequence[tuple[str, str]] = ()
        self._top = 0
        self._number = 0
        self._waiting: Timer | None = None
        self.looking = False
        """Whether it is still to be worked out."""

    # -- when ------------------------------------------------------------------------

    def look_soon(self) -> None:
        """Have it worked out, if nothing is chosen anew at once."""
        self._begin()
        self._waiting = self._screen.set_timer(_PAUSE, self.look_now)

    def look_now(self) -> None:
        """Have it worked out at once."""
        self._begin()
        self._look(self._number)

    def _begin(self) -> None:
        self._number += 1
        self.looking = True
        self._stop_waiting()

    def look_no_more(self) -> None:
        """Leave it open."""
        self._number += 1
        self.looking = False
        self._stop_waiting()
        self._screen.workers.cancel_group(self._screen, "looking")

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def is_late(self, message: Shown) -> bool:
        """Tell whether what came is of a look before the last one; else take note that it came."""
        if 0 < message.number != self._number:
            return True
        if message.number > 0:
            self.looking = False
        return False

    # -- on a thread ------------------------------------------------------------------

    def work_on(self, work: Callable[[], Message], *, group: str) -> None:
        """Do `work` on a thread, and tell the screen what came of it, or that it was given up."""

        def do() -> None:
            try:
                news = work()
            except GivenUp:
                if group == "looking":  # somebody looks anew
                    return
                news = Shown(error=tr("given up; nothing was written"), number=-1)
            self._screen.post_message(news)

        self._screen.run_worker(do, thread=True, group=group, exclusive=True)

    def tell_step(self, words: str) -> None:
        """Tell how far a worker is, on its thread.

        Raises:
            GivenUp: It is not wanted any more.
        """
        if get_current_worker().is_cancelled:
            raise GivenUp
        self._screen.post_message(Step(words))

    # -- showing it ---------------------------------------------------------------------

    def show(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show `lines` from the first on."""
        self._lines, self._top = lines, 0

    def scroll(self, pages: int, width: int, height: int) -> None:
        """Show more, or what was before."""
        page = max(1, height - 1)
        _, count = line_rows(self._lines, self._top, width, height)
        self._top = max(0, min(self._top + pages * page, max(0, count - height)))

    def rows(self, width: int, height: int) -> list[Row]:
        """Return what there is room for."""
        return line_rows(self._lines, self._top, width, height)[0]
