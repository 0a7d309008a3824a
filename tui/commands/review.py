"""Acts that lead into review, and what of it there is for those who do not review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.wording import tr
from tui.commands.base import Command, CommandFor

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen
    from tui.screens.reading import ReadingScreen


class Review(CommandFor["ReadingScreen"]):
    """Review what everybody has said, and settle it: for the lead who came with --review."""

    keys = ("R", "ctrl+o")
    opens = "screen"
    group = "Article"

    def run(self, screen: ReadingScreen) -> None:
        """Open the review of this article."""
        session = screen.session
        project = session.project
        if why := project.why_no_review:
            screen.say(why, "key")
        elif not session.everybody.review:
            from tui.terminal.surroundings import in_browser

            here = tr("review shows everybody's tags: open /review on this server")
            there = tr("review shows everybody's tags: start with zhupi open --review")
            screen.say(here if in_browser() else there, "key")
        elif not session.ready:
            screen.say(tr("your layer is still being read"))
        else:
            screen.open_review()


class Answer(Command):
    """Answer what the lead has given back: it was looked at."""

    keys = (">", "shift+f10")
    opens = "text"
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Ask for a comment, which may be empty, and answer the first that waits."""
        from tui.screens.dialogs.note import NoteScreen

        index, session = screen.view.cursor, screen.session
        waiting = (
            [one for one in session.article.returned.over(index) if not one.answered]
            if len(session.article.marks)
            else []
        )
        if not waiting:
            screen.say(tr("nothing was given back here"))
            return
        record = waiting[0].record
        called = session.project.name_of(record["annotator"])

        def answer(comment: str | None) -> None:
            if comment is not None:
                screen.saver.act(lambda editor: editor.article.answer(record, comment))

        screen.ask(NoteScreen(index + 1, "", tr("answer to {called}", called=called)), answer)


class ShowOthers(Command):
    """Show what others say beside the text, or hide it; only where the project lets you see it."""

    keys = ("O", "ctrl+n")
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Toggle their columns."""
        everybody = screen.session.everybody
        if not everybody.ever:
            screen.say(tr("this project shows nobody what others say"), "key")
        elif everybody.of is None:
            screen.say(tr("others are shown when this article is done: d"), "key")
        else:
            everybody.hidden = not everybody.hidden
            screen.others_shown()
            screen.say(tr("others: hidden") if everybody.hidden else tr("others: shown"))
