"""What a click means that is no command: a sentence to go to, a name to choose, who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model.article import Name, Number
from annotations.wording import counted, tr
from tui.presenters.span_words import span_words
from tui.terminal.surroundings import in_browser

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["choose_at", "copy", "follow", "told_of"]


def follow(screen: ArticleScreen, target: str) -> None:
    """Go where `target` of :data:`tui.layout.runs.Target` says: ``go:12``, ``span:310:322``, ``who:``."""
    kind, _, rest = target.partition(":")
    places = [int(one) for one in rest.split(":") if one.isdigit()]
    if kind == "go" and len(places) == 1:
        screen.view.cursor = places[0] - 1
        screen.tell()
    elif kind == "span" and len(places) == 2:
        _choose(screen, (places[0], places[1]))
    elif kind == "who":
        project = screen.session.project
        who = tr("you annotate as {name}", name=project.called)
        if not in_browser():  # there the server has said so
            who = tr("you annotate as {name}; --as NAME opens it for somebody else", name=project.called)
        screen.say(who)


def told_of(screen: ArticleScreen, target: str) -> str:
    """Return in words what a click on `target`, a place or the id of a command, does."""
    kind, _, rest = target.partition(":")
    if kind == "go":
        return tr("Go to sentence {number}", number=rest)
    if kind == "span":
        return tr("Choose it: e its type, x no name, arrows its edges")
    if kind == "who":
        return tr("Who annotates")
    if kind.startswith("pick-"):
        return tr("Pick it")
    command = screen.keymap.commands.get(target)
    if command is None:
        return ""
    key = screen.keymap.shown(command)
    return f"{tr(command.title)}  {key}".rstrip()


def choose_at(screen: ArticleScreen, offset: int) -> None:
    """Choose the name or number at an offset of the text, if there is one in the sentence at the cursor."""
    places = ((one.start, one.end) for one in _spans(screen))
    place = next((one for one in places if one[0] <= offset < one[1]), None)
    if place is not None:
        _choose(screen, place)


def _spans(screen: ArticleScreen) -> list[Name | Number]:
    highlights, index = screen.session.article.found.highlights, screen.view.cursor
    spans: list[Name | Number] = [*highlights.names_of(index)]
    return [*spans, *highlights.numbers_of(index)]


def _choose(screen: ArticleScreen, place: tuple[int, int]) -> None:
    screen.view.show_found(place)
    there = [span_words(one) for one in _spans(screen) if (one.start, one.end) == place]
    screen.say("  ".join([screen.session.article.text[place[0] : place[1]], *there]), "")


def copy(screen: ArticleScreen) -> None:
    """Copy what was selected with the mouse."""
    if text := screen.get_selected_text():
        screen.app.copy_to_clipboard(text)
        many = counted(len(text), "character")
        if in_browser():
            screen.say(tr("{many} sent to the browser's clipboard", many=many))
        else:
            screen.say(tr("{many} sent to the terminal's clipboard", many=many))
