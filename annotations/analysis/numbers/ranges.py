"""Ranges of time that name their unit once: 2019-2021年, 7-8月, 3月5-8日, 80至90年代."""

from __future__ import annotations

import re
from typing import Final

from annotations.analysis.numbers.dates import century_year
from annotations.analysis.numbers.found import Found
from annotations.analysis.numbers.moments import Moment, Reference, interval
from annotations.analysis.numbers.numerals import whole_number
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.years import read_year_alone

__all__ = ["read_short_range"]

_YEARS: Final = compiled(
    r"""
    (?P<first>{four}){to}(?P<last>{four})
    (?: [ ]?年度? | (?<=(?:19|20)\d\d)(?![\d年月日,.%A-Za-z]|[ ]?[多余万亿个元美]) )
    """
)
_SHORT_YEARS: Final = compiled(
    r"(?P<first>{four})(?:-|~|到|至|/(?!\d\d[-/]))(?P<last>\d\d)(?:年(?:度|代)?|(?={season}))"
)
_SEASONS: Final = compiled(
    r"(?<![\d./-])(?P<first>[0-3]\d)[-/~](?P<last>[0-3]\d)[ ]?(?:年度(?!假)|(?=[ ]?{season}))"
)
_DECADES: Final = compiled(
    """
    (?:(?P<century>{century})世纪)?
    (?P<first>{decade})(?:年代)?(?:{to}|[、和及])(?P<last>{decade})年代(?:[初末]期?)?
    """
)
_CENTURIES: Final = compiled("(?P<first>{century}){to}(?P<last>{century})世纪")
_MONTHS: Final = compiled(r"(?P<first>{month})(?:{to}|、)(?P<last>{month})月份?(?!\d)")
_DAYS: Final = compiled(
    r"(?:(?P<month>{month})月)?(?P<first>{day})(?:{to}|、)(?P<last>{day})[日号](?![线楼])"
)


_FIRST_WITHOUT_A_WORD: Final = 1800
"""Chosen: earlier years are written with 年."""


def read_short_range(text: str, start: int, reference: Reference) -> Found | None:
    """Read such a range at `start` of the folded `text`, a year before months and days included."""
    for pattern, make in (
        (_YEARS, _years),
        (_SHORT_YEARS, _short_years),
        (_SEASONS, _seasons),
        (_DECADES, _decades),
        (_CENTURIES, _centuries),
    ):
        match = pattern.match(text, start)
        if match:
            return _found(start, match, make(match))
    year = read_year_alone(text, start, reference)
    at, moment = year or (start, Moment())
    for pattern, make in ((_MONTHS, _months), (_DAYS, _days)):
        match = pattern.match(text, at)
        if match:
            ends = make(match)
            for end in ends or ():
                end.year = moment.year
            return _found(start, match, ends)
    return None


_Ends = tuple[Moment, Moment] | None


def _found(start: int, match: re.Match[str], ends: _Ends) -> Found | None:
    return Found(start, match.end(), "date", iso=interval(*ends)) if ends else None


def _years(match: re.Match[str]) -> _Ends:
    if "年" not in match[0] and int(match["first"]) < _FIRST_WITHOUT_A_WORD:
        return None  # 1000到2000
    return Moment(int(match["first"])), Moment(int(match["last"]))


def _short_years(match: re.Match[str]) -> _Ends:
    first, last = int(match["first"]), int(match["first"][:2] + match["last"])
    return (Moment(first), Moment(last)) if first < last else None


def _seasons(match: re.Match[str]) -> _Ends:
    first, last = int(match["first"]), int(match["last"])
    return (Moment(2000 + first), Moment(2000 + last)) if last == first + 1 else None


def _decades(match: re.Match[str]) -> _Ends:
    century = whole_number(match["century"]) or 20
    first, last = (century_year(century, whole_number(match[end])) for end in ("first", "last"))
    return Moment(first), Moment(last)


def _centuries(match: re.Match[str]) -> _Ends:
    first, last = (whole_number(match[end]) for end in ("first", "last"))
    return (Moment(century_year(first, None)), Moment(century_year(last, None))) if first and last else None


def _months(match: re.Match[str]) -> _Ends:
    return Moment(month=whole_number(match["first"])), Moment(month=whole_number(match["last"]))


def _days(match: re.Match[str]) -> _Ends:
    month = whole_number(match["month"])
    first, last = (Moment(month=month, day=whole_number(match[end])) for end in ("first", "last"))
    return first, last
