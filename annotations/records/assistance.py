"""Marks that were made while a model's prediction was shown: what agreement must not count as independent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypedDict

__all__ = [
    "Assistance",
    "PredictionRow",
    "Shown",
    "assistance_in",
    "assistance_of_rows",
    "assistance_rows",
    "assisted",
]

Shown = Mapping[str, Collection[str]]
"""What was shown of a sentence: by the model's name the labels that it predicts."""


class Assistance(TypedDict):
    """What a mark remembers of predictions."""

    models: dict[str, list[str]]
    """By the model's name the labels that it predicted."""
    followed: list[str]
    """The models that predicted just what the mark says."""


class PredictionRow(TypedDict):
    """What one model said of a sentence, as exports have it."""

    model: str
    labels: list[str]
    followed: bool
    """Whether the mark says just that."""


def assisted(shown: Shown, labels: Collection[str]) -> Assistance:
    """Return what a mark with `labels` remembers of what was `shown`."""
    models = {name: sorted(shown[name]) for name in sorted(shown)}
    return {"models": models, "followed": [name for name, said in models.items() if said == sorted(labels)]}


def assistance_in(value: object) -> Assistance | None:
    """Return what a mark says under ``predicted``; None if it says nothing that can be understood."""
    if not isinstance(value, Mapping) or not isinstance(value.get("models"), Mapping):
        return None
    models = {
        str(name): [str(one) for one in labels]
        for name, labels in value["models"].items()
        if isinstance(labels, list)
    }
    followed = value.get("followed")
    return {"models": models, "followed": list(map(str, followed)) if isinstance(followed, list) else []}


def assistance_rows(marks: Iterable[Mapping[str, Any]]) -> list[PredictionRow]:
    """Return what the `marks` of a sentence remember, a row for each model, in order of names.

    Of two marks that remember the same model the first counts.
    """
    rows: dict[str, PredictionRow] = {}
    for mark in marks:
        if "predicted" in mark and (said := assistance_in(mark["predicted"])) is not None:
            for name, labels in said["models"].items():
                rows.setdefault(name, {"model": name, "labels": labels, "followed": name in said["followed"]})
    return [rows[name] for name in sorted(rows)]


def assistance_of_rows(rows: object) -> Assistance | None:
    """Return what a mark remembers that :func:`assistance_rows` made `rows` of; None if it made none such."""
    if not isinstance(rows, list | tuple) or not rows or not all(map(_is_row, rows)):
        return None
    return {
        "models": {one["model"]: list(one["labels"]) for one in rows},
        "followed": [one["model"] for one in rows if one["followed"]],
    }


def _is_row(one: object) -> bool:
    if not isinstance(one, Mapping) or not isinstance(one.get("model"), str):
        return False
    labels = one.get("labels")
    return (
        isinstance(labels, list)
        and all(isinstance(label, str) for label in labels)
        and isinstance(one.get("followed"), bool)
    )
