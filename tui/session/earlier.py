"""Whether an article was changed since it was annotated, and how many marks are with its earlier texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from annotations.model.article import Article
from annotations.project.project import Project
from annotations.wording import tr
from tui.session.layers import Layers

if TYPE_CHECKING:
    from annotations.editing.ledger import Ledger
    from annotations.records.acts import Act
    from annotations.records.record import Newest

__all__ = ["EarlierTexts"]


class _Earlier(NamedTuple):
    texts: tuple[str, ...]
    """The ids of texts that the article had and that are annotated."""
    marks: int
    stays: bool
    """Whether one of them is the text of another place still; only for the lead, who carries over."""


_NOTHING = _Earlier((), 0, stays=False)


class EarlierTexts:
    """Knows of each article that was looked at what is with its earlier texts."""

    def __init__(self, project: Project, layers: Layers) -> None:
        """Know of nothing yet."""
        self._project = project
        self._layers = layers
        self._known: dict[str, _Earlier] = {}

    def look(self, article: Article) -> None:
        """Find out about `article`, as the project reads it; on a worker's thread."""
        from annotations.project.earlier import earlier_texts

        found = earlier_texts(self._project, article)
        said = {text: self._layers.of_article(text) for text in found}
        texts = tuple(text for text in found if said[text])
        if not texts:
            self._known.pop(article.id, None)
            return
        marks = sum(one["kind"] == "sentence" for text in texts for one in said[text])
        self._known[article.id] = _Earlier(texts, marks, stays=self._project.is_lead and self._stay(texts))

    def marks(self, article: str) -> int:
        """Return how many marks are with earlier texts of `article` that was looked at."""
        return self._known.get(article, _NOTHING).marks

    def words(self, article: str, key: str) -> list[str]:
        """Return a line that says so, with the `key` that carries them over, if there are any."""
        from annotations.project.changed import changed_words

        if not (count := self.marks(article)):
            return []
        project = self._project
        way = (
            tr("{key} carries them over", key=key)
            if project.is_lead
            else tr("{lead_called} can carry them over", lead_called=project.lead_called)
        )
        return [f"{changed_words(count)}; {way}"]

    def carry(self, ledger: Ledger, article: str, latest: Callable[[str], Newest | None]) -> Act | None:
        """Return the act that carries over to `article` what was said of earlier texts, if anything was.

        Args:
            ledger: The lead's.
            article: The open article.
            latest: Finds the newest revision of any record of the lead's.
        """
        from annotations.project.carry_over import carried_records

        earlier = self._known.get(article, _NOTHING)
        if not earlier.texts:
            return None
        made = carried_records(
            self._project, article, earlier.texts, latest, stays=earlier.stays, writer=ledger.writer
        )
        words = tr("carried over from the earlier text")
        return ledger.do(0, words, [old for old, _ in made], [new for _, new in made]) if made else None

    def _stay(self, texts: tuple[str, ...]) -> bool:
        """Tell whether one of `texts` is that of another place; reads what is not known of the places."""
        from annotations.project.changed import Texts

        places = Texts.of(self._project)
        return any(places.places_of(text) for text in texts)
