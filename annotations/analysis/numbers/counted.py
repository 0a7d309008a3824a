"""Things measured and counted: 20萬公斤, 38.5度, 零下五度, 三個, 1米83."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from annotations.analysis.lexicon import words
from annotations.analysis.numbers.amounts import Amount, read_amount
from annotations.analysis.numbers.found import Found, longest, skip_space
from annotations.analysis.numbers.numerals import DIGITS, MULTIPLIERS, decimals, evaluate
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.units import (
    LATIN_UNITS,
    MEASURES,
    ONLY_ARABIC,
    OTHER_WORDS,
    PREFIXED_UNITS,
    UNITS,
)

__all__ = ["read_counted", "read_temperature"]

_COUNTED: Final = LATIN_UNITS | UNITS | MEASURES | PREFIXED_UNITS
_WORDS_BEHIND: Final = words("words_behind_measures")
_COUNTS_FIRST: Final = frozenset("个名人位家只条张件台首场次批组对套款项种层户支句笔起例所处把轮集包")
"""Measure words that are hardly anything else behind a number, so that of two readings they are one."""
_LONGEST: Final = max(map(len, _COUNTED))
_FIRST: Final = frozenset(word[0] for word in _COUNTED)
_LONGEST_PREFIXED: Final = max(map(len, PREFIXED_UNITS))
_BELOW_ZERO: Final = compiled("零下[ ]?")
_SCALE: Final = compiled("[华摄]氏(?:温度)?[ ]?")
_DEGREES: Final = frozenset("度℃℉CF°")
_NOT_DECIMALS: Final = r"(?![\d.,%年月日时点分秒到至一二三四五六七八九十百千万亿个条名人次元-])"
_DECIMALS: Final = {
    "米": compiled(rf"(?:\d(?=[^\w]|[的高宽长深厚大左以上]|\Z)|\d{{2}}|{{nine}}{{1,2}}){_NOT_DECIMALS}"),
    "度": compiled(rf"(?:[1-9]|{{nine}}){_NOT_DECIMALS}"),
}
"""Units whose decimals may stand behind them."""
_OUTCOMES: Final = frozenset("胜负平败")
_SCORED: Final = frozenset("-:比")
"""What stands inside a score: in 2-0胜 nobody won naught times."""
_ROOM: Final = 50
"""Chosen: what is said as 1米8 or 38度5 is less; the 2 of 29420米2 makes a square."""
_HALF: Final = compiled("{half}")
_DECADE: Final = compiled(r"(?:1[5-9]|20)\d0|[3-9]0")
_OTHERWISE: Final = {
    "g": frozenset("网手基通信时套技芯商用消频终"),
    "W": frozenset("+粉阅人播块元字赞年月存"),
}
"""Units that are something else before these: 5g网络, 10W粉丝 (100,000)."""
_OF_A_DECADE: Final = frozenset("的年风音复老")
_LATIN_BEFORE: Final = compiled("[A-Za-z][ ]\\Z")
_IN_A_ROW: Final = frozenset(("h", "min"))
"""Units behind which the next amount may stand at once: 2h15min."""
_FINANCIAL: Final = frozenset("肆伍陆柒捌玖拾佰仟")
_VAGUE_BEFORE: Final = frozenset("上近逾超约数达破过")
_ALSO_VERBS: Final = frozenset("把起张对回只处口面头手")
_PEOPLE_AND_MASS: Final = frozenset("名人吨亩")


def read_counted(text: str, amount: Amount) -> Found | None:
    """Read the unit or measure word behind `amount`."""
    at = skip_space(text, amount.end)
    prefixed = _read_prefixed(text, amount, at)
    if prefixed:
        return prefixed
    end = longest(text, at, _COUNTED, _LONGEST) if text[at : at + 1] in _FIRST else None
    if end is None or not _takes(text, amount, text[at:end], end):
        return None
    found = Found.of(amount, end, "quantity", unit=(at, end))
    rest = _DECIMALS[text[at:end]].match(text, end) if text[at:end] in _DECIMALS else None
    if (
        rest and amount.high is None and (len(rest[0]) > 1 or amount.value < _ROOM)
    ):  # 1米83, 38度5, not 420米2
        found.add(decimals(rest[0]))
        found.end = rest.end()
    elif _HALF.match(text, end):  # 三斤半
        found.add(Decimal("0.5"))
        found.end = end + 1
    return found


def _read_prefixed(text: str, amount: Amount, at: int) -> Found | None:
    """Read a unit whose first character the numeral has taken: 六千字节 is 6 kilobytes."""
    if amount.numeral[1:] and text[at - 1] in "千兆" and at == amount.end and amount.high is None:
        end = longest(text, at - 1, PREFIXED_UNITS, _LONGEST_PREFIXED)
        value = evaluate(amount.numeral[:-1].strip()) if end else None
        if end and value is not None:
            return Found(amount.start, end, "quantity", value.copy_sign(amount.value), unit=(at - 1, end))
    return None


def _takes(text: str, amount: Amount, unit: str, end: int) -> bool:
    """Tell whether `unit`, which ends at `end`, is the amount's rather than part of another word."""
    behind = text[end : end + 1]
    if behind and unit + behind in OTHER_WORDS:
        return unit in _COUNTS_FIRST and text[end : end + 2] in _WORDS_BEHIND and bool(amount.numeral)
    if unit in _OUTCOMES and text[max(0, amount.start - 1) : amount.start] in _SCORED:
        return False
    if unit in LATIN_UNITS:
        goes_on = behind.isascii() and (behind.isalpha() or (behind.isdecimal() and unit not in _IN_A_ROW))
        whole = not (unit[-1].isalpha() and goes_on)
        return bool(amount.numeral) and whole and not _names(text, amount, unit, end)
    if amount.numeral == "千万" and unit in _ALSO_VERBS:  # 千万把门关好
        return amount.modifier is not None
    if unit == "级" and amount.numeral[-1:] in ("万", "亿"):  # 千亿级产业
        return False
    if len(amount.numeral) != 1 or amount.numeral.isdecimal():
        # 五五分成, 二二八事件: digits in a row are no amount
        return amount.high is not None or any(char not in DIGITS for char in amount.numeral)
    if amount.numeral in _FINANCIAL or unit in ONLY_ARABIC:
        return False
    if amount.numeral == "十" or amount.numeral not in MULTIPLIERS or amount.modifier:
        return True
    # 百人, 上千家, 近百个, 户数千家, but not 百家 or 千里 by themselves
    return unit in _PEOPLE_AND_MASS or text[max(0, amount.start - 1) : amount.start] in _VAGUE_BEFORE


def _names(text: str, amount: Amount, unit: str, end: int) -> bool:
    """Tell whether one letter behind digits is no unit: 5A景区, 1980s, iPhone 6s."""
    if len(unit) > 1 or not unit.isalpha() or text[end - 2] == " ":
        return False
    if unit == "A":
        return "." not in amount.numeral
    if text[end : end + 1] in _OTHERWISE.get(unit, ()):
        return True
    if unit == "s" and _DECADE.fullmatch(amount.numeral):
        return len(amount.numeral) == 4 or text[end : end + 1] in _OF_A_DECADE
    return _LATIN_BEFORE.search(text, max(0, amount.start - 2), amount.start) is not None


def read_temperature(text: str, start: int) -> Found | None:
    """Read 零下五度 and 华氏温度98.6度 at `start`."""
    below = _BELOW_ZERO.match(text, start)
    named = below or _SCALE.match(text, start)
    amount = read_amount(text, named.end()) if named else None
    found = read_counted(text, amount) if amount else None
    if found is None or text[found.end - 1] not in _DEGREES or found.value is None:
        return None
    found.start = start
    if below:
        low, high = found.value, found.high
        found.value, found.high = (-low, None) if high is None else (-high, -low)
    return found
