"""Acts that look closer and change nothing."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from annotations.model.article import Name, Number
from annotations.wording import msg, tr
from tui.commands.base import Command, GivingWay
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
            screen.say(tr("no name and no number in this sentence"))
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
    moments = MappingProxyType({"name": msg("next one")})
    step = 1


class PreviousSpan(_Span):
    """Go to the previous name or number in the sentence."""

    keys = ("shift+tab",)
    step = -1


class Find(Command):
    """Find in the article: text in either script, labels, names, numbers."""

    keys = ("/", "ctrl+f")
    opens = "text"
    bar = "find"
    rank = 31
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open the search line."""
        from tui.screens.dialogs.find import FindScreen
        from tui.session.found_here import subject_of

        def leave(wanted: str | None) -> None:
            screen.view.show_found(None)
            screen.tell()

        session = screen.session
        dialog = FindScreen(
            screen.view,
            subject_of(session),
            session.project.scheme,
            lambda: session.article.found.finding,
        )
        screen.ask(dialog, leave)


class FindEverywhere(GivingWay):
    """Find in all articles; what was found is there again."""

    keys = ("F", "ctrl+w")
    opens = "text"
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open the search; where the chosen sentence is, the article opens."""
        from tui.screens.search import SearchScreen
        from tui.session.search_desk import SearchDesk

        session = screen.session
        if session.desk is None:
            session.desk = SearchDesk(session.project, review=session.everybody.review)

        def go(hit: int | None) -> None:
            if hit is not None:
                _go_to_hit(screen, hit)

        screen.ask(SearchScreen(session.desk), go)


class _StepHit(GivingWay):
    """Goes to another of the sentences that were found in all articles."""

    group = "Look"
    opens = "article"
    step: ClassVar[int]

    def run(self, screen: ArticleScreen) -> None:
        """Go there, into another article if need be."""
        desk = screen.session.desk
        if desk is None or not desk.found:
            key = screen.keymap.shown(screen.keymap.commands["find-everywhere"])
            screen.say(tr("nothing was looked for yet; {key} finds in all articles", key=key))
        elif not 0 <= desk.at + self.step < len(desk.found):
            key = screen.keymap.shown(screen.keymap.commands["find-everywhere"])
            end = tr("this is the last hit") if self.step > 0 else tr("this is the first hit")
            more = tr("this is the last hit so far; {key} goes on searching", key=key)
            screen.say(more if self.step > 0 and not desk.ended else end)
        else:
            _go_to_hit(screen, desk.at + self.step)


class NextHit(_StepHit):
    """Go to the next sentence that was found."""

    keys = ("}", "shift+down")
    step = 1


class PreviousHit(_StepHit):
    """Go to the previous sentence that was found."""

    keys = ("{", "shift+up")
    step = -1


def _go_to_hit(screen: ArticleScreen, hit: int) -> None:
    """Go to the sentence of a hit, whichever article it is in."""
    session, desk = screen.session, screen.session.desk
    assert desk is not None
    one = desk.go(hit)
    if one is None:
        return

    def there() -> None:
        article = session.article
        if article.id != one.article:
            key = screen.keymap.shown(screen.keymap.commands["find-everywhere"])
            screen.say(tr("this article is another one by now; {key} finds again", key=key), "key")
            return
        start = one.spans[0][0] if one.spans else one.start
        screen.view.cursor = screen.view.prepared.sentence_at(one.start)
        screen.opener.stay()
        if one.spans:
            screen.view.show_found((start, one.spans[0][1]))
        screen.say(desk.words)

    if session.article.id == one.article and session.article.index == one.place:
        there()
    else:
        screen.opener.read(one.place, there)


class ChangeScript(Command):
    """Show the article as written, simplified, traditional, or with Taiwan's characters and words."""

    keys = ("t",)
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Go to the next script; the text itself stays as it is."""
        from annotations.analysis.conversion import Script

        scripts = list(Script)
        screen.view.show_in(scripts[(scripts.index(screen.view.script) + 1) % len(scripts)])
        screen.say(tr("script: {value}", value=tr(screen.view.script.value)))


class ToggleHighlights(Command):
    """Highlight names and numbers, or leave the text plain."""

    keys = ("N",)
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Toggle all highlights."""
        kinds = {*HIGHLIGHTS, *highlights_of(screen.session.project.scheme.types)}
        screen.view.hidden = frozenset() if screen.view.hidden else frozenset(kinds)
        screen.say(tr("highlights: off") if screen.view.hidden else tr("highlights: on"))


class ShowSource(Command):
    """Show where the article comes from, and the sentence as it was before repair."""

    keys = ("r",)
    opens = "screen"
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open the dialog."""
        from tui.screens.dialogs.source import SourceScreen

        screen.app.push_screen(SourceScreen(screen.session.article.bounded, screen.view.cursor))


class TogglePace(GivingWay):
    """Show how many sentences an hour it goes, and how long the article will still take, or hide it."""

    keys = ("X",)
    group = "Look"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Toggle it; it changes with keys and never by itself."""
        session = screen.session
        session.pace_shown = not session.pace_shown
        if session.pace_shown:
            screen.say(tr("pace: on; to see it always: pace = true in the settings"))
        else:
            screen.say(tr("pace: off"))


class ShowProgress(GivingWay):
    """Show who has which articles, how far everybody is, and when it will be done."""

    keys = ("P",)
    opens = "screen"
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open the table, and read the article that is chosen there."""
        from tui.screens.progress import ProgressScreen

        project = screen.session.project

        def go(source: str | None) -> None:
            if source is None:
                return
            index = screen.session.shelf.index_of(source)
            if index is None:
                screen.say(
                    tr("{source} is not among the articles opened; open the whole project", source=source),
                    "key",
                )
            elif index != screen.session.article.index:
                screen.opener.read(index)

        screen.ask(ProgressScreen(project), go)
