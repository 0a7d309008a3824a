"""What annotators said of the sentences of a project, as one compact table: what agreement is counted from.

A unit is a sentence of a frozen article within the bounds that the lead gave it; titles, bylines and the like
are none. What a judgement is, :mod:`annotations.agreement.judgements` says;
:mod:`annotations.agreement.collect` builds the table.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotations.marks.coverage import Coverage
from annotations.model.misfits import Misfit
from annotations.records.kinds import SpanRecord

__all__ = ["Changed", "Column", "Gone", "Ints", "Ratings", "Units"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ratings:
    """Judgements of one kind in long form: who gave which unit which value, a row each, by unit."""

    unit: Ints
    annotator: Ints
    value: Ints
    """Which of `values`."""
    values: tuple[Hashable, ...]
    label: str = ""
    """Which label it is about; empty where it is the whole set of labels, or an attribute of any."""
    attribute: str = ""
    """Which attribute it is about; empty where it is about labels."""

    def only(self, keep: NDArray[np.bool_]) -> Ratings:
        """Return the rows where `keep` is true."""
        return Ratings(
            self.unit[keep], self.annotator[keep], self.value[keep], self.values, self.label, self.attribute
        )

    def of_label(self, label: str) -> Ratings:
        """Return the question whether a set of labels has `label`: 0 or 1."""
        has = np.array([label in one for one in self.values if isinstance(one, frozenset)], np.int64)
        value = has[self.value] if len(has) else self.value
        return Ratings(self.unit, self.annotator, value, (False, True), label)


class Column:
    """Judgements as they come, one list a field."""

    def __init__(self) -> None:
        self.units: list[int] = []
        self.annotators: list[int] = []
        self.codes: list[int] = []
        self.known: dict[Hashable, int] = {}

    def add(self, unit: int, annotator: int, value: Hashable) -> None:
        """Take in what the annotator with that number says of the unit with that number."""
        self.units.append(unit)
        self.annotators.append(annotator)
        self.codes.append(self.known.setdefault(value, len(self.known)))

    def ratings(self, label: str = "", attribute: str = "") -> tuple[Ratings, Ints]:
        """Return the ratings by unit and annotator, and the order that made them so."""
        unit, who = np.array(self.units, np.int64), np.array(self.annotators, np.int64)
        order = np.lexsort((who, unit))
        value = np.array(self.codes, np.int64)[order]
        return Ratings(unit[order], who[order], value, tuple(self.known), label, attribute), order


class Changed(NamedTuple):
    """How many judgements of one annotator are others now than before others were seen."""

    annotator: str
    changed: int
    """Those of which what was said before counts."""
    late: int
    """Those that were made only then, and count nowhere."""


class Gone(NamedTuple):
    """Something that an annotator says and the scheme no longer has: it does not count."""

    annotator: str
    what: Misfit
    marks: int
    """How many marks say it."""


@dataclass(frozen=True, slots=True)
class Units:
    """All units that anybody may have judged, and the judgements."""

    annotators: tuple[str, ...]
    articles: tuple[str, ...]
    """Their ids."""
    article: Ints
    """Of each unit its article, a number in `articles`; ascending."""
    start: Ints
    end: Ints
    labels: Ratings
    """The judgements that count; values are sets of labels, the empty one for none."""
    why: Ints
    """Why each of them counts, a number in :data:`~annotations.agreement.judgements.WHYS`."""
    uncounted: Ratings
    """What does not count; the values are :data:`~annotations.agreement.judgements.WHYS`."""
    attributes: tuple[Ratings, ...] = ()
    wholes: tuple[Ratings, ...] = ()
    """What was said of whole articles: their units are numbers in `articles`."""
    touched: frozenset[tuple[int, int]] = frozenset()
    """Annotator and article, as numbers, where the annotator's records of the article can be compared."""
    spans: Mapping[tuple[int, int], Sequence[SpanRecord]] = field(default_factory=dict)
    """By annotator and article the records that mend names and numbers."""
    coverage: Mapping[tuple[int, int], Coverage] = field(default_factory=dict)
    """By annotator and article what of it was gone through, of each of `touched`."""
    gone: tuple[Gone, ...] = ()
    """What is said that the scheme no longer has, by annotator."""
    changed: tuple[Changed, ...] = ()
    """Whose judgements were changed after others were seen."""
    left_out: tuple[str, ...] = ()
    """What could not be compared and why, a line each."""
    remarks: tuple[str, ...] = ()
    """What is worth knowing and left nothing out."""
