"""An article's text in another script, with the way back to every offset.

Nothing is ever stored in another script: this serves looking. OpenCC's tables of characters keep the
length, so an offset is the same before and after. Only Taiwan's words change it (出租車 → 計程車 does not,
互聯網 → 網際網路 does); what one of them changes is kept in one piece.

The cost grows with the text. A sentence may be the whole article, and a screen shows little of it: `windows`
cuts it into pieces of which each can be converted when it is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from annotations.analysis.script import to_simplified

__all__ = ["WINDOW", "Script", "Unit", "convert", "correct", "windows"]

WINDOW = 4096
"""Characters of a sentence that are converted at once at the most: some milliseconds of work.

Chosen: more than any screen shows, and far more than any sentence of 5,000 has (182; UD and UNER, GSD), so
that only text without stops is cut.
"""
_CUT = re.compile(r"[，,；;、：:。！？!?\s]")


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


def windows(text: str) -> list[int]:
    """Return where the windows of a sentence begin, ascending: pieces of at most `WINDOW` characters.

    They end behind punctuation where there is some, which no word reaches across.
    """
    starts = [0]
    while len(text) - starts[-1] > WINDOW:
        end = starts[-1] + WINDOW
        for match in _CUT.finditer(text, end - WINDOW // 8, end):
            end = match.end()
        starts.append(end)
    return starts


def convert(text: str, script: Script) -> tuple[Unit, ...]:
    """Return `text` in `script` as units that follow one another and together are all of it.

    Offsets are code points into `text`. A millisecond for 1,000 characters.
    """
    if script is Script.WRITTEN or not text:
        return (Unit(0, len(text), text, text),) if text else ()
    if script is Script.SIMPLIFIED:
        plain = to_simplified(text)
        return (Unit(0, len(text), plain, plain),)
    from annotations.analysis.phrases import characters, phrases  # nobody needs it for the first frame

    traditional = _traditional(text)
    if script is Script.TRADITIONAL:
        return (Unit(0, len(text), traditional, traditional),)
    variants = characters("TWVariants")
    plain = traditional.translate(variants)
    units: list[Unit] = []
    at = 0
    for start, end, word in phrases("TWPhrases").places(traditional):
        changed = _changed(plain[start:end], word.translate(variants))
        if changed is None:
            continue
        before, behind, shown = changed
        start, end = start + before, end - behind
        if at < start:
            units.append(Unit(at, start, plain[at:start], plain[at:start]))
        units.append(Unit(start, end, plain[start:end], shown))
        at = end
    if at < len(plain):
        units.append(Unit(at, len(plain), plain[at:], plain[at:]))
    return tuple(units)


def _traditional(text: str) -> str:
    """Return `text` in traditional script, as long as it is."""
    from annotations.analysis.phrases import characters, phrases

    shown = list(text.translate(characters("STCharacters")))
    for start, end, word in phrases("STPhrases", same_length=True).places(text):
        shown[start:end] = word
    return "".join(shown)


def _changed(plain: str, word: str) -> tuple[int, int, str] | None:
    """Return what differs between a word and Taiwan's for it, or None: never of nothing or to nothing.

    That is how many characters before and behind stay, and what is shown for those between.
    """
    if plain == word:
        return None
    most = min(len(plain), len(word)) - 1  # one of each is left, so that there is something to show
    before = 0
    while before < most and plain[before] == word[before]:
        before += 1
    behind = 0
    while behind < most - before and plain[-1 - behind] == word[-1 - behind]:
        behind += 1
    return before, behind, word[before : len(word) - behind]
