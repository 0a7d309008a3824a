"""Marks that were made while a model's prediction was shown: what agreement must not count as independent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypedDict

__all__ = ["Assistance", "Shown", "assistance_in", "assisted"]

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
