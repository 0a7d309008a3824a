"""Acts on articles as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from annotations.errors import ZhupiError
from annotations.wording import tr
from tui.commands.base import Command, GivingWay
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from annotations.editing.editor import Editor
    from annotations.records.acts import Act
    from tui.presenters.oversights import Oversight
    from tui.screens.article.screen import ArticleScreen


class MarkDone(Command):
    """Mark the article done, and go to the next that is not; a done one stays done."""

    keys = ("d", "f9")
    bar = "done"
    rank = 12
    group = "Article"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Ask first if anything may have been overlooked; then the next article that is not done opens."""
        screen.saver.when_known(lambda: self._run(screen))

    def _run(self, screen: ArticleScreen) -> None:
        from tui.presenters.oversights import oversights_of

        if screen.session.article.marks.done:
            screen.opener.read_next_open()
        elif found := oversights_of(screen.session):
            _ask(screen, found, screen.keymap.keys[self.id])
        else:
            _mark_when_found(screen)


class OpenAgain(GivingWay):
    """Open a done article again, to go on with it."""

    group = "Article"
    in_review = False
    keys = ("D", "shift+f2")

    def run(self, screen: ArticleScreen) -> None:
        """Take "done" back."""
        screen.saver.when_known(lambda: self._run(screen))

    def _run(self, screen: ArticleScreen) -> None:
        if screen.session.article.marks.done:
            _toggle(screen, done=False)
        else:
            key = screen.keymap.shown(screen.keymap.commands["mark-done"])
            screen.say(tr("this article is not done; {key} says that it is", key=key))


def _ask(screen: ArticleScreen, overlooked: Sequence[Oversight], asking: Collection[str]) -> None:
    """Ask whether the article is done although something is `overlooked`; no key of `asking` answers that.

    A key that is held down, or bounces, must not answer what it asks, of one article after the other.
    """
    lines = [f"{len(one.where)} {one.what}: {' '.join(str(n + 1) for n in one.where)}" for one in overlooked]
    answer = "Enter" if "enter" not in asking else "1"

    def go() -> None:
        screen.view.cursor = overlooked[0].where[0]

    def again() -> None:
        _ask(screen, overlooked, asking)

    extras = {".": Extra(tr("goes there"), go), **{key: Extra("", again) for key in asking}}
    choices = [Choice(tr("done anyway: {answer}", answer=answer), None)]
    screen.offer(
        Picker(
            tr("done? there is still"),
            choices,
            lambda _: _mark_when_found(screen, asked=True),
            extras,
            lines=lines,
        )
    )


def _mark_when_found(screen: ArticleScreen, *, asked: bool = False) -> None:
    """Mark the article done, but not before names and numbers are found: they are kept with a done article.

    What the rules see is known no sooner. Whoever was not `asked` anything is told then and not asked, for
    the next key may be meant for the text.
    """
    if not screen.session.article.found.finding:
        _toggle(screen, done=True)
        return

    def found() -> None:
        from tui.presenters.oversights import proposed_quotes

        what, where = proposed_quotes(screen.session)
        if where and not asked:
            screen.say(
                tr("not done yet: {number} {what}; the same key asks", number=len(where), what=what), "key"
            )
        else:
            _toggle(screen, done=True)

    screen.say(tr("done, as soon as names and numbers are found.."), "key")
    screen.finder.when_found(found)


def _toggle(screen: ArticleScreen, *, done: bool) -> None:
    """Let the article be `done` or not from now on, if it is not already."""
    cursor, seen = screen.view.cursor, screen.session.article.seen

    def act(editor: Editor) -> Act | None:
        return None if editor.ledger.marks.done == done else editor.article.toggle_done(cursor, seen)

    screen.saver.act(act, then=(lambda: _go_on(screen)) if done else lambda: None)


def _go_on(screen: ArticleScreen) -> None:
    """Open the next article; of a training article first what was expected of it."""
    from tui.session.lesson import trains

    if not (trains(screen.session) and _teach(screen, screen.opener.read_next_open)):
        screen.opener.read_next_open()


def _teach(screen: ArticleScreen, then: Callable[[], object]) -> bool:
    """Show what was expected of the open article and why; `then` comes if no sentence is gone to.

    Returns:
        False where nothing is known of it.
    """
    from tui.presenters.training import desk_of
    from tui.screens.training import TrainingScreen
    from tui.session.lesson import lesson_of

    try:
        found, lessons = lesson_of(screen.session)
    except ZhupiError as error:
        screen.say(str(error), "bad")
        return False
    if not found.answered:
        return False

    def go(sentence: int | None) -> None:
        if sentence is None:
            then()
        else:
            screen.view.cursor = sentence - 1
            screen.opener.stay()

    screen.ask(TrainingScreen(desk_of(screen.session, found, lessons)), go)
    return True


class ShowLesson(Command):
    """Show what was expected of this training article, and why."""

    group = "Look"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Open what was shown when it was done."""
        from tui.session.lesson import trains

        if not trains(screen.session):
            screen.say(tr("this is no training article"))
        elif not screen.session.article.marks.done:
            screen.say(tr("that is told when the article is done"))
        elif not _teach(screen, lambda: None):
            screen.say(tr("nobody has said yet what is expected of this article"), "key")


class _Step(Command):
    """Goes from article to article."""

    group = "Article"
    opens = "article"
    step: ClassVar[int]

    def run(self, screen: ArticleScreen) -> None:
        """Open the article beside this one."""
        if screen.session.way.has_beside(self.step):
            screen.opener.read_beside(self.step)
        elif screen.session.queue is not None and not screen.session.article.settling:
            last, first = tr("the last article of the queue"), tr("the first article of the queue")
            screen.say(last if self.step > 0 else first)
        else:
            screen.say(tr("this is the last article") if self.step > 0 else tr("this is the first article"))


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
        from tui.screens.library.screen import LibraryScreen

        def choose(index: int | None) -> None:
            if index is not None and index != screen.session.article.index:
                screen.opener.read(index)

        screen.ask(LibraryScreen(screen.session), choose)


class ShowNotes(GivingWay):
    """List notes, flags and questions of all articles, and go to one."""

    keys = ("W", "ctrl+v")
    opens = "screen"
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Open the list; what is chosen there opens, and is answered there."""
        screen.saver.when_known(lambda: self._run(screen))

    def _run(self, screen: ArticleScreen) -> None:
        from tui.screens.article.threads import go_to
        from tui.screens.dialogs.noted import Chosen, NotedScreen

        def choose(chosen: Chosen | None) -> None:
            if chosen is not None:
                go_to(screen, chosen)

        screen.ask(NotedScreen(screen.session), choose)


class CarryOver(GivingWay):
    """Take over what was said of the text before it was changed."""

    keys = ("M", "ctrl+b")
    group = "Article"
    in_review = False

    def run(self, screen: ArticleScreen) -> None:
        """Carry over to the open article; the lead alone may, or who works alone."""
        session = screen.session
        article, project = session.article, session.project
        if not session.earlier.marks(article.id):
            screen.say(tr("no mark is with an earlier text of this article"))
        elif not project.is_lead:
            screen.say(
                tr("{lead_called} leads this project and carries over", lead_called=project.lead_called),
                "key",
            )
        else:
            latest = session.writer.latest
            screen.saver.act(lambda editor: session.earlier.carry(editor.ledger, article.id, latest))


class AcceptCorrection(Command):
    """Show what once stood at a damaged place, or the damage again; the text itself stays."""

    keys = ("C", "ctrl+e")
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Accept the suggestion for the first damaged place, or take it back; the lead alone may."""
        index, project = screen.view.cursor, screen.session.project
        scar = next(iter(screen.session.article.found.highlights.scars_of(index)), None)
        if scar is None:
            screen.say(tr("nothing in this sentence is known to be damaged"))
        elif not project.is_lead:
            screen.say(
                tr("{lead_called} leads this project and may correct it", lead_called=project.lead_called),
                "key",
            )
        elif scar.suggestion is None:
            screen.say(tr("what stood here is not known"), "key")
        else:
            start, end, text = scar.start, scar.end, scar.suggestion
            screen.saver.act(lambda editor: editor.article.toggle_correction(index, start, end, text))
