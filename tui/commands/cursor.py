"""Acts that move the cursor."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from annotations.wording import msg, tr
from tui.commands.base import Command

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


_MANY = 1 << 32
"""More sentences than any article has."""


class _Step(Command):
    """Moves by sentences, or on inside a sentence that is taller than the screen."""

    group = "Move"
    step: ClassVar[int]

    def run(self, screen: ArticleScreen) -> None:
        """Move the cursor."""
        if not screen.view.scroll_within(self.step):
            screen.view.cursor = screen.session.article.following(screen.view.cursor, self.step)


class NextSentence(_Step):
    """Go to the next sentence."""

    keys = ("enter", "down", "j", " ", "ctrl+j")
    bar = "next"
    rank = 11
    moments = MappingProxyType({"range": msg("further")})
    step = 1


class PreviousSentence(_Step):
    """Go to the previous sentence."""

    keys = ("up", "k", "backspace", "ctrl+h")
    step = -1


class _Page(Command):
    """Moves by screens."""

    group = "Move"
    step: ClassVar[int]

    def run(self, screen: ArticleScreen) -> None:
        """Move the cursor."""
        screen.view.page(self.step)


class NextPage(_Page):
    """Go one screen down."""

    keys = ("pagedown", "ctrl+d")
    step = 1


class PreviousPage(_Page):
    """Go one screen up."""

    keys = ("pageup", "ctrl+u")
    step = -1


class FirstSentence(Command):
    """Go to the first sentence to be tagged, past title and byline."""

    keys = ("home",)
    group = "Move"

    def run(self, screen: ArticleScreen) -> None:
        """Move the cursor."""
        screen.view.cursor = screen.session.article.following(-1, 1)


class LastSentence(Command):
    """Go to the last sentence to be tagged."""

    keys = ("end",)
    group = "Move"

    def run(self, screen: ArticleScreen) -> None:
        """Move the cursor."""
        screen.view.cursor = screen.session.article.following(len(screen.session.article.marks), -1)


class _Open(Command):
    """Moves to what still wants the annotator, going round: first of all to what the lead gave back."""

    group = "Move"
    in_review = False
    step: ClassVar[int]

    def run(self, screen: ArticleScreen) -> None:
        """Move the cursor."""
        here = screen.view.cursor
        returned = [index for index in screen.session.article.returned.waiting() if index != here]
        if returned:  # what the lead gave back comes first
            screen.view.cursor = min(returned, key=lambda index: (index - here) * self.step % _MANY)
            return
        if screen.session.returns.articles(screen.session.article.id):
            screen.opener.read_given_back(self.step)
            return
        index = screen.session.article.marks.next_wanting(here, self.step)
        if index is None:
            screen.say(tr("no sentence is open, flagged or lacks anything"))
        else:
            screen.view.cursor = index


class NextOpen(_Open):
    """Go to what the lead gave back, in any article; else to what is open, flagged, or lacks something."""

    keys = (".", "ctrl+down")
    step = 1


class PreviousOpen(_Open):
    """Go back to what the lead gave back, or to what is open, flagged, or lacks something."""

    keys = (",", "ctrl+up")
    step = -1
