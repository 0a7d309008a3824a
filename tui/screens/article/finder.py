"""Names, numbers and damaged places of the article on a screen: looked for behind it, drawn as they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.wording import tr
from tui.session import messages

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["Finder"]


class Finder:
    """Has one article at a time looked through."""

    def __init__(self, screen: ArticleScreen) -> None:
        """Look for what `screen` shows."""
        self._screen = screen
        self._session = screen.session
        self._then: tuple[str, Callable[[], None]] | None = None
        """What to do when the names and numbers of an article are found, and of which."""
        screen.news.on(messages.PartAnalysed, self._part_analysed)
        screen.news.on(messages.Analysed, self._analysed)
        screen.news.on(messages.ScarsFound, self._scars_found)
        screen.news.on(messages.AnalysisFailed, self._analysis_failed)

    def begin(self) -> None:
        """Have names, numbers and damaged places of the article found."""
        article, analysis = self._session.article, self._session.analysis
        self._screen.run_worker(
            lambda: analysis.find_scars(article.bounded), thread=True, group="scars", exclusive=True
        )
        article.found.look()
        analysis.begin(article.bounded, self._screen.view.cursor)
        self._screen.tell()

    def when_found(self, then: Callable[[], None]) -> None:
        """Do `then` when the names and numbers of this article are found; another article forgets it."""
        self._then = (self._session.article.id, then)

    def go_on(self) -> None:
        """Do what waited for this article if its names and numbers are no longer looked for."""
        if self._session.article.found.finding:
            return
        waited, self._then = self._then, None
        if waited is not None and waited[0] == self._session.article.id:
            self._screen.deferred.add(waited[1])

    # -- what is told of it -----------------------------------------------------

    def _part_analysed(self, news: messages.PartAnalysed) -> None:
        article = self._session.article
        if news.article == article.id:
            article.found.add(news.names, news.numbers)
            self._screen.highlight(news.sentences)

    def _analysed(self, news: messages.Analysed) -> None:
        article = self._session.article
        if news.article == article.id:
            article.found.take(news.highlights)
            article.found.end()
            self._screen.highlight()
            self.go_on()
            self._screen.opener.look_ahead()

    def _scars_found(self, news: messages.ScarsFound) -> None:
        article = self._session.article
        if news.article == article.id:
            article.found.take_scars(news.scars)
            self._screen.highlight()

    def _analysis_failed(self, news: messages.AnalysisFailed) -> None:
        article = self._session.article
        if news.article == article.id:
            article.found.end(tr("no names and numbers: {reason}", reason=news.reason))
            self._screen.tell()
            self.go_on()
            self._screen.opener.look_ahead()
