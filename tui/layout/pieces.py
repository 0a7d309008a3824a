"""One line of the article cut into pieces of one look each, by the names and numbers in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from annotations.marks.spans import Spans
from annotations.model.article import NAME_TYPES, Name, Number
from annotations.model.scheme_rows import NameType

if TYPE_CHECKING:
    from annotations.reading.scars import Scar

__all__ = ["HIGHLIGHTS", "Highlights", "Piece", "highlights_of", "on_line", "pieces", "within"]

Found = TypeVar("Found", Name, Number, "Scar")
_START, _END = attrgetter("start"), attrgetter("end")

HIGHLIGHTS = (*(name.lower() for name in NAME_TYPES), "number")
"""What can be highlighted, or left plain: the types of names, and numbers."""


def highlights_of(types: Iterable[NameType]) -> tuple[str, ...]:
    """Return the same for a scheme that has these `types` of names."""
    return (*(one.name.lower() for one in types), "number")


class Highlights:
    """The names and numbers of an article by sentence; they come in parts while the analysis goes on.

    What people mended is worked out for a sentence when it is asked for, so that mending costs the same
    whatever the length of the article.
    """

    def __init__(
        self, starts: Sequence[int] = (), names: Iterable[Name] = (), numbers: Iterable[Number] = ()
    ) -> None:
        """Begin with `names` and `numbers` of an article whose sentences begin at `starts`."""
        self._starts = starts
        self._names: dict[int, list[Name]] = {}
        self._numbers: dict[int, list[Number]] = {}
        self._scars: dict[int, list[Scar]] = {}
        self._ends: Sequence[int] = ()
        self._spans: Callable[[], Spans | None] = lambda: None
        self._state: object = None
        self._held: dict[int, tuple[Sequence[Name], Sequence[Number]]] = {}
        self.add(names, numbers)

    def mended_by(self, spans: Callable[[], Spans], ends: Sequence[int]) -> Highlights:
        """Let hold from now on what the `spans` of the moment say, of sentences that end at `ends`."""
        self._spans, self._ends = spans, ends
        return self

    def add(self, names: Iterable[Name], numbers: Iterable[Number]) -> None:
        """Take in more; what one sentence has comes at once and in ascending order."""
        self._held.clear()
        for name in names:
            self._names.setdefault(bisect_right(self._starts, name.start) - 1, []).append(name)
        for number in numbers:
            self._numbers.setdefault(bisect_right(self._starts, number.start) - 1, []).append(number)

    def add_scars(self, scars: Iterable[Scar]) -> None:
        """Take in the damaged places; one may reach over several sentences."""
        self._scars.clear()
        for scar in scars:
            first = bisect_right(self._starts, scar.start) - 1
            for sentence in range(first, bisect_right(self._starts, scar.end - 1)):
                self._scars.setdefault(sentence, []).append(scar)

    def scars_of(self, sentence: int) -> Sequence[Scar]:
        """Return the damaged places that touch `sentence`, ascending."""
        return self._scars.get(sentence, ())

    def names(self) -> Iterator[Name]:
        """Iterate over all names that hold, sentence by sentence."""
        spans = self._spans()
        added = spans.added_in(self._starts) if spans else ()
        return (name for sentence in sorted({*self._names, *added}) for name in self.names_of(sentence))

    def numbers(self) -> Iterator[Number]:
        """Iterate over all numbers that hold in sentences in which some were found."""
        return (number for sentence in sorted(self._numbers) for number in self.numbers_of(sentence))

    def as_found(self, sentence: int) -> tuple[Sequence[Name], Sequence[Number]]:
        """Return the names and numbers that the analysis found in `sentence`, whatever was said of them."""
        return self._names.get(sentence, ()), self._numbers.get(sentence, ())

    def names_of(self, sentence: int) -> Sequence[Name]:
        """Return the names that hold in `sentence`, ascending."""
        return self._mended(sentence)[0]

    def numbers_of(self, sentence: int) -> Sequence[Number]:
        """Return the numbers that hold in `sentence`, ascending."""
        return self._mended(sentence)[1]

    def _mended(self, sentence: int) -> tuple[Sequence[Name], Sequence[Number]]:
        names, numbers = self._names.get(sentence, ()), self._numbers.get(sentence, ())
        spans = self._spans()
        if not spans or not 0 <= sentence < len(self._ends):
            return names, numbers
        if self._state is not spans.state:
            self._state = spans.state
            self._held.clear()
        held = self._held.get(sentence)
        if held is None:
            start, end = self._starts[sentence], self._ends[sentence]
            held = spans.names(names, start, end), spans.numbers(numbers, start, end)
            self._held[sentence] = held
        return held


class Piece(NamedTuple):
    """A stretch of a line that looks the same throughout."""

    start: int
    end: int
    name: str
    """The type of the name it belongs to, lower case, ``?`` added where it is uncertain; or empty."""
    number: str
    """``number`` where it belongs to one, ``?`` added where its currency is guessed; or empty."""
    scar: bool
    selected: bool
    found: bool


def on_line(found: Sequence[Found], start: int, end: int) -> Sequence[Found]:
    """Return those of `found`, ascending and disjoint, that touch the line ``[start, end)``.

    A sentence may hold a hundred thousand of them, and each of its lines a few.
    """
    return found[bisect_right(found, start, key=_END) : bisect_left(found, end, key=_START)]


def pieces(
    start: int,
    end: int,
    names: Sequence[Name],
    numbers: Sequence[Number],
    scars: Sequence[Scar] = (),
    selected: tuple[int, int] | None = None,
    found: tuple[int, int] | None = None,
) -> Iterator[Piece]:
    """Cut the line ``[start, end)`` wherever its look changes; together the pieces are the line.

    Of `names`, `numbers` and `scars` those that `on_line` gives are enough.
    """
    ranges = [(name.start, name.end) for name in names]
    ranges += [(number.start, number.end) for number in numbers]
    ranges += [(scar.start, scar.end) for scar in scars]
    ranges += [marked for marked in (selected, found) if marked]
    cuts = sorted({start, end, *(cut for pair in ranges for cut in pair if start < cut < end)})
    for a, b in pairwise(cuts):
        name = next((n.type.lower() + ("" if n.certain else "?") for n in names if n.start <= a < n.end), "")
        yield Piece(
            a,
            b,
            name,
            next(("number" if n.certain else "number?" for n in numbers if n.start <= a < n.end), ""),
            any(scar.start <= a < scar.end for scar in scars),
            selected is not None and selected[0] <= a < selected[1],
            found is not None and found[0] <= a < found[1],
        )


def within(span: tuple[int, int] | None, start: int, end: int) -> tuple[int, int] | None:
    """Return the part of `span` inside ``[start, end)``, or None."""
    if span is None or span[0] >= end or span[1] <= start:
        return None
    return max(span[0], start), min(span[1], end)
