"""Money: US$40億, 人民币50元, 140億元人民幣, 五元三毛."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from annotations.analysis.numbers.amounts import Amount, read_amount
from annotations.analysis.numbers.counted import read_counted
from annotations.analysis.numbers.currencies import CURRENCY, CURRENCY_BEFORE, DOUBTED, MINOR, NAMED_BEFORE
from annotations.analysis.numbers.found import Found, longest, skip_space
from annotations.analysis.numbers.modifiers import MEANING_BEFORE
from annotations.analysis.numbers.numerals import evaluate
from annotations.analysis.numbers.parts import compiled

__all__ = ["read_debt", "read_money", "read_money_before"]

_LONGEST: Final = max(map(len, CURRENCY))
_FIRST: Final = frozenset(word[0] for word in CURRENCY)
_SIGN: Final = compiled("{sign}", sign=CURRENCY_BEFORE)
_BETWEEN: Final = compiled(
    """
    [ ]?(?:[高多]?达|[合总]?共计?|[合总]计|折?合|为)?[ ]?(?P<modifier>{words})?[ ]{0,2}
    (?=[\\d.负半几数上零一二三四五六七八九两十百千万亿-])
    """,
    words=MEANING_BEFORE,
)
"""What may stand between the name of a currency and its amount: 港币近5亿元."""
_OTHER_UNIT: Final = compiled(
    r"[ ]?(?:[年季月日号时点分%‰个名人位倍度岁家只天周次期连大种类比成折档/:]|[-~]\d+[年月日])"
)
"""What shows that an amount behind the name of a currency is of something else: 美元2024年走势."""
_UNIT_ALONE: Final = compiled(r"(?:单位[:：为是]?|[)）]|每)[ ]?\Z")
_IN_BRACKETS: Final = compiled("[（(][ ]?(?P<name>{names})[ ]?(?=[）)，,、；;])", names=CURRENCY_BEFORE)
_AFTER_MINUS: Final = frozenset("$¥￥€£UNHR")
_PLAIN_FIRST: Final = frozenset("元块")
_UNIT_OF_RATES: Final = frozenset("一百千万亿")
_OF_ANOTHER_WORD: Final = frozenset("区债兑汇指")
_NOT_MONEY: Final = compiled(
    r"""
    元(?=[旦首素年老件宵气月帅朝勋凶论结化方次性婴谋])                         # 三元論
    | 蚊(?=[子虫香帐媒])
    | (?<=[一二三四五六七八九])元(?=[桥里区巷村路宫坊复])                      # 三元里
    | 块(?=[ ]?\d[\d.]*[ ]?[A-Za-z英寸])                                         # 2块4TB硬盘
    | 块(?!钱)(?![，。、,;；!?！？\s\d]|\Z|[一二三四五六七八九半])              # 三塊石頭
    | (?<=一)块(?![钱一二三四五六七八九半\d])                                  # 住在一塊
    """
)
_TENTH: Final = compiled(
    r"(?<=块)(?:(?P<tenth>{nine}|[1-9](?![\d.,]))|半)(?![十百千万亿个点分角毛倍成折年月日天钱])"
)
_CHANGE: Final = compiled(
    r"[ ]?又?[ ]?(?P<count>\d|[一二三四五六七八九两])(?P<unit>{minor})(?![之支])", minor=MINOR
)


def read_money_before(text: str, start: int) -> Found | None:
    """Read an amount behind the sign or the name of a currency at `start`."""
    sign = _SIGN.match(text, start)
    if sign is None:
        return None
    named = sign[0] in NAMED_BEFORE
    between = _BETWEEN.match(text, sign.end()) if named else None
    amount = read_amount(text, between.end() if between else skip_space(text, sign.end(), 2))
    if amount is None or (named and amount.numeral in _UNIT_OF_RATES):
        return None
    amount.start = start
    code = CURRENCY_BEFORE[sign[0]]
    found = read_money(text, amount)
    if found is None:
        if named and (_OTHER_UNIT.match(text, amount.end) or read_counted(text, amount)):
            return None
        found = Found.of(amount, amount.end, "money", unit=code)
        found.certain = sign[0] not in DOUBTED
    elif found.certain and found.unit != code:
        return found if sign[0] == "$" else None  # $7.08港元, but 人民幣5億美元 are dollars
    else:  # 新台幣二十萬元
        found.unit, found.certain = code, found.certain or sign[0] not in DOUBTED
    if between and between["modifier"]:
        found.modifier = MEANING_BEFORE[between["modifier"]]
    return found


def read_debt(text: str, start: int) -> Found | None:
    """Read -US$3.2億 and -$500: a minus before the sign of a currency."""
    found = read_money_before(text, start + 1) if text[start + 1 : start + 2] in _AFTER_MINUS else None
    if found is None or found.value is None:
        return None
    found.start, found.value = start, -found.value
    return found if found.high is None else None


def read_money(text: str, amount: Amount) -> Found | None:
    """Read the currency behind `amount`, and the small change behind that."""
    at = skip_space(text, amount.end)
    end = longest(text, at, CURRENCY, _LONGEST) if text[at : at + 1] in _FIRST else None
    if end is None:
        return _small_change(text, amount, at)
    word = text[at:end]
    if word.isascii() and text[end : end + 1].isascii() and text[end : end + 1].isalnum():
        return None  # 500 USDT
    if (len(word) == 1 and _NOT_MONEY.match(text, at)) or _is_unit_alone(text, amount):
        return None
    if word[0] in _PLAIN_FIRST and len(word) > 1 and text[end : end + 1] in _OF_ANOTHER_WORD:
        end, word = at + 1, word[0]  # 5000万元美元债
    found = Found.of(amount, end, "money", unit=CURRENCY[word])
    found.certain = word not in DOUBTED
    brackets = None if found.certain else _IN_BRACKETS.match(text, end)
    if brackets:  # 3000元（人民幣，下同）
        found.unit, found.certain = CURRENCY_BEFORE[brackets["name"]], True
    tenth = _TENTH.match(text, found.end)
    if tenth and found.high is None:  # 八块八, 两块半
        found.add((evaluate(tenth["tenth"] or "五") or Decimal(0)) / 10)
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
    found = Found.of(amount, end, "money", Decimal(1) / parts, unit=code)
    found.certain = code != "CNY"
    return found


def _is_unit_alone(text: str, amount: Amount) -> bool:
    """Tell whether a multiplier counts nothing but names the unit of a table: 單位：萬元."""
    return amount.bare and _UNIT_ALONE.search(text, max(0, amount.start - 4), amount.start) is not None
