"""What annotators said of whole articles, to be compared: a unit is an article here.

An annotator has judged an article who says a label or an attribute of the whole of it, or has marked it done.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotations.agreement.attributes import plain
from annotations.agreement.units import Column, Ratings
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
        self._said: dict[tuple[str, str], Column] = {}

    def add(self, article: int, annotator: int, marks: Iterable[ArticleMark]) -> None:
        """Take in what the annotator with that number says of the article with that number."""
        marks = list(marks)
        labels = {label for one in marks for label in one.get("labels", ())}
        values = {name: value for one in marks for name, value in one.get("attributes", {}).items()}
        if not (labels or values or any(one["done"] for one in marks)):
            return
        if labels.issubset(self._labels):
            for label in self._labels:
                self._said.setdefault((label, ""), Column()).add(article, annotator, label in labels)
        for attribute in self._scheme.article_attributes:
            value = values.get(attribute.name)
            if value is not None and attribute.fits(value):
                self._said.setdefault(("", attribute.name), Column()).add(article, annotator, plain(value))

    def ratings(self) -> tuple[Ratings, ...]:
        """Return the judgements, by label and by attribute; those of labels are yes or no."""
        return tuple(column.ratings(label, name)[0] for (label, name), column in self._said.items())
