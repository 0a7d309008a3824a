"""What models say of the open article, where its annotator is shown it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.model.prediction import ArticlePrediction, PredictedSentence
from annotations.project.predictions import may_show, predictions_of
from annotations.project.project import Project

if TYPE_CHECKING:
    from tui.session.article import OpenArticle

__all__ = ["Predictions"]


class Predictions:
    """Knows of each article that was looked at what models say of it."""

    def __init__(self, project: Project) -> None:
        """Know of nothing yet."""
        self._project = project
        self._known: dict[str, Mapping[str, ArticlePrediction]] = {}
        self.faults: list[str] = []
        """Why something cannot be shown, a line each."""

    def look(self, article: Article) -> None:
        """Find out what models say of `article`; on a worker's thread."""
        try:
            shown = may_show(self._project, article.source)
            self._known[article.id] = predictions_of(self._project, article.id, article.text) if shown else {}
        except ZhupiError as error:
            self._known[article.id] = {}
            if str(error) not in self.faults:
                self.faults.append(str(error))

    def of_sentence(self, article: OpenArticle, index: int) -> dict[str, PredictedSentence]:
        """Return what each model says of sentence `index` of the open article, by the model's name.

        A sentence that was joined or split since has what is said of the greatest part of it.
        """
        known = self._known.get(article.id)
        if not known or article.settling:
            return {}
        sentence, text = article.sentences[index], article.text
        found: dict[str, PredictedSentence] = {}
        for name, said in known.items():
            best = _most(said.sentences, sentence.start, sentence.end)
            if best is not None and text[best.start : best.end] == best.quote:
                found[name] = best
        return found


_START = attrgetter("start")


def _most(sentences: Sequence[PredictedSentence], start: int, end: int) -> PredictedSentence | None:
    first = max(0, bisect_right(sentences, start, key=_START) - 1)
    last = bisect_left(sentences, end, key=_START)
    over = [(min(one.end, end) - max(one.start, start), one) for one in sentences[first:last]]
    covered, best = max(over, key=lambda pair: pair[0], default=(0, None))
    return best if 2 * covered > end - start else None
