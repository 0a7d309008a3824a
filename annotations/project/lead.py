"""What the lead says that holds for everybody: where sentences end, and how damaged places read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from annotations.marks.bounds import bounded
from annotations.marks.marks import Marks, corrections_held
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.record import Record
from annotations.storage.layer.repository import Layer

__all__ = ["Lead", "lead_of"]


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead's word on articles. Everything that shows or counts sentences asks it where they end."""

    of_article: Callable[[str], Iterable[Record]]
    """Returns the lead's records of an article by its id; none where nobody leads."""

    def bounded(self, article: Article) -> Article:
        """Return `article`, as it was frozen, with the sentence bounds that the lead gave it."""
        return bounded(article, self.of_article(article.id))

    def on(self, article: str) -> Lead:
        """Return the lead's word on the article with this id alone, looked up once."""
        records = tuple(self.of_article(article))
        return Lead(lambda identity: records)

    def corrections(self, article: Article) -> list[tuple[int, int, str]]:
        """Return the corrections that hold in `article`: start, end, and what is shown there."""
        if all(one["kind"] != "correction" for one in self.of_article(article.id)):  # as nearly always
            return []
        return corrections_held(Marks(article, ()), self.of_article(article.id))


@contextmanager
def lead_of(project: Project, own: Layer) -> Iterator[Lead]:
    """Give the lead's word in `project`, which is in the annotator's `own` layer where that is the lead's.

    Raises:
        StorageError: The lead's layer cannot be read.
    """
    if project.is_lead:
        yield Lead(own.of_article)
    elif (path := project.lead_path) is None:
        yield Lead(lambda identity: ())
    else:
        with closing(project.amendments.open(path, project.lead)) as layer:
            yield Lead(layer.of_article)
