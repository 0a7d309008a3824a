"""Every position that agreement is counted from, and why it counts or does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from annotations.agreement.judgements import COUNTING, WHYS
from annotations.agreement.units import Units
from annotations.model.article import Article
from annotations.model.scheme import Scheme

__all__ = ["positions"]


def positions(
    units: Units, article: Callable[[str], Article | None], scheme: Scheme
) -> Iterator[dict[str, Any]]:
    """Yield an object for each unit and annotator, every key always there.

    ``counted`` is true where the judgement counts and another annotator's of the same unit does too. ``why``
    is one of `WHYS`, or ``untouched`` where the annotator has said nothing of the article.
    """
    labels, uncounted = units.labels, units.uncounted
    many = np.bincount(labels.unit, minlength=len(units.article))
    said: dict[tuple[int, int], tuple[list[str], str]] = {}
    sets = [scheme.in_order(one) if isinstance(one, frozenset) else [] for one in labels.values]
    rows = zip(labels.unit.tolist(), labels.annotator.tolist(), labels.value.tolist(), strict=True)
    for (unit, who, value), why in zip(rows, units.why.tolist(), strict=True):
        said[unit, who] = sets[value], WHYS[why]
    rows = zip(uncounted.unit.tolist(), uncounted.annotator.tolist(), uncounted.value.tolist(), strict=True)
    for unit, who, why in rows:
        said[unit, who] = [], WHYS[why]
    for unit, number in enumerate(units.article.tolist()):
        identity = units.articles[number]
        found = article(identity)
        start, end = int(units.start[unit]), int(units.end[unit])
        for who, annotator in enumerate(units.annotators):
            names, why = said.get((unit, who), ([], "untouched"))
            counts = why in WHYS[:COUNTING]
            yield {
                "article": identity,
                "start": start,
                "end": end,
                "text": found.text[start:end] if found else "",
                "annotator": annotator,
                "labels": names,
                "counted": counts and int(many[unit]) > 1,
                "why": why,
            }
