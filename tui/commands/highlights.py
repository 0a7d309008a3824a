"""What is set off in the text: an act for each kind of name, and one for numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotations.model.scheme import Scheme
from annotations.wording import tr
from tui.commands.base import Command
from tui.layout.pieces import highlights_of

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class ToggleHighlight(Command):
    """Show or hide one kind of name, or the numbers."""

    group = "Look"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        """A type of name in lower case, or ``number``."""

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[ToggleHighlight]:
        """Return an act for each kind."""
        return [cls(kind) for kind in highlights_of(scheme.types)]

    @property
    def id(self) -> str:
        """Return ``highlight-per`` for the names of persons."""
        return f"highlight-{self.kind}"

    @property
    def title(self) -> str:
        """Return what it does in one line."""
        return tr(
            "Highlight {what}, or leave them plain",
            what=self.kind.upper() if self.kind != "number" else tr("numbers"),
        )

    def run(self, screen: ArticleScreen) -> None:
        """Toggle the highlight."""
        screen.view.hidden = screen.view.hidden ^ {self.kind}
        screen.tell()
