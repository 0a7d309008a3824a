"""The tour: a reading screen on an article that is thrown away, with what to press next in its panel."""

from __future__ import annotations

from collections.abc import Callable

from annotations.wording import tr
from tui.keys.keymap import Keymaps
from tui.layout.runs import Row
from tui.presenters.tour import STEPS, Tour, tour_rows
from tui.screens.reading import ReadingScreen
from tui.session import messages
from tui.session.tour import TrySession

__all__ = ["TourScreen"]

_ROWS = 4
"""Rows of a low panel that the tour takes; what is left is of the sentence."""

_KEPT = ("export-marks", "import-marks")
"""Acts whose files would outlive the tour."""


class TourScreen(ReadingScreen):
    """Asks for eight presses, one after the other; every key does what it does elsewhere."""

    def __init__(
        self, trial: TrySession, keymaps: Keymaps, again: Callable[[], None], *, alone: bool
    ) -> None:
        """Show the article of `trial`; `again` begins anew. `alone` says that nothing lies below."""
        super().__init__(trial.session, trial.page, keymaps)
        self._trial = trial
        self._again = again
        self._alone = alone
        self.tour = Tour()

    def panel_rows(self, width: int, height: int) -> list[Row]:
        """Return what to press, and below it what is known of the sentence."""
        room = height // 2 if height > 2 * _ROWS else max(2, height - 1)
        rows = tour_rows(self.tour, self._key, width, room, alone=self._alone, said=self.message[0])
        gap: list[Row] = [[]] if height > 2 * _ROWS else []
        rest = height - len(rows) - len(gap)
        return [*rows, *gap, *super().panel_rows(width, rest)[:rest]]

    def _key(self, command: str) -> str:
        known = self.keymap.commands.get(command)
        return self.keymap.shown(known) if known is not None else ""

    def _begin(self) -> None:
        if self._alone:
            super()._begin()
        else:  # the screen below has seen to the terminal
            self.begin()

    def _welcome(self, news: messages.LayerReady) -> None:
        pass

    def run_command(self, name: str) -> None:
        """Run a command as elsewhere, and go on in the tour; Esc ends it."""
        if name == "cancel":
            self.leave()
        elif name == "take-tour":
            self._again()
        elif name in _KEPT:
            self.say(tr("not in the tour, of which nothing is kept"), "key")
        elif self.busy or name.startswith("pick-"):
            super().run_command(name)
        else:
            super().run_command(name)
            self._note(name)

    def _note(self, name: str) -> None:
        command = self.keymap.commands[name]
        step = self.tour.step
        if step is not None and step.command == name == STEPS[-1].command and not self._done:
            self.tell()  # it has asked something; the answer counts
        elif self.tour.pressed(name, command.title, self._key):
            self._stand()
        self.tell()

    @property
    def _done(self) -> bool:
        return self.session.article.marks.done

    def _stand(self) -> None:
        """Put the cursor where the next press is about something."""
        step = self.tour.step
        if step is not None and step.sentence >= 0:
            self.view.cursor = step.sentence
            self.opener.stay()

    def tell(self) -> None:
        """Show how things stand; the article that was done by an answer ends the tour."""
        step = self.tour.step
        if step is not None and step is STEPS[-1] and self._done:
            self.tour.pressed(step.command, "", self._key)
        super().tell()

    def leave(self) -> None:
        """End the tour, and go back to where it was begun."""
        if self._alone:
            super().leave()
        else:
            self.dismiss()

    def _end_without_terminal(self) -> None:
        self._trial.close()
        super()._end_without_terminal()

    def on_unmount(self) -> None:
        """Throw away what was done."""
        self._trial.close()
