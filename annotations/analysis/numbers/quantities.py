"""Numbers that are no dates: an amount and what follows it, or a word that announces one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from annotations.analysis.numbers.amounts import Amount, read_amount, read_one
from annotations.analysis.numbers.bare import counts_alone
from annotations.analysis.numbers.changes import is_change
from annotations.analysis.numbers.counted import read_counted, read_temperature
from annotations.analysis.numbers.currencies import CURRENCY_BEFORE
from annotations.analysis.numbers.durations import read_duration, read_stopwatch
from annotations.analysis.numbers.found import Found, skip_space
from annotations.analysis.numbers.moments import Reference
from annotations.analysis.numbers.money import read_debt, read_money, read_money_before
from annotations.analysis.numbers.numerals import DIGITS, NUMERAL, evaluate
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.percent import read_discount, read_half_price, read_part, read_percent

__all__ = ["ANNOUNCING", "read_quantity"]

_TIMES: Final = compiled("[ ]?倍(?P<half>{half})?(?![速率增感])")
_AGE: Final = compiled(
    r"[ ]?周?岁(?P<half>{half})? | [ ]?(?:个月|天|周|个星期)大(?=[的了，。、,;；)）\s小婴宝男女]|\Z)"
)
_DOZEN: Final = compiled(r"[ ]?打(?=[，。、,;；\s]|\Z|苹果|鸡蛋|啤酒|玫瑰|铅笔|可乐|毛巾|袜|生蚝|饮料)")
_SCALED: Final = compiled("{multiplier}|[A-Za-z]")
_HALF: Final = compiled("一半(?![年天个小月])")
# Where a single digit stands for itself: “一”和“五”, 答案是四不是五, or the whole text.
_IS: Final = compiled(r"(?:[是为等于“「‘『\"]|\A\s*)\Z")
_THEN: Final = compiled(r"[”」’』\"]|\s*\Z|[不而却这那]是|的")
_RANKED: Final = compiled(
    "(?:排名?|[位名]列|跻身|进入|[闯杀打挤跻]进|[闯杀]入|[稳位]?居|世界|全国|全球|全省|全市|排行)[在到于]?\\Z"
)
_OF_A_PICTURE: Final = frozenset("视电屏分画超高影显直清片镜")
_RANK_ENDS: Final = compiled("的|[^\\w]|\\Z")
_RANKED_REACH: Final = 4
_LOOKAHEAD: Final = 7
_APART: Final = 3
"""How many times the first amount the second is at least where 至 leads from a change to what came of it.

Chosen: the ends of a range in news are seldom so far apart, a change and a level nearly always."""


def read_quantity(text: str, start: int, reference: Reference) -> Found | None:
    """Read the number that begins at `start` of the folded `text` and is no date or time."""
    announced = _read_announced(text, start)
    if announced:
        return announced
    amount = read_amount(text, start)
    if amount is None:
        return None
    if amount.high is not None and _is_change_to(text, amount):
        amount = read_one(text, start) or amount
    for read in (read_percent, read_money, _read_multiple, _read_age):
        found = read(text, amount)
        if found:
            return found
    return (
        read_duration(text, amount, reference) or read_counted(text, amount) or _read_cardinal(text, amount)
    )


def _is_change_to(text: str, amount: Amount) -> bool:
    """Tell whether a range is none: 減少500億至1.2萬億元, where the first has its own multiplier."""
    return (
        amount.high is not None
        and amount.high >= _APART * amount.value
        and amount.scaled
        and any(char in "到至" for char in text[amount.start : amount.end])
        and is_change(text, amount.start)
    )


def _read_announced(text: str, start: int) -> Found | None:
    """Read what is known by its first characters: 第三, 翻一番, 百分之五, 八折, US$40亿."""
    read = _READERS.get(text[start])
    found = read(text, start) if read else None
    if found:
        return found
    ahead = text[start : start + _LOOKAHEAD]
    if ":" in ahead[1:3]:
        found = read_stopwatch(text, start)
        if found:
            return found
    found = read_part(text, start) if "分" in ahead else None
    if found is None and "折" in ahead:
        found = read_discount(text, start)
    return found


def _read_ordinal(text: str, start: int) -> Found | None:
    amount = read_amount(text, skip_space(text, start + 1))
    if amount is None or amount.value < 0:
        return None
    return Found(start, amount.end, "ordinal", amount.value, amount.high, modifier=amount.modifier)


def _read_rank(text: str, start: int) -> Found | None:
    """Read the 前三 of 排名前三，."""
    ranked = _RANKED.search(text, max(0, start - _RANKED_REACH), start)
    match = NUMERAL.match(text, start + 1) if ranked else None
    value = evaluate(match[0]) if match and _RANK_ENDS.match(text, match.end()) else None
    return None if match is None or value is None else Found(start, match.end(), "ordinal", value)


def _read_doubling(text: str, start: int) -> Found | None:
    """Read 翻两番: doubled twice."""
    match = NUMERAL.match(text, start + 2 if text.startswith("翻了", start) else start + 1)
    count = evaluate(match[0]) if match and text.startswith("番", match.end()) else None
    if match is None or count is None or not 0 < count < 60 or count != int(count):
        return None
    return Found(start, match.end() + 1, "multiple", Decimal(2) ** count)


def _read_half(text: str, start: int) -> Found | None:
    match = _HALF.match(text, start)
    return Found(start, match.end(), "cardinal", Decimal("0.5")) if match else None


def _read_ago(text: str, start: int) -> Found | None:
    """Read 之前3小时 where no event is named before it: how long before or after now."""
    if text[start + 1 : start + 2] not in ("前", "后") or text[start - 1 : start].isalnum():
        return None
    amount = read_amount(text, skip_space(text, start + 2))
    found = read_duration(text, amount, None) if amount else None
    if found is None or found.kind != "duration":
        return None
    of_a_day = found.iso is not None and "T" in found.iso
    return replace(found, start=start, iso=None, kind="time" if of_a_day else "date")


def _read_multiple(text: str, amount: Amount) -> Found | None:
    match = _TIMES.match(text, amount.end)
    if match is None:
        return None
    found = Found.of(amount, match.end(), "multiple")
    if match["half"]:
        found.add(Decimal("0.5"))
    return found


def _read_age(text: str, amount: Amount) -> Found | None:
    match = _AGE.match(text, amount.end)
    if match is None:
        return None
    found = Found.of(amount, match.end(), "age")
    if match["half"]:
        found.add(Decimal("0.5"))
    return found


def _read_cardinal(text: str, amount: Amount) -> Found | None:
    """Read an amount that counts by itself."""
    dozen = _DOZEN.match(text, amount.end)
    if dozen:
        return Found.of(amount, dozen.end(), "cardinal", 12)
    written = text[amount.start : amount.end]
    if amount.high is not None and "-" in written[1:] and not _SCALED.search(written):
        # 3-5 without a unit may as well be a score, 2-3万 is none.
        first = read_one(text, amount.start)
        return _read_cardinal(text, first) if first else None
    if not _is_plain_number(amount):
        return Found.of(amount, amount.end, "cardinal") if counts_alone(text, amount) else None
    numeral = amount.numeral
    single = len(numeral) == 1 or all(char in DIGITS for char in numeral)
    if single and not (amount.fraction or numeral.isdecimal() or (amount.high is not None and amount.scaled)):
        before = _IS.search(text, max(0, amount.start - 3), amount.start)
        if before is None or not _THEN.match(text, amount.end):
            return None
    picture = text[amount.end - 1] == "k" and text[amount.end : amount.end + 1] in _OF_A_PICTURE
    if picture or text[amount.end - 1] == "K":  # 4K is a picture, not 4,000
        return None
    return Found.of(amount, amount.end, "cardinal")


def _is_plain_number(amount: Amount) -> bool:
    """Tell whether there is a numeral, and more of it than 万 or 千万 alone."""
    return amount.fraction or (bool(amount.numeral) and (not amount.bare or amount.modifier is not None))


_READERS: Final = {
    "-": read_debt,
    "第": _read_ordinal,
    "前": _read_rank,
    "翻": _read_doubling,
    "一": _read_half,
    "之": _read_ago,
    "对": read_half_price,
    **dict.fromkeys("零华摄", read_temperature),
    **dict.fromkeys((word[0] for word in CURRENCY_BEFORE), read_money_before),
}
ANNOUNCING: Final = frozenset(_READERS)
"""The characters that can begin a number without being a numeral."""
