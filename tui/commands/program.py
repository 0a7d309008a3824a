"""Acts on the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from annotations.wording import tr
from tui.commands.base import GROUPS, Command, GivingWay
from tui.keys.keymap import Keymap, key_text

if TYPE_CHECKING:
    from tui.app import ZhupiApp
    from tui.screens.article.appearance import Furnished
    from tui.screens.article.screen import ArticleScreen
    from tui.screens.dialogs.help import HelpEntry


class ShowHelp(Command):
    """Show all keys."""

    keys = ("?", "f1")
    opens = "screen"
    bar = "help"
    rank = 13

    def run(self, screen: ArticleScreen) -> None:
        """Open the help."""
        from tui.screens.dialogs.help import HelpScreen

        screen.app.push_screen(HelpScreen(help_entries(screen.keymap), screen.session.project.scheme))


def help_entries(keymap: Keymap) -> list[HelpEntry]:
    """Return what the help says of the commands of `keymap`, those of one heading together."""
    from tui.screens.dialogs.help import HelpEntry

    listed = [one for one in keymap.commands.values() if one.listed]
    return [
        HelpEntry(one.group, " ".join(map(key_text, keymap.keys[one.id])), one.title, one.id)
        for one in sorted(listed, key=lambda one: GROUPS.index(one.group))
    ]


class ShowPalette(Command):
    """Find an act by its name."""

    keys = ("ctrl+p", ":")
    opens = "text"

    def run(self, screen: ArticleScreen) -> None:
        """Open the palette."""
        screen.app.action_command_palette()


class ChangeTheme(Command):
    """Change the colours: dark, light, high contrast, colour-blind safe, or the terminal's own."""

    keys = ("T",)

    def run(self, screen: ArticleScreen) -> None:
        """Go to the next theme, and begin with it the next time."""
        from tui.session.position import remember_theme
        from tui.theme.themes import NAMES

        app = cast("ZhupiApp", screen.app)
        if app.no_color:
            screen.say(tr("NO_COLOR is set: there are no colours to change"), "key")
            return
        here = NAMES.index(app.theme) if app.theme in NAMES else -1
        app.theme = NAMES[(here + 1) % len(NAMES)]
        remember_theme(app.settings.theme, app.theme)
        screen.say(tr("colours: {theme}, the next time too", theme=app.theme))


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


class ShowUnsaved(Command):
    """List what is not saved, and write it back or to another place."""

    keys = ("U",)
    opens = "text"

    def run(self, screen: ArticleScreen) -> None:
        """Open the list."""
        session = screen.session
        if not session.writer.unsaved and session.layers.trouble is None:
            screen.say("everything is saved")
            return
        from pathlib import Path

        from tui.screens.dialogs.unsaved import UnsavedScreen

        lines, data = session.writer.rescue()
        suggested = Path.home() / f"zhupi-unsaved-{session.article.editor.ledger.writer[:6]}.jsonl"
        reason = screen.session.writer.alarm or "they are on their way to the disk"

        def told(text: str | None) -> None:
            if text:
                screen.say(text, "good")

        back = session.writer.write_back if session.layers.trouble is not None else None
        screen.app.push_screen(UnsavedScreen(reason, lines, data, suggested, back), told)


class Cancel(Command):
    """Leave a range, a selection or a message."""

    keys = ("escape",)

    def run(self, screen: ArticleScreen) -> None:
        """Leave what is open."""
        screen.view.range_start = None
        screen.view.show_found(None)
        screen.clear_selection()
        screen.tell()


class Leave(Command):
    """Leave zhupi; everything is saved."""

    keys = ("ctrl+q",)

    def run(self, screen: ArticleScreen) -> None:
        """Leave the program."""
        screen.leave()
