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
from itertools import pairwise

from annotations.analysis import lexicon
from annotations.analysis.script import to_simplified
from annotations.expressions import lazily

__all__ = ["BLANK", "HAN", "needless_spaces"]

BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""White space within a line, for a class of a regular expression."""
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for a class of a regular expression."""

Bounds = tuple[int, int]

_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")

_BETWEEN = lazily(f"[{HAN}0-9０-９][{BLANK}]+[{HAN}0-9０-９]")
_CHUNK = lazily(r"\S+")
_HAN = lazily(f"[{HAN}]")
_FIGURE = lazily(
    f"(?<![^\\s{HAN}，、：；（(])(?<![0-9０-９][{BLANK}])"
    f"[0-9０-９](?:[{BLANK}][0-9０-９.．])+[{BLANK}]?(?=[%％万萬亿億元])(?:[万萬亿億]+[{BLANK}](?=[万萬亿億元]))*"
)

_LONE = 4
"""So many characters that stand alone make a line of single letters, ..."""
_LONE_PAIRS = 2
"""... if so many times two of them follow one another.

Chosen: three and one would take 王 沪 and two words of one character each, which headlines have, for such a
line; a part of one that is shorter loses its names, and that is all."""

_ALONE = lazily(
    f"(?P<surname>(?<![{HAN}])[{HAN}]{{1,2}})(?P<first>[{BLANK}])(?P<given>[{HAN}](?:(?P<second>[{BLANK}])?[{HAN}])?)"
)
"""A surname that stands alone, and a given name of one character or two behind it."""
_PAIR = lazily(f"[{HAN}](?P<space>[{BLANK}])[{HAN}]")
_LONE_CHARACTER = lazily(f"[{BLANK}][{HAN}](?![{HAN}])")
_NO_GIVEN_NAME = frozenset("的了是在有和与及或等说称年月日时分至图文摄")
_BEHIND = lazily("[和与及跟同等任出]|以及|表示|指出|说|称|强调|认为")
_LONGEST_TITLE = 5


def needless_spaces(text: str) -> list[Bounds]:
    """Return where spaces stand in `text` that part no words, ascending and disjoint.

    `text` has no invisible characters. Spaces at the ends of a line, and more than one side by side, are
    never among them.
    """
    if _BETWEEN().search(text) is None:
        return []
    return sorted({*_between_letters(text), *_in_figures(text), *_in_names(to_simplified(text))})


def _between_letters(text: str) -> Iterator[Bounds]:
    """Yield the spaces of lines of which every character stands alone, all parted by the same space."""
    run: list[Bounds] = []
    space = ""
    for match in _CHUNK().finditer(text):
        start, end = match.span()
        alone = end - start == 1 or len(_HAN().findall(text, start, end)) <= 1
        between = text[run[-1][1] : start] if run else ""
        goes_on = alone and len(between) == 1 and between not in _LINE_ENDS and between == (space or between)
        if run and not goes_on:
            yield from _needless(text, run)
            run, space, between = [], "", ""
        if alone:
            run.append((start, end))
            space = space or between
    yield from _needless(text, run)


def _needless(text: str, run: Sequence[Bounds]) -> Iterator[Bounds]:
    """Yield the spaces of a run of chunks if it is a line of single letters."""
    is_han = _HAN().match
    neighbours = list(pairwise(run))
    lone = sum(_HAN().search(text, start, end) is not None for start, end in run)
    pairs = sum(bool(is_han(text, one[1] - 1) and is_han(text, other[0])) for one, other in neighbours)
    if lone < _LONE or pairs < _LONE_PAIRS:
        return
    roster = _is_roster(text, run)
    for index, ((begin, end), (start, stop)) in enumerate(neighbours):
        between_names = roster and index % 2
        # Two words, or two numbers: 12 34. What stands alone on both sides was one: 1 2 0 0.
        latin = text[end - 1].isascii() and text[start].isascii()
        words = latin and text[end - 1].isalnum() and text[start].isalnum() and stop - start + end - begin > 2
        if not between_names and not words:
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
        yield from ((at, at + 1) for at in range(*match.span()) if text[at].isspace())


def _in_names(simple: str) -> Iterator[Bounds]:
    """Yield the spaces in names of people: of a surname alone, and of a given name alone behind a title."""
    surnames = lexicon.words("surnames")
    claimed: set[int] = set()
    at = 0
    while match := _ALONE().search(simple, at):
        at = match.start() + 1
        spaces = _name_alone(simple, match)
        if spaces:
            yield from spaces
            at = match.end()
            claimed.update(range(*match.span()))
    at = 0
    while match := _PAIR().search(simple, at):
        start, end = match.span()
        at = end - 1
        if claimed.intersection((start, end - 1)) or simple[start] not in surnames:
            continue
        if simple[end - 1] in _NO_GIVEN_NAME or not _title_before(simple, start) or not _ends(simple, end):
            continue
        claimed.update((start, end - 1))
        yield match.span("space")


def _name_alone(simple: str, match: re.Match[str]) -> list[Bounds]:
    """Return the spaces of a name whose surname stands alone (李 强, 马 英 九, 欧阳 修), or none."""
    surname, given = match["surname"], match["given"]
    if surname not in lexicon.words("surnames" if len(surname) == 1 else "compound_surnames"):
        return []
    if given[0] in _NO_GIVEN_NAME:
        return []
    first, begin = match.span("first"), match.start("given")
    three = match["second"] is not None and _LONE_CHARACTER().match(simple, match.end()) is None
    if (three or given[1:].strip()) and given[-1] not in _NO_GIVEN_NAME and _ends(simple, match.end()):
        return [first, match.span("second")] if three else [first]
    return [first] if _ends(simple, begin + 1) else []  # of 王 强 张 丽, of 王 毅表示


def _title_before(simple: str, start: int) -> bool:
    """Tell whether a title, a role or another name's end stands before `start`."""
    titles = lexicon.words("titles") | lexicon.words("more_titles") | lexicon.words("roles")
    before = simple[max(0, start - _LONGEST_TITLE) : start]
    return before[-1:] in "和与及、" or any(before[cut:] in titles for cut in range(len(before) - 1))


def _ends(simple: str, end: int) -> bool:
    """Tell whether a name can end at `end`."""
    if end >= len(simple) or not _HAN().match(simple, end) or _BEHIND().match(simple, end):
        return True
    titles = lexicon.words("titles") | lexicon.words("more_titles")
    return any(simple[end : end + size] in titles for size in range(2, _LONGEST_TITLE + 1))
