"""The articles of a project: where each is, and how it is got at again by its id."""

from __future__ import annotations

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.project.project import Project

__all__ = ["Shelf"]


class Shelf:
    """Reads articles and remembers at which place of the project each was."""

    def __init__(self, project: Project) -> None:
        """Know no article yet."""
        self._project = project
        self._open: Article | None = None
        self._where: dict[str, int] = {}
        self._ids: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._project.places)

    def put(self, index: int, article: Article) -> None:
        """Remember that `article` stands at `index`, and is open now."""
        self._open = article
        self._where[article.id] = index
        self._ids[index] = article.id

    def read(self, index: int) -> Article:
        """Return the article at `index`, its sentences as the rules have them.

        Raises:
            ReadingError, StorageError: It cannot be read.
        """
        article = self._project.article(self._project.places[index])
        self._ids[index] = article.id
        return article

    def id_at(self, index: int) -> str | None:
        """Return the id of the article at `index` if it has been read in this run."""
        return self._ids.get(index)

    def place_of(self, article: str) -> int | None:
        """Return the index of the article with this id, or None if it is not among those opened.

        One that has not been open in this run is found by where it came from when it was frozen.
        """
        if article not in self._where:
            try:
                frozen = self._project.frozen.load(article)
            except ZhupiError:
                return None
            sources = [self._project.source_of(place) for place in self._project.places]
            if frozen is None or frozen.source not in sources:
                return None
            self._where[article] = sources.index(frozen.source)
        return self._where[article]

    def find(self, article: str) -> Article | None:
        """Return the article with this id, frozen or one that has been open; None if there is none such.

        The open one is not read again: its file may be another by now, or gone.
        """
        if self._open is not None and article == self._open.id:
            return self._open
        try:
            frozen = self._project.frozen.load(article)
            if frozen is None and article in self._where:
                frozen = self.read(self._where[article])
        except ZhupiError:
            return None
        return frozen
