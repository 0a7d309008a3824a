"""Acts on how the program is for its user, and on the terminal that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from annotations.wording import tr
from tui.commands.base import GivingWay
from tui.keys.keymap import key_text

if TYPE_CHECKING:
    from tui.screens.article.appearance import Furnished
    from tui.screens.article.screen import ArticleScreen


class ShowSettings(GivingWay):
    """Change the settings: colours, language, spacing, keys and more."""

    keys = ("Z",)
    opens = "screen"

    def run(self, screen: ArticleScreen) -> None:
        """Open the settings."""
        from tui.screens.dialogs.settings import Act, SettingsScreen

        app = cast("Furnished", screen.app)

        def acts() -> list[Act]:
            keymap = screen.keymap
            return [
                Act(one.id, one.title, " ".join(map(key_text, keymap.keys[one.id])))
                for one in keymap.commands.values()
                if one.keys or keymap.keys[one.id]
            ]

        screen.app.push_screen(SettingsScreen(lambda: app.settings, acts, app.take), lambda _: screen.tell())


class ToggleMouse(GivingWay):
    """Take the mouse, or leave it to the terminal and its own selection."""

    keys = ("Y",)

    def run(self, screen: ArticleScreen) -> None:
        """Take it or leave it, until the program ends."""
        app = cast("Furnished", screen.app)
        app.take(app.settings._replace(mouse=not app.settings.mouse))
        if app.settings.mouse:
            screen.say(tr("mouse: on"))
        else:
            screen.say(tr("mouse: off; the terminal selects and copies; Y takes it again"))


class Suspend(GivingWay):
    """Go back to the shell; fg comes back here."""

    keys = ("V",)

    def run(self, screen: ArticleScreen) -> None:
        """Stop as Ctrl+Z stops other programs, all saved."""
        screen.remember()
        screen.app.action_suspend_process()
