"""An article's text in another script, with the way back to every offset.

Nothing is ever stored in another script: this serves looking. OpenCC's tables of characters keep the
length, so an offset is the same before and after. Only Taiwan's words change it (出租車 → 計程車 does not,
互聯網 → 網際網路 does); what they change is found by comparing both results, and kept in one piece.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from annotations.analysis.script import to_simplified

if TYPE_CHECKING:
    from opencc.opencc import OpenCC

__all__ = ["Script", "Unit", "convert"]


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
    """The same as `plain`, unless it is a word for which Taiwan has another of its own."""


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
    """Return where ``plain[a:b]`` became ``words[c:d]``, in whole words and never of nothing.

    A word that shares a character with what it replaces (鼠標 → 滑鼠) is two changes with that character
    between them: they are taken as one.
    """
    changes: list[tuple[int, int, int, int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, plain, words, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if changes and a - changes[-1][1] <= 1:
            a, c = changes[-1][0], changes[-1][2]
            changes.pop()
        if a == b:  # something was put in: it is shown with the character beside it
            a, b, c, d = (a - 1, b, c - 1, d) if a else (a, b + 1, c, d + 1)
        changes.append((a, b, c, d))
    return changes


def _same_length(text: str, converted: str) -> str:
    """Return `converted`, or `text` where a table broke the rule that characters become characters."""
    return converted if len(converted) == len(text) else text


@cache
def _converter(name: str) -> OpenCC:
    from opencc.opencc import OpenCC

    return OpenCC(name)
