"""What goes with texts for doccano: the settings of the project, and its labels, as doccano takes them in."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable
from typing import Any

from annotations.exchange.format import Order
from annotations.model.scheme import Scheme
from annotations.model.scheme_rows import ONE_OF

__all__ = ["Labels", "project_settings"]

_KINDS = {
    "classification": "DocumentClassification",
    "sequence": "SequenceLabeling",
    "both": "IntentDetectionAndSlotFilling",
}
_RESOURCES = {
    "classification": "TextClassificationProject",
    "sequence": "SequenceLabelingProject",
    "both": "IntentDetectionAndSlotFillingProject",
}
_COLORS = ("#2196f3", "#f44336", "#4caf50", "#9c27b0", "#ff9800", "#009688", "#795548", "#607d8b")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_KEYS = string.digits[1:] + string.ascii_lowercase
"""What doccano has for keys of labels, each once."""


class Labels:
    """The labels that a project of doccano needs: those of the scheme, and all that occur."""

    def __init__(self, known: Iterable[tuple[str, str, str]]) -> None:
        self._known = {name: (key, color) for name, key, color in known}

    @classmethod
    def of_sentences(cls, scheme: Scheme) -> Labels:
        """Return the labels of sentences."""
        return cls((one.name, one.key, one.color) for one in scheme.labels)

    @classmethod
    def of_articles(cls, scheme: Scheme) -> Labels:
        """Return the labels of articles as a whole."""
        return cls((one.name, one.key, one.color) for one in scheme.article_labels)

    @classmethod
    def of_names(cls, scheme: Scheme) -> Labels:
        """Return the types of names."""
        return cls((one.name, one.key, one.color) for one in scheme.types)

    def need(self, name: str) -> None:
        """See to it that there is a label `name`."""
        self._known.setdefault(name, ("", ""))

    def config(self) -> bytes:
        """Return what doccano imports under Labels: each with its key and colours."""
        rows = []
        taken: set[str] = set()
        wanted = {key.lower() for key, _ in self._known.values()}
        for number, (name, (key, color)) in enumerate(self._known.items()):
            free = (one for one in _KEYS if one not in taken and one not in wanted)
            own = key.lower() if key.lower() in _KEYS and key.lower() not in taken else next(free, None)
            suffix = own or None
            taken.add(suffix or "")
            rows.append(
                {
                    "text": name,
                    "prefix_key": None,
                    "suffix_key": suffix,
                    "background_color": color if _HEX.fullmatch(color) else _COLORS[number % len(_COLORS)],
                    "text_color": "#ffffff",
                }
            )
        return _pretty(rows)


def project_settings(order: Order, task: str) -> bytes:
    """Return the settings of a project of doccano for `task`, as its interface for programs takes them."""
    groups = {one.group for one in order.scheme.labels}
    exclusive = len(groups) == 1 and any(
        one.name in groups and one.choose == ONE_OF for one in order.scheme.groups
    )
    title = order.title or "zhupi"
    settings: dict[str, Any] = {
        "name": title[:100],
        "description": title,
        "guideline": order.guidelines,
        "project_type": _KINDS[task],
        "resourcetype": _RESOURCES[task],
        "random_order": False,
        "collaborative_annotation": not order.together,
        "single_class_classification": exclusive and order.unit == "sentence" and task != "sequence",
        "allow_member_to_create_label_type": False,
        "tags": [],
    }
    if task == "sequence":
        settings["allow_overlapping"] = True
        settings["grapheme_mode"] = order.options.get("offsets") == "graphemes"
        settings["use_relation"] = order.options.get("shape") == "entities"
    return _pretty(settings)


def _pretty(value: object) -> bytes:
    try:
        return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(value, indent=2) + "\n").encode()
