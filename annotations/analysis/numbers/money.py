"""Money: US$40億, 人民币50元, 140億元人民幣, 五元三毛."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from annotations.analysis.numbers.amounts import Amount, read_amount
from annotations.analysis.numbers.currencies import CURRENCY, CURRENCY_BEFORE, MINOR
from annotations.analysis.numbers.found import Found, longest, skip_space
from annotations.analysis.numbers.numerals import DIGITS, evaluate
from annotations.analysis.numbers.parts import compiled

__all__ = ["read_money", "read_money_before"]

_LONGEST: Final = max(map(len, CURRENCY))
_SIGN: Final = compiled("{sign}", sign=CURRENCY_BEFORE)
_NOT_MONEY: Final = compiled(
    r"""
    元(?=[旦首素年老件宵气月帅朝勋凶论结化方次性婴谋])                         # 三元論
    | 块(?!钱)(?![，。、,;；!?！？\s\d]|\Z|[一二三四五六七八九半])              # 三塊石頭
    | (?<=一)块(?![钱一二三四五六七八九半\d])                                  # 住在一塊
    """
)
_TENTH: Final = compiled(r"(?<=块)(?:(?P<tenth>{nine})|半)(?![十百千万亿个点分角毛倍成折年月日天钱])")
_CHANGE: Final = compiled(
    r"[ ]?又?[ ]?(?P<count>\d|[一二三四五六七八九两])(?P<unit>{minor})(?![之支])", minor=MINOR
)


def read_money_before(text: str, start: int) -> Found | None:
    """Read an amount behind the sign or the name of a currency at `start`."""
    sign = _SIGN.match(text, start)
    amount = read_amount(text, skip_space(text, sign.end(), 2)) if sign else None
    if sign is None or amount is None:
        return None
    amount.start = start
    code = CURRENCY_BEFORE[sign[0]]
    found = read_money(text, amount)
    if found is None:
        return Found.of(amount, amount.end, "money", unit=code)
    if found.unit == "CNY":  # 新台幣二十萬元
        found.unit = code
    return found


def read_money(text: str, amount: Amount) -> Found | None:
    """Read the currency behind `amount`, and the small change behind that."""
    at = skip_space(text, amount.end)
    end = longest(text, at, CURRENCY, _LONGEST)
    if end is None:
        return _small_change(text, amount, at)
    if _NOT_MONEY.match(text, at):
        return None
    found = Found.of(amount, end, "money", unit=CURRENCY[text[at:end]])
    tenth = _TENTH.match(text, found.end)
    if tenth and found.high is None:  # 八块八, 两块半
        found.add(Decimal(DIGITS[tenth["tenth"]] if tenth["tenth"] else 5) / 10)
        found.end = tenth.end()
    for _ in range(2):  # 角 and 分
        change = _CHANGE.match(text, found.end)
        if change is None or found.value is None or found.high is not None:
            break
        found.value += (evaluate(change["count"]) or 0) / Decimal(MINOR[change["unit"]][1])
        found.end = change.end()
    return found


def _small_change(text: str, amount: Amount, at: int) -> Found | None:
    """Read 五毛 and 三美分; 五角 only where no word goes on (五角大楼), 三分 never (a score)."""
    end = longest(text, at, MINOR, 2)
    if end is None:
        return None
    unit = text[at:end]
    if unit == "分" or (unit in "角毛" and text[end : end + 1].isalnum()):
        return None
    code, parts = MINOR[unit]
    return Found.of(amount, end, "money", Decimal(1) / parts, unit=code)
