"""What is said of the articles of a project, as far as one annotator may see it, for who asks of all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotations.adjudication.visibility import may_see
from annotations.errors import ZhupiError
from annotations.marks.bounds import bounded
from annotations.marks.marks import Marks
from annotations.model.article import Article
from annotations.project.other_layers import Others
from annotations.project.project import Project
from annotations.records.record import Record

if TYPE_CHECKING:
    from annotations.project.amended import AmendedByArticle

__all__ = ["Voices"]


class Voices:
    """The layers that an annotator may see. What may not be seen is not even opened.

    Args:
        project: The project, opened for the annotator.
        review: Whether the annotator came to review.
        cache: A folder of the user's for what makes the next start quick; it may be missing.
    """

    def __init__(self, project: Project, *, review: bool = False, cache: Path | None = None) -> None:
        self._project = project
        self._review = review
        self._cache = cache
        self._own: AmendedByArticle | None = None
        self._lead: AmendedByArticle | None = None
        self._others: Others | None = None
        self._own_articles: frozenset[str] = frozenset()
        self._bounded: frozenset[str] = frozenset()
        self.lines: list[str] = []
        """What is worth telling of the layers, a line each."""

    def refresh(self, *, others: bool) -> None:
        """Take in what was stored since the last time; what others say only if `others` are asked for.

        Raises:
            StorageError: The annotator's own layer cannot be read.
        """
        project = self._project
        self.lines = []
        if self._own is None and project.layer_path.exists():
            self._own = self._opened(project.layer_path, project.annotator)
        path = project.lead_path
        if self._lead is None and path is not None:
            self._lead = self._opened(path, project.lead)
        if self._own is not None:
            self._own.refresh()
        if self._lead is not None:
            try:
                self._lead.refresh()
            except ZhupiError as error:
                self.lines.append(str(error))
        if others and self.ever:
            if self._others is None:
                self._others = Others(project, self._cache)
            self._others.open()
            self.lines += self._others.lines
        lead = self._lead if self._lead is not None else self._own if project.is_lead else None
        self._own_articles = frozenset(self._own.articles()) if self._own is not None else frozenset()
        self._bounded = frozenset(lead.articles()) if lead is not None else frozenset()

    def _opened(self, path: Path, annotator: str) -> AmendedByArticle:
        return self._project.amendments.by_article(path, annotator, cache=self._cache)

    @property
    def ever(self) -> bool:
        """Tell whether anything of others may be seen in any article."""
        return self._may_see(done=True)

    def _may_see(self, *, done: bool) -> bool:
        project = self._project
        return may_see(project.others, is_lead=project.may_review, review=self._review, done=done)

    def spoken_of(self) -> frozenset[str]:
        """Return the ids of articles of which somebody says something, as far as that may be seen.

        What may be seen when an article is done adds none: it was the annotator who marked that.
        """
        if self._others is None or not self._may_see(done=False):
            return self._own_articles
        return self._own_articles | frozenset(self._others.articles())

    def bounded(self, article: Article) -> Article:
        """Return `article` within the bounds that the lead gave it."""
        if article.id not in self._bounded:
            return article
        lead = self._lead if self._lead is not None else self._own
        return article if lead is None else bounded(article, lead.of_article(article.id))

    def of(self, article: Article, *, others: bool) -> dict[str, Marks]:
        """Return what is said of `article`, within its bounds, by the name that is shown.

        The annotator's own marks come first, there even where nothing is said; those of others only where
        `others` are asked for and may be seen.
        """
        project, labels = self._project, self._project.scheme.names
        mine: list[Record] = []
        if self._own is not None and article.id in self._own_articles:
            mine = self._own.of_article(article.id)
        own = Marks(article, mine, labels=labels)
        voices = {project.called: own}
        if others and self._others is not None and self._may_see(done=own.done):
            for name, records in self._others.of_article(article.id).items():
                voices[project.name_of(name)] = Marks(article, records, labels=labels)
        return voices

    def close(self) -> None:
        """Let go of the layers."""
        for layer in (self._own, self._lead):
            if layer is not None:
                layer.close()
        if self._others is not None:
            self._others.close()
        self._own = self._lead = self._others = None
