"""What models say of a sentence, in words."""

from __future__ import annotations

from annotations.model.prediction import PredictedSentence
from annotations.wording import term, tr

__all__ = ["prediction_words", "sure_words"]


def prediction_words(model: str, said: PredictedSentence) -> str:
    """Return what a model says of a sentence: its labels, each with the score, and the next likely one."""
    labels = [_scored(label, said.score_of(label)) for label in said.labels] or [tr("none")]
    others = {label: score for label, score in said.scores.items() if label not in said.labels}
    if others:
        label = max(others, key=lambda one: (others[one], one))
        labels.append(f"({_scored(label, others[label])})")
    return f"{model} {' '.join(labels)}"


def sure_words(model: str, said: PredictedSentence, label: str) -> str:
    """Return a model and how sure it is that `label` fits."""
    return f"{model}{_score(said.score_of(label))}"


def _scored(label: str, score: float | None) -> str:
    return f"{term(label)}{_score(score)}"


def _score(score: float | None) -> str:
    """Return a score as `` .81``, which takes less room than a per cent sign; nothing where there is none."""
    return "" if score is None else f" {score:.2f}".replace(" 0.", " .")
