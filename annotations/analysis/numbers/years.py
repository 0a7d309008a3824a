"""Years and what is inside them: 2025年2月1日, 去年三月, 民國114年底, 2024年第三季度, 正月初一."""

from __future__ import annotations

import re
from typing import Final

from annotations.analysis.numbers.calendar_words import ERAS, RELATIVE_STEPS, RELATIVE_YEARS, SOLAR_ERAS_SINCE
from annotations.analysis.numbers.moments import Moment, Reference
from annotations.analysis.numbers.numerals import whole_number
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.short_years import (
    LIST_JOINTS,
    RELATIVE_BEFORE_BRACKET,
    in_a_sentence,
    read_short_year,
)

__all__ = ["FIRST_QUARTER", "read_year", "read_year_alone"]

_YEAR: Final = compiled(
    r"""
    (?P<relative>{relatives})(?!度)
    | (?: (?P<era>{eras})[ ]?(?P<era_year>\d{1,3}|元|[零十百廿卅一二三四五六七八九]{1,5})
        | (?:公元前|西元前|前(?=\d{3}))(?P<bc>\d{1,4})
        | (?:公元|西元)[ ]?(?P<of_the_era>\d{1,4}|[零一二三四五六七八九十百千]{1,6})
        | (?P<year> {four} | {digit}{4}
            | 0\d | [零七八九]{digit} | [5-9]\d(?=年(?:度|[ ]?\d{1,2}月))                      # 08年, 九八年
            | [二两]千零[十一二三四五六七八九]{1,3}                                     # 两千零四年
            | (?<![^在于，。（(、和与元])(?!1[0-3]\d年[ ]?\d)\d{3}(?=年[，,。）)、（(至到\d-])  # 在715年，
          )
      )
      (?:(?<=\d)[(（]\d{4}[)）](?=年))?
      (?: [ ]?年(?:度(?!假))?(?!代(?![表理替言])|级(?!别))
        | (?<={four})(?={season}|世界[杯盃]|奥运|欧洲杯|亚运|春夏|秋冬|[、和与及][ ]?{four}年
            |(?<=(?:角逐|备战|剑指|参选|瞄准|布局|放眼|竞逐|挺进|问鼎)20[2-9]\d)(?=[^\w]|\Z|[的年]|总统|[大选]选)
            |(?<=[12][09]\d\d)(?!人(?![工才文形民])|[个名位家只场次件万亿千百多余元点分度倍年月日的第至到和])[\u4e00-\u9fffA-Za-z]{0,9}?
             (?:论坛|年会|峰会|大选|选举|选战|世锦赛|锦标赛|公开赛|大奖赛|邀请赛|联赛|经典赛|博览会|车展|双年展|(?<!国人)(?<!省人)(?<!市人)大会(?!议|堂)))
        # 民国108、109年
        | (?(era)(?=(?:[、和与及]|{to})(?:\d{1,3}|[零一二三四五六七八九十百]{1,4})[年、])|(?!))
      )
    """,
    relatives=RELATIVE_YEARS,
    eras=ERAS,
)
_MOON: Final = compiled(
    "(?:[农阴旧夏]历|岁次)?(?:{stem}{branch}年)?",
    stem="甲乙丙丁戊己庚辛壬癸",
    branch="子丑寅卯辰巳午未申酉戌亥",
)
_MOON_BEGINS: Final = frozenset("农阴旧夏岁甲乙丙丁戊己庚辛壬癸")
_OF: Final = compiled("的?[ ]?")
_INSIDE: Final = compiled(
    """
    (?: (?:(?P<leap>闰)?(?P<month>{month})|(?P<lunar>闰?[正腊冬])|(?P<first_month>元))[ ]?月份?
      | (?P<relative>上上|下下|上一?|下一?|本|这)个?月份?
      | {relative_bracket}[ ]?[(（][ ]?(?P<said>{month})[ ]?(?:[)）][ ]?月份?|月份?[ ]?[)）])
    ){monthly}
    | (?P<half>[上下前后首])个?半年(?!报)
    | (?: 第?(?P<quarter>[一二三四1-4])季度? | [前首][两二三]个?季度? | (?P<first>首)季度? | Q(?P<q>[1-4])
      )(?![稻报军])
    """.replace("{relative_bracket}", RELATIVE_BEFORE_BRACKET)
)
_IN_YEAR: Final = compiled(
    r"""
    {spring}
    | 年?(?:{bottom}|{opening}(?!{moonday})|末)
    | 年中(?![国央])
    | 的?(?:第(?:十?{nine}|十|\d\d?)|[前后首头](?:[两十]|十?{nine}|\d\d?))
      个?(?:{week}|月|季度|天)(?![刊报岁年])
    """
)
_DAY: Final = compiled(
    r"""
    (?<![前后翌隔同每](?=一日))(?P<day>{day})[ ]?
    (?: 日(?!元|圆|本(?![次届赛轮周月报人])|{lasting})
      | (?P<number>号)(?![线楼院门机令文馆库桌船井台位选车房公球舱厅厂矿坑店炉艇舰])
        (?!人物|种子|病[人房]|提案|决议|嫌|候选|汽油|电池|客机|工程|泊位|航站|展馆|仓|基地|首长|作品|会议室|员工|国道|干线|环路)
    )
    | (?P<lunar>初{moonday}(?:[、和到至]十五(?![\d个万亿]))?)
    """
)
_IN_MONTH: Final = compiled(
    r"""
    (?P<day>[二三]十{nine}?|十{nine}?|廿{nine}?)(?![十百千万亿个名人多余几家年月天日号一二三四五六七八九])
    | (?P<plain>[12]\d|3[01]|0?[1-9])(?=[，。；、,;）)]|\s*\Z)(?![、,]\d)      # 1月19，
    | [上中下]旬 | 月?底 | 月?初(?![步期])(?!{moonday}) | 末(?!期)
    | 的?(?:第(?:{nine}|[1-5])|首|最后一)个?(?:{week})(?![刊报岁年一二三四五六日天末])
    """
)
_FREE_BEFORE: Final = compiled(r"(?:\A|[^\w]|[在于到至从自的是月为这和与我])\Z")
_MOON_BEFORE: Final = compiled(
    r"(?:\A|[^\w]|[在于到从至自每逢和与及是]|月|大年|(?<![\d零一二三四五六七八九十今去明前后本当每整数])年)\Z"
)
"""What stands before a day of the moon that no month is named for; not 盘初一度, 当初一人, 赛季初一场."""
# ISO 8601-2, 4.8
_HALVES: Final = {"上": 40, "前": 40, "首": 40, "下": 41, "后": 41}
FIRST_QUARTER: Final = 33


def read_year_alone(text: str, start: int, reference: Reference) -> tuple[int, Moment] | None:
    """Read the year at `start` of the folded `text` and nothing behind it; return its end and moment."""
    listed = text[start - 1 : start] in LIST_JOINTS
    match = None if listed and read_short_year(text, start) else _YEAR.match(text, start)
    if match:
        moment = Moment(_year(match, reference))
        if match["era"] and ERAS[match["era"]] < SOLAR_ERAS_SINCE:
            moment.moon = True
        return match.end(), moment
    short = read_short_year(text, start)
    return (short[0], Moment(short[1], opaque=short[1] is None)) if short else None


def read_year(text: str, start: int, reference: Reference) -> tuple[int, Moment] | None:
    """Read the year, month and day at `start` of the folded `text`, as many as follow one another."""
    moon = _MOON.match(text, start) if text[start : start + 1] in _MOON_BEGINS else None
    begin = end = moon.end() if moon else start
    year = read_year_alone(text, begin, reference)
    end, moment = year or (begin, Moment())
    moment.opaque = moment.opaque or begin > start
    inside = _INSIDE.match(text, _after_of(text, end) if year else end)
    if inside and year is None and in_a_sentence(text, start):
        return None
    if inside:
        end = inside.end()
        _set_inside(moment, inside, reference)
        if "月" in inside[0]:
            end = _read_day(text, _after_of(text, end), moment, alone=False) or end
    elif year:
        rest = _IN_YEAR.match(text, end)
        end = rest.end() if rest else end
    else:
        end = _read_day(text, end, moment, alone=True) or end
    if end == begin and not text[start:end].endswith("年"):
        return None
    if moment.moon:
        moment.month = moment.day = None
        moment.opaque = False
    return end, moment


def _year(match: re.Match[str], reference: Reference) -> int | None:
    if match["relative"]:
        return reference.year + RELATIVE_YEARS[match["relative"]] if reference else None
    if match["era"]:
        count = 1 if match["era_year"] == "元" else whole_number(match["era_year"])
        return None if count is None else ERAS[match["era"]] + count - 1
    if match["bc"]:
        return 1 - int(match["bc"])  # ISO 8601 counts a year 0, which is 1 BC
    if match["of_the_era"]:
        return whole_number(match["of_the_era"])
    year = whole_number(match["year"])
    if year is not None and len(match["year"]) == 2:
        year += 1900 if year >= 50 else 2000
    return year


def _after_of(text: str, at: int) -> int:
    """Return where the word behind 的 or a space at `at` begins: 2004年的三月, 2004年 3月."""
    match = _OF.match(text, at)
    return match.end() if match else at


def _set_inside(moment: Moment, match: re.Match[str], reference: Reference) -> None:
    """Fill in a month, quarter or half."""
    if match["half"]:
        moment.part = _HALVES[match["half"]]
    elif match["first"]:
        moment.part = FIRST_QUARTER
    elif match["quarter"] or match["q"]:
        moment.part = FIRST_QUARTER - 1 + (whole_number(match["quarter"] or match["q"]) or 0)
    elif match["relative"]:
        shifted = Moment.shifted(reference, "M", RELATIVE_STEPS[match["relative"]])
        if shifted and moment.year is None:
            moment.year, moment.month = shifted.year, shifted.month
    elif match["lunar"]:
        moment.opaque = True
    elif match["first_month"]:
        moment.month = 1
    elif match["said"]:
        moment.month = whole_number(match["said"])
        if moment.year is None and reference and reference.month == moment.month:
            moment.year = reference.year
    elif match["month"]:
        moment.month = whole_number(match["month"])
        moment.opaque = moment.opaque or match["leap"] is not None
    if moment.part and moment.year is None:
        moment.opaque = True


def _read_day(text: str, at: int, moment: Moment, *, alone: bool) -> int | None:
    """Read the day of the month at `at`, or a third of the month, and return where it ends.

    Where it stands `alone`, without a month before it, 21號 is a day only where no name stands before
    it: 南海大道21號, 天問一號.
    """
    day = _DAY.match(text, at)
    if day is None:
        rest = None if alone else _IN_MONTH.match(text, at)
        if rest and (rest["day"] or rest["plain"]):
            moment.day = whole_number(rest["day"] or rest["plain"])
        return rest.end() if rest else None
    if alone and in_a_sentence(text, at):
        return None
    if alone and day["number"]:
        free = (text[at].isdecimal() or len(day["day"]) > 1) and _FREE_BEFORE.search(text, max(0, at - 1), at)
        if not free:
            return None
    if alone and day["lunar"] and not moment.opaque and not _MOON_BEFORE.search(text, max(0, at - 2), at):
        return None
    moment.opaque = moment.opaque or bool(day["lunar"])
    moment.day = whole_number(day["day"])
    return day.end()
