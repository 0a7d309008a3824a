"""Acts that say where sentences begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.wording import tr
from tui.commands.base import Command
from tui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class JoinSentences(Command):
    """Join the sentence with the next one; the lead's joins hold, others' are proposals."""

    keys = ("J", "shift+f3")
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Join, or say that there is no next one."""
        index = screen.view.cursor
        if index + 1 >= len(screen.session.article.marks):
            screen.say(tr("no sentence follows"))
        else:
            screen.saver.act(lambda editor: editor.bounds.join(index), then=lambda: _proposed(screen))


class SplitSentence(Command):
    """Split the sentence after one of its clauses; a digit says which."""

    keys = ("S", "shift+f4")
    opens = "list"
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Number the clauses and ask."""
        from annotations.analysis.clauses import clauses

        if not len(screen.session.article.marks):
            return
        index, text = screen.view.cursor, screen.session.article.text
        pieces = clauses(text, *screen.view.in_sight())
        if len(pieces) < 2:
            screen.say(tr("this sentence has one clause; there is nowhere to split it"), "key")
            return
        following = [start for start, _ in pieces[1:]]
        choices = [Choice(text[slice(*piece)], at) for piece, at in zip(pieces, following, strict=False)]

        def pick(at: int) -> None:
            screen.saver.act(lambda editor: editor.bounds.split(index, at), then=lambda: _proposed(screen))

        screen.offer(Picker(tr("split sentence {index} after", index=index + 1), choices, pick))


class TakeBounds(Command):
    """Let the join or split hold that somebody proposes for this sentence."""

    keys = ("B", "shift+f5")
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Take the first proposal over; the lead alone may."""
        session = screen.session
        proposed = session.article.proposed_bounds(screen.view.cursor) if len(session.article.marks) else []
        if not proposed:
            screen.say(tr("nobody proposes other bounds here"))
        elif not session.project.is_lead:
            screen.say(
                tr(
                    "{lead_called} leads this project and may take it over",
                    lead_called=session.project.lead_called,
                ),
                "key",
            )
        else:
            screen.saver.act(lambda editor: editor.bounds.take_over(proposed[0]))


def _proposed(screen: ArticleScreen) -> None:
    project = screen.session.project
    if not project.is_lead:
        screen.say(tr("proposed; {lead_called} decides on bounds", lead_called=project.lead_called), "key")
