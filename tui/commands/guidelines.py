"""Looking up what a label means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import Command

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class ShowGuidelines(Command):
    """Show the guidelines: what labels mean, in what order to decide, examples, rulings."""

    keys = ("g", "shift+f1")
    opens = "screen"
    bar = "guidelines"
    rank = 32
    group = "Look"

    def run(self, screen: ArticleScreen) -> None:
        """Open them at the first label of the sentence, at none, or at the general section."""
        # They are read each time: what the project's files say by now is what holds.
        from tui.screens.dialogs.guidelines import GuidelinesScreen, subject_of

        project = screen.session.project
        said = screen.session.article.marks.said(screen.view.cursor)
        screen.app.push_screen(
            GuidelinesScreen(project.root, project.scheme, subject_of(project.scheme, said))
        )
