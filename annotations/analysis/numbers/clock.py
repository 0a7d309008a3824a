"""Times of day: 下午3点半, 20时30分, 9:30, 8:00 a.m."""

from __future__ import annotations

import re
from typing import Final

from annotations.analysis.numbers.moments import Moment
from annotations.analysis.numbers.numerals import whole_number
from annotations.analysis.numbers.parts import compiled

__all__ = ["PARTS_OF_DAY", "read_clock"]

_MORNING: Final = ("凌晨", "清晨", "清早", "早上", "早晨", "早间", "上午", "今早", "明早")
_NOON: Final = ("中午", "正午", "午间")
_EVENING: Final = ("下午", "午后", "傍晚", "晚上", "晚间", "当晚")
_NIGHT: Final = ("深夜", "半夜", "午夜", "夜间", "夜里")
PARTS_OF_DAY: Final = (*_MORNING, *_NOON, *_EVENING, *_NIGHT)
"""Parts of a day that may stand before a clock time, or behind a day."""

_COLON: Final = compiled(
    r"""
    (?P<h>2[0-4]|[01]?\d):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])
    (?:分(?!之) | [ ]?(?P<half>[aApP]\.?[mM]\b\.?))?
    """
)
_SCORE_BEHIND: Final = compiled(
    r"""
    (?:[、，,和及\ ]{1,2}\d{1,3}:\d{1,3}(?![\d:])){0,6}
    (?: [、，,和及\ ]{1,2}(?:\d{1,3}:(?:\d(?![\d:])|[6-9]\d)|(?:2[5-9]|[3-9]\d|\d{3}):\d\d)
      | [ ]?(?: 的?比分 | 直落[两二三]局 | [大小完险惜力轻连]?[胜克] | [取战]胜 | [击打惜落]败 | 逆转 | 横扫
              | 淘汰 | 气走 | 不敌 | 负于 | 告负 | 领先 | 落后 )
    )
    """
)
_SCORE_BEFORE: Final = compiled(
    r"""
    (?: (?:\d{1,3}:(?:\d|[6-9]\d)|(?:2[5-9]|[3-9]\d|\d{3}):\d\d)[、，,和及\ ]{1,2}
      | (?:比[分数]|局分|总分|终场|半场|战成|扳成|追[成至]|改写为|定格在)[^\d。；;]{0,4}|[以数]
    )
    (?:\d{1,3}:\d{1,3}[、，,和及\ ]{1,2}){0,6}\Z
    """
)
"""What stands around the points of two sides, of which some look like a time of day: 11：9、8：11."""
_SCORE_REACH: Final = 40
_OF_TWELVE: Final = compiled(r"(?P<h>1[0-2]|0?[1-9])[ ]?(?P<half>[aApP]\.?[mM])(?![A-Za-z])\.?(?P<m>)(?P<s>)")
_MINUTE: Final = "(?:[0-5]?[0-9]|[二三四五]?十{nine}?|零?{nine}|零)"
_WORDS: Final = compiled(
    r"""
    (?P<h>2[0-4]|1\d|0?\d|二十[一二三四]?|十{nine}?|[零一二两三四五六七八九])
    [ ]?(?P<point>点钟?(?!差(?!{minute}分|一刻))|时(?![差区]))(?![间候代期常而刻段装])
    (?: 整
      | (?P<half>半)
      | (?P<quarter>[一三13])刻
      | 差(?:(?P<short>{minute})分钟?|(?P<shortly>一)刻)(?![之成])
      | [过零](?P<past>{minute})分(?![之成钟])
      | (?:[ ](?={minute}[ ]?分(?![之成钟])))?(?P<m>{minute})(?![天个万亿年月人名项%.\d])
        (?:[ ]?分(?![之成])(?:[ ]?(?P<s>{minute})[ ]?秒)?)?
    )?
    """.replace("{minute}", _MINUTE)
)
_SHORT_OF: Final = compiled(
    """
    (?<![相误落逆顺温时倒分比偏反])差[ ]?
    (?:(?P<short>{minute})分钟? | (?P<shortly>一)刻钟?)不?到?[ ]?
    """.replace("{minute}", _MINUTE)
)
"""差五分三点: so much short of the hour that follows."""
_ROUGH: Final = compiled("(?:一两|两三|三四|四五|五六|六七|七八|八九|九十|十一二|\\d{1,2}、\\d{1,2})点钟?")
_INDEX_BEFORE: Final = compiled(r"(?:[涨跌升降报收扬挫逾近过达破至得第有]|[这那几条])了?\Z")
_NO_CLOCK_BEHIND: Final = compiled(
    """
    [ ]?(?:意见|建议|要求|措施|共识|主张|计划|方案|原则|内容|理由|原因|看法|声明|希望|期望|启示|好处|体会|关注
      |收|跌|涨|附近|关口|大关|上方|下方|一线|水平|多|余|几|以上|以下|之)
    """
)
_RANGE_BEHIND: Final = compiled(r"[到至](?:\d{1,2}|[一两三四五六七八九]|十[一二]?)[点时](?![间候代期])")
_TIME_BEHIND: Final = compiled("许|左右|[起前后正整]")
_EXCEEDING: Final = frozenset("过逾近")
_TIME_BEFORE: Final = frozenset("在到至从自约于当每")


def read_clock(text: str, start: int, part: str | None, *, sure: bool) -> tuple[int, Moment] | None:
    """Read a clock time at `start` of the folded `text`; return its end and moment.

    `part` is the part of the day said before it (下午), which decides between 3 and 15 o'clock. Without
    one, and unless it is `sure` that a time must come, 一点 and 两点 ("a bit", "two points") and index
    points are no times.
    """
    short = _SHORT_OF.match(text, start)
    hour = _read_told(text, short.end(), part, sure=True) if short else None
    if short and hour:
        return (hour[0], _before(hour[1], short)) if hour[1].minute is None else None
    return _read_told(text, start, part, sure=sure)


def _read_told(text: str, start: int, part: str | None, *, sure: bool) -> tuple[int, Moment] | None:
    """Read a clock time that is told from its hour on; behind 差五分 there is no other 差五分."""
    rough = _ROUGH.match(text, start) if part else None
    if rough:
        return rough.end(), Moment(opaque=True)
    match = _COLON.match(text, start) or _OF_TWELVE.match(text, start)
    if match:
        if part is None and not match["half"] and _is_score(text, match):
            return None
        if match["half"]:
            part = "下午" if match["half"][0] in "pP" else "上午"
        minute: int | None = whole_number(match["m"])
    else:
        match = _WORDS.match(text, start)
        if match is None or not (part or sure or _certain(text, start, match)):
            return None
        minute = _minute(match)
    count = whole_number(match["h"])
    if count is None:
        return None
    moment = Moment(hour=_of_day(count, part), minute=minute, second=whole_number(match["s"]))
    short_behind = match.re is _WORDS and (match["short"] or match["shortly"])
    return match.end(), _before(moment, match) if short_behind else moment


def _is_score(text: str, match: re.Match[str]) -> bool:
    """Tell whether what looks like a time is one of several points: 以21:18、21:15取胜."""
    if match.re is not _COLON or match["s"]:
        return False
    start = match.start()
    before = _SCORE_BEFORE.search(text, max(0, start - _SCORE_REACH), start)
    return before is not None or _SCORE_BEHIND.match(text, match.end()) is not None


def _before(hour: Moment, short: re.Match[str]) -> Moment:
    """Return the time that is a quarter or some minutes `short` of a full hour."""
    less = 15 if short["shortly"] else whole_number(short["short"])
    if hour.hour is None or not less:
        return Moment(opaque=True)
    return Moment(hour=(hour.hour - 1) % 24, minute=60 - less)


def _minute(match: re.Match[str]) -> int | None:
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15 if match["quarter"] in "一1" else 45
    return whole_number(match["m"] or match["past"])


def _certain(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether 点 or 时 tells a time although no part of the day is named."""
    if match["m"] and len(match["m"]) == 1 and match[0].endswith(match["m"]):
        return False  # 五点八 is a decimal fraction, 五点零八 and 五点八分 are times
    if match["half"] and match["h"] in ("一", "两"):
        return False
    if match["point"] == "点钟" or any(
        match[name] for name in ("half", "quarter", "m", "short", "shortly", "past")
    ):
        return True
    if _RANGE_BEHIND.match(text, match.end()):
        return True  # 两点到四点
    before = text[max(0, start - 3) : start]
    if match["point"] == "时":
        if match["h"] == "零":  # 自零时起, not 等于零时
            free = not before or not before[-1].isalpha() or before[-1] in "自从在至"
            return free or _TIME_BEHIND.match(text, match.end()) is not None
        told = match["h"].isascii() or len(match["h"]) > 1 or _TIME_BEHIND.match(text, match.end())
        return bool(told) and before[-1:] not in _EXCEEDING
    if _INDEX_BEFORE.search(before):
        return False
    if match["h"] in ("一", "两", "零") or _NO_CLOCK_BEHIND.match(text, match.end()):
        return False
    behind = text[match.end() : match.end() + 1]
    return (
        match["h"].isascii()
        or not before
        or before[-1] in _TIME_BEFORE
        or behind in "到至"
        or not behind.isalpha()
    )


def _of_day(hour: int, part: str | None) -> int:
    """Return `hour` on the clock of 24 hours."""
    if part is None:
        return hour
    if part in _MORNING or part == "早":
        return 0 if hour == 12 and part == "凌晨" else hour
    if part in _NOON:
        return hour + 12 if hour < 11 else hour
    if hour == 12:
        return 12 if part in ("下午", "午后") else 24
    after_midnight = part in _NIGHT and hour < 6
    return hour + 12 if hour < 12 and not after_midnight else hour
