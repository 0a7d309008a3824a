"""Spans of time: 半个月, 一年半, 8天20小时, 两个半小时; and what they date: 5年前."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from annotations.analysis.numbers.amounts import Amount, read_amount
from annotations.analysis.numbers.found import Found
from annotations.analysis.numbers.moments import Moment, Reference
from annotations.analysis.numbers.numerals import decimals
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.short_years import in_a_sentence

__all__ = ["read_duration", "read_stopwatch"]

_UNITS: Final = {
    **dict.fromkeys(("世纪", "个世纪", "个多世纪"), ("Y", 100)),
    **dict.fromkeys(("年", "载", "周年", "个年头", "年时间"), ("Y", 1)),
    **dict.fromkeys(("季度", "个季度", "个季"), ("M", 3)),
    **dict.fromkeys(("个月", "月", "个多月"), ("M", 1)),
    **dict.fromkeys(("周", "星期", "个星期", "礼拜", "个礼拜", "个周", "个多星期", "个多礼拜"), ("W", 1)),
    **dict.fromkeys(("天", "日", "个工作日", "工作日", "个交易日", "交易日", "昼夜"), ("D", 1)),
    **dict.fromkeys(("小时", "个小时", "钟头", "个钟头", "个钟", "个多小时", "个多钟头"), ("TH", 1)),
    **dict.fromkeys(("刻钟",), ("TM", 15)),
    **dict.fromkeys(("分钟", "分"), ("TM", 1)),
    **dict.fromkeys(("秒", "秒钟"), ("TS", 1)),
}
"""Unit → its ISO 8601 designator and factor; ``T`` marks those of the time part."""

_FULL: Final = {
    ("Y", "M"): 12, ("Y", "W"): 52, ("Y", "D"): 365, ("W", "D"): 7,
    ("D", "TH"): 24, ("TH", "TM"): 60, ("TM", "TS"): 60,
}  # fmt: skip
"""How much of the second unit is the whole of the first, and no further part of it."""

_WITHOUT_ISO: Final = ("夜", "晚")
_NOT_BEFORE: Final = {
    "年": "级代产薪报终末初底轻龄度画糕鉴夜",
    "天": "安然气线使才文下津河空王地际猫象堂鹅赋性猪山桥",
    "周": "岁期边围末刊报转到旋遭密杰星",
    "秒": "杀",
    "小时": "候",
    "夜": "里间晚色幕市总班景店宵空猫",
    "晚": "会上餐宴报期婚年于些0123456789五六七八九十",
    "日": "本元圆报货程常志前后期夜产",
}
"""What behind a unit makes another word of it: 三年级, 1989天安门."""

_UNIT: Final = compiled(
    "[ ]?(?:(?P<half_before>个半)(?P<after_half>月|小时|钟头|星期|世纪|季度|礼拜)|(?P<unit>{units}))"
    + "".join(f"(?!(?<={unit})[{chars}])" for unit, chars in _NOT_BEFORE.items())
    + "(?!(?<=日)均(?!线))(?P<more>[多余](?![次种个名人项处年月天]))?(?P<half>{half})?",
    units=(*_UNITS, *_WITHOUT_ISO),
)
_NEXT: Final = compiled(r"[ ]?(?:又|零|余|多|外加)?[ ]?(?=[\d半一二三四五六七八九十两])")
_SPAN_OF_DAYS: Final = compiled("间(?!接)|{lasting}")
_PUNISHMENT: Final = compiled("(?:的|之)?(?:有期)?(?:徒刑|监禁)")
_RELATIVE: Final = compiled("[之以][前后]|{before}|{after}")
_LASTING: Final = compiled(r"(?:持续|历时|时隔|长达|经过|为期|近|将近|耗时|历经|连续|讨论)了?\Z")
_EXCEEDING: Final = compiled(r"(?:逾|超过?|多于|不[到足]|未满|至少)\Z")
_BARE: Final = frozenset("百千万亿")
_SECONDS: Final = compiled(r"[ ]?(?:[0-5]?\d(?:\.\d{1,3})?|[二三四五]?十{nine}?|零?{nine})[ ]?秒")
_HUNDREDTHS: Final = compiled(
    r"""
    \d{1,3}(?![\d.,:%年月日号点时分秒个人名岁米元]|[ ]?{multiplier})
    | {digit}{digit}(?![十百千万亿个人名年月日])
    """
)
_STOPWATCH: Final = compiled(r"(?:(?P<h>\d{1,2}):)?(?P<m>[0-5]?\d):(?P<s>[0-5]\d\.\d{1,3})(?![\d:.])")


@dataclass(slots=True)
class _Span:
    """The parts read so far."""

    parts: list[tuple[Decimal, str]]
    end: int
    high: Decimal | None
    modifier: str | None
    unit: tuple[int, int] = (0, 0)


def read_duration(text: str, amount: Amount, reference: Reference) -> Found | None:
    """Read the span of time whose first amount is `amount`, or the date that it gives (三天前)."""
    span = _Span([], amount.end, amount.high, amount.modifier)
    current: Amount | None = amount
    while current is not None:
        match = _UNIT.match(text, current.end)
        if match is None or not _fits(text, current, match, first=not span.parts):
            break
        _add(span, current, match)
        _add_hundredths(text, span)
        current = None if span.high is not None or amount.fraction else _following(text, span, amount.start)
    if not span.parts:
        return None
    alone = len(span.parts) == 1
    found = Found(
        start=amount.start,
        end=span.end,
        kind="duration",
        value=span.parts[0][0] if alone else None,
        high=span.high,
        iso=_iso(span.parts) if span.high is None else None,
        unit=span.unit if alone else None,
        modifier=span.modifier,
    )
    return _dated(text, found, span, reference)


def _fits(text: str, amount: Amount, match: re.Match[str], *, first: bool) -> bool:
    """Tell whether the unit can belong to `amount`: 3月 is March, 3分 a score unless 小时 stands before."""
    unit = match["unit"]
    if unit == "月":  # behind years _following has looked at it
        return (
            not first or in_a_sentence(text, amount.start) or _PUNISHMENT.match(text, match.end()) is not None
        )
    if unit == "分":
        return not first or _SECONDS.match(text, match.end()) is not None
    if unit == "日":
        # 3日 is the third of a month, 82日 and 3日内 are spans.
        return (
            not first
            or amount.value > 31
            or bool(_SPAN_OF_DAYS.match(text, match.end("unit")) or in_a_sentence(text, amount.start))
        )
    return unit is None or len(unit) > 1 or amount.numeral not in _BARE or amount.modifier is not None


def _add(span: _Span, amount: Amount, match: re.Match[str]) -> None:
    group = "unit" if match["unit"] else "after_half"
    half = Decimal("0.5") if match["half"] or match["half_before"] else Decimal(0)
    if not span.parts:
        span.unit = match.span(group)
    span.parts.append((amount.value + half, match[group]))
    span.high = None if span.high is None else span.high + half
    span.modifier = span.modifier or ("more" if match["more"] or "多" in match[group] else None)
    span.end = match.end()


def _add_hundredths(text: str, span: _Span) -> None:
    """Read on behind the seconds of a sport: 9秒83 is 9.83 seconds."""
    value, name = span.parts[-1]
    rest = _HUNDREDTHS.match(text, span.end) if name == "秒" and span.high is None else None
    if rest and value == int(value):
        span.parts[-1] = value + decimals(rest[0]), name
        span.end = rest.end()


def read_stopwatch(text: str, start: int) -> Found | None:
    """Read 1:45.21, which is no time of day."""
    match = _STOPWATCH.match(text, start)
    if match is None:
        return None
    parts = [
        (Decimal(match[key]), name) for key, name in (("h", "小时"), ("m", "分"), ("s", "秒")) if match[key]
    ]
    return Found(start, match.end(), "duration", iso=_iso(parts))


def _following(text: str, span: _Span, span_start: int) -> Amount | None:
    """Return the amount that goes on behind the span: 8天20小时, 两天又一个月; never of the same unit."""
    gap = _NEXT.match(text, span.end)
    amount = read_amount(text, gap.end()) if gap else None
    match = _UNIT.match(text, amount.end) if amount and amount.high is None else None
    if amount is None or match is None:
        return None
    name, before = match["unit"] or match["after_half"], span.parts[-1][1]
    if name not in _UNITS or before not in _UNITS or name == "日":
        return None
    if name == "月" and not (in_a_sentence(text, span_start) or _PUNISHMENT.match(text, match.end())):
        return None  # 3年2月 are three years and a month of the calendar, but where a court gives them
    most = _FULL.get((_UNITS[before][0], _UNITS[name][0]))
    if most is not None and amount.value * _UNITS[name][1] == most:
        return None  # 一年365天 says how long a year is
    return amount if _UNITS[name][0] != _UNITS[before][0] else None


def _dated(text: str, found: Found, span: _Span, reference: Reference) -> Found:
    """Turn a span followed by 前 or 后 into the date it gives; 持续近半个月后 stays a span."""
    relative = _RELATIVE.match(text, span.end)
    if relative is None or _LASTING.search(text, max(0, found.start - 4), found.start):
        return found
    if "后" in relative[0] and _EXCEEDING.search(text, max(0, found.start - 2), found.start):
        return found  # 逾16小时后: when that was is not said
    designator, factor = _UNITS.get(span.parts[0][1], ("D", 0))
    found.end, found.iso = relative.end(), None
    found.kind = "time" if designator.startswith("T") else "date"
    if found.value is not None and found.high is None:
        steps = found.value * factor * (-1 if "前" in relative[0] else 1)
        if factor and steps == int(steps):
            moment = Moment.shifted(reference, designator, int(steps))
            found.iso = moment.iso() if moment else None
    return found


def _iso(parts: list[tuple[Decimal, str]]) -> str | None:
    """Return the ISO 8601 duration of `parts`, or None where a unit has none."""
    sums: dict[str, Decimal] = {}
    for value, name in parts:
        if name not in _UNITS:
            return None
        designator, factor = _UNITS[name]
        sums[designator] = sums.get(designator, Decimal(0)) + value * factor
    date = "".join(f"{_plain(sums[key])}{key}" for key in ("Y", "M", "W", "D") if key in sums)
    time = "".join(f"{_plain(sums[key])}{key[1]}" for key in ("TH", "TM", "TS") if key in sums)
    return f"P{date}" + (f"T{time}" if time else "")


def _plain(value: Decimal) -> str:
    """Return `value` without exponent and without zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
