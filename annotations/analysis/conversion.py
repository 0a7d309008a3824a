"""An article's text in another script, with the way back to every offset.

Nothing is ever stored in another script: this serves looking. OpenCC's tables of characters keep the
length, so an offset is the same before and after. Only Taiwan's words change it (出租車 → 計程車 does not,
互聯網 → 網際網路 does); what they change is found by comparing both results, and kept in one piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from annotations.analysis.script import to_simplified

if TYPE_CHECKING:
    from opencc.opencc import OpenCC

__all__ = ["Script", "Unit", "convert", "correct"]


class Script(Enum):
    """How the characters of an article are shown."""

    WRITTEN = "as written"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
    TAIWAN = "Taiwan"


class Unit(NamedTuple):
    """A stretch of the text and what is shown for it."""

    start: int
    end: int
    plain: str
    """Its characters converted one by one: as long as the stretch."""
    shown: str
    """The same as `plain`, unless Taiwan has a word of its own for it, or it was damaged and is corrected."""


def correct(text: str, script: Script, corrections: Sequence[tuple[int, int, str]]) -> tuple[Unit, ...]:
    """Return `text` in `script` as `convert` does, with what `corrections` put in place of damaged stretches.

    Each is a start, an end and what stood there once, ascending; one that reaches out of `text`, as a
    damaged full stop does, is shared out between the sentences by how much of it each has.
    """
    units: list[Unit] = []
    at = 0
    for start, end, right in corrections:
        first, last = max(start, 0), min(end, len(text))
        if first < at or first >= last:
            continue
        share = right[
            (first - start) * len(right) // (end - start) : (last - start) * len(right) // (end - start)
        ]
        units += _moved(convert(text[at:first], script), at)
        shown = "".join(unit.shown for unit in convert(share, script))
        units.append(Unit(first, last, text[first:last], shown))
        at = last
    return (*units, *_moved(convert(text[at:], script), at))


def _moved(units: Iterable[Unit], offset: int) -> list[Unit]:
    return [unit._replace(start=unit.start + offset, end=unit.end + offset) for unit in units]


def convert(text: str, script: Script) -> tuple[Unit, ...]:
    """Return `text` in `script` as units that follow one another and together are all of it.

    Offsets are code points into `text`. Meant for a sentence: the words are a tenth of a second for
    10,000 characters.
    """
    if script is Script.WRITTEN or not text:
        return (Unit(0, len(text), text, text),) if text else ()
    if script is Script.SIMPLIFIED:
        plain = to_simplified(text)
        return (Unit(0, len(text), plain, plain),)
    if script is Script.TRADITIONAL:
        plain = _same_length(text, _converter("s2t").convert(text))
        return (Unit(0, len(text), plain, plain),)
    plain = _same_length(text, _converter("s2tw").convert(text))
    words = _converter("s2twp").convert(text)
    if words == plain:
        return (Unit(0, len(text), plain, plain),)
    units: list[Unit] = []
    at = 0
    for a, b, c, d in _changes(plain, words):
        if at < a:
            units.append(Unit(at, a, plain[at:a], plain[at:a]))
        units.append(Unit(a, b, plain[a:b], words[c:d]))
        at = b
    if at < len(plain):
        units.append(Unit(at, len(plain), plain[at:], plain[at:]))
    return tuple(units)


def _changes(plain: str, words: str) -> list[tuple[int, int, int, int]]:
    """Return where ``plain[a:b]`` became ``words[c:d]``, ascending, never of nothing or to nothing.

    A word that keeps a character in another place (鼠標 → 滑鼠) is something put in and something taken
    out with that character between them: they are taken as one. A character between two words is not.
    """
    from difflib import SequenceMatcher

    changes: list[tuple[int, int, int, int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, plain, words, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if changes:
            before = changes[-1]
            grows = before[3] - before[2] - (before[1] - before[0])
            if a - before[1] == 1 and grows * (d - c - (b - a)) < 0:
                changes[-1] = (before[0], b, before[2], d)
                continue
        changes.append((a, b, c, d))
    whole: list[tuple[int, int, int, int]] = []
    for a, b, c, d in changes:
        if a == b or c == d:  # of nothing, or to nothing: it is shown with the character beside it
            if a > (whole[-1][1] if whole else 0):
                a, c = a - 1, c - 1
            elif whole:
                a, _, c, _ = whole.pop()
            else:
                b, d = b + 1, d + 1
        whole.append((a, b, c, d))
    return whole


def _same_length(text: str, converted: str) -> str:
    """Return `converted`, or `text` where a table broke the rule that characters become characters."""
    return converted if len(converted) == len(text) else text


@cache
def _converter(name: str) -> OpenCC:
    from opencc.opencc import OpenCC

    return OpenCC(name)
