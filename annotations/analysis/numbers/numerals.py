"""Numerals: what one looks like, and what it is worth."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from annotations.analysis.numbers.parts import compiled

__all__ = [
    "DIGITS",
    "MULTIPLIERS",
    "NUMERAL",
    "VULGAR",
    "as_number",
    "decimals",
    "evaluate",
    "evaluate_span",
    "whole_number",
]

_DIGIT_FORMS: Final = ("零", "一壹", "二贰两俩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS: Final = {form: value for value, forms in enumerate(_DIGIT_FORMS) for form in forms}
_SECTION: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
MULTIPLIERS: Final = {**_SECTION, **_LARGE}
_TENS: Final = {"廿": 20, "卅": 30}

_MAXIMUM: Final = Decimal(10) ** 30
"""Beyond it a run of characters is taken for an identifier or for play, not for an amount."""
_LONGEST: Final = 60

_PART: Final = r"(?:[ ]{0,2}零?(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|[一二三四五六七八九两])[ ]?{multiplier}++)"
"""A multiplier of a numeral after the first, with what it multiplies."""
_REST: Final = r"""(?:
      [1-9](?![\d.,:%/年月日号点时]|[ ]?{multiplier}|-(?!\d+{multiplier}))
    | (?: (?<=千)[1-9]\d{1,2}
        | (?<=万)(?:[1-9]\d{1,3}|[1-9],\d{3})
        | (?<=亿)(?:[1-9]\d{1,7}|[1-9]\d{0,3}(?:,\d{3}){1,2})
      )
      (?![.,]?\d|[:%/年月日号点时后]|[ ]?{multiplier})
    )"""
"""What ends a numeral: 3万5 is 35000, 3万4000 and 3万4,000 are 34000; not a date, a time or 90后."""
_MORE: Final = r"""(?:
      # a space is part of a numeral only beside a multiplier: 三百 五, 五 十, never 五 六
      (?:(?<={multiplier})[ ]{1,2}|[ ]{1,2}(?={multiplier}))?
      (?: [零一二三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿兆廿卅]++
        # 两 inside stands before a multiplier or estimates (一两天); elsewhere it is the tael of 二十两
        | [两俩](?=[ ]?[百佰千仟万亿])
        | (?<=[一三])两(?=[个天年周次名人位家种只条小星月场块成])
      )
    )"""
"""What goes on with a numeral in Chinese digits."""

# A repeated group gives nothing back, and says so by what must not follow it: a possessive one would go on,
# before Python 3.11.5, where its last, failed round had stopped.
NUMERAL: Final = compiled(
    r"""
    (?: \d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?                                  # 1,234.5
      # 5 000, 1 050 000: of groups that a space parts, one that begins with 0 is no number of its own
      | \d{1,3}(?:[ ]\d{3}){0,3}[ ]0\d\d(?:[ ]\d{3}){0,3}(?![.,]?\d)
      | \d+(?:\.\d+)? | \.\d+
    )
    (?: [eE][-+]?\d{1,2}(?![\da-zA-Z])                                      # 1e-3
      | [ ]{0,2}{multiplier}++                                              # 36.57亿
        (?:<part>)*(?!<part>)
        (?:零\d+ | <rest>)?                                                 # 2千零30, 3万5, 3万4000
    )?
    |
    # 零 opens digits in a row and decimals, not 找他零一百元
    (?!(?<!第)零[ ]?[一二三四五六七八九两]?{multiplier})
    # 俩 is a numeral only before a multiplier: 俩千, but 他们俩一起
    (?:[零一二三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿兆廿卅两]|俩(?=[百佰千仟万亿]))
    (?:<more>)*(?!<more>)
    # 三点五, but 三点十分 is a time
    (?:[ ]?点[ ]?{digit}(?![十分刻])(?:{digit}(?!十))*(?!{digit}(?!十)))?
    [万亿兆]*+
    """.replace("<part>", _PART)
    .replace("<more>", _MORE)
    .replace("<rest>", _REST)
)
"""A numeral, in Arabic or Chinese digits or both."""

VULGAR: Final = {
    "½": Decimal(1) / 2, "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3, "¼": Decimal(1) / 4, "¾": Decimal(3) / 4,
    "⅛": Decimal(1) / 8,
}  # fmt: skip
"""Fractions of one character."""

_TOKEN: Final = re.compile(r"\d[\d, ]*(?:\.\d+)?|\.\d+|\S")
_EXPONENT: Final = re.compile(r"(.+)[eE]([-+]?\d+)")
_NEIGHBOURS: Final = compiled(
    """
    (?<![一二三四五六七八九两])
    (?:一两|三两|两三|二三|三四|四五|五六|六七|七八|八九|三五|(?<=[十百千])一二|一二(?=[十百千万亿]))
    (?![一二三四五六七八九两零])
    """
)


@lru_cache(maxsize=1024)
def evaluate(numeral: str) -> Decimal | None:
    """Return the value of a folded numeral, or None where it has none or is beyond any amount."""
    if len(numeral) > _LONGEST:
        return None
    exponent = _EXPONENT.fullmatch(numeral)
    if exponent:
        base = evaluate(exponent[1])
        value = None if base is None else base.scaleb(int(exponent[2]))
    else:
        whole, point, fraction = numeral.partition("点")
        value = _evaluate_fraction(whole.strip(), fraction) if point else _evaluate_whole(numeral)
    return value if value is not None and value < _MAXIMUM else None


_OR_SO: Final = frozenset(("百八十", "千八百", "万八千"))
"""A hundred or eighty, and so on."""


def evaluate_span(numeral: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the value of `numeral` and, where two neighbouring digits estimate, the upper end.

    二三十 is (20, 30), 十七八 (17, 18), 三四百万 (3000000, 4000000); 三十 is (30, None).
    """
    if numeral in _OR_SO:
        return evaluate(f"八{numeral[-1]}"), evaluate(f"一{numeral[0]}")
    pair = _NEIGHBOURS.search(numeral)
    if pair is None or (len(numeral) > 2 and not any(char in MULTIPLIERS for char in numeral)):
        return evaluate(numeral), None
    start = pair.start()
    low, high = (evaluate(numeral[:start] + digit + numeral[start + 2 :]) for digit in pair[0])
    return (high, low) if low and high and high < low else (low, high)  # 三两个


def whole_number(numeral: str | None) -> int | None:
    """Return the value of `numeral` as an int, or None where it is missing or not whole: 二零一九 is 2019."""
    value = evaluate(numeral) if numeral else None
    return int(value) if value is not None and value == value.to_integral_value() else None


def as_number(value: Decimal) -> int | float:
    """Return `value` as an int where it is whole, else as a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def decimals(digits: str) -> Decimal:
    """Return what `digits`, Chinese or Arabic, are worth behind a decimal point: 83 is 0.83."""
    return Decimal("0." + "".join(str(DIGITS.get(char, char)) for char in digits))


def _evaluate_fraction(whole: str, fraction: str) -> Decimal | None:
    """Evaluate 三点五亿: `fraction` holds digits and perhaps multipliers behind them."""
    value = _evaluate_whole(whole)
    digits = "".join(char for char in fraction if char in DIGITS)
    if value is None or not digits:
        return value
    value += decimals(digits)
    for char in fraction:
        value *= MULTIPLIERS.get(char, 1)
    return value


def _evaluate_whole(numeral: str) -> Decimal | None:
    """Evaluate a numeral without a decimal point, by place (二零一九) or by multipliers (二千零一十九)."""
    if all(char in DIGITS for char in numeral):
        return Decimal("".join(str(DIGITS[char]) for char in numeral) or "0")
    total = section = Decimal(0)
    digit: Decimal | None = None
    unit = largest = 1
    after_unit = False  # the digit stands right behind its unit: 三千二 is 3200, 三千零二 is not
    for token in _TOKEN.findall(numeral):
        if token in _SECTION:
            if digit is None and 0 < section < _SECTION[token]:
                return None  # 五十千 is 50 of something
            section += (1 if digit is None else digit) * _SECTION[token]
            digit, unit, after_unit = None, _SECTION[token], True
        elif token in _LARGE:
            scale = _LARGE[token]
            part = section + (digit or 0)
            if total and scale >= largest:  # 四万亿
                total = (total + part) * scale
            else:
                total += (part if section or digit is not None else 1) * scale
            section, digit, unit, largest, after_unit = Decimal(0), None, scale, scale, True
        elif token in DIGITS:
            zero = token == "零"
            if digit is not None and not zero:
                return None
            after_unit = after_unit and not zero
            digit = None if zero else Decimal(DIGITS[token])
        elif token in _TENS:
            section += _TENS[token]
            after_unit = False
        else:
            number = token.replace(",", "").replace(" ", "")
            if not number.replace(".", "", 1).isdecimal():
                return None
            digit, after_unit = Decimal(number), after_unit and len(number) == 1
    if digit is not None and after_unit and unit > 10:
        digit *= unit // 10
    return total + section + (digit or 0)
