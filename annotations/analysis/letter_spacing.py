"""Lines whose characters stand apart, as character recognition and designers leave them.

Either every character stands alone, or so many do that the line is no row of words or names either:
据统 计 ， 全市 增 长. In both the spaces part nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotations.analysis import lexicon
from annotations.analysis.script import to_simplified
from annotations.expressions import HAN, SPACE, lazily

__all__ = ["between_letters"]

_WIDEST = 3
"""Spaces that may stand between the characters of a line, if it is as many everywhere. Chosen."""
_GAP = lazily(f"[{SPACE}]{{1,{_WIDEST}}}")
_CHUNK = lazily(r"\S+")
_HAN = lazily(f"[{HAN}]")

_LONE = 4
"""So many characters that stand alone make a line of single letters, ..."""
_LONE_PAIRS = 2
"""... if so many times two of them follow one another.

Chosen: three and one would take 王 沪 and two words of one character each, which headlines have, for such a
line; a part of one that is shorter loses its names, and that is all."""
_LONE_SIGNS = 8
"""So many signs of any kind that stand alone are such a line with two Han characters too: 2 0 2 5 年 3 月."""
_TORN_CHUNKS = 8
_TORN_SHARE = 0.25
_TORN_LENGTH = 2.5
"""A line of so many chunks is torn if this share of them are characters alone that no list of names explains,
and they have so many Han characters on the average at the most.

Chosen: of the sample articles, with a space put into nine, seven and five of ten gaps, 100, 74 and 67 of 121
names were found without this, 121, 121 and 113 are with it; and no row of names is taken for torn."""


class _Chunk(NamedTuple):
    """What stands between two spaces: offsets, and how many Han characters it has."""

    start: int
    end: int
    han: int


def between_letters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spaces that part nothing in lines whose characters stand apart."""
    for run in _runs(text):
        if _is_torn(text, run):
            yield from _spaces(text, run)
            continue
        lone: list[_Chunk] = []
        for chunk in [*run, None]:
            if chunk is not None and (chunk.han <= 1 or chunk.end - chunk.start == 1):
                lone.append(chunk)
                continue
            if _is_set_apart(text, lone):
                yield from _spaces(text, lone)
            lone = []


def _runs(text: str) -> Iterator[list[_Chunk]]:
    """Yield the chunks of `text` that are parted by the same space."""
    run: list[_Chunk] = []
    space = ""
    for match in _CHUNK().finditer(text):
        chunk = _Chunk(*match.span(), len(_HAN().findall(text, *match.span())))
        between = text[run[-1].end : chunk.start] if run else ""
        gap = bool(run) and _GAP().fullmatch(between) is not None
        if run and not (gap and between == (space or between)):
            yield run
            # What stands before a space of another width may begin what is parted by that one.
            run, space, between = run[-1:] if gap else [], "", between if gap else ""
        run.append(chunk)
        space = space or between
    yield run


def _is_set_apart(text: str, run: Sequence[_Chunk]) -> bool:
    """Tell whether chunks that are characters alone make a line of single letters."""
    is_han = _HAN().match
    lone = sum(chunk.han > 0 for chunk in run)
    pairs = sum(bool(is_han(text, one.end - 1) and is_han(text, other.start)) for one, other in pairwise(run))
    if lone >= _LONE and pairs >= _LONE_PAIRS:
        return True
    return len(run) >= _LONE_SIGNS and lone >= 2 and all(chunk.end - chunk.start == 1 for chunk in run)


def _is_torn(text: str, run: Sequence[_Chunk]) -> bool:
    """Tell whether a line of words and characters is one that was torn apart, and no row of names."""
    chunks = [chunk for chunk in run if chunk.han]
    if len(chunks) < _TORN_CHUNKS or sum(chunk.han for chunk in chunks) > _TORN_LENGTH * len(chunks):
        return False
    surnames = lexicon.words("surnames")
    lone = at = 0
    while at < len(chunks):
        if chunks[at].han == 1:
            following = chunks[at + 1].han if at + 1 < len(chunks) else 0
            name = following == 1 and to_simplified(text[chunks[at].start]) in surnames
            lone += not name
            at += name  # a name of two characters is no sign
        at += 1
    return lone >= _TORN_SHARE * len(chunks)


def _spaces(text: str, run: Sequence[_Chunk]) -> Iterator[tuple[int, int]]:
    """Yield the spaces of a line but for those between two names, two words or two numbers."""
    roster = _is_roster(text, run)
    for index, (one, other) in enumerate(pairwise(run)):
        before, after = text[one.end - 1], text[other.start]
        # What stands alone on both sides was one word or number: 1 2 0 0, but not 12 34.
        several = other.end - other.start + one.end - one.start > 2
        words = several and all(char.isascii() and char.isalnum() for char in (before, after))
        if not words and not (roster and index % 2):
            yield one.end, other.start


def _is_roster(text: str, run: Sequence[_Chunk]) -> bool:
    """Tell whether the chunks are surnames and given names by turns, of one character each."""
    if len(run) % 2 or any(chunk.end - chunk.start > 1 for chunk in run):
        return False
    surnames = to_simplified("".join(text[chunk.start] for chunk in run[::2]))
    return lexicon.words("surnames").issuperset(surnames)
