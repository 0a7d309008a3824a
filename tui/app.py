"""The Textual application: themes, palette, and the one screen everything happens on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App

from tui.key_line import KeyLine
from tui.keymap import Keymaps
from tui.layout.lines import Page
from tui.screens.reading import ReadingScreen
from tui.session import Session
from tui.themes import THEMES, ansi_variables, choose

if TYPE_CHECKING:
    from textual.command import Provider  # it brings half of the widgets with it

__all__ = ["ZhupiApp"]


def _commands() -> type[Provider]:
    from tui.palette import CommandProvider

    return CommandProvider


class ZhupiApp(App[None]):
    """Read Chinese articles and tag their sentences."""

    TITLE = "zhupi"
    CSS_PATH = "styles/article.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(self, session: Session, page: Page, keymaps: Keymaps, theme: str = "auto") -> None:
        """Show `session`, its article laid out as `page`."""
        super().__init__()
        self._session = session
        self._page = page
        self._keys = keymaps
        self.line = KeyLine(self, super().on_event)
        """The keys that wait for those before them."""
        for own in THEMES:
            self.register_theme(own)
        self.theme = choose(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our variables for the themes that do not bring them."""
        return ansi_variables(self.theme)

    def get_default_screen(self) -> ReadingScreen:
        """Return the reading screen, which is there from the first frame on."""
        return ReadingScreen(self._session, self._page, self._keys)

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes stand in line; Textual takes the rest as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.line.take(event)
        else:
            await super().on_event(event)

    def simulate_key(self, key: str) -> None:
        """Press `key` in the place of the one that is just being taken: before all that wait."""
        self.line.put_back([events.Key(key, None)])

    async def action_quit(self) -> None:
        """Leave by the reading screen's own way, which saves first."""
        screen = self.screen_stack[0]
        if isinstance(screen, ReadingScreen):
            screen.leave()
        else:
            self.exit()

    @property
    def failure(self) -> Exception | None:
        """Return the unforeseen error that ended the program, or None."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual would fill the terminal with a traceback and the values of all variables, the article's
        # text among them. The command line says it in one line instead, and keeps the rest in a file.
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Wait for what is still being saved, and end the analysis."""
        self._session.close()
