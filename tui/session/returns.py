"""What the lead has given back to the annotator in any article of the project, and waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotations.project.project import Project
from annotations.records.returns import open_returns
from annotations.wording import counted, tr
from tui.session.layers import Layers
from tui.session.writer import Writer

if TYPE_CHECKING:
    from tui.session.article import OpenArticle

__all__ = ["WaitingReturns"]


class WaitingReturns:
    """Counts what waits, by article; it looks again only at articles of which something new was said."""

    def __init__(self, project: Project, layers: Layers, writer: Writer) -> None:
        """Know of nothing yet."""
        self._annotator = project.annotator
        self._layers = layers
        self._writer = writer
        self._waiting: dict[str, int] = {}
        self._out_of_reach: set[str] = set()

    def look(self, articles: Iterable[str] | None = None) -> None:
        """Look at what the layers say of `articles`, by default of all in which anything was given back."""
        for article in self._layers.returned_articles() if articles is None else articles:
            mine = [*self._layers.of_article(article), *self._writer.unsaved_of(article).values()]
            found = open_returns(self._layers.of_lead(article), mine, self._annotator)
            if count := sum(not one.answered for one in found):
                self._waiting[article] = count
            else:
                self._waiting.pop(article, None)

    def elsewhere(self, here: str) -> int:
        """Return how many wait in other articles than `here`."""
        # A copy: a worker looks at articles while the screen counts.
        return sum(count for article, count in self._waiting.copy().items() if article != here)

    def everywhere(self, opened: OpenArticle) -> set[str]:
        """Return the articles in which any wait, also those that cannot be opened.

        Of the one that is `opened` it is known what was answered and is not on disk yet.
        """
        here, there = {opened.id}, set(self._waiting.copy())
        return there | here if opened.returned.unanswered else there - here

    def articles(self, here: str) -> list[str]:
        """Return the other articles than `here` in which any wait and that may be opened."""
        return [one for one in self._waiting.copy() if one != here and one not in self._out_of_reach]

    def cannot_open(self, articles: Iterable[str]) -> str:
        """Take note that `articles` are not among those opened, and return a line that says so."""
        there = [one for one in articles if one in self._waiting]
        self._out_of_reach.update(there)
        count, where = sum(self._waiting[one] for one in there), counted(len(there), "article")
        return tr(
            "{count} given back in {where} not among those opened; open the whole project",
            count=count,
            where=where,
        )
