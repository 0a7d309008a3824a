"""The sentences behind a figure of agreement: who said what of which, disagreements first.

Only those that the figure was counted from. Which they are is found at once for all, what was said of each
when it is asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.agreement.measures import Question
from annotations.agreement.sums import shared
from annotations.agreement.units import Ints, Ratings, Units
from annotations.records.kinds import SpanRecord
from annotations.records.spans import NUMBER_FIELDS
from annotations.wording import term, tr

__all__ = ["Behind", "Row", "behind", "sentence_start"]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, or one name or number that somebody mended."""

    article: str
    start: int
    end: int
    said: tuple[Hashable | None, ...]
    """What each of `Behind.annotators` said: a set of labels, the value of an attribute, or in words what
    became of a name or number; None where that does not count or nothing was said."""
    differ: bool


class Behind(ABC):
    """The rows behind a figure, those in which annotators differ first, each part in reading order."""

    def __init__(self, annotators: tuple[str, ...], differing: int) -> None:
        self.annotators = annotators
        """Whose judgements are in `Row.said`."""
        self.differing = differing
        """How many rows differ."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def rows(self, first: int = 0, last: int | None = None) -> Iterator[Row]:
        """Yield the rows from number `first` to before `last`, by default all."""


def behind(
    units: Units,
    about: Question,
    *,
    everybody: bool = False,
    said: Sequence[Hashable] | None = None,
) -> Behind:
    """Return the rows behind the figures of a question.

    Args:
        units: Who said what.
        about: The question.
        everybody: Only sentences that all annotators judged, as for Fleiss' kappa.
        said: Only sentences of which the two of a pair said just this: sets of labels, with a label whether
            it is among them, or values of the attribute.

    Raises:
        ValueError: if `units` know an annotator or article of the question not.
    """
    asked = [units.annotators.index(name) for name in about.annotators]
    if about.attribute == "spans":
        return _Mended(units, asked)
    ratings = _ratings(units, about)
    if about.scope == "pair":
        ratings = ratings.only(np.isin(ratings.annotator, asked))
    elif about.scope == "without":
        ratings = ratings.only(~np.isin(ratings.annotator, asked))
    elif about.scope == "article":
        ratings = ratings.only(units.article[ratings.unit] == units.articles.index(about.article))
    ratings = shared(ratings)
    if about.scope == "annotator" and len(ratings.unit):
        theirs = np.zeros(int(ratings.unit[-1]) + 1, np.bool_)
        theirs[ratings.unit[ratings.annotator == asked[0]]] = True
        ratings = ratings.only(theirs[ratings.unit])
    if everybody and len(ratings.unit):
        ratings = ratings.only(np.bincount(ratings.unit)[ratings.unit] == len(units.annotators))
    values = ratings.of_label(about.label) if about.label and not about.attribute else ratings
    if said is not None and len(ratings.unit):
        keep = np.repeat(_just(values, asked, said), 2)
        ratings, values = ratings.only(keep), values.only(keep)
    names = range(len(units.annotators))
    if about.scope == "without":
        who = [one for one in names if one not in asked]
    elif about.scope == "pair":
        who = asked
    else:
        who = asked + [one for one in names if one not in asked]
    return _Sentences(units, ratings, values.value, who)


def sentence_start(units: Units, row: Row) -> int:
    """Return where the sentence of `row` begins; that of a name or number begins before it."""
    number = units.articles.index(row.article)
    first, last = np.searchsorted(units.article, [number, number + 1])
    at = first + int(np.searchsorted(units.start[first:last], row.start, side="right")) - 1
    within = at >= first and row.start < units.end[at]
    return int(units.start[at]) if within else row.start


def _ratings(units: Units, about: Question) -> Ratings:
    if not about.attribute:
        return units.labels
    wanted = about.label, about.attribute
    found = next((one for one in units.attributes if (one.label, one.attribute) == wanted), None)
    if found is None:
        raise ValueError(
            tr(
                "nobody has set {attribute} of {label}",
                attribute=about.attribute,
                label=about.label or tr("any label"),
            )
        )
    return found


def _just(values: Ratings, asked: Sequence[int], said: Sequence[Hashable]) -> NDArray[np.bool_]:
    """Return for each unit, two rows each, whether the one of a pair said this of it and the other that."""
    first, second = said if asked[0] < asked[1] else (said[1], said[0])
    codes = {value: code for code, value in enumerate(values.values)}
    result: NDArray[np.bool_] = (values.value[::2] == codes.get(first, -1)) & (
        values.value[1::2] == codes.get(second, -1)
    )
    return result


class _Sentences(Behind):
    def __init__(self, units: Units, ratings: Ratings, compared: Ints, who: Sequence[int]) -> None:
        """Take the rows of `ratings`, by unit; those differ that are not all the same in `compared`."""
        self._units, self._ratings, self._who = units, ratings, who
        starts = np.flatnonzero(np.diff(ratings.unit, prepend=-1))
        differ = np.zeros(0, np.bool_)
        if len(starts):
            differ = np.maximum.reduceat(compared, starts) != np.minimum.reduceat(compared, starts)
        self._first = np.concatenate([starts[differ], starts[~differ]])
        """For each row of ours its first row in the ratings."""
        super().__init__(tuple(units.annotators[one] for one in who), int(differ.sum()))

    def __len__(self) -> int:
        return len(self._first)

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[Row]:
        units, ratings = self._units, self._ratings
        for number, at in enumerate(self._first[first:last].tolist(), first):
            unit = int(ratings.unit[at])
            said: dict[int, Hashable] = {}
            while at < len(ratings.unit) and ratings.unit[at] == unit:
                said[int(ratings.annotator[at])] = ratings.values[ratings.value[at]]
                at += 1
            yield Row(
                units.articles[units.article[unit]],
                int(units.start[unit]),
                int(units.end[unit]),
                tuple(map(said.get, self._who)),
                number < self.differing,
            )


class _Mended(Behind):
    """The names and numbers that somebody mended where another of those asked judged them too."""

    def __init__(self, units: Units, asked: Sequence[int]) -> None:
        who = list(asked) or list(range(len(units.annotators)))
        number = {one: at for at, one in enumerate(who)}
        places: dict[tuple[int, int, int], list[str | None]] = {}
        for (one, article), records in units.spans.items():
            if one in number:
                for record in records:
                    place = places.setdefault((article, record["start"], record["end"]), [None] * len(who))
                    place[number[one]] = _mended_to(record)
        rows = []
        for (article, start, end), said in sorted(places.items()):
            judged = [
                each for one, each in zip(who, said, strict=True) if _judged(units, one, article, start, end)
            ]
            if len(judged) > 1:
                rows.append(Row(units.articles[article], start, end, tuple(said), len(set(judged)) > 1))
        self._rows = sorted(rows, key=lambda row: not row.differ)
        super().__init__(tuple(units.annotators[one] for one in who), sum(row.differ for row in rows))

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, first: int = 0, last: int | None = None) -> Iterator[Row]:
        return iter(self._rows[first:last])


def _judged(units: Units, who: int, article: int, start: int, end: int) -> bool:
    """Tell whether somebody mended what stands there, or was done with the article and saw it."""
    coverage, mended = units.coverage.get((who, article)), units.spans.get((who, article), ())
    return (coverage is not None and coverage.implies_none(start, end)) or any(
        one["start"] < end and start < one["end"] for one in mended
    )


def _mended_to(record: SpanRecord) -> str:
    """Say in words what somebody made of a name or number."""
    if record["act"] == "reject":
        return tr("no {what}", what=term(record["what"]))
    number = record["number"]
    if number is not None:
        fields = (number.get(key) for key in NUMBER_FIELDS)
        return " ".join(str(one) for one in fields if one is not None)
    return str(record["type"] or record["what"])
