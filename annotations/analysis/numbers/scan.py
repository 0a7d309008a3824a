"""Find every number of a text: the grammar tried wherever a number can begin."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from annotations.analysis.numbers.calendar_words import ERAS, RELATIVE_DAYS, RELATIVE_YEARS
from annotations.analysis.numbers.changes import is_change
from annotations.analysis.numbers.clock import PARTS_OF_DAY
from annotations.analysis.numbers.currencies import CURRENCY_BEFORE
from annotations.analysis.numbers.designations import counts, is_minus, name_spans
from annotations.analysis.numbers.fold import fold, is_traditional
from annotations.analysis.numbers.found import Found, skip_space
from annotations.analysis.numbers.labels import label_spans
from annotations.analysis.numbers.modifiers import widen
from annotations.analysis.numbers.moments import Reference, parse_reference
from annotations.analysis.numbers.numerals import NUMERAL, as_number, evaluate
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.quantities import ANNOUNCING, read_quantity
from annotations.analysis.numbers.short_years import settle_year
from annotations.analysis.numbers.timeline import read_timeline
from annotations.analysis.numbers.words import covering_word
from annotations.model.article import Number

__all__ = ["find_numbers"]

_BEGINNINGS: Final = r"""
    {numeral}
    | [½⅓⅔¼¾⅛] | \.(?=\d) | -(?=[\d.$¥￥€£]|(?:US|NT|HK)\$|RMB)
    | (?<!正)负(?={numeral}|[几数][十百千万亿]) | [几数](?=[十百千万亿]|个亿)
    | 第(?=[ ]?{numeral}) | 前(?=[一二三四五六七八九十百\d]{1,3}(?:的|(?![㐀-鿿\d])))
    | 翻 | 对折 | 零下 | [华摄]氏
    | {words}
    | 之(?=[前后][ ]?{numeral}) | 公元 | 西元 | 前(?=\d{3}年|[一二三四五六七八九十\d]{1,2}世纪)
    | [农阴旧夏]历 | 岁次 | [甲乙丙丁戊己庚辛壬癸](?=[子丑寅卯辰巳午未申酉戌亥]年)
    | 闰?[正腊元]月 | [闰冬](?=[一二三四五六七八九十]{1,2}月|月[初廿二十])
    | (?:大?年)?初(?=[一二三四五六七八九十]) | 大?年三十
    | (?:上上|下下|[上下本这那每])[一个]{0,2}(?=[月周星礼世半季]) | [前后首]半年
    | 每(?=[天日年晚小]|个[月星周季]) | [前后](?=一[天日晚周年个季]) | [上下前](?=一个?交易日)
    | [今昨明前后次翌隔当同本上下去这那](?=[ ]?[(（]) | [今去](?=[春夏秋冬]) | 首(?=季)
    | 差(?=[ ]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[分刻])
    | 周(?=[一二三四五六日末]) | 星期 | 礼拜 | 最后一?个?的?(?=[周星礼])
    | Q[1-4] | [前首][两二三]个?季 | [首头前](?=(?:\d\d?|[一两二三四五六七八九十]{1,2})(?:个[月季]|月))
    | [早晚夜](?=[0-9零一二两三四五六七八九十]{1,3}[点时:])
    """.replace("{numeral}", "[0-9零一二三四五六七八九十百千万亿两俩半壹贰叁肆伍陆柒捌玖拾佰仟廿卅]")
_WORDS: Final = (*CURRENCY_BEFORE, *ERAS, *RELATIVE_DAYS, *RELATIVE_YEARS, *PARTS_OF_DAY)
_FIRST: Final = {*".-0123456789", *filter(str.isalnum, _BEGINNINGS), *(word[0] for word in _WORDS)}
_START: Final = compiled(f"(?=[{re.escape(''.join(sorted(_FIRST)))}])(?:{_BEGINNINGS})", words=_WORDS)
"""Where a number can begin; one look at the character spares most of them two hundred alternatives."""

_TO: Final = compiled("{to}")
_TO_LEVEL: Final = frozenset("到至")
_TITLE_BEFORE: Final = "《"
_DATE_FOLLOWS: Final = frozenset("年月日号/-~到至.点时:世季、和及赛球财学(（·•‧・aApP会")
_DIGITS_OF_A_DATE: Final = (4, 7)
"""Of a year before the name of what takes place in it, and of 1141126."""
_QUANTITY_STARTS: Final = ANNOUNCING | frozenset("½⅓⅔¼¾⅛负-.几数半")
_WORD_STARTS: Final = frozenset("今明昨前后第半每")
_RANGED: Final = frozenset(("percent", "money", "multiple", "quantity", "duration", "age", "ordinal"))
_LISTABLE: Final = frozenset(("cardinal", "quantity", "duration"))
_LIST_JOINTS: Final = frozenset("、和及与")
_ORDINALS_BEFORE: Final = compiled(
    r"第(?:\d+(?:、\d+)*|(?P<words>[一二三四五六七八九十]{1,3}(?:、[一二三四五六七八九十]{1,3})*))[、和及与]\Z"
)
_OF_A_ROW: Final = frozenset("位名条款项季轮节局届")
"""Behind the later of several ordinals in words: 第二、三位, but 第三、四个 begins to count."""
_PLACED_BEFORE: Final = compiled(
    r"(?:[分并位名]列|分居|[位居列]居|排名?)(?:[\d一二三四五六七八九十]{1,3}[、和及与])*\Z"
)
"""Before places that are told without 第: 分列二、三位."""
_PLACES: Final = frozenset("位名")
_LIST_REACH: Final = 16
_PLAIN: Final = frozenset(("cardinal", "ordinal"))


def find_numbers(text: str, *, date: str | None = None) -> list[Number]:
    """Return the numbers in `text`, in ascending order, none overlapping another.

    `text` may be a sentence or a whole article; offsets are code points into it, end exclusive.
    `date` is the article's date (ISO 8601): relative dates (去年, 上週五, 三天前) resolve against it and
    have no `iso` without it. A modifier (近, 超過, 左右, 以上) is part of the span. Never raises.
    """
    folded = fold(text)
    reference = parse_reference(date)
    traditional = is_traditional(text, folded)
    names = _merged([*name_spans(folded), *label_spans(folded)])
    numbers: list[Number] = []
    at = name = 0
    while match := _START.search(folded, at):
        start = match.start()
        while name < len(names) and names[name][1] <= start:
            name += 1
        if name < len(names) and names[name][0] <= start:
            at = names[name][1]
            continue
        found = _read(folded, start, reference)
        if isinstance(found, int):
            at = found
            continue
        found = _listed(folded, settle_year(folded, found, traditional=traditional))
        found = widen(folded, _joined(folded, found, reference))
        if name < len(names) and found.end > names[name][0]:
            at = names[name][1]
            continue
        found.start = max(found.start, numbers[-1].end if numbers else 0)
        numbers.append(_number(text, found))
        at = found.end
    return numbers


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `spans` ascending, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged


def _read(text: str, start: int, reference: Reference) -> Found | int:
    """Read the number at `start`, or return where to go on."""
    signed = text[start] == "-"
    numeral = NUMERAL.match(text, start + signed)
    numeral_end = numeral.end() if numeral else start + 1
    if signed and not is_minus(text, start):
        # 米格-15 names with its digits, 3-5 goes on with another number.
        return start + 1 if text[start - 1].isascii() else numeral_end
    word = covering_word(text, start) if numeral or text[start] in _WORD_STARTS else None
    best = _longest(text, start, numeral, reference)
    if word:
        # 四季度 and 千万元 are longer than the 四季 and 千万 they begin with; but 这一天 holds the word 这一.
        outlasts = best is not None and best.end > word[1] and best.kind not in _PLAIN
        if word[0] < start or not outlasts:
            # Never stop inside a run of numerals: each step would look at all of the rest again.
            return word[1] if word[0] < start else max(word[1], numeral_end)
    return best or numeral_end


def _longest(text: str, start: int, numeral: re.Match[str] | None, reference: Reference) -> Found | None:
    """Return the longest reading of what begins at `start`; of two the date or time."""
    timeline = quantity = None
    if numeral is None or _may_date(text, numeral):
        timeline = read_timeline(text, start, reference)
        if timeline and numeral is None and text[start - 1 : start] == _TITLE_BEFORE:
            timeline = None  # 《昨日的世界》
    if numeral or text[start] in _QUANTITY_STARTS:
        quantity = read_quantity(text, start, reference)
        if quantity and quantity.kind == "cardinal" and not counts(text, start, quantity.end):
            quantity = None
    if timeline and quantity:
        return timeline if timeline.end >= quantity.end else quantity
    return timeline or quantity


def _may_date(text: str, numeral: re.Match[str]) -> bool:
    """Tell whether a numeral can open a date: a quick look that spares most amounts the calendar."""
    at = skip_space(text, numeral.end())
    if text[at : at + 1] in _DATE_FOLLOWS or "点" in numeral[0] or len(numeral[0]) in _DIGITS_OF_A_DATE:
        return True
    # 20241127, and the era that begins with a numeral
    return numeral[0][:2] in ("19", "20", "万") and (len(numeral[0]) == 8 or text.startswith("万历", at - 1))


def _joined(text: str, first: Found, reference: Reference) -> Found:
    """Join the two ends of a range that both name their unit: 20%至30%, 3天到5天, 第一~第十."""
    joint = _TO.match(text, first.end) if first.kind in _RANGED and first.high is None else None
    if joint is None or joint.end() >= len(text) or first.value is None:
        return first
    last = read_quantity(text, joint.end(), reference)
    if last is None or last.kind != first.kind or last.high is not None or last.value is None:
        return first
    if last.value <= first.value or _unit(text, last) != _unit(text, first):
        return first
    points = _points(text, first), _points(text, last)
    if points[0] != points[1]:
        return first
    if not all(points) and joint[0].strip() in _TO_LEVEL and is_change(text, first.start, first.kind):
        return first  # 減少3人至12人
    modifier = first.modifier or last.modifier
    certain = first.certain or last.certain  # $261亿至$269亿美元
    return replace(first, end=last.end, high=last.value, iso=None, modifier=modifier, certain=certain)


def _points(text: str, found: Found) -> bool:
    """Tell whether `found` counts percentage points, which no percentage goes on with."""
    return found.kind == "percent" and text[found.end - 1] == "点"


def _listed(text: str, found: Found) -> Found:
    """Return the later of several ordinals as one: of 第20、84分钟 the 84 is no span of time."""
    if _is_place(text, found):
        return replace(found, end=_unit_start(found), kind="ordinal", iso=None, unit=None, modifier=None)
    if found.kind not in _LISTABLE or text[found.start - 1 : found.start] not in _LIST_JOINTS:
        return found
    numeral = NUMERAL.match(text, found.start)
    before = _ORDINALS_BEFORE.search(text, max(0, found.start - _LIST_REACH), found.start)
    if numeral is None or before is None:
        return found
    if before["words"] and text[numeral.end() : numeral.end() + 1] not in _OF_A_ROW:
        return found
    return Found(found.start, numeral.end(), "ordinal", evaluate(numeral[0]))


def _is_place(text: str, found: Found) -> bool:
    """Tell whether places in a ranking look like so many of something: 分列二、三位."""
    if found.kind != "quantity" or text[slice(_unit_start(found), found.end)] not in _PLACES:
        return False
    return _PLACED_BEFORE.search(text, max(0, found.start - _LIST_REACH), found.start) is not None


def _unit_start(found: Found) -> int:
    return found.unit[0] if isinstance(found.unit, tuple) else found.end


def _unit(text: str, found: Found) -> str | None:
    return text[slice(*found.unit)] if isinstance(found.unit, tuple) else found.unit


def _number(text: str, found: Found) -> Number:
    """Return `found` as a number of the original `text`."""
    value = None if found.value is None else as_number(found.value)
    high = None if found.high is None else as_number(found.high)
    unit = _unit(text, found)
    return Number(
        found.start,
        found.end,
        found.kind,
        value,
        high,
        found.iso,
        unit,
        found.modifier,
        certain=found.certain,
    )
