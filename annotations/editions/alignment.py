"""What of one text stands where in another: sentence by sentence, and where those changed letter by letter.

Sentences are found here by a rule of their own (marks that end one, and line ends), so that two texts come to
the same however they were divided when they were frozen. A sentence that stands in both is the same one, also
where its paragraph was moved; what lies between is compared letter by letter.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.editions.equivalence import BREAK, GAP, Letters, letters_of
from annotations.editions.matching import matching_characters, matching_elements, only_place

__all__ = ["RULE", "Alignment", "Place"]

RULE = 1
"""Which rule this is; what was carried over by another one may stand elsewhere."""
_SENTENCE = re.compile(
    "[^\n。\uff01\uff1f!?…\uff1b;]*?(?:[。\uff01\uff1f!?…\uff1b;]+[”’」』】〉》\uff09)\"'\\]]*"
    "|\\.(?=[ \n]|$)|(?=\n)|$)"
)
"""One sentence: up to the marks that end it, with the quotes and brackets that close after them."""
_TELLING = 6
"""From how many letters on a sentence that stands elsewhere was moved there, and is no other one.

Chosen: shorter ones, as 是的。 or 他說:, are said again and again. They move with their neighbours."""
_ENOUGH = 0.6
"""How much of a place must be found again for it to be the same one, of both sides.

The share from which difflib calls two strings close."""
_JUMP = 40
"""How many letters may have been put into a place, at one spot, before what follows is another place.

Chosen: the length of a sentence."""


class Place(NamedTuple):
    """Where something stands in the other text."""

    start: int
    end: int
    exact: bool
    """Whether its letters are the same there, and all of it."""


class _Text:
    """A text as it is compared."""

    def __init__(self, text: str) -> None:
        self.letters: Letters = letters_of(text)
        self.sentences = list(_sentences(self.letters.text))
        self.words = [self.letters.text[start:end] for start, end in self.sentences]

    def inside(self, start: int, end: int) -> range:
        """Return the letters that stand from `start` to `end` of the text."""
        return range(bisect_right(self.letters.ends, start), bisect_left(self.letters.begins, end))

    def seen(self, letters: range) -> range:
        """Return `letters` without white space at their ends."""
        first, last, text = letters.start, letters.stop, self.letters.text
        while first < last and text[first] in _WHITE:
            first += 1
        while first < last and text[last - 1] in _WHITE:
            last -= 1
        return range(first, last)


_WHITE = frozenset((BREAK, GAP))


class Alignment:
    """What of the text `one` stands where in `two`."""

    def __init__(self, one: str, two: str) -> None:
        self._one, self._two = _Text(one), _Text(two)
        self._to = array("q", [-1]) * len(self._one.letters.text)
        """For each letter of the first text which of the second it is, or -1."""
        self._from = array("q", [-1]) * len(self._two.letters.text)
        if self._one.letters.text == self._two.letters.text:
            self._pair(0, 0, len(self._to))
        else:
            self._align()

    def place(self, start: int, end: int, bounds: Sequence[tuple[int, int]] = ()) -> Place | None:
        """Return where what stands from `start` to `end` of the first text stands in the second.

        Args:
            start: An offset into the first text.
            end: Likewise.
            bounds: The sentences of the second text, ascending: what was put in before or after the place
                within its sentence belongs to it, and it is exact no longer.

        Returns:
            None if less than `_ENOUGH` of it is found again.
        """
        asked = self._one.seen(self._one.inside(start, end))
        run = self._run(asked)
        letters, text = self._two.letters, self._one.letters.text
        if run is None:  # where a part of it was copied before it, that was aligned to the copy
            words = text[asked.start : asked.stop]
            at = only_place(words, text, letters.text) if len(words) >= _TELLING else None
            return None if at is None else Place(letters.begins[at], letters.ends[at + len(asked) - 1], True)
        first, last, found = run
        exact = found == len(asked) == last - first and all(
            self._to[at] - at == first - asked.start for at in asked
        )
        begin, stop = letters.begins[first], letters.ends[last - 1]
        if bounds:
            begin, stop, grown = self._grown(range(first, last), begin, stop, bounds)
            exact = exact and not grown
        return Place(begin, stop, exact)

    def offset(self, at: int) -> int | None:
        """Return where the first letter from the offset `at` on stands in the second text, if it does."""
        number = bisect_right(self._one.letters.ends, at)
        number = self._one.seen(range(number, len(self._to))).start
        if number >= len(self._to) or self._to[number] < 0:
            return None
        return self._two.letters.begins[self._to[number]]

    def origin(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return where in the first text the letters from `start` to `end` of the second stood, as ranges."""
        letters = self._one.letters
        found = [self._from[at] for at in self._two.inside(start, end) if self._from[at] >= 0]
        return [(letters.begins[at], letters.ends[at]) for at in sorted(found)]

    def known(self, start: int, end: int) -> float:
        """Return how much of what stands from `start` to `end` of the second text stood in the first."""
        inside = self._two.seen(self._two.inside(start, end))
        return sum(self._from[at] >= 0 for at in inside) / len(inside) if inside else 1.0

    @property
    def shared(self) -> float:
        """How much of both texts stands in the other."""
        both = len(self._to) + len(self._from)
        return 2 * sum(at >= 0 for at in self._to) / both if both else 1.0

    # -- how ------------------------------------------------------------------------

    def _align(self) -> None:
        one, two = self._one, self._two
        same = dict(matching_elements(one.words, two.words))
        moved = _moved(one.words, two.words, same)
        for at, to in (*same.items(), *moved.items()):
            start, end = one.sentences[at]
            self._pair(start, two.sentences[to][0], end - start)
        gone, come = set(moved), set(moved.values())
        for low, high, low2, high2 in _gaps(same, len(one.words), len(two.words)):
            self._compare(
                [one.sentences[at] for at in range(low, high) if at not in gone],
                [two.sentences[to] for to in range(low2, high2) if to not in come],
            )

    def _compare(self, one: Sequence[tuple[int, int]], two: Sequence[tuple[int, int]]) -> None:
        """Pair the letters of two stretches of sentences."""
        places = [at for start, end in one for at in range(start, end)]
        others = [at for start, end in two for at in range(start, end)]
        text, text2 = self._one.letters.text, self._two.letters.text
        found = matching_characters("".join(text[s:e] for s, e in one), "".join(text2[s:e] for s, e in two))
        for at, to in found:
            self._pair(places[at], others[to], 1)

    def _pair(self, at: int, to: int, length: int) -> None:
        self._to[at : at + length] = array("q", range(to, to + length))
        self._from[to : to + length] = array("q", range(at, at + length))

    def _run(self, asked: range) -> tuple[int, int, int] | None:
        """Return from where to where in the second text most of the letters `asked` stand, and how many do.

        Letters that are found far from the others, or so that more lies between than is found, are left out.
        """
        best: list[int] = []
        run: list[int] = []
        for at in asked:
            to = self._to[at]
            if to < 0:
                continue
            if run and not run[-1] < to <= run[-1] + _JUMP:
                best, run = max(best, run, key=len), []
            run.append(to)
        best = _trimmed(max(best, run, key=len), len(asked))
        if not best or len(best) < _ENOUGH * len(asked):
            return None
        if 2 * len(best) < _ENOUGH * (len(asked) + best[-1] + 1 - best[0]):
            return None
        return best[0], best[-1] + 1, len(best)

    def _grown(
        self, run: range, begin: int, stop: int, bounds: Sequence[tuple[int, int]]
    ) -> tuple[int, int, bool]:
        """Return a place with what was put in around it within its sentences, and whether that is seen."""
        letters, unseen = self._two.letters, _WHITE
        first = bisect_right(bounds, (begin, len(letters.text) + begin)) - 1
        last = bisect_left(bounds, (stop, -1)) - 1
        grown = False
        if first >= 0 and bounds[first][0] < begin < bounds[first][1]:
            before = range(self._two.inside(bounds[first][0], begin).start, run.start)
            if all(self._from[at] < 0 for at in before):
                begin = bounds[first][0]
                grown = any(letters.text[at] not in unseen for at in before)
        if last >= 0 and bounds[last][0] < stop < bounds[last][1]:
            after = range(run.stop, self._two.inside(stop, bounds[last][1]).stop)
            if all(self._from[at] < 0 for at in after):
                stop = bounds[last][1]
                grown = grown or any(letters.text[at] not in unseen for at in after)
        return begin, stop, grown


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences among letters, without white space at their ends."""
    at = 0
    while at < len(text):
        match = _SENTENCE.match(text, at)
        end = max(match.end() if match else len(text), at + 1)
        start, stop = at, end
        while start < stop and text[start] in _WHITE:
            start += 1
        while start < stop and text[stop - 1] in _WHITE:
            stop -= 1
        if start < stop:
            yield start, stop
        at = end


def _moved(one: Sequence[str], two: Sequence[str], same: dict[int, int]) -> dict[int, int]:
    """Return which sentences that are not in order stand elsewhere, with the neighbours that moved along."""
    taken = set(same.values())
    left: defaultdict[str, list[int]] = defaultdict(list)
    for to in range(len(two)):
        if to not in taken and len(two[to]) >= _TELLING:
            left[two[to]].append(to)
    moved: dict[int, int] = {}
    for at in range(len(one)):
        if at not in same and (there := left.get(one[at])):
            moved[at] = there.pop(0)
    taken |= set(moved.values())
    for at, to in list(moved.items()):
        for step in (1, -1):
            near, far = at + step, to + step
            while (
                0 <= near < len(one)
                and 0 <= far < len(two)
                and near not in same
                and near not in moved
                and far not in taken
                and one[near] == two[far]
            ):
                moved[near] = far
                taken.add(far)
                near, far = near + step, far + step
    return moved


def _gaps(same: dict[int, int], many: int, many2: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches of sentences between those that are the same, where both texts have some."""
    low = low2 = 0
    for at, to in [*sorted(same.items()), (many, many2)]:
        if low < at and low2 < to:
            yield low, at, low2, to
        low, low2 = at + 1, to + 1


def _trimmed(found: list[int], asked: int) -> list[int]:
    """Return `found` without letters at its ends that only make the place longer than it is."""
    runs: list[list[int]] = []
    for to in found:
        if runs and runs[-1][-1] + 1 == to:
            runs[-1].append(to)
        else:
            runs.append([to])
    first, last, many = 0, len(runs), len(found)

    def share(low: int, high: int, count: int) -> float:
        return 2 * count / (asked + runs[high - 1][-1] + 1 - runs[low][0])

    while last - first > 1:
        # The better end goes: a long run at the front must not fall for one far letter at the back.
        front, back = len(runs[first]), len(runs[last - 1])
        without_front = share(first + 1, last, many - front)
        without_back = share(first, last - 1, many - back)
        if max(without_front, without_back) <= share(first, last, many):
            break
        if without_front > without_back:
            first, many = first + 1, many - front
        else:
            last, many = last - 1, many - back
    return [to for run in runs[first:last] for to in run]
