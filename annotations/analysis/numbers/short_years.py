"""Years of two or three digits: 114年5月20日 and 學年度 of the Republic, 24年底 of the West, 今（114）年.

A bare 24年 or 114年 may as well be a span of time. It is a year where a month, a quarter or the like follows,
which a span does not have. Which calendar it is, its size tells: 100 to 139 is read as a year of the Republic
(2011 to 2050), 00 to 39 as one of this century.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from annotations.analysis.lexicon import pairs
from annotations.analysis.numbers.calendar_words import ERAS
from annotations.analysis.numbers.found import Found
from annotations.analysis.numbers.numerals import whole_number
from annotations.analysis.numbers.parts import compiled

__all__ = [
    "LIST_JOINTS",
    "RELATIVE_BEFORE_BRACKET",
    "REPUBLIC",
    "in_a_sentence",
    "read_short_year",
    "settle_year",
]

REPUBLIC: Final = 1911
"""What is added to a year of the Republic."""

RELATIVE_BEFORE_BRACKET: Final = "[今昨明前后次翌隔当同本上下去这]"
"""What stands before a day, month or year in brackets: 昨（25）日, 本（11）月, 明（115）年."""

_INSIDE_FOLLOWS: Final = r"""
    (?= 的?[ ]?{month}(?:(?:{to}|、){month})?[ ]?月份?
        {monthly}(?!(?:的|之)?(?:有期)?徒?刑|有期|监禁)
      | 的?[上下前后]半年 | 的?第?[一二三四1-4]季 | 的?[前首][两二三]个?季 | 的?Q[1-4]
      | 的?[前首](?:{nine}|十{nine}?|\d\d?)个月
      | {bottom} | {opening} | 末(?![期日班]) | 年[底初末中]
      | 全年 | 同期 | 国庆 | 元旦 | 春[节晚] | 中秋 | 五一 | 双十一 | 高考 | 世界杯 | 奥运
      | 报(?![告道名刊社考仇恩])
      | 营业?收|归母|净利|业绩|(?:一季|三季|半年|中|年|财)报 | {spring}
    )
"""
_REPUBLIC: Final = compiled(
    r"""
    (?<![\d.,第满近达约逾共])
    (?P<year>1[0-3]\d|一百(?:零{nine}|[一二三]?十{nine}?)|一[零一二三]{digit}|[6-9]\d(?=[ ]?学年度))
    (?: [ ]?年(?:度(?!假)|(?![级代]))<follows> | [ ]?年度(?!假) | [ ]?(?:学年度?|会计年度) )
    """.replace("<follows>", _INSIDE_FOLLOWS)
)
_CENTURY: Final = compiled(
    r"(?<![\d.,第满近达约逾共])(?P<year>[0-3]\d|[一二]{digit})[ ]?年(?:度(?!假)|(?![级代]))<follows>".replace(
        "<follows>", _INSIDE_FOLLOWS
    )
)
_OF_BOOKS: Final = compiled(r"(?P<year>[0-3]\d)[ ]?(?:年度(?!假)|财年)")
_COMPARED: Final = compiled(r"(?P<year>[0-3]\d)年(?=[的同全]|(?:大幅)?[增减升降提高低多少下上])")
_COMPARING: Final = frozenset("较比")
_DIGITS: Final = frozenset("0123456789零一二三四五六七八九十百")
_BRACKETED: Final = compiled(
    RELATIVE_BEFORE_BRACKET + r"[ ]?[(（][ ]?(?P<year>\d{2,4})[ ]?(?:[)）][ ]?年(?:度(?!假))?|年[ ]?[)）])"
)
_LISTED: Final = compiled(
    r"(?P<year>\d{1,3}|[零一二三四五六七八九十百]{1,4})(?:年(?:度(?!假))?(?![级代])|(?=[、和与及至到~-][\d零一二三四五六七八九十百]{1,4}[、年]))"
)
_LIST_BEFORE: Final = compiled(
    r"(?P<era>{eras})[\d零一二三四五六七八九十百年元]{1,5}(?:[、和与及至到~-][\d零一二三四五六七八九十百年]{1,5}){0,4}[、和与及至到~-]\Z",
    eras=ERAS,
)
LIST_JOINTS: Final = frozenset("、和与及至到~-")
_LIST_REACH: Final = 30

_SENTENCE_BEFORE: Final = re.compile(
    r"(?:徒刑|拘役|拘留|监禁|刑期|刑|入狱|服刑|囚禁?|判囚|羁押|关押|坐牢)(?:为|了|达|共)?\Z"
)

_SPAN_OF_YEARS: Final = re.compile(r"1[0-3]\d[ ]?年")
_RANGE_OF_YEARS: Final = re.compile(r"(1[0-3]\d)年?[ ]?[-~至到][ ]?(1[0-3]\d)[ ]?年")
_LASTS_BEFORE: Final = re.compile(
    r"(?:[了过达近约逾满共隔经历超第每第花费需用活]|时|长|刑|囚|最多|至少|不到|不足|多于|少于|创[立校办]|成立|相差|享年)\Z"
)
_LASTS_BEHIND: Final = re.compile(
    "[来历间的之前后里内多余半级代老长史久华陈]|以[来前后内上下]|徒刑|有期|基业|老店|时间|生日|诞辰"
)
_YEAR_BEFORE: Final = re.compile(r"(?:\A|[\s，。；：、（(「『“]|[在于自从至到由及和与迄较比])\Z")
_DOUBTFUL: Final = re.compile(r"[5-9]\d[ ]?年(?!代)")
_LATE: Final = re.compile(r"[6-9]\d年")
_IN_A_YEAR: Final = frozenset("'’于自从由")
_OF_AN_ERA: Final = re.compile(r"[1-9]\d[ ]?年")
_TERM: Final = re.compile("1[0-3][0-9]年度?起?至1[0-3][0-9]年")
_TERM_BEFORE: Final = re.compile("1[0-3][0-9]年度?起?至\\Z")
"""115年起至122年: whose ends are so long spans nothing is."""
_LEAGUE: Final = re.compile(r"(?:职棒|中职)\Z")
_LEAGUE_SINCE: Final = 1989
"""中華職棒36年 is 2025: the league of Taiwan counts its seasons, of which the first was that of 1990."""
_ERA: Final = "民国"
_NAMED_REACH: Final = 40
"""Characters between 民國78年 and a bare 98年 that means the same calendar: about a sentence. Chosen."""


def read_short_year(text: str, start: int) -> tuple[int, int | None] | None:
    """Read a year of two or three digits, or one in brackets, at `start` of the folded `text`.

    Returns where it ends and the year of the common era, which is None where the digits cannot be placed.
    """
    if text[start : start + 1] not in _DIGITS:
        bracketed = _BRACKETED.match(text, start)
        return (bracketed.end(), _common(int(bracketed["year"]))) if bracketed else None
    if start and text[start - 1] in LIST_JOINTS:
        listed = _LISTED.match(text, start)
        before = listed and _LIST_BEFORE.search(text, max(0, start - _LIST_REACH), start)
        count = whole_number(listed["year"]) if listed else None
        if listed and before and count is not None:
            return listed.end(), ERAS[before["era"]] + count - 1
    match = _REPUBLIC.match(text, start)
    first = REPUBLIC
    if match is None:
        match, first = _CENTURY.match(text, start) or _OF_BOOKS.match(text, start), 2000
    if match is None and text[max(0, start - 1) : start] in _COMPARING:
        match = _COMPARED.match(text, start)
    if match is None or in_a_sentence(text, start):
        return None
    count = whole_number(match["year"])
    return match.end(), None if count is None else count + first


def in_a_sentence(text: str, start: int) -> bool:
    """Tell whether years and months at `start` measure a punishment: 有期徒刑12年6月."""
    return _SENTENCE_BEFORE.search(text, max(0, start - 4), start) is not None


def settle_year(text: str, found: Found, *, traditional: bool) -> Found:
    """Decide what only the script and the sentence can tell of `found`; return it or what it becomes.

    In traditional script 於114年 is a year of the Republic where nothing speaks of a span, and 98年5月 may be
    2009 as well as 1998, so its `iso` says neither; where a year of 民國 is named before, it is 2009.
    """
    league = _LEAGUE.search(text, max(0, found.start - 4), found.start) if found.kind == "duration" else None
    season = _OF_AN_ERA.fullmatch(text, found.start, found.end) if league else None
    if season and not _LASTS_BEHIND.match(text, found.end):
        count = int(text[found.start : found.end - 1])
        return replace(found, kind="date", value=None, unit=None, iso=str(_LEAGUE_SINCE + count))
    if not traditional and not (found.kind == "duration" and _in_taiwan(text, found)):
        return _of_last_century(text, found)
    if found.kind == "date":
        return _placed(text, found)
    several = _RANGE_OF_YEARS.match(text, found.start) if found.kind == "duration" else None
    if several and several.end() == found.end:
        first, last = (int(year) + REPUBLIC for year in several.groups())
        return replace(found, kind="date", value=None, high=None, unit=None, iso=f"{first}/{last}")
    match = _SPAN_OF_YEARS.match(text, found.start) if found.kind == "duration" else None
    if match is None and found.kind == "duration" and _named_before(text, found.start):
        match = _OF_AN_ERA.match(text, found.start)
    if match is None or match.end() != found.end or found.modifier or found.high is not None:
        return found
    before = _YEAR_BEFORE.search(text, max(0, found.start - 1), found.start)
    lasts_before = _LASTS_BEFORE.search(text, max(0, found.start - 2), found.start)
    since = before and before[0] in ("自", "从")
    if not before or lasts_before or (_LASTS_BEHIND.match(text, found.end) and not since):
        return found
    year = int(text[found.start : found.end - 1]) + REPUBLIC
    return replace(found, kind="date", value=None, unit=None, iso=str(year))


def _in_taiwan(text: str, found: Found) -> bool:
    """Tell whether a body or place of Taiwan stands near what may be a year of the Republic."""
    if not _SPAN_OF_YEARS.match(text, found.start):
        return False
    if _TERM.match(text, found.start) or _TERM_BEFORE.search(text, max(0, found.start - 6), found.start):
        return True
    around = text[max(0, found.start - _NAMED_REACH) : found.end + _NAMED_REACH]
    return any(code == "TWD" and word in around for word, code in pairs("currency_homes").items())


def _of_last_century(text: str, found: Found) -> Found:
    """Read 于98年 and '98年 as years of the last century where nothing speaks of a span."""
    match = _LATE.match(text, found.start) if found.kind == "duration" else None
    if match is None or match.end() != found.end or found.modifier or found.high is not None:
        return found
    before = text[found.start - 1 : found.start]
    if before not in _IN_A_YEAR or _LASTS_BEHIND.match(text, found.end):
        return found
    year = int(text[found.start : found.start + 2]) + 1900
    return replace(found, kind="date", value=None, unit=None, iso=str(year))


def _placed(text: str, found: Found) -> Found:
    """Place a date whose year is written with two or three digits."""
    if found.iso is None:
        return found
    republic = _SPAN_OF_YEARS.match(text, found.start) and found.iso.startswith("01")
    doubtful = _DOUBTFUL.match(text, found.start)
    if not (republic or doubtful):
        return found
    if doubtful and not _named_before(text, found.start):
        return replace(found, iso=None)
    count = int(text[found.start : found.start + (3 if republic else 2)])
    return replace(found, iso=f"{count + REPUBLIC}{found.iso[4:]}")


def _named_before(text: str, start: int) -> bool:
    """Tell whether the era is named close before `start`."""
    return text.find(_ERA, max(0, start - _NAMED_REACH), start) >= 0


def _common(year: int) -> int | None:
    """Return the year of the common era that the digits in brackets behind 今 or 明 say."""
    if year >= 1000:
        return year
    return year + (2000 if year < 40 else REPUBLIC)
