"""Looks on a thread what the articles are and how far each is, and tells the screen as it becomes known."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from annotations.errors import ZhupiError
from annotations.wording import tr
from tui.presenters.advice import told
from tui.session.listing import Listing, Standing

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.session.library import Library

__all__ = ["Known", "Looker", "Refreshed", "Step"]

_STEP = 0.3
"""Seconds between two words on how far reading is."""
_PARTIAL = 8.0
"""How many times what looking takes lies between two looks while many articles are read."""


@dataclass
class Known(Message):
    """What is known of the articles by now."""

    listing: Listing
    standings: dict[int, Standing]


@dataclass
class Step(Message):
    """What is being done; empty where it is done."""

    words: str


@dataclass
class Refreshed(Message):
    """The index is what the files are."""

    changed: bool
    """Whether anything else is to be told than was."""


class Looker:
    """Looks for one screen; whatever it begins gives up what it was at."""

    def __init__(self, screen: Screen[int | None], library: Library, *, reviewing: bool) -> None:
        """Look at `library` for `screen`, of a lead at the review or of an annotator."""
        self._reviewing = reviewing
        self._screen = screen
        self._library = library
        self._complete = False
        """Whether how far each is was told to its end."""
        self._trouble = ""
        """Why that could not be."""

    def begin(self) -> None:
        """Tell what is known, and then what the files are by now."""
        self._work(self._begin)

    def look(self) -> None:
        """Tell what is known."""
        self._work(self._look)

    def refresh(self) -> None:
        """Tell what the files are by now."""
        self._work(self._refresh)

    # -- on a worker's thread --------------------------------------------------------------

    def _work(self, work: Callable[[], None]) -> None:
        self._screen.run_worker(work, thread=True, group="library", exclusive=True)

    def _begin(self) -> None:
        self._look()
        self._refresh()

    def _look(self) -> None:
        """Tell what the articles are, and then how far each is."""
        listing = self._library.look()
        if not self._library.standings:
            self._tell(Known(listing, {}))
        self._stand(listing)
        listing.prepare()

    def _stand(self, listing: Listing) -> None:
        self._complete, self._trouble = False, ""
        try:
            self._stand_to(listing, self._library.stand(listing))
        except ZhupiError as error:
            self._trouble = told(error)
            self._tell(Known(listing, {}))
            self._tell(Step(self._trouble))
        self._complete = not get_current_worker().is_cancelled

    def _stand_to(self, listing: Listing, standings: dict[int, Standing]) -> None:
        if not self._reviewing:
            self._tell(Known(listing, standings))
            return
        if not self._library.standings:
            self._tell(Known(listing, standings))
        for one in self._library.tally(listing, standings):
            self._tell(Known(listing, one))
            if get_current_worker().is_cancelled:
                return

    def _refresh(self) -> None:
        worker = get_current_worker()
        told_at = looked_at = time.monotonic()
        took = 0.0

        def on_step(done: int, of: int) -> None:
            nonlocal told_at, looked_at, took
            now = time.monotonic()
            if now - told_at >= _STEP:
                told_at = now
                self._tell(Step(tr("reading {done} of {all}", done=f"{done:,}", all=f"{of:,}")))
            if now - looked_at >= max(1.0, took * _PARTIAL):
                self._stand(self._library.look())
                looked_at = time.monotonic()
                took = looked_at - now

        try:
            changed = self._library.refresh(on_step, lambda: worker.is_cancelled)
        except ZhupiError as error:
            self._tell(Step(told(error)))
            return
        self._tell(Step(self._trouble))
        self._tell(Refreshed(changed or not self._complete))

    def _tell(self, message: Message) -> None:
        if not get_current_worker().is_cancelled:  # else who began anew has told, or will tell, what is newer
            self._screen.post_message(message)
