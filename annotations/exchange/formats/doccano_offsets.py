"""What offsets of doccano count: its page counts UTF-16 units or graphemes, as the project says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec

from annotations.errors import UsageError
from annotations.exchange.offsets import Offsets, OffsetUnit
from annotations.wording import tr

__all__ = ["Counting", "Finding"]

_UNITS: Mapping[str, OffsetUnit] = {
    "UTF-16": "UTF-16",
    "code-points": "code points",
    "graphemes": "graphemes",
}
"""What offsets count, by what the option calls it."""
_EDGE = re.compile(r"[\s,.;:!?，。；：！？、）」』》”’…]")
"""With which no name begins."""
_PLAIN = re.compile(r"[\x20-\x7e\u2010-\u2027\u3001-\u3029\u4e00-\u9fff\uff01-\uff60]*")
"""Characters that all units count as one."""


class Counting:
    """The offsets of one text in doccano's unit.

    Raises:
        UsageError: It is graphemes, and what divides a text into them is not installed.
    """

    def __init__(self, text: str, unit: str) -> None:
        known = _UNITS.get(unit, "UTF-16")
        self._offsets = Offsets(text, known, _graphemes if known == "graphemes" else None)
        self._length = len(text)
        if known == "graphemes":
            _demand_graphemes()

    def holds(self, start: int, end: int) -> bool:
        """Tell whether there is an offset for both ends of a place, code points."""
        places = (start, end)
        return all(self._back(self._offsets.out(one)) == one for one in places)

    def out(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of a place, which is code points."""
        return self._offsets.out(start), self._offsets.out(end)

    def into(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of offsets, code points.

        Raises:
            ValueError: They are outside the text, or inside a character.
        """
        return self._offsets.into(start), self._offsets.into(end)

    def _back(self, offset: int) -> int:
        return self._offsets.into(offset)


class Finding:
    """Finds out what the offsets of a file count, by which its places fit its texts best.

    Args:
        usual: What they count where several fit equally.
    """

    def __init__(self, usual: str) -> None:
        self._usual = usual
        self._fits = dict.fromkeys(_UNITS, 0)

    def counting(self, text: str, places: Sequence[tuple[int, int]]) -> Counting:
        """Return the offsets of a text that has `places`, as far as the file has told so far."""
        if _PLAIN.fullmatch(text):
            return Counting(text, "code-points")
        units = [one for one in _UNITS if one != "graphemes" or _has_graphemes()]
        each = {one: Counting(text, one) for one in units}
        for one, counting in each.items():
            self._fits[one] += _fit(counting, text, places)
        best = max(self._fits[one] for one in units)
        fitting = [one for one in units if self._fits[one] == best]
        return each[next((one for one in fitting if one == self._usual), fitting[0])]


def _fit(counting: Counting, text: str, places: Iterable[tuple[int, int]]) -> int:
    """Return how well places fit: those outside the text do not at all, and names have no space at an end."""
    points = 0
    for start, end in places:
        try:
            first, last = counting.into(start, end)
        except ValueError:
            points -= 3
            continue
        if first < last:
            points -= bool(_EDGE.match(text[first])) or bool(text[last - 1].isspace())
    return points


def _has_graphemes() -> bool:
    return find_spec("regex") is not None


def _demand_graphemes() -> None:
    if not _has_graphemes():
        raise UsageError(tr("graphemes need an extra: pip install 'zhupi[graphemes]'"))


def _graphemes(text: str) -> list[str]:
    _demand_graphemes()
    return [str(one) for one in import_module("regex").findall(r"\X", text)]
