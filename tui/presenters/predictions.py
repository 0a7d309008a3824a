"""What models say of a sentence, in words."""

from __future__ import annotations

from annotations.model.prediction import PredictedSentence
from annotations.wording import term, tr

__all__ = ["prediction_words"]


def prediction_words(model: str, said: PredictedSentence) -> str:
    """Return what a model says of a sentence: its labels, each with the score, and the next likely one."""
    labels = [_scored(label, said.score_of(label)) for label in said.labels] or [tr("none")]
    others = {label: score for label, score in said.scores.items() if label not in said.labels}
    if others:
        label = max(others, key=lambda one: (others[one], one))
        labels.append(f"({_scored(label, others[label])})")
    return f"{model} {' '.join(labels)}"


def _scored(label: str, score: float | None) -> str:
    """Return a label and its score as ``claim .81``, which takes less room than a per cent sign."""
    if score is None:
        return term(label)
    return f"{term(label)} {score:.2f}".replace(" 0.", " .")
