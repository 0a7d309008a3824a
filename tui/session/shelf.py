"""The articles of a project: where each is, and how it is got at again by its id."""

from __future__ import annotations

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.project.places import sources_of
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
        self._sources: dict[str, int] = {}
        self._known = 0

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
            if frozen is None or (index := self.index_of(frozen.source)) is None:
                return None
            self._where[article] = index
        return self._where[article]

    def index_of(self, source: str) -> int | None:
        """Return the index of the place that the project calls `source`; None if it has none such."""
        places = self._project.places
        if self._known < len(places):  # all of them, once: there may be a hundred thousand
            self._known = len(places)
            for index, name in enumerate(sources_of(self._project.root, places)):
                self._sources.setdefault(name, index)
        return self._sources.get(source)

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
