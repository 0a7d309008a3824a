"""How fast an annotator works: seconds from the first mark of one sentence to that of the next.

Marks are compared within an article, by when each was first made. What lies between two of them is reading,
thinking and sentences that were left unmarked, so it is the pace of marking and not of reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from operator import attrgetter
from typing import Any

__all__ = ["ACT", "PAUSE", "UNKNOWN", "Mark", "Pace", "moment", "moments_of", "paces"]

PAUSE = 300.0
"""Seconds. Who was silent for longer did something else: a sentence takes seconds, a hard one a minute.

Chosen, not measured: less would leave out hard sentences and make everybody look quicker, more would count
breaks. The median that is shown hardly feels either."""
ACT = 0.1
"""Seconds. Marks that follow one another within it were made by one act: its marks lie about a millisecond
apart or share one time, and two presses of a hand lie further apart: one takes about 0.28 s."""
UNKNOWN = 0.0
"""The moment of a mark of which it is not known."""

Mark = tuple[float, tuple[str, ...]]
"""When a sentence was first marked, in seconds since 1970, and what counts as said of it."""

_NEVER = "1970-01-01T00:00:00Z"
_END: Mark = (inf, ())
_ZONE = attrgetter("tzinfo")


@dataclass(frozen=True, slots=True)
class Pace:
    """How long sentences took, as a histogram: that of several layers is the sum of theirs."""

    tenths: Mapping[int, int] = field(default_factory=dict)
    """How many sentences took so many tenths of a second, ascending; at most those of `PAUSE`."""

    @property
    def sentences(self) -> int:
        """How many sentences it is known of."""
        return sum(self.tenths.values())

    @property
    def median(self) -> float | None:
        """The median of seconds a sentence, to a twentieth; None where it is known of no sentence."""
        count = self.sentences
        middle = [(count - 1) // 2, count // 2]
        found: list[int] = []
        passed = 0
        for tenths, number in sorted(self.tenths.items()):
            passed += number
            while len(found) < 2 and middle[len(found)] < passed:
                found.append(tenths)
        return sum(found) / 20 if found else None

    @classmethod
    def total(cls, some: Iterable[Pace]) -> Pace:
        """Return the pace of all sentences of `some` together."""
        tenths: Counter[int] = Counter()
        for one in some:
            tenths.update(one.tenths)
        return cls(dict(sorted(tenths.items())))

    @classmethod
    def from_json(cls, value: Any) -> Pace:
        """Return what JSON made of one that :func:`dataclasses.asdict` gave: its keys are texts there."""
        return cls({int(key): number for key, number in value["tenths"].items()})


def moment(created: object) -> float:
    """Return when `created` is, a time as records write it, in seconds since 1970; else `UNKNOWN`."""
    try:
        found = datetime.fromisoformat(created)  # type: ignore[arg-type]
        return UNKNOWN if found.tzinfo is None else found.timestamp()
    except (TypeError, ValueError, OverflowError):
        return UNKNOWN


def moments_of(records: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return of each of `records` the `moment` in which a sentence was first marked, or an article done.

    It is `UNKNOWN` of every other record, and of an article that an import marked done: when it was done
    nobody knows.
    """
    times: list[Any] = list(map(_when, records))
    try:  # together they take a third of the time that they take one by one
        found = list(map(datetime.fromisoformat, times))
        if None not in map(_ZONE, found):
            return list(map(datetime.timestamp, found))
    except (TypeError, ValueError, OverflowError):
        pass
    return [moment(one) for one in times]


def _when(record: Mapping[str, Any]) -> Any:
    kind = record.get("kind")
    if kind == "sentence":
        return record.get("created")
    if kind == "article" and record.get("done") and "imported" not in record:
        return record.get("updated")
    return _NEVER


def paces(articles: Iterable[Sequence[Mark]]) -> tuple[Pace, dict[str, Pace]]:
    """Return the pace of all sentences, and of those of which each thing is said.

    Marks of one act share what lies before it: where five sentences were marked at once after ten seconds,
    each took two. The first act of an article and whatever follows a pause took nobody knows how long. So
    nothing is known of marks that all came at once, as an import brings them.

    Args:
        articles: The marks of each article, at least one, in any order.
    """
    took = Counter(_taken(articles))
    everything: Counter[int] = Counter()
    each: dict[str, Counter[int]] = {}
    for (tenths, names), number in sorted(took.items()):
        everything[tenths] += number
        for name in names:
            each.setdefault(name, Counter())[tenths] += number
    return Pace(dict(everything)), {name: Pace(dict(each[name])) for name in sorted(each)}


def _taken(articles: Iterable[Sequence[Mark]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield of each sentence that took a known time how many tenths of a second, and what is said of it."""
    for marks in articles:
        gap, last = inf, -inf
        act: list[tuple[str, ...]] = []
        for at, names in (*sorted(marks), _END):
            since, last = at - last, at
            if since > ACT:
                if gap <= PAUSE:
                    tenths = round(gap * 10 / len(act))
                    for said in act:
                        yield tenths, said
                gap, act = since, [names]
            else:
                act.append(names)
