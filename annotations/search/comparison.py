"""Numbers in a query: ``money > 1e9 USD``, ``percent >= 20``, ``number = 3..5``, ``date >= 2025-02``."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotations.model.amounts import TIMED
from annotations.model.article import NUMBER_KINDS, Number
from annotations.search.fold import fold
from annotations.search.query import ANY, Amount, Moment
from annotations.wording import tr

__all__ = ["COMPARED", "Comparison", "holds", "read_comparison"]

COMPARED = ("number", *NUMBER_KINDS)
"""What is compared: a kind of number, or any."""
_SIGNS = {
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "==": "=",
    "＞": ">",
    "＜": "<",
    "＝": "=",
    "＞＝": ">=",
    "＜＝": "<=",
}
_COMPARISON = re.compile(
    rf"({'|'.join(COMPARED)})[ \u3000]*([<>=!＜＞＝]=|[＜＞]＝|[<>=≥≤≠＜＞＝])[ \u3000]*([^ \u3000()]*)",
    re.IGNORECASE,
)
_VALUE = r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d{1,2})?"
_AMOUNT = re.compile(rf"({_VALUE})([千万亿兆]*)(?:\.\.({_VALUE})([千万亿兆]*))?(.*)", re.DOTALL)
_CURRENCY = re.compile(r"[ \u3000]+([A-Z]{3})(?![^ \u3000()])")
_TIMES = {"千": 1e3, "万": 1e4, "亿": 1e8, "兆": 1e12}
_ISO = re.compile(r"-{0,2}\d{1,4}(?:-w?\d\d?){0,2}(?:t[\d:.]*)?|t\d[\d:.]*|p[\d.ymwdths]+", re.IGNORECASE)


class Comparison(NamedTuple):
    """A comparison that was read, and where in the query it ends."""

    term: Amount | Moment
    end: int


def read_comparison(text: str, at: int) -> Comparison | str | None:
    """Return the comparison that stands in `text` at `at`, what is wrong with it, or None if it is none."""
    match = _COMPARISON.match(text, at)
    if match is None:
        return None
    kind, sign, typed = match[1].lower(), _SIGNS.get(match[2], match[2]), fold(match[3])
    if kind in TIMED:
        if not _ISO.fullmatch(typed):
            return tr("{kind} is compared with ISO 8601, as 2025, 2025-02-01, T14:30 or P3D", kind=kind)
        return Comparison(Moment(kind, sign, typed.upper()), match.end())
    amount = _AMOUNT.fullmatch(typed)
    if amount is None:
        return tr("{kind} is compared with a number, as 24, 0.5, 1e9, 10億 or 5..10", kind=kind)
    value = _number(amount[1], amount[2])
    high = _number(amount[3], amount[4]) if amount[3] else value
    if amount[3] and sign not in ("=", "!="):
        return tr("a range as 5..10 goes with = and != only")
    if high < value:
        return tr("this range runs backwards; write the lower number first")
    unit, end = amount[5], match.end()
    if kind == "percent" and unit == "%":
        unit = ""
    currency = _CURRENCY.match(text, end) if kind in ("money", "number") and not unit else None
    if currency is not None:
        unit, end = fold(currency[1]), currency.end()
    return Comparison(Amount(kind, sign, value, high, unit), end)


def _number(digits: str, times: str) -> float:
    value = float(digits.replace(",", ""))
    for one in times:
        value *= _TIMES[one]
    return value


def holds(term: Amount | Moment, number: Number) -> bool:
    """Tell whether `term` is true of a number found in a text; one without a value is none to compare."""
    if term.kind not in ("number", number.kind):
        return False
    if term.sign == ANY:
        return True
    if isinstance(term, Moment):
        return number.iso is not None and any(_moment(term, one) for one in number.iso.split("/"))
    if term.unit and term.unit != fold(number.unit or ""):
        return False
    if number.value is None:
        return False
    low, high = number.value, number.high if number.high is not None else number.value
    match term.sign:
        case "<":
            return low < term.value
        case "<=":
            return low <= term.value
        case ">":
            return high > term.value
        case ">=":
            return high >= term.value
        case "=":
            return low <= term.high and high >= term.value
    return not (low <= term.high and high >= term.value)


def _moment(term: Moment, iso: str) -> bool:
    """Compare two moments as far as the shorter one goes: 2025-02-01 is 2025-02, and not after it."""
    size = min(len(iso), len(term.iso))
    left, right = iso[:size].upper(), term.iso[:size]
    if left[:1] != right[:1] and not (left[:1].isdigit() and right[:1].isdigit()):
        return term.sign == "!="  # a length and a day are not to be compared
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "=": left == right and len(iso) >= len(term.iso),
        "!=": left != right or len(iso) < len(term.iso),
    }[term.sign]
