"""Every way to write a day or a period: 2025-02-01, 12/1, 昨天, 上週五, 十九世紀七十年代."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Final

from annotations.analysis.numbers.calendar_words import (
    RELATIVE_DAYS,
    RELATIVE_STEPS,
    RELATIVE_YEARS,
    WEEKDAYS,
)
from annotations.analysis.numbers.moments import Moment, Reference
from annotations.analysis.numbers.numerals import whole_number
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.short_years import REPUBLIC
from annotations.analysis.numbers.years import FIRST_QUARTER, read_year

__all__ = ["century_year", "read_date"]

_THIS_CENTURY: Final = 21

_NUMERIC: Final = compiled(r"(?P<y>{four})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?![\d.]\d|\d)")
_REPUBLIC: Final = compiled(
    r"""
    (?P<era>民国[ ]?)?(?P<y>(?(era)\d{2,3}|1[0-3]\d))(?P<by>[/.-])
    (?P<m>0[1-9]|1[0-2]|(?(era)[1-9]|(?!)))(?P=by)
    (?P<d>0[1-9]|[12]\d|3[01]|(?(era)[1-9]|(?!)))(?![\d./-]\d|\d)
    """
)
_EVENT: Final = compiled(
    r"(?<![\d.])(?P<m>1[0-2]|0?[1-9]|{nine}|十[一二]?|一[零一二])[·•‧・](?P<d>3[01]|[12]\d|0?[1-9]|[二三]?十{nine}?|{nine}{digit}?)(?![\d.万亿年月日%])"
)
_BRACKETED_DAY: Final = compiled(
    r"""
    (?P<word>[今昨明前后次翌隔当同本这那]|[今昨明前后][天日]|[今昨明][晚早夜晨]|[上下本]?{week}[一二三四五六日天])
    [ ]?[(（][ ]?(?P<d>{day})[ ]?
    (?: [)）][ ]?(?P<unit>[日天晚晨早夜]) | [日号][ ]?[)）](?P<tail>[晚晨早夜日])? | (?P<plain>[)）]) )
    """
)
_SEASON: Final = compiled("(?<![如当现至于])(?P<y>[今去])[春夏秋冬](?![季节晚运装])")
_NEW_YEAR: Final = compiled(
    r"""
    大年(?:初{moonday}|三十)
    | (?<![\d零一二三四五六七八九十今去明前后本当每整数])年
      (?:初{moonday} | 三十(?![多几余]?[个岁名多人元万亿年]))
    """
)
_SET: Final = compiled(
    """
    每(?: 个?(?:{week}(?![一二三四五六日天末刊])|月(?![饼薪租])|季度?(?!节)|小时)
      | 天(?![津气才]) | 日(?!经济新闻|邮报|镜报|电讯|商报|新闻|优鲜) | 年 | 晚(?!报)
    )
    """
)
_FIRST_MONTHS: Final = compiled(
    r"""
    [首头前](?:{nine}|十{nine}?|两|\d\d?)个(?:月|季度|季)
    | (?<![日以之此先当目提年会赛选])[首头前](?:{nine}|十{nine}?|1[0-2]|[1-9])月(?![\d十初底末上中下]|{nine})
    """
)
_COMPACT_REPUBLIC: Final = compiled(
    r"(?<=[)）])(?P<y>1[01]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=\s*(?:\n|\Z))"
)
"""The day of the Republic that ends the reports of the Central News Agency: （編輯：…）1141126."""
_YEAR_MONTH: Final = compiled(r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?P<d>)(?![-\d])")
_PARTS_OF_ONE: Final = frozenset((*range(2, 13), 14, 15, 16, 18, 20, 24, 25, 30))
"""What fractions in news have below the line."""
_OFTEN_SAID: Final = frozenset(((11, 12), (10, 11)))
"""Fractions that are more common than what would be their date."""
_COMPACT: Final = compiled(
    r"(?<![\d.,])(?P<y>19\d\d|20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\d.,%万亿元美个人股张])"
)
_NEIGHBOURS: Final = compiled("(?:一二|二三|三四|四五|五六|六七|七八|八九|九十)月份?{monthly}")
_NEXT_TO_IT: Final = compiled(
    r"(?:(?<!\w)|(?<=[的在于到比较]))[前后]一(?:天|日|晚|周|年|个月|季(?:度|(?![军节])))(?!半)|[上前下]一个?交易日"
)
_DAY_LAST: Final = compiled(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d)(?![\d/])")
_MONTH_DAY: Final = compiled(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![/\d])")
_RELATIVE_DAY: Final = compiled("{days}(?!本[国土人])", days=RELATIVE_DAYS)
_WEEKDAY: Final = compiled(
    """
    (?: (?P<nth>最后(?:一个)?的?|第[一二三四五]个)
      | (?P<step>上上|下下|上一?|下一?|本|这一?)个?
      | [那每](?:一?个)?
    )?
    {week}(?P<weekday>[一二三四五六日天末])(?![次个天年人点岁种名家刊报围期])
    """
)
_WEEK: Final = compiled("(?P<step>上上|下下|上一?|下一?|本|这一?)个?{week}(?![一二三四五六日天末期围边岁刊])")
_CENTURY: Final = compiled(
    r"""
    (?: (?P<fixed>(?:1\d|20)\d|(?:一{digit}|二零){digit})[0零]年代
      | (?P<bc>(?:公元|西元)?前)?(?:公元|西元)?
        (?:(?P<century>{century})|(?P<relative>[上本])个?)世纪(?:的?(?:(?P<decade>{decade})|(?P<both>{nine}{2,3}十))年代)?
      | (?P<bare>{decade})年代
      | (?P<several>{nine}{2,3}十)年代
    )
    (?:[初末中后早晚]期|[初末]|中叶|[上下]半叶)?
    """
)
_RELATIVE_QUARTER: Final = compiled("(?P<step>[上下本这])一?个?季度")


def _numeric(match: re.Match[str], _: Reference) -> Moment | None:
    year, month, day = (int(part) if part else None for part in match.group("y", "m", "d"))
    valid = 1 <= (month or 1) <= 12 and 1 <= (day or 1) <= 31
    return Moment(year, month, day) if valid else None


def _day_last(match: re.Match[str], _: Reference) -> Moment | None:
    """Read 01/19/2016 and 19/01/2016; 03/04/2016 is a date of which only the year is sure."""
    first, second, year = int(match["m"]), int(match["d"]), int(match["y"])
    if not (1 <= min(first, second) <= 12 and max(first, second) <= 31):
        return None
    if first != second and max(first, second) <= 12:
        return Moment(year)
    month, day = (first, second) if first <= 12 else (second, first)
    return Moment(year, month, day)


def _republic(match: re.Match[str], _: Reference) -> Moment:
    return Moment(int(match["y"]) + REPUBLIC, int(match["m"]), int(match["d"]))


def _event(match: re.Match[str], _: Reference) -> Moment | None:
    """Read 9·18 and 五·一二, which name an event by its day."""
    month, day = whole_number(match["m"]), whole_number(match["d"])
    return Moment(None, month, day) if month and day and month <= 12 and day <= 31 else None


def _bracketed_day(match: re.Match[str], reference: Reference) -> Moment | None:
    """Read 昨（25）日; 昨天（25日） are two dates, but 昨天（25） is one."""
    word, day = match["word"], whole_number(match["d"])
    if len(word) > 1 and not match["plain"]:
        return None
    if len(word) == 1 and match["plain"]:
        return None
    steps = RELATIVE_DAYS.get(word[0] + "日")
    shifted = None if steps is None else Moment.shifted(reference, "D", steps)
    return shifted if shifted and shifted.day == day else Moment(day=day)


def _season(match: re.Match[str], reference: Reference) -> Moment:
    year = Moment.shifted(reference, "Y", RELATIVE_YEARS[match["y"] + "年"])
    return year or Moment(opaque=True)


def _opaque(_: re.Match[str], __: Reference) -> Moment:
    return Moment(opaque=True)


def _month_day(match: re.Match[str], _: Reference) -> Moment | None:
    """Read 12/1 and 8/23 as dates, 1/3 and 7/20 as fractions: of parts nobody makes 23."""
    month, day = int(match["m"]), int(match["d"])
    dated = 1 <= month <= 12 and 1 <= day <= 31 and (day <= month or day not in _PARTS_OF_ONE or month >= 10)
    return Moment(None, month, day) if dated and (month, day) not in _OFTEN_SAID else None


def _relative_day(match: re.Match[str], reference: Reference) -> Moment:
    return Moment.shifted(reference, "D", RELATIVE_DAYS[match[0]]) or Moment(opaque=True)


def _weekday(match: re.Match[str], reference: Reference) -> Moment:
    """Resolve 上周五; a plain 周五 may be the last or the next one, so it stays what it is."""
    weekday = WEEKDAYS[match["weekday"]]
    if match["nth"] or match["weekday"] == "末":
        return Moment(opaque=True)
    if match["step"] is None or reference is None:
        return Moment(weekday=weekday)
    monday = reference - datetime.timedelta(days=reference.weekday())
    days = 7 * RELATIVE_STEPS[match["step"]] + weekday - 1
    return Moment.shifted(monday, "D", days) or Moment(opaque=True)


def _week(match: re.Match[str], reference: Reference) -> Moment:
    return Moment.shifted(reference, "W", RELATIVE_STEPS[match["step"]]) or Moment(opaque=True)


def _century(match: re.Match[str], reference: Reference) -> Moment:
    if match["fixed"]:
        return Moment(f"{whole_number(match['fixed'])}X")
    if match["both"] or match["several"]:
        return Moment(opaque=True)  # 六七十年代: two decades have no form of their own
    decade = whole_number(match["decade"] or match["bare"])
    number = whole_number(match["century"])
    if match["relative"] and reference:
        number = reference.year // 100 + (0 if match["relative"] == "上" else 1)
    elif match["bare"] and decade is not None and decade >= 30:
        # The twenties may be those of this century or the last; the thirties are not yet past.
        number = _THIS_CENTURY - 1
    # ISO 8601-2 has no form for the centuries before the year 0.
    return Moment(century_year(number, decade)) if number and not match["bc"] else Moment(opaque=True)


def _relative_quarter(match: re.Match[str], reference: Reference) -> Moment:
    if reference is None:
        return Moment(opaque=True)
    quarter = reference.year * 4 + (reference.month - 1) // 3 + RELATIVE_STEPS[match["step"]]
    return Moment(quarter // 4, part=FIRST_QUARTER + quarter % 4)


def century_year(century: int, decade: int | None) -> str:
    """Return a century or a decade in it with the open digits of ISO 8601-2: ``18XX``, ``187X``."""
    return f"{century - 1:02d}" + ("XX" if decade is None else f"{decade // 10}X")


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Reference], Moment | None]]
_FIRST: Final = "一二三四五六七八九十"
_RULES: Final[tuple[tuple[str, _Rule], ...]] = (
    ("0123456789", (_NUMERIC, _numeric)),
    ("0123456789", (_YEAR_MONTH, _numeric)),
    ("0123456789", (_MONTH_DAY, _month_day)),
    ("".join({word[0] for word in RELATIVE_DAYS}), (_RELATIVE_DAY, _relative_day)),
    ("最第上下本这那每周星礼", (_WEEKDAY, _weekday)),
    ("上下本这", (_WEEK, _week)),
    ("0123456789公西前上本" + _FIRST, (_CENTURY, _century)),
    ("上下本这", (_RELATIVE_QUARTER, _relative_quarter)),
    ("0123456789", (_DAY_LAST, _day_last)),
    ("1民", (_REPUBLIC, _republic)),
    ("0123456789" + _FIRST, (_EVENT, _event)),
    ("今昨明前后次翌隔当同本这那上下周星礼", (_BRACKETED_DAY, _bracketed_day)),
    ("今去", (_SEASON, _season)),
    ("大年", (_NEW_YEAR, _opaque)),
    ("每", (_SET, _opaque)),
    ("12", (_COMPACT, _numeric)),
    ("1", (_COMPACT_REPUBLIC, _republic)),
    (_FIRST, (_NEIGHBOURS, _opaque)),
    ("前后上下", (_NEXT_TO_IT, _opaque)),
    ("首头前", (_FIRST_MONTHS, _opaque)),
)
"""With what a way to write a date can begin, and how it is read."""


def _by_first_character() -> dict[str, tuple[_Rule, ...]]:
    rules: dict[str, list[_Rule]] = {}
    for characters, rule in _RULES:
        for character in characters:
            rules.setdefault(character, []).append(rule)
    return {character: tuple(several) for character, several in rules.items()}


_BEGINNING: Final = _by_first_character()


def read_date(text: str, start: int, reference: Reference) -> tuple[int, Moment] | None:
    """Read the longest date or period at `start` of the folded `text`; return its end and moment."""
    best = read_year(text, start, reference)
    for pattern, make in _BEGINNING.get(text[start : start + 1], ()):
        match = pattern.match(text, start)
        if match and match.end() > (best[0] if best else start):
            moment = make(match, reference)
            if moment is not None:
                best = match.end(), moment
    if best and text[best[0] - 1] == "月":
        return _weekday_of_month(text, best[0]) or best
    return best


def _weekday_of_month(text: str, end: int) -> tuple[int, Moment] | None:
    """Read on where a month is followed by one of its weekdays: 四月的最后一个星期一."""
    match = _WEEKDAY.match(text, end + text.startswith("的", end))
    return (match.end(), Moment(opaque=True)) if match and match["nth"] else None
