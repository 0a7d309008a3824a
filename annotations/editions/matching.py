"""Finding what of one sequence stands in another one: the same elements in the same order.

What occurs once in both holds the two together (patience), and what is the same before and after it belongs
to it; between such anchors the search begins anew. So the cost grows with the length and not with its square;
only where nothing occurs once, and the stretch is short, is it compared element by element.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

__all__ = ["matching_characters", "matching_elements", "only_place"]

_SHORT = 40_000
"""How many pairs of elements are still compared one by one: some milliseconds, on the seeds."""
_GRAMS = (16, 8, 5, 3)
"""How long the strings are that hold two texts together, the most telling first. Chosen: three Chinese
characters in a row that occur once in a stretch are a word of it."""

Pairs = list[tuple[int, int]]


def matching_elements(one: Sequence[Hashable], two: Sequence[Hashable]) -> Pairs:
    """Return which elements of `one` stand where in `two`, as pairs of places, both ascending."""
    found: Pairs = []
    waiting = [(0, len(one), 0, len(two))]
    while waiting:
        low, high, low2, high2 = waiting.pop()
        low, high, low2, high2 = _trimmed(one, two, (low, high, low2, high2), found)
        if low == high or low2 == high2:
            continue
        anchors = _ascending(_once_in_both(one, two, (low, high, low2, high2)))
        if anchors:
            waiting += _between(anchors, (low, high, low2, high2))
            found += anchors
        elif (high - low) * (high2 - low2) <= _SHORT:
            found += [(low + at, low2 + to) for at, to in _compared(one[low:high], two[low2:high2])]
    return sorted(found)


def only_place(words: str, one: str, two: str) -> int | None:
    """Return where `words` stand in `two`, if they stand there once, and once in `one`."""
    at = two.find(words)
    if at < 0 or two.find(words, at + 1) >= 0 or one.count(words) > 1:
        return None
    return at


def matching_characters(one: str, two: str) -> Pairs:
    """Return which characters of `one` stand where in `two`, as :func:`matching_elements` does."""
    found: Pairs = []
    waiting = [((0, len(one), 0, len(two)), 0)]
    while waiting:
        stretch, level = waiting.pop()
        low, high, low2, high2 = _trimmed(one, two, stretch, found)
        if low == high or low2 == high2:
            continue
        if (high - low) * (high2 - low2) <= _SHORT:
            found += [(low + at, low2 + to) for at, to in _compared(one[low:high], two[low2:high2])]
            continue
        while level < len(_GRAMS):
            size = _GRAMS[level]
            grams = [one[at : at + size] for at in range(low, high - size + 1)]
            others = [two[at : at + size] for at in range(low2, high2 - size + 1)]
            whole = (0, len(grams), 0, len(others))
            anchors = _ascending(_once_in_both(grams, others, whole))
            if anchors:
                runs = list(_runs([(low + at, low2 + to) for at, to in anchors], size))
                found += [(at + step, to + step) for at, to, length in runs for step in range(length)]
                edges = _stretches(runs, (low, high, low2, high2))
                waiting += [(edge, level) for edge in edges]
                break
            level += 1
    return sorted(found)


def _trimmed(
    one: Sequence[Hashable], two: Sequence[Hashable], stretch: tuple[int, int, int, int], found: Pairs
) -> tuple[int, int, int, int]:
    """Put what is the same at both ends of a stretch into `found`, and return what is left of it."""
    low, high, low2, high2 = stretch
    while low < high and low2 < high2 and one[low] == two[low2]:
        found.append((low, low2))
        low, low2 = low + 1, low2 + 1
    while low < high and low2 < high2 and one[high - 1] == two[high2 - 1]:
        high, high2 = high - 1, high2 - 1
        found.append((high, high2))
    return low, high, low2, high2


def _once_in_both(
    one: Sequence[Hashable], two: Sequence[Hashable], stretch: tuple[int, int, int, int]
) -> Pairs:
    """Return the places of what occurs once in both, ascending in `one`."""
    low, high, low2, high2 = stretch
    counts, counts2 = Counter(one[low:high]), Counter(two[low2:high2])
    places = {two[at]: at for at in range(low2, high2) if counts2[two[at]] == 1}
    return [(at, places[one[at]]) for at in range(low, high) if counts[one[at]] == 1 and one[at] in places]


def _ascending(pairs: Pairs) -> Pairs:
    """Return the longest run of `pairs`, ascending in the first place, that ascends in the second too."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, to) in enumerate(pairs):
        pile = bisect_left(tops, to)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(to)
            piles.append(number)
        else:
            tops[pile], piles[pile] = to, number
    run: Pairs = []
    number = piles[-1] if piles else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _between(anchors: Pairs, stretch: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    return _stretches([(at, to, 1) for at, to in anchors], stretch)


def _stretches(
    runs: Sequence[tuple[int, int, int]], stretch: tuple[int, int, int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield what lies between `runs`, and before and after them."""
    low, high, low2, high2 = stretch
    for at, to, length in runs:
        yield low, at, low2, to
        low, low2 = at + length, to + length
    yield low, high, low2, high2


def _runs(anchors: Pairs, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches that overlapping strings of `size` make, as both places and a length.

    A string whose place in one text overlaps the run before it, and in the other does not fit, is left out.
    """
    at, to, length = anchors[0][0], anchors[0][1], size
    for start, start2 in anchors[1:]:
        if start - at == start2 - to and start <= at + length:
            length = start - at + size
        elif start >= at + length and start2 >= to + length:
            yield at, to, length
            at, to, length = start, start2, size
    yield at, to, length


def _compared(one: Sequence[Hashable], two: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a comparison element by element."""
    for at, to, length in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
        for step in range(length):
            yield at + step, to + step
