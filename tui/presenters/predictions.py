"""What models say of a sentence, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotations.model.prediction import PredictedSentence, PredictedSpan
from annotations.wording import term, tr

if TYPE_CHECKING:
    from tui.session.article import OpenArticle

__all__ = ["models_words", "prediction_words", "span_words", "sure_words"]

_LISTED = 300
"""Names and numbers of a sentence that the panel is told; more than any screen has room for."""


def prediction_words(model: str, said: PredictedSentence) -> str:
    """Return what a model says of a sentence: its labels, each with the score, and the next likely one."""
    labels = [_scored(label, said.score_of(label)) for label in said.labels] or [tr("none")]
    others = {label: score for label, score in said.scores.items() if label not in said.labels}
    if others:
        label = max(others, key=lambda one: (others[one], one))
        labels.append(f"({_scored(label, others[label])})")
    return f"{model} {' '.join(labels)}"


def models_words(article: OpenArticle, index: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what models say of sentence `index`, and the names and numbers that they alone mark in it.

    The first a line for each model, the others as text and what it is by whom.
    """
    sentence = article.sentences[index]
    found = article.predicted_spans(sentence.start, sentence.end)[:_LISTED]
    labels = [prediction_words(name, said) for name, said in article.predicted(index).items()]
    return labels, [(text, words) for _, text, words in span_words(article.text, found)]


def sure_words(model: str, said: PredictedSentence, label: str) -> str:
    """Return a model and how sure it is that `label` fits."""
    return f"{model}{_score(said.score_of(label))}"


def span_words(
    text: str, found: Iterable[tuple[str, PredictedSpan]]
) -> list[tuple[tuple[int, int], str, str]]:
    """Return of what models mark the place, the text, and what it is with how sure which model is of that."""
    said: dict[tuple[int, int], dict[str, list[str]]] = {}
    for model, one in found:
        word = one.label if one.what == "name" else term(one.label)
        by_kind = said.setdefault((one.start, one.end), {})
        by_kind.setdefault(word, []).append(f"{_score(one.score)} {model}")
    return [
        (place, text[slice(*place)], ", ".join(f"{word}{''.join(who)}" for word, who in by_kind.items()))
        for place, by_kind in said.items()
    ]


def _scored(label: str, score: float | None) -> str:
    return f"{term(label)}{_score(score)}"


def _score(score: float | None) -> str:
    """Return a score as `` .81``, which takes less room than a per cent sign; nothing where there is none."""
    return "" if score is None else f" {score:.2f}".replace(" 0.", " .")
