"""What models say of the open article, where its annotator is shown it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from annotations.editing.quotes import FORMS, speaker
from annotations.errors import ZhupiError
from annotations.model.article import Article, Name, Number, Sentence
from annotations.model.prediction import ArticlePrediction, PredictedSentence, PredictedSpan
from annotations.model.quotes import QuoteFields, sound_quote
from annotations.project.predictions import may_show, predictions_of
from annotations.project.project import Project

if TYPE_CHECKING:
    from annotations.records.assistance import Shown
    from annotations.records.kinds import What
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

    def quotes_of(self, article: OpenArticle, index: int, label: str) -> tuple[str, list[QuoteFields]]:
        """Return the surest model and the quotes that it sees in sentence `index`, as marks keep them.

        Only models that predict `label`, which is what quotes are called, are asked; both are empty if none.
        """
        sentence = article.sentences[index]
        said = self.of_sentence(article, index)
        best: tuple[float, str, list[QuoteFields]] = (-1.0, "", [])
        for name in sorted(said):
            one = said[name]
            if label in one.labels and (quotes := _quotes(one, article.text, sentence)):
                best = max(best, (one.score_of(label) or 0.0, name, quotes), key=lambda each: each[0])
        return best[1:]

    def spans_in(self, article: OpenArticle, start: int, end: int) -> list[tuple[str, PredictedSpan]]:
        """Return what models mark from `start` to `end` that is not there yet, each with the model's name.

        Neither the analysis found it nor did the annotator say otherwise of the place. While names are still
        looked for, nothing is told.
        """
        known = self._known.get(article.id)
        if not known or article.settling or article.found.finding or not article.speakers.known:
            return []
        return sorted(
            (
                (name, one)
                for name, said in known.items()
                for one in _within(said.spans or (), start, end)
                if article.text[one.start : one.end] == one.quote and _is_missing(article, one)
            ),
            key=lambda pair: (pair[1].start, pair[1].end, -(pair[1].score or 0.0), pair[0]),
        )

    def shown_spans(self, article: OpenArticle, what: What, start: int, end: int) -> Shown:
        """Return by model of which type the names, or kind the numbers, are that touch that stretch so."""
        sentences = article.sentences
        first = max(0, bisect_right(sentences, start, key=_START) - 1)
        last = max(first, bisect_left(sentences, end, key=_START) - 1)
        shown: dict[str, list[str]] = {}
        if sentences:
            for name, one in self.spans_in(article, sentences[first].start, sentences[last].end):
                if one.what == what and one.start < end and start < one.end:
                    shown.setdefault(name, []).append(one.label)
        return shown


_START = attrgetter("start")
_BY = "default"
"""Who says of a quote of which a model is the source who is quoted: neither a rule nor a person."""


def _most(sentences: Sequence[PredictedSentence], start: int, end: int) -> PredictedSentence | None:
    first = max(0, bisect_right(sentences, start, key=_START) - 1)
    last = bisect_left(sentences, end, key=_START)
    over = [(min(one.end, end) - max(one.start, start), one) for one in sentences[first:last]]
    covered, best = max(over, key=lambda pair: pair[0], default=(0, None))
    return best if 2 * covered > end - start else None


def _within(spans: Sequence[PredictedSpan], start: int, end: int) -> Sequence[PredictedSpan]:
    first, last = bisect_left(spans, start, key=_START), bisect_left(spans, end, key=_START)
    return [one for one in spans[first:last] if one.end <= end]


def _is_missing(article: OpenArticle, one: PredictedSpan) -> bool:
    """Tell whether nothing of its kind is there, nor was there or is said not to be."""
    there, starts = article.found.highlights, article.sentences
    index = bisect_right(starts, one.start, key=_START) - 1
    if index < 0 or one.end > starts[index].end:
        return False
    name = one.what == "name"
    held: Sequence[Name | Number] = there.names_of(index) if name else there.numbers_of(index)
    if any(each.start < one.end and one.start < each.end for each in held):
        return False
    place = one.start, one.end
    if any((each.start, each.end) == place for each in there.as_found(index)[0 if name else 1]):
        return False
    span = Name(*place, one.label) if name else Number(*place, one.label)
    source = article.marks.spans.source(span)
    return source is None or source.record["act"] != "reject"


def _quotes(said: PredictedSentence, text: str, sentence: Sentence) -> list[QuoteFields]:
    """Return what is sound of the quotes that a model sees; it may have said anything that JSON has."""
    found: list[QuoteFields] = []
    told: Sequence[object] = said.quotes
    for one in told:
        quote = sound_quote(one, text) if isinstance(one, Mapping) else None
        if quote is None or quote["form"] not in FORMS:
            continue
        content = quote["content"]
        if content and not sentence.start <= content[0] < content[1] <= sentence.end:
            content = None
        speakers = [
            speaker(who["text"], who["name"], who["start"], who["end"], _BY) for who in quote["speakers"]
        ]
        found.append(
            {
                "form": quote["form"],
                "cont": quote["cont"],
                "content": content,
                "speakers": speakers,
                "by": _BY,
            }
        )
    return found
