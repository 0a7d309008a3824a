"""What annotators said of whole articles, to be compared: a unit is an article here.

An annotator has judged an article who says a label or an attribute of the whole of it, or has marked it done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import numpy as np

from annotations.agreement.units import Ratings
from annotations.model.scheme import Scheme
from annotations.records.kinds import ArticleMark

__all__ = ["Wholes"]


class Wholes:
    """Collects judgements of whole articles.

    Args:
        scheme: The project's; what it does not ask of articles is not compared.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._labels = [one.name for one in scheme.article_labels]
        self._said: dict[tuple[str, str], list[tuple[int, int, object]]] = {}

    def add(self, article: int, annotator: int, marks: Iterable[ArticleMark]) -> None:
        """Take in what the annotator with that number says of the article with that number."""
        marks = list(marks)
        labels = {label for one in marks for label in one.get("labels", ())}
        values = {name: value for one in marks for name, value in one.get("attributes", {}).items()}
        if not (labels or values or any(one["done"] for one in marks)):
            return
        if labels.issubset(self._labels):
            for label in self._labels:
                self._said.setdefault((label, ""), []).append((article, annotator, label in labels))
        for attribute in self._scheme.article_attributes:
            value = values.get(attribute.name)
            if value is not None and attribute.fits(value):
                plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                self._said.setdefault(("", attribute.name), []).append((article, annotator, plain))

    def ratings(self) -> tuple[Ratings, ...]:
        """Return the judgements, by label and by attribute; those of labels are yes or no."""
        return tuple(_ratings(rows, label, name) for (label, name), rows in self._said.items())


def _ratings(rows: list[tuple[int, int, object]], label: str, attribute: str) -> Ratings:
    rows = sorted(rows, key=lambda row: row[:2])
    known: Mapping[object, int] = {
        value: code for code, value in enumerate(dict.fromkeys(value for _, _, value in rows))
    }
    columns = [[row[0] for row in rows], [row[1] for row in rows], [known[row[2]] for row in rows]]
    unit, who, value = (np.array(column, np.int64) for column in columns)
    return Ratings(unit, who, value, tuple(known), label, attribute)
