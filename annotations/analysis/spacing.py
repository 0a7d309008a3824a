"""Spaces that part no words: those of a line in single letters, and the one in a name of two characters.

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
from annotations.analysis.letter_spacing import between_letters
from annotations.analysis.script import to_simplified
from annotations.expressions import HAN, SPACE, lazily

__all__ = ["needless_spaces", "united"]

Bounds = tuple[int, int]

_BETWEEN = lazily(f"[{HAN}0-9０-９][{SPACE}]+[{HAN}0-9０-９]")
_HAN = lazily(f"[{HAN}]")
_FIGURE = lazily(
    f"(?<![^\\s{HAN}，、：；（(])"
    + "".join(f"(?<![0-9０-９][{SPACE}]{{{size}}})" for size in (1, 2, 3))
    + f"[0-9０-９](?:[{SPACE}]{{1,3}}[0-9０-９.．])+[{SPACE}]{{0,3}}(?=[%％万萬亿億元岁歲人年月日倍美])"
    f"(?:[万萬亿億]+[{SPACE}]{{1,3}}(?=[万萬亿億元]))*"
)

_ALONE = lazily(
    f"(?P<surname>(?<![{HAN}])[{HAN}]{{1,2}})(?P<first>[{SPACE}])(?P<given>[{HAN}](?:(?P<second>(?P=first))?[{HAN}])?)"
)
"""A surname that stands alone, and a given name of one character or two behind it."""
_PAIR = lazily(f"[{HAN}](?P<space>[{SPACE}])[{HAN}]")
_LONE_CHARACTER = lazily(f"(?P<space>[{SPACE}])[{HAN}](?![{HAN}])")
_NO_GIVEN_NAME = frozenset("的了是在有和与及或等说称年月日时分至")
_NO_THIRD_CHARACTER = _NO_GIVEN_NAME.union("图文摄编")
_BYLINE_TEXT = "文"
"""A surname, but more often what stands before the author: 文 王毅 图 李娜."""
_BEHIND = lazily("[和与及跟同等任出摄撰译绘编]|报道|报导|以及|表示|指出|说|称|强调|认为")
_LEADING = ("和", "与", "及", "、", "包括", "由", "为", "有")
_LONGEST_TITLE = 5


def needless_spaces(text: str) -> list[Bounds]:
    """Return where spaces stand in `text` that part no words, ascending and disjoint.

    `text` has no invisible characters. Spaces at the ends of a line and tabs are never among them.
    """
    if _BETWEEN().search(text) is None:
        return []
    return united(sorted([*between_letters(text), *_in_figures(text), *_in_names(to_simplified(text))]))


def united(cuts: Sequence[Bounds]) -> list[Bounds]:
    """Return ascending stretches with those that touch made one."""
    found: list[Bounds] = []
    for start, end in cuts:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


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
        if simple[end - 1] in _NO_GIVEN_NAME or not _ends(simple, end):
            continue
        if not _title_before(simple, start) and simple[end : end + 1] != "、":
            continue
        claimed.update((start, end - 1))
        yield match.span("space")


def _name_alone(simple: str, match: re.Match[str]) -> list[Bounds]:
    """Return the spaces of a name whose surname stands alone (李 强, 马 英 九, 欧阳 修), or none."""
    surname, given = match["surname"], match["given"]
    if surname not in lexicon.words("surnames" if len(surname) == 1 else "compound_surnames"):
        return []
    if given[0] in _NO_GIVEN_NAME or (surname == _BYLINE_TEXT and given[0] in lexicon.words("surnames")):
        return []
    first, begin = match.span("first"), match.start("given")
    if simple[begin : begin + 2] in lexicon.words("verbs_after_names"):
        return []  # 李 强调
    further = _LONE_CHARACTER().match(simple, match.end())
    goes_on = further is not None and further["space"] == match["first"]
    three = match["second"] is not None and not (goes_on and _BEHIND().match(simple, match.end() + 1) is None)
    if (three or given[1:].strip()) and given[-1] not in _NO_THIRD_CHARACTER and _ends(simple, match.end()):
        return [first, match.span("second")] if three else [first]
    # 王 强 张 丽, 王 毅表示, 徐 杰拿下; in 高 度评价 nobody is named, and the space parts no words either.
    return [first] if surname != _BYLINE_TEXT else []


def _title_before(simple: str, start: int) -> bool:
    """Tell whether a title, a role or another name's end stands before `start`."""
    titles = lexicon.words("titles", "more_titles", "roles")
    before = simple[max(0, start - _LONGEST_TITLE) : start]
    return before.endswith(_LEADING) or any(before[cut:] in titles for cut in range(len(before) - 1))


def _ends(simple: str, end: int) -> bool:
    """Tell whether a name can end at `end`."""
    if end >= len(simple) or not _HAN().match(simple, end) or _BEHIND().match(simple, end):
        return True
    titles = lexicon.words("titles", "more_titles")
    return any(simple[end : end + size] in titles for size in range(2, _LONGEST_TITLE + 1))
