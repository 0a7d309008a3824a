"""Acts on the program itself."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from annotations.wording import msg, tr
from tui.commands.base import GROUPS, Command, GivingWay
from tui.keys.keymap import Keyed, Keymap, key_text
from tui.terminal.surroundings import in_browser

if TYPE_CHECKING:
    from tui.presenters.acts import Act
    from tui.screens.article.appearance import Furnished
    from tui.screens.article.screen import ArticleScreen


class ShowHelp(Command):
    """Show what the signs mean and all that can be done; what you type narrows it."""

    keys = ("?", "f1")
    opens = "text"
    bar = "help"
    rank = 13
    stays = True

    def run(self, screen: ArticleScreen) -> None:
        """Open the help."""
        from tui.screens.dialogs.help import HelpScreen

        def clicked(name: str | None) -> None:
            if name is not None:
                screen.run_command(name)

        acts = help_acts(screen.keymap)
        screen.ask(HelpScreen(acts, screen.session.project.scheme), clicked)


def help_acts(keymap: Keymap) -> list[Act]:
    """Return the commands of `keymap` that the help has a line for, those of one heading together."""
    listed = [one for one in keymap.commands.values() if one.listed]
    return [_act(keymap, one) for one in sorted(listed, key=lambda one: GROUPS.index(one.group))]


def palette_acts(screen: ArticleScreen) -> list[Act]:
    """Return all that can be done on `screen`, and then what is done in a shell, with what to type there."""
    from tui.presenters.acts import Act

    keymap, project = screen.keymap, screen.session.project
    acts = [_act(keymap, one) for one in keymap.commands.values()]
    for words, example in () if in_browser() else getattr(screen.app, "shell_lines", ()):
        acts.append(Act(msg("Shell"), (), words, line=_here(example, str(project.root), project.called)))
    return acts


def _act(keymap: Keymap, command: Keyed) -> Act:
    from tui.presenters.acts import Act

    keys = tuple(map(key_text, keymap.keys[command.id]))
    return Act(command.group, keys, command.title, command.id)


def _here(example: str, folder: str, name: str) -> str:
    """Return the example of a command line for the project in `folder` and the annotator `name`."""
    import re
    from shlex import quote

    # The folder with a slash behind it stands for the project as it does without.
    line = re.sub(r"news/(?=\S)", lambda _: f"{quote(folder)}/", example)
    line = re.sub(r"news/?(?=\s|$)", lambda _: quote(folder), line)
    return line.replace("--as mei", f"--as {quote(name)}").replace("--as lin", f"--as {quote(name)}")


class TakeTour(GivingWay):
    """Take the tour: eight presses on an article that is thrown away afterwards."""

    keys = ("H",)
    opens = "screen"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Open it over the screen; the project is not touched."""
        from tui.commands.catalogue import tour_keys
        from tui.screens.article.appearance import fit
        from tui.screens.tour import TourScreen
        from tui.session.tour import TrySession

        def begin() -> None:
            if isinstance(screen.app.screen, TourScreen):
                screen.app.pop_screen()
            try:
                trial = TrySession(screen.session.project.called)
            except OSError as error:
                screen.say(tr("no tour: {reason}", reason=error.strerror or error), "bad")
                return
            app = cast("Furnished", screen.app)
            tour = TourScreen(trial, tour_keys(app.settings.keys), begin, alone=False)
            fit(tour, screen.app.size, app.settings.panel)
            screen.app.push_screen(tour)

        begin()


class ShowPalette(Command):
    """Find anything that can be done, by words in any order, and do it."""

    keys = ("ctrl+p", ":")
    opens = "text"

    def run(self, screen: ArticleScreen) -> None:
        """Open the palette; of what is done in a shell the command line is copied."""
        from tui.screens.dialogs.palette import PaletteScreen

        def chosen(act: Act | None) -> None:
            if act is not None and act.line:
                screen.app.copy_to_clipboard(act.line)
                screen.say(tr("type in a shell, it is in the clipboard: {line}", line=act.line), "key")
            elif act is not None:
                screen.run_command(act.command)

        screen.ask(PaletteScreen(palette_acts(screen)), chosen)


class ChangeTheme(Command):
    """Change the colours: dark, light, high contrast, colour-blind safe, or the terminal's own."""

    keys = ("T",)

    def run(self, screen: ArticleScreen) -> None:
        """Go to the next theme, and begin with it the next time."""
        from tui.session.position import remember_theme
        from tui.theme.themes import NAMES

        app = screen.app
        names = [one for one in NAMES if not (in_browser() and one.startswith("ansi-"))]
        if app.no_color:
            screen.say(tr("NO_COLOR is set: there are no colours to change"), "key")
            return
        here = names.index(app.theme) if app.theme in names else -1
        app.theme = names[(here + 1) % len(names)]
        remember_theme(cast("Furnished", app).settings.theme, app.theme)
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

        screen.ask(SettingsScreen(lambda: app.settings, acts, app.take, app.named), lambda _: screen.tell())


class ExportMarks(GivingWay):
    """Export marks as files of any format, with a look at the first record."""

    keys = ("E",)
    opens = "screen"

    def run(self, screen: ArticleScreen) -> None:
        """Open the choices."""
        from tui.screens.export import ExportScreen
        from tui.session.export_desk import ExportDesk

        def told(words: str | None) -> None:
            screen.say(words or "", "good")

        session = screen.session
        screen.ask(ExportScreen(ExportDesk(session.project, review=session.everybody.review)), told)


class ImportMarks(GivingWay):
    """Import what another tool, another project or a model wrote: shown first, then taken in."""

    keys = ("I",)

    @property
    def opens(self) -> str:
        """A line of text, but for visitors of a server: its files are none of theirs."""
        return "" if in_browser() else "text"

    def run(self, screen: ArticleScreen) -> None:
        """Open the choices; the open article shows what came."""
        if in_browser():
            screen.say(tr("files are taken in where the project lies, with zhupi import"), "key")
            return
        from tui.screens.import_ import ImportScreen
        from tui.session.import_desk import ImportDesk

        session = screen.session
        desk = ImportDesk(session.project)

        def told(words: str | None) -> None:
            if words is not None:
                desk.arrivals.take_in()
                screen.saver.look_around()
                screen.opener.read(session.article.index)
                screen.opener.keep(words)

        screen.ask(ImportScreen(desk), told)


class ToggleMouse(GivingWay):
    """Take the mouse, or leave it to the terminal and its own selection."""

    keys = ("Y",)

    def run(self, screen: ArticleScreen) -> None:
        """Take it or leave it, until the program ends."""
        app = cast("Furnished", screen.app)
        app.take(app.settings._replace(mouse=not app.settings.mouse))
        words = msg("mouse: off; the terminal selects and copies; Y takes it again")
        if in_browser():
            words = msg("mouse: off; the page selects, Ctrl+C copies; Y takes it again")
        screen.say(tr("mouse: on") if app.settings.mouse else tr(words))


class Suspend(GivingWay):
    """Go back to the shell; fg comes back here."""

    keys = ("V",)
    for_visitors = False

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
            screen.watcher.say_all_saved()
            session.writer.retry()
            return
        from pathlib import Path

        from tui.screens.dialogs.unsaved import UnsavedScreen

        marks = session.writer.marks_endangered
        lines, data = session.writer.rescue()
        name = f"zhupi-unsaved-{session.article.editor.ledger.writer[:6]}.jsonl"
        suggested = Path(name) if in_browser() else Path.home() / name
        reason = screen.session.writer.alarm or tr("they are on their way to the disk")

        def told(text: str | None) -> None:
            if text:
                screen.say(text, "good")

        back = session.writer.write_back if session.layers.trouble is not None else None
        screen.ask(UnsavedScreen(marks, reason, lines, data, suggested, back), told)


class Cancel(Command):
    """Leave a range, a selection or a message."""

    keys = ("escape",)
    moments = MappingProxyType({"name": msg("leave"), "range": msg("leave the range")})

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
