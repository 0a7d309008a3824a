"""A text as the analysis reads it, with the way back to every offset.

Three things change nothing of what a text says, and much of what is found in it:

* characters that nobody sees: zero-width spaces, byte order marks, joiners, direction marks, selectors;
* spaces between the letters of a whole line, as character recognition leaves them (中 国 使 館);
* the space in a name of two characters that makes it as wide as one of three (李　強).

`visible` takes out the first, `legible` all three. For characters that only look otherwise both give those
that are meant: ＬＩＮＥ, the radical ⽇ that programs take out of a PDF, a hyphen that must not
break. A text that has none of them, as nearly every one, is looked at once and is its own result.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TypeVar
from unicodedata import normalize

from annotations.analysis.pairs import LINE_END
from annotations.analysis.spacing import needless_spaces, united
from annotations.expressions import INVISIBLE
from annotations.model.article import Name, Number, Sentence

__all__ = ["Legible", "Span", "legible", "visible"]

Span = TypeVar("Span", Name, Number, Sentence)

_UNSEEN = re.compile(f"[{INVISIBLE}]+")
_ACCENTS = "\u0300-\u036f"
_ACCENT = re.compile(f"[{_ACCENTS}]")
_FORMS = ((0x2F00, 0x2FD5), (0xF900, 0xFAD9), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
"""Radicals, Han characters that are there twice, and wide Latin letters; digits are read wide as well."""
_UNUSUAL = re.compile(
    f"[{_ACCENTS}\u2000-\u200a\u2010\u2011\u202f\u205f"
    + "".join(f"{chr(first)}-{chr(last)}" for first, last in _FORMS)
    + "]"
)
_THOUSANDS = re.compile("(?<=[0-9])[\u2006-\u2009\u202f](?=[0-9]{3}(?![0-9]))")
"""The narrow space of 1 200, which the standards for numbers want in place of a comma."""
_ACCENTED = re.compile(f"[^\\W_][{_ACCENTS}]+")
_FILLER = "\u200b"


class Legible:
    """A text without the stretches that were cut out of it. Offsets are code points, end exclusive."""

    __slots__ = ("_begins", "_raw", "_starts", "text")

    text: str
    """What is left of it."""

    def __init__(self, raw: str, source: str, cuts: Iterable[tuple[int, int]]) -> None:
        """Cut `cuts`, ascending and disjoint, out of `source`, which is as long as `raw`."""
        self._raw = raw
        self._begins: list[int] = []  # where each piece that is left begins in the raw text
        self._starts: list[int] = []  # and in this one
        pieces: list[str] = []
        at = size = 0
        for start, end in (*cuts, (len(raw), len(raw))):
            if at < start:
                self._begins.append(at)
                self._starts.append(size)
                pieces.append(source[at:start])
                size += start - at
            at = end
        self.text = "".join(pieces) if len(pieces) != 1 or size < len(source) else source

    @property
    def whole(self) -> bool:
        """Tell whether nothing was cut out, so that every offset stays."""
        return len(self.text) == len(self._raw)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Return where the stretch from `start` to `end` stands in the raw text.

        It begins and ends there with the characters it begins and ends with here, accents included.
        """
        if self.whole:
            return start, end
        if start >= end:
            place = self._raw_offset(start)
            return place, place
        last = self._raw_offset(end - 1) + 1
        while last < len(self._raw) and _ACCENT.match(self._raw, last):
            last += 1
        return self._raw_offset(start), last

    def here(self, start: int, end: int) -> tuple[int, int]:
        """Return where what stands from `start` to `end` in the raw text is in this one."""
        if self.whole:
            return start, end
        return self._offset(start), self._offset(end)

    def raw_span(self, span: Span) -> Span:
        """Return a name, a number or a sentence of this text as it stands in the raw text."""
        if self.whole:
            return span
        start, end = self.raw(span.start, span.end)
        return span._replace(start=start, end=end)

    def span_here(self, span: Span) -> Span:
        """Return a name, a number or a sentence of the raw text as it stands in this one."""
        if self.whole:
            return span
        start, end = self.here(span.start, span.end)
        return span._replace(start=start, end=end)

    def raw_sentences(self, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
        """Yield sentences of this text as they stand in the raw text.

        Each takes in what was cut out beside it in its line.
        """
        if self.whole:
            yield from sentences
            return
        places = [self.raw(one.start, one.end) for one in sentences]
        at = 0
        for index, (one, (start, end)) in enumerate(zip(sentences, places, strict=True)):
            line = at
            for match in LINE_END.finditer(self._raw, at, start):
                line = match.end()
            following = places[index + 1][0] if index + 1 < len(places) else len(self._raw)
            stop = LINE_END.search(self._raw, end, following)
            at = end + len(self._raw[end : stop.start() if stop else following].rstrip())
            begin = line + len(self._raw[line:start]) - len(self._raw[line:start].lstrip())
            yield one._replace(start=begin, end=at)

    def _raw_offset(self, offset: int) -> int:
        if offset >= len(self.text):
            return len(self._raw)
        index = bisect_right(self._starts, offset) - 1
        return self._begins[index] + offset - self._starts[index]

    def _offset(self, offset: int) -> int:
        index = bisect_right(self._begins, offset) - 1
        if index < 0:
            return 0
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        return min(self._starts[index] + offset - self._begins[index], end)


def visible(text: str) -> Legible:
    """Return `text` without the characters that nobody sees, and accents on the letters they belong to."""
    source = _source(text)
    return Legible(text, source, _unseen(source))


def legible(text: str) -> Legible:
    """Return `text` without the characters that nobody sees and without spaces that part no words."""
    seen = visible(text)
    spaces = needless_spaces(seen.text)
    if not spaces:
        return seen
    if seen.whole:
        return Legible(text, seen.text, spaces)
    source = _source(text)
    cuts = [*_unseen(source), *(seen.raw(start, end) for start, end in spaces)]
    return Legible(text, source, united(sorted(cuts)))


def _source(text: str) -> str:
    """Return `text`, of the same length, in the characters that are meant."""
    if _UNUSUAL.search(text) is None:
        return text
    return _ACCENTED.sub(_composed, _THOUSANDS.sub(_FILLER, text)).translate(_usual())


@cache
def _usual() -> dict[int, str]:
    """Return the usual character for each that is unusual."""
    usual = {code: normalize("NFKC", chr(code)) for first, last in _FORMS for code in range(first, last + 1)}
    usual |= dict.fromkeys([*range(0x2000, 0x200B), 0x202F, 0x205F], " ")
    usual |= dict.fromkeys((0x2010, 0x2011), "-")
    return {code: char for code, char in usual.items() if len(char) == 1}


def _unseen(text: str) -> Sequence[tuple[int, int]]:
    return [match.span() for match in _UNSEEN.finditer(text)]


def _composed(match: re.Match[str]) -> str:
    """Return a letter with its accents as one character, and what keeps the length."""
    return normalize("NFC", match[0])[0].ljust(len(match[0]), _FILLER)
