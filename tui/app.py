"""The Textual application: themes, palette, and the one screen everything happens on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import constants, events
from textual.app import App
from textual.geometry import Offset

from annotations.wording import tr
from tui.keys.key_line import KeyLine
from tui.keys.keymap import Keymaps
from tui.layout.lines import Page
from tui.presenters.columns import colours_of
from tui.screens.article.appearance import fit, furnish
from tui.screens.article.screen import ArticleScreen
from tui.screens.reading import ReadingScreen
from tui.session.position import theme_now
from tui.session.session import Session
from tui.settings import Named, Settings
from tui.terminal.driver import OwnDriver, TerminalDriver
from tui.terminal.ending import Ending
from tui.terminal.surroundings import in_browser
from tui.theme.themes import NAMES, THEMES, choose
from tui.widgets.board import Board
from tui.widgets.scroll_bar import use_whole_cells

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver

__all__ = ["ZhupiApp"]

_PATIENCE = 2.0
"""Seconds that the last try to save what waits may take; whoever waits longer was asked before."""


def _driver() -> type[Driver] | None:
    """Return what drives the screen; None leaves it to Textual, which tests have drive none."""
    if in_browser():
        from tui.terminal.browser import BrowserDriver

        return BrowserDriver
    return None if constants.DRIVER else TerminalDriver


def _theme(wanted: str) -> str:
    """Return the name of the theme for the setting `wanted`; of no terminal the own colours can be kept."""
    name = choose(wanted)
    return name.replace("ansi-", "zhupi-") if in_browser() else name


class ZhupiApp(App[None]):
    """Read Chinese articles and tag their sentences."""

    TITLE = "zhupi"
    CSS_PATH = "styles/article.tcss"
    ENABLE_COMMAND_PALETTE = False  # there is one of our own
    shell_lines: Sequence[tuple[str, str]] = ()
    """What can be done in a shell: in words, and an example of the command line."""
    named = Named()
    """Under which name the annotator works, and what says so."""
    _has_theme = False

    def __init__(
        self,
        session: Session,
        page: Page,
        keymaps: Keymaps,
        settings: Settings,
        ending: Ending | None = None,
    ) -> None:
        """Show `session`, its article laid out as `page`; `ending` bounds how long leaving may take."""
        # Without colours a theme that keeps the terminal's own has styles in their place.
        super().__init__(
            driver_class=_driver(),
            ansi_color=True if os.environ.get("NO_COLOR") else None,
        )
        self._ending = ending or Ending()
        self._session = session
        self._own_colours = colours_of(session.project.scheme)
        self._page = page
        self._keys = keymaps
        self.line = KeyLine(self, super().on_event)
        """The keys that wait for those before them."""
        use_whole_cells()
        for own in THEMES:
            self.register_theme(own)
        self._has_theme = True
        self.settings = settings
        """What the user has set, by now."""
        chosen = theme_now(settings.theme)
        self.theme = _theme(chosen if chosen in NAMES else settings.theme)

    def get_css_variables(self) -> dict[str, str]:
        """Return the variables of the theme, with the colours that the project gives its labels and names."""
        if not self._has_theme:  # those of Textual's own would be worked out for nothing
            return {}
        found = super().get_css_variables()
        if self._own_colours:
            from tui.theme.own import in_theme

            found |= in_theme(self._own_colours, found, ansi=self.theme.startswith("ansi"))
            self.theme_variables = found
        return found

    def get_default_screen(self) -> ReadingScreen:
        """Return the reading screen, which is there from the first frame on."""
        screen = ReadingScreen(self._session, self._page, self._keys)
        fit(screen, self.size, self.settings.panel)
        return screen

    def take(self, settings: Settings) -> None:
        """Let everything be as `settings` have it, at once.

        Raises:
            SettingsError: Two acts would have one key; then everything is as it was.
        """
        from annotations.wording import speak, wanted_language
        from tui.commands.catalogue import keymaps_for

        before, scheme = self.settings, self._session.project.scheme
        keymaps = None
        if (settings.keys, settings.language) != (before.keys, before.language):  # they keep words too
            keymaps = keymaps_for(scheme, settings.keys, str(settings.path))
        self.settings = settings
        self._session.advance_by(settings.advance_in([label.name for label in scheme.labels]))
        speak(wanted_language(settings.language))
        if settings.pace != before.pace:
            self._session.pace_shown = settings.pace
        if settings.theme != before.theme:
            self.theme = _theme(settings.theme)
        if settings.mouse != before.mouse:
            self.use_mouse(settings.mouse)
        for screen in self.screen_stack:
            if isinstance(screen, ArticleScreen):
                if keymaps is not None:
                    screen.take_keys(keymaps)
                furnish(screen.view, settings, scheme, before)
                fit(screen, self.size, settings.panel)
                screen.refresh(layout=True)
                screen.tell()

    def widths_found(self, columns: Mapping[str, int]) -> None:
        """Lay everything out as wide as the terminal draws it, by the `columns` behind what it was asked."""
        from tui.layout.widths import draw_wide, wide_of

        wide = wide_of(columns)
        screens = [one for one in self.screen_stack if isinstance(one, ArticleScreen)]
        if wide is None and screens:
            screens[-1].say(
                tr("this terminal does not read UTF-8, and shows Chinese as noise; set it to UTF-8"), "bad"
            )
        if wide is None or not draw_wide(wide):
            return
        for screen in screens:
            screen.view.measure_anew()
            screen.view.correct(self._session.article.corrections)
            screen.refresh(layout=True)
            screen.tell()

    def use_mouse(self, wanted: bool) -> None:
        """Take the mouse, or leave it to the terminal."""
        if isinstance(self._driver, OwnDriver):
            self._driver.use_mouse(wanted)

    def refresh_css(self, animate: bool = True) -> None:
        """Take over the theme's colours; before there is a screen nothing has to be read and drawn anew."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes stand in line; Textual takes the rest as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.line.take(event)
        else:
            await super().on_event(event)

    def simulate_key(self, key: str) -> None:
        """Press `key` in the place of the one that is just being taken: before all that wait."""
        event = events.Key(key, None)
        event.set_sender(self)  # it is as if it came from the terminal, and bubbles up as such
        self.line.put_back([event])

    async def action_quit(self) -> None:
        """Leave by the way of the screen that one works on, which saves first."""
        screen = next((one for one in reversed(self.screen_stack) if isinstance(one, ArticleScreen)), None)
        from tui.screens.dialogs.leaving import LeavingScreen

        if isinstance(self.screen, LeavingScreen):
            self.screen.dismiss("leave")
        elif screen is not None:
            screen.leave()
        else:
            self.exit()

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor stands, which screen readers and input methods go by.

        That is where the next character goes, else the row that one is on.
        """
        stack = self.screen_stack
        screen = stack[-1] if stack else None
        if isinstance(screen, ArticleScreen) and screen.is_mounted:
            listed = screen.query_one("#panel", Board).cursor_cell if screen.picker is not None else None
            return listed or screen.view.cursor_cell
        if screen is None:
            return self._cell
        from tui.screens.dialogs.box import cursor_cell  # nobody needs it for the first frame

        return cursor_cell(screen) or self._cell

    @cursor_position.setter
    def cursor_position(self, cell: Offset) -> None:
        self._cell = cell

    # -- the end -----------------------------------------------------------------

    @property
    def in_terminal(self) -> bool:
        """Tell whether the program has had a terminal, which tests have not."""
        return self._driver is not None and not self._driver.is_headless

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """End the program; what hangs then is not waited for."""
        super().exit(result, return_code, message)
        if self.in_terminal:
            self._ending.limit(return_code or int(bool(self._session.writer.unsaved)))

    def end(self, code: int) -> bool:
        """Begin to end with `code`, from within the handler of a signal; False if there is nothing to end."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return False
        loop.call_soon_threadsafe(self._end, code)
        return True

    def _end(self, code: int) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ArticleScreen):
                screen.remember()
        self.exit(return_code=code)

    def on_visitor_gone(self) -> None:
        """End because nobody is at the other end of the browser's connection any more."""
        from tui.screens.article.departure import end_after_keys

        end_after_keys(self, partial(self._end, 0))

    def give_terminal_back(self) -> None:
        """Leave the terminal as it was, whatever the program is doing; on any thread."""
        if isinstance(self._driver, OwnDriver):
            self._driver.restore_at_once()

    @property
    def failure(self) -> Exception | None:
        """Return the unforeseen error that ended the program, or None."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual would fill the terminal with a traceback and the values of all variables, the article's
        # text among them. The command line says it in one line instead, and keeps the rest in a file.
        self._close_messages_no_wait()
        if self.in_terminal:
            self._ending.limit(1)

    def panic(self, *renderables: RenderableType) -> None:
        """End because of what a thread of Textual's met, which it would print."""
        self._return_code = 1
        self._exception = self._exception or OSError(tr("the terminal can be read no longer"))
        self._fatal_error()

    def on_unmount(self) -> None:
        """Wait for what is still being saved, but not for ever, and end the analysis."""
        self._session.close(_PATIENCE)
