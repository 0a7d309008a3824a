"""Acts on articles as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.commands.base import Command
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class MarkDone(Command):
    """Mark the article done and go to the next; on a done article: open it again."""

    keys = ("d", "f9")
    bar = "done"
    rank = 12
    group = "Article"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Toggle done; then the next article that is not done opens."""
        findings = [] if screen.session.article.marks.done else _findings(screen)
        if not findings:
            _settle(screen)
            return
        wanting = findings[0][1]

        def go() -> None:
            screen.view.cursor = wanting[0]

        lines = [f"{len(where)} {what}: {' '.join(str(n + 1) for n in where)}" for what, where in findings]

        def ask() -> None:
            screen.offer(
                Picker(
                    "done? there is still",
                    [Choice("done anyway: Enter", None)],
                    lambda _: _settle(screen),
                    # A key that is held down must not answer what it asks, of one article after the other.
                    {".": Extra("goes there", go), "d": Extra("", ask), "f9": Extra("", ask)},
                    lines=lines,
                )
            )

        ask()


def _findings(screen: ArticleScreen) -> list[tuple[str, list[int]]]:
    """Return what an annotator may have overlooked: in words, and in which sentences."""
    session = screen.session
    found = [
        ("never seen", session.article.unseen()),
        ("lacking something", session.article.marks.lacking()),
        ("flagged", list(session.article.marks.flagged())),
    ]
    return [(what, where) for what, where in found if where]


def _settle(screen: ArticleScreen) -> None:
    """Toggle done, but not before names and numbers are found: they are kept with a done article."""
    if screen.session.article.marks.done or not screen.session.article.found.finding:
        _toggle(screen)
        return

    def found() -> None:
        if not screen.session.article.marks.done:
            _toggle(screen)

    screen.say("done, as soon as names and numbers are found..", "key")
    screen.finder.when_found(found)


def _toggle(screen: ArticleScreen) -> None:
    cursor, seen = screen.view.cursor, screen.session.article.seen

    def go_on() -> None:
        if screen.session.article.marks.done:
            screen.opener.read_next_open()

    screen.saver.act(lambda editor: editor.article.toggle_done(cursor, seen), then=go_on)


class _Step(Command):
    """Goes from article to article."""

    group = "Article"
    opens = "article"
    step: ClassVar[int]

    def run(self, screen: ArticleScreen) -> None:
        """Open the article beside this one."""
        index = screen.session.article.index + self.step
        if 0 <= index < len(screen.session.project.places):
            screen.opener.read(index)
        else:
            screen.say("this is the last article" if self.step > 0 else "this is the first article")


class NextArticle(_Step):
    """Go to the next article."""

    keys = ("]", "ctrl+right")
    bar = "article"
    rank = 30
    step = 1


class PreviousArticle(_Step):
    """Go to the previous article."""

    keys = ("[", "ctrl+left")
    step = -1


class ShowLibrary(Command):
    """List the articles, and open one."""

    keys = ("L", "f10")
    opens = "screen"
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Open the list; what is chosen there opens."""
        from tui.screens.dialogs.library import LibraryScreen

        def choose(index: int | None) -> None:
            if index is not None and index != screen.session.article.index:
                screen.opener.read(index)

        screen.app.push_screen(LibraryScreen(screen.session), choose)


class AcceptCorrection(Command):
    """Show what once stood at a damaged place, or the damage again; the text itself stays."""

    keys = ("C", "ctrl+e")
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Accept the suggestion for the first damaged place, or take it back; the lead alone may."""
        index, project = screen.view.cursor, screen.session.project
        scar = next(iter(screen.session.article.found.highlights.scars_of(index)), None)
        if scar is None:
            screen.say("nothing in this sentence is known to be damaged")
        elif not project.is_lead:
            screen.say(f"{project.lead_called} leads this project and may correct it", "key")
        elif scar.suggestion is None:
            screen.say("what stood here is not known", "key")
        else:
            start, end, text = scar.start, scar.end, scar.suggestion
            screen.saver.act(lambda editor: editor.article.toggle_correction(index, start, end, text))
