"""Acts that say something of a sentence beside its labels, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.records.acts import Act
from annotations.wording import tr
from tui.commands.base import Command
from tui.commands.promotion import follow
from tui.commands.spans import choose_mended

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class SayNone(Command):
    """None 無: say that no label fits, or take that back."""

    keys = ("n", "0", "f8")
    bar = "none"
    rank = 10
    group = "Tag"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Say none of the sentence or the range."""
        chosen = screen.view.chosen
        screen.saver.act(
            lambda editor: editor.labels.say_none(chosen), then=lambda: screen.saver.advance("none", chosen)
        )


class SelectRange(Command):
    """Begin a range of sentences: move, then tag all of it; again or Esc leaves it."""

    keys = ("v", "f11")
    bar = "range"
    rank = 22
    group = "Tag"

    def run(self, screen: ArticleScreen) -> None:
        """Begin a range at the cursor, or leave it."""
        view = screen.view
        view.range_start = view.cursor if view.range_start is None else None
        screen.tell()


class ToggleFlag(Command):
    """Flag the sentence to come back to, or take the flag off."""

    keys = ("f", "f12")
    bar = "flag"
    rank = 20
    group = "Tag"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Toggle the flag on the sentence or the range."""
        chosen = screen.view.chosen
        screen.saver.act(lambda editor: editor.labels.toggle_flag(chosen))


class WriteNote(Command):
    """Show what was said about the sentence, and say something: a note, or an answer to one."""

    keys = ("w", "insert")
    opens = "text"
    bar = "note"
    rank = 21
    group = "Tag"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Show the thread of the annotator's own, and ask for more."""
        from tui.screens.article.threads import write

        if len(screen.session.article.marks):
            write(screen, screen.view.cursor, screen.session.project.annotator)


class Undo(Command):
    """Take back the last act, also one in another article."""

    keys = ("u", "ctrl+z", "delete")
    bar = "undo"
    rank = 15
    group = "Tag"

    def run(self, screen: ArticleScreen) -> None:
        """Undo, in the act's own article."""
        ledger = screen.session.article.editor.ledger
        _turn(screen, ledger.undoable, ledger.undo, again=False)


class Redo(Command):
    """Do again what was taken back."""

    keys = ("ctrl+r", "ctrl+y", "shift+delete")
    group = "Tag"

    def run(self, screen: ArticleScreen) -> None:
        """Redo, in the act's own article."""
        ledger = screen.session.article.editor.ledger
        _turn(screen, ledger.redoable, ledger.redo, again=True)


def _turn(screen: ArticleScreen, act: Act | None, turn: Callable[[], Act | None], *, again: bool) -> None:
    """Do `turn` where `act` was done: its article is opened first, and the cursor goes to its sentence."""
    if act is None:
        screen.say(tr("nothing to redo") if again else tr("nothing to undo"))
    elif act.article == screen.session.article.id:
        screen.view.cursor = screen.view.prepared.sentence_at(act.start)
        screen.opener.stay()

        def turned() -> None:
            choose_mended(screen, act)
            follow(screen, act, again=again)

        screen.saver.act(lambda editor: turn(), then=turned)
    elif (index := screen.session.shelf.place_of(act.article)) is None:
        screen.say(tr("that was in an article that is not among those opened; open the whole project"), "key")
    else:
        screen.opener.read(index, then=lambda: _turn(screen, act, turn, again=again))


class SettleConflict(Command):
    """Decide between two versions of what was said of the sentence, where two programs wrote at once."""

    keys = ("=", "shift+f12")
    opens = "screen"
    group = "Tag"

    def run(self, screen: ArticleScreen) -> None:
        """Show both versions of the first record in dispute; one key decides."""
        disputed = screen.session.article.conflicts(screen.view.cursor)
        if disputed:
            screen.conflicts.ask(*disputed[0])
        else:
            screen.say(tr("nothing here was changed by two programs at once"))
