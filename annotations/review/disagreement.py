"""What several annotators say of one sentence, and in what they differ."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.marks import Marks, Said
from annotations.review.decision_record import seen

__all__ = ["ASPECTS", "Opinion", "differing", "opinion", "quotes_key", "votes"]

ASPECTS = ("labels", "voice", "quotes", "attributes")
"""In what two annotators can differ."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one annotator says of one sentence: labels, or that none applies."""

    annotator: str
    said: Said
    implied: bool
    """True where none follows from the article being done alone."""
    seen: Sequence[Mapping[str, Any]]
    """What it rests on, as a decision keeps it: a mark or several, or that there was none."""

    @property
    def labels(self) -> frozenset[str]:
        """The labels; none where none applies."""
        return self.said.labels


def opinion(annotator: str, marks: Marks, index: int) -> Opinion | None:
    """Return what `annotator` says of sentence `index`; None if that is nothing yet.

    A note or a flag alone is nothing, unless the article is done, which says none of all that is unmarked.
    """
    said = marks.said(index)
    if not said.settled and not marks.done:
        return None
    over = marks.over(index)
    rests_on = [seen(annotator, one["uid"], one["rev"], marks.done) for one in over]
    return Opinion(annotator, said, not said.settled, rests_on or [seen(annotator, None, 0, marks.done)])


def differing(opinions: Sequence[Opinion]) -> frozenset[str]:
    """Return the `ASPECTS` in which not all of `opinions` are the same.

    Where they have different labels, what hangs on labels is compared among those who say something of it.
    """
    result = set()
    apart = len({one.labels for one in opinions}) > 1
    if apart:
        result.add("labels")
    keys: Mapping[str, Callable[[Said], str | tuple[Hashable, ...] | None]] = {
        "voice": lambda said: said.voice,
        "quotes": lambda said: quotes_key(said.quotes),
    }
    for aspect, key in keys.items():
        values = [key(one.said) for one in opinions]
        if len({value for value in values if value or not apart}) > 1:
            result.add(aspect)
    names = {name for one in opinions for name in one.said.attributes}
    for name in names:
        shown = [repr(one.said.attributes[name]) if name in one.said.attributes else "" for one in opinions]
        if len({value for value in shown if value or not apart}) > 1:
            result.add("attributes")
    return frozenset(result)


def quotes_key(quotes: Sequence[Mapping[str, Any]]) -> tuple[Hashable, ...]:
    """Return what two lists of quotes share if they name the same forms and speakers."""
    return tuple(
        sorted((one["form"], tuple(sorted(_name(each) for each in one["speakers"]))) for one in quotes)
    )


def votes(opinions: Sequence[Opinion]) -> dict[str, int]:
    """Return how many of `opinions` say each label, or ``none``."""
    counts = Counter(label for one in opinions for label in one.labels or ("none",))
    return dict(sorted(counts.items()))


def _name(speaker: Mapping[str, Any]) -> str:
    return unicodedata.normalize("NFKC", str(speaker["name"])).strip().casefold()
