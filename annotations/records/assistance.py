"""Marks that were made while a model's prediction was shown: what agreement must not count as independent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypedDict

__all__ = ["Assistance", "Shown", "assistance_in", "assistance_of", "assisted", "rows_of"]

Shown = Mapping[str, Collection[str]]
"""What was shown of a sentence: by the model's name the labels that it predicts."""


class Assistance(TypedDict):
    """What a mark remembers of predictions."""

    models: dict[str, list[str]]
    """By the model's name the labels that it predicted."""
    followed: list[str]
    """The models that predicted just what the mark says."""


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


def rows_of(value: object) -> list[dict[str, Any]]:
    """Return what a mark says under ``predicted`` as a row of an export says it, a model each."""
    found = assistance_in(value) or Assistance(models={}, followed=[])
    return [
        {"model": name, "labels": labels, "followed": name in found["followed"]}
        for name, labels in found["models"].items()
    ]


def assistance_of(rows: Iterable[object]) -> Assistance | None:
    """Return what a mark remembers that :func:`rows_of` made `rows` of; None if they say nothing of that."""
    known = [one for one in rows if isinstance(one, Mapping) and isinstance(one.get("model"), str)]
    models = {
        one["model"]: [*map(str, one["labels"])] for one in known if isinstance(one.get("labels"), list)
    }
    followed = [one["model"] for one in known if one.get("followed") is True and one["model"] in models]
    return Assistance(models=models, followed=followed) if models else None
