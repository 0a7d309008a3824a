"""Percentages: 24%, 百分之六十三, 三成五, 八折, 2.4个百分点, 千分之三. The value is in percent: 24% is 24."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from annotations.analysis.numbers.amounts import Amount, read_amount
from annotations.analysis.numbers.found import Found
from annotations.analysis.numbers.numerals import evaluate
from annotations.analysis.numbers.parts import compiled

__all__ = ["read_discount", "read_half_price", "read_part", "read_percent"]

_PART: Final = compiled("(?P<sign>负[ ]?)?(?P<base>百万|万万|十万|[百千万])[ ]?分[ ]?之[ ]?")
_PERCENT: Final = compiled(
    "[ ]?(?:[%‰]|(?:个(?P<more>[多几])?)?[ ]{0,2}(?P<base>[百千])[ ]{0,2}分[ ]{0,2}点)"
)
_TENTHS: Final = compiled(
    r"""
    [ ]?成
    (?: [ ]?(?P<rest> 半 | (?<=\d成)\d{2,3}(?=[^\w]|的|\Z)(?![.%]\d?)                     # 打击率3成12
                   | [一二三四五六七八九1-9](?![\d.十百千万亿个名人家位年月日天点%]) )
    | (?![功为员立本长都交就果绩效品分熟套衣色形语型因军千百新群]|上(?![下]))
    )
    """
)
_DISCOUNT: Final = compiled(
    r"""
    (?:(?P<low>[1-9]|{nine}){to}(?=[1-9][ ]?折|{nine}[ ]?折))?
    (?P<rate>半|[一二三四五六七八九两](?:[ ]?{nine})?|{nine}点{nine}|\d\d?(?:\.\d)?)
    [ ]?折(?![合算磨腰叠页线射返旧戟纸断转回])
    """
)


def read_percent(text: str, amount: Amount) -> Found | None:
    """Read %, ‰, 百分点 or 成 behind `amount`."""
    match = _PERCENT.match(text, amount.end)
    if match:
        thousandths = match[0].endswith("‰") or match["base"] == "千"
        found = Found.of(amount, match.end(), "percent", Decimal("0.1") if thousandths else 1)
        found.modifier = "more" if match["more"] else found.modifier  # 一个多百分点
        return found
    match = _TENTHS.match(text, amount.end) if amount.value <= 10 else None
    if match is None:
        return None
    found = Found.of(amount, match.end(), "percent", 10)
    if match["rest"]:
        found.add(_of_tenths(match["rest"]))
    return found


def _of_tenths(rest: str) -> Decimal:
    """Return what stands behind 成, in percent: 三成五, 三成半, and the 3成12 of a batting average."""
    if rest == "半":
        return Decimal(5)
    return (evaluate(rest) or Decimal(0)) * (Decimal(10) ** (1 - len(rest)))


def read_part(text: str, start: int) -> Found | None:
    """Read 百分之六十三, 千分之一, 万分之三 at `start`."""
    match = _PART.match(text, start)
    amount = read_amount(text, match.end()) if match else None
    base = evaluate(match["base"]) if match else None
    if amount is None or not base or amount.fraction or (match and match["sign"] and amount.high):
        return None
    amount.start = start
    return Found.of(amount, amount.end, "percent", Decimal(-100 if match and match["sign"] else 100) / base)


def read_discount(text: str, start: int) -> Found | None:
    """Read 八折, eight tenths of the price and so 80 percent; 三八折 is 38, 九五折 95."""
    match = _DISCOUNT.match(text, start)
    if match and match["rate"] == "半":
        return Found(start, match.end(), "percent", Decimal(50))
    value = evaluate(match["rate"].replace(" ", "")) if match else None
    if match is None or not value:
        return None
    low = evaluate(match["low"]) if match["low"] else None
    if low is not None:  # 5-8折
        return Found(start, match.end(), "percent", low * 10, value * 10) if low < value else None
    return Found(start, match.end(), "percent", value * 10 if value < 10 else value)


def read_half_price(text: str, start: int) -> Found | None:
    """Read the 对折 of 打对折."""
    return Found(start, start + 2, "percent", Decimal(50)) if text.startswith("打对折", start - 1) else None
