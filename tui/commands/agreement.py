"""How far annotators agree, from within an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.wording import tr
from tui.commands.base import Command

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class ShowAgreement(Command):
    """Show how far annotators agree; from any figure Enter leads to the sentences behind it."""

    keys = ("K", "shift+f11")
    opens = "screen"
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open the figures, and go to the sentence that is chosen there."""
        from tui.screens.agreement import AgreementScreen

        everybody = screen.session.everybody
        if everybody.review and (why := screen.session.project.why_no_review):
            screen.say(why, "key")
            return
        if not everybody.review:
            from tui.terminal.surroundings import in_browser

            here = tr("agreement is counted from everybody's tags: open /review on this server")
            there = tr("agreement is counted from everybody's tags: start with zhupi open --review")
            screen.say(here if in_browser() else there, "key")
            return

        def go(place: tuple[str, int] | None) -> None:
            if place is not None:
                _go_to(screen, *place)

        screen.ask(AgreementScreen(screen.session.project), go)


def _go_to(screen: ArticleScreen, article: str, start: int) -> None:
    """Open an article by its id, the cursor on the sentence at `start`."""
    session = screen.session

    def arrive() -> None:
        screen.view.cursor = screen.view.prepared.sentence_at(start)
        screen.opener.stay()

    if article == session.article.id:
        arrive()
        return
    index = session.shelf.place_of(article)
    if index is None:
        screen.say(tr("that is in an article that is not among those opened; open the whole project"), "key")
    else:
        screen.opener.read(index, then=arrive)
