"""The application for the tour alone, begun from a shell."""

from __future__ import annotations

from tui.app import ZhupiApp
from tui.keys.keymap import Keymaps
from tui.screens.article.appearance import fit
from tui.screens.tour import TourScreen
from tui.session.tour import TrySession
from tui.settings import Settings
from tui.terminal.ending import Ending

__all__ = ["TourApp"]


class TourApp(ZhupiApp):
    """Shows the tour, as often as somebody begins it anew."""

    def __init__(self, annotator: str, keymaps: Keymaps, settings: Settings, ending: Ending) -> None:
        """Begin it for `annotator`.

        Raises:
            OSError: There is no room for the article that is thrown away.
        """
        self._annotator = annotator
        self._trial = TrySession(annotator)
        self.session = self._trial.session
        super().__init__(self.session, self._trial.page, keymaps, settings, ending)

    def get_default_screen(self) -> TourScreen:
        """Return the first tour, which stays below those that follow: an app is not without a screen."""
        return self._tour(self._trial)

    def _tour(self, trial: TrySession) -> TourScreen:
        screen = TourScreen(trial, self._keys, self._again, alone=True)
        fit(screen, self.size, self.settings.panel)
        return screen

    def _again(self) -> None:
        if len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(self._tour(TrySession(self._annotator)))
