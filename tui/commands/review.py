"""Acts that lead into review, and what of it there is for those who do not review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import Command

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["COMMANDS", "ShowAgreement"]


class Review(Command):
    """Review what everybody has said, and settle it: for the lead who came with --review."""

    keys = ("R", "ctrl+o")
    opens = "screen"
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Open the review of this article."""
        session = screen.session
        project = session.project
        if not project.is_lead:
            screen.say(f"{project.lead} leads this project and settles what annotators differ in", "key")
        elif not session.everybody.review:
            screen.say("review shows everybody's tags: start with zhupi open --review", "key")
        elif not session.ready:
            screen.say("your layer is still being read")
        else:
            screen.open_review()


class ShowOthers(Command):
    """Show what others say beside the text, or hide it; only where the project lets you see it."""

    keys = ("O", "ctrl+n")
    group = "Article"

    def run(self, screen: ArticleScreen) -> None:
        """Toggle their columns."""
        everybody = screen.session.everybody
        if not everybody.ever:
            screen.say("this project shows nobody what others say", "key")
        elif everybody.of is None:
            screen.say("others are shown when this article is done: d", "key")
        else:
            everybody.hidden = not everybody.hidden
            screen.others_shown()
            screen.say("others: hidden" if everybody.hidden else "others: shown")


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
            [one for one in session.returned.over(index) if not one.answered] if len(session.marks) else []
        )
        if not waiting:
            screen.say("nothing was given back here")
            return
        record = waiting[0].record

        def answer(comment: str | None) -> None:
            if comment is not None:
                screen.act(lambda editor: editor.article.answer(record, comment))

        screen.app.push_screen(NoteScreen(index + 1, "", f"answer to {record['annotator']}"), answer)


class ShowAgreement(Command):
    """Show how far annotators agree; from any figure Enter leads to the sentences behind it."""

    keys = ("K", "shift+f11")
    opens = "screen"
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open the figures, and go to the sentence that is chosen there."""
        from tui.screens.agreement import AgreementScreen

        everybody = screen.session.everybody
        if not (everybody.review and screen.session.project.is_lead):
            screen.say("agreement is counted from everybody's tags: start with zhupi open --review", "key")
            return

        def go(place: tuple[str, int] | None) -> None:
            if place is not None:
                _go_to(screen, *place)

        screen.app.push_screen(AgreementScreen(screen.session.project), go)


def _go_to(screen: ArticleScreen, article: str, start: int) -> None:
    """Open an article by its id, the cursor on the sentence at `start`."""
    session = screen.session

    def arrive() -> None:
        screen.view.cursor = screen.view.prepared.sentence_at(start)
        screen.stay()

    if article == session.article.id:
        arrive()
        return
    index = session.shelf.place_of(article)
    if index is None:
        screen.say("that is in an article that is not among those opened; open the whole project", "key")
    else:
        screen.read(index, then=arrive)


COMMANDS: tuple[type[Command], ...] = (Review, Answer, ShowOthers, ShowAgreement)
"""What reading has of review."""
