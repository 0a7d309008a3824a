"""Acts that look closer and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from annotations.model.article import Name, Number
from tui.commands.base import Command
from tui.layout.pieces import HIGHLIGHTS, highlights_of

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class _Span(Command):
    """Goes from name to name and number to number, never out of the sentence."""

    group = "Look"
    in_review = False
    step: ClassVar[int]

    def run(self, screen: ArticleScreen) -> None:
        """Mark the next one and say what it is."""
        index = screen.view.cursor
        spans: dict[tuple[int, int], list[Name | Number]] = {}  # a name may be a number too: 一汽, 360
        for name in screen.session.article.found.highlights.names_of(index):
            spans.setdefault((name.start, name.end), []).append(name)
        for number in screen.session.article.found.highlights.numbers_of(index):
            spans.setdefault((number.start, number.end), []).append(number)
        if not spans:
            screen.say("no name and no number in this sentence")
            return
        places = sorted(spans)
        marked = screen.view.found
        if marked is not None and marked in spans:
            place = places[(places.index(marked) + self.step) % len(places)]
        else:
            place = places[0 if self.step > 0 else -1]
        screen.view.show_found(place)
        text = screen.session.article.text[place[0] : place[1]]
        from tui.presenters.span_words import span_words

        screen.say("  ".join([text, *map(span_words, spans[place])]), "")


class NextSpan(_Span):
    """Go to the next name or number in the sentence."""

    keys = ("tab",)
    step = 1


class PreviousSpan(_Span):
    """Go to the previous name or number in the sentence."""

    keys = ("shift+tab",)
    step = -1


class Find(Command):
    """Find text in the article, in either script."""

    keys = ("/", "ctrl+f")
    opens = "text"
    bar = "find"
    rank = 31
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open the search line."""
        from tui.screens.dialogs.find import FindScreen

        def leave(wanted: str | None) -> None:
            screen.view.show_found(None)
            screen.tell()

        screen.app.push_screen(FindScreen(screen.view, screen.session.article.text), leave)


class ChangeScript(Command):
    """Show the article as written, simplified, traditional, or with Taiwan's characters and words."""

    keys = ("t",)
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Go to the next script; the text itself stays as it is."""
        from annotations.analysis.conversion import Script

        scripts = list(Script)
        screen.view.show_in(scripts[(scripts.index(screen.view.script) + 1) % len(scripts)])
        screen.say(f"script: {screen.view.script.value}")


class ToggleHighlights(Command):
    """Highlight names and numbers, or leave the text plain."""

    keys = ("N",)
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Toggle all highlights."""
        kinds = {*HIGHLIGHTS, *highlights_of(screen.session.project.scheme.types)}
        screen.view.hidden = frozenset() if screen.view.hidden else frozenset(kinds)
        screen.say("highlights: off" if screen.view.hidden else "highlights: on")


class ShowSource(Command):
    """Show where the article comes from, and the sentence as it was before repair."""

    keys = ("r",)
    opens = "screen"
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open the dialog."""
        from tui.screens.dialogs.source import SourceScreen

        screen.app.push_screen(SourceScreen(screen.session.article.bounded, screen.view.cursor))
