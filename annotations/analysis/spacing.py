"""Spaces that part no words: those of a line set in single letters, and the one in a name of two characters.

Chinese is written without spaces. Where one stands between two characters it mostly parts two fields of a
line (記者 王磊 海城報道), and what is read must not reach over it. Three kinds say nothing:

* 據 統 計 ， 增 長 6.5 %: every character stands alone, as character recognition or a designer left it;
* 1 2 0 0 億元: the same for the digits of one amount;
* 李　強、焦　陽: the space that makes a name of two characters as wide as one of three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotations.analysis import lexicon
from annotations.analysis.script import to_simplified
from annotations.expressions import lazily

__all__ = ["BLANK", "HAN", "needless_spaces"]

BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""White space within a line, for a class of a regular expression."""
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for a class of a regular expression."""

Bounds = tuple[int, int]

_BETWEEN = lazily(f"[{HAN}0-9０-９][{BLANK}]+[{HAN}0-9０-９]")
_CHUNK = lazily(r"\S+")
_HAN = lazily(f"[{HAN}]")
_FIGURE = lazily(
    f"(?<![^\\s{HAN}，、：；（(])[0-9０-９](?:[{BLANK}][0-9０-９.．])+[{BLANK}]?(?=[%％万萬亿億元])"
)
_DIGITS = frozenset("0123456789０１２３４５６７８９")

_LONE = 4
"""So many characters that stand alone make a line of single letters, ..."""
_LONE_PAIRS = 2
"""... if so many times two of them follow one another.

Chosen: three and one would take 王 沪 and two words of one character each, which headlines have, for such a
line; a part of one that is shorter loses its names, and that is all."""

_SURNAMES = lazily(
    # A name alone between other things; its surname alone; its given name alone behind a title.
    f"(?P<open>(?<![{HAN}])[{HAN}]{{1,2}})(?P<first>[{BLANK}])[{HAN}](?:(?P<second>[{BLANK}])?[{HAN}])?(?![{HAN}])"
)
_PAIR = lazily(f"[{HAN}](?P<first>[{BLANK}])[{HAN}]")
_NO_GIVEN_NAME = frozenset("的了是在有和与及或等说称年月日时分至")
_BEHIND = lazily("[和与及跟同等任出]|以及|同志|先生|女士|小姐|表示|指出|说|称|强调|认为")
_MOST_TITLE = 5


def needless_spaces(text: str) -> list[Bounds]:
    """Return where spaces stand in `text` that part no words, ascending and disjoint.

    `text` has no invisible characters. Spaces at the ends of a line, and more than one side by side, are
    never among them.
    """
    if _BETWEEN().search(text) is None:
        return []
    found = {*_between_letters(text), *_in_figures(text), *_in_names(text)}
    return sorted(found)


def _between_letters(text: str) -> Iterator[Bounds]:
    """Yield the spaces of lines of which every character stands alone."""
    run: list[Bounds] = []
    space = ""
    for match in _CHUNK().finditer(text):
        start, end = match.span()
        alone = end - start == 1 or len(_HAN().findall(text, start, end)) <= 1
        between = text[run[-1][1] : start] if run else ""
        if run and (not alone or len(between) > 1 or between == "\n" or (space and between != space)):
            yield from _needless(text, run)
            run, space = [], ""
            between = ""
        if alone:
            run.append((start, end))
            space = space or between
    yield from _needless(text, run)


def _needless(text: str, run: Sequence[Bounds]) -> Iterator[Bounds]:
    """Yield the spaces of a run of chunks if it is a line of single letters."""
    if len(run) < _LONE:
        return
    is_han = _HAN().match
    lone = sum(1 for start, end in run if _HAN().search(text, start, end))
    pairs = sum(
        1 for (_, end), (start, _) in zip(run, run[1:]) if is_han(text, end - 1) and is_han(text, start)
    )
    if lone < _LONE or pairs < _LONE_PAIRS:
        return
    roster = _is_roster(text, run)
    for index, ((begin, end), (start, stop)) in enumerate(zip(run, run[1:])):
        if roster and index % 2:
            continue  # between two names
        ascii_sides = text[end - 1].isascii() and text[start].isascii()
        if ascii_sides and text[end - 1].isalnum() and text[start].isalnum():
            if end - begin > 1 or stop - start > 1:
                continue  # two words, two numbers: 12 34
        yield end, start


def _is_roster(text: str, run: Sequence[Bounds]) -> bool:
    """Tell whether the chunks are surnames and given names by turns, of one character each."""
    if len(run) % 2 or any(end - start > 1 for start, end in run):
        return False
    surnames = to_simplified("".join(text[start] for start, _ in run[::2]))
    return lexicon.words("surnames").issuperset(surnames)


def _in_figures(text: str) -> Iterator[Bounds]:
    """Yield the spaces between the digits of an amount that stand alone, and before its unit."""
    for match in _FIGURE().finditer(text):
        for at in range(*match.span()):
            if text[at].isspace():
                yield at, at + 1


def _in_names(text: str) -> Iterator[Bounds]:
    """Yield the space between a surname and a given name of one character, or before one of two."""
    simple = to_simplified(text)
    surnames = lexicon.words("surnames")
    taken = -1
    claimed: set[int] = set()
    for match in _SURNAMES().finditer(simple):
        surname = match["open"]
        if surname not in (surnames if len(surname) == 1 else lexicon.words("compound_surnames")):
            continue
        if _NO_GIVEN_NAME.intersection(simple[match.start("first") : match.end()]):
            continue
        claimed.update(range(*match.span()))
        yield match.span("first")
        if match["second"]:
            yield match.span("second")
    at = 0
    while match := _PAIR().search(simple, at):
        start, end = match.span()
        at = end - 1
        if start in claimed or end - 1 in claimed or start <= taken:
            continue
        if simple[start] not in surnames or simple[end - 1] in _NO_GIVEN_NAME:
            continue
        if _may_begin(simple, start) and _may_end(simple, start, end):
            taken = end - 1
            yield match.span("first")


def _may_begin(simple: str, start: int) -> bool:
    """Tell whether a name can begin at `start`: behind anything but a Han character, or behind a title."""
    if start == 0 or not _HAN().match(simple, start - 1):
        return True
    titles = lexicon.words("titles") | lexicon.words("more_titles") | lexicon.words("roles")
    before = simple[max(0, start - _MOST_TITLE) : start]
    return before[-1] in "和与及、" or any(before[cut:] in titles for cut in range(len(before) - 1))


def _may_end(simple: str, start: int, end: int) -> bool:
    """Tell whether a name can end at `end`: it does if its surname stands alone."""
    alone = start == 0 or not _HAN().match(simple, start - 1)
    return alone or end == len(simple) or not _HAN().match(simple, end) or bool(_BEHIND().match(simple, end))
