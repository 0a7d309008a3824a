"""Where digits name instead of count: products, addresses, versions, telephone numbers."""

from __future__ import annotations

import re
from typing import Final

from annotations.analysis.numbers.currencies import CURRENCY, SIGNS
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.units import LATIN_UNITS, UNITS

__all__ = ["counts", "is_minus", "name_spans"]

_TOKEN: Final = compiled(r"[A-Za-z0-9][A-Za-z0-9@_.:/\#?&=+%~^²³-]+")
_DIGIT: Final = compiled("[0-9]")
_LETTER: Final = compiled("[A-Za-z^]")
_AMOUNT: Final = compiled(
    r"""
    # 16GB+512GB, 2h15min, but 5V5 is none
    (?:\d[\d.,]*(?:(?:{units})[+/~-](?=\d)|h|min))*(?!\d[\d.,]*(?:(?:{units})[+/~-](?=\d)|h\d|min\d))
    (?: (?:{codes}|US|HK|NT)?[-+]?[\d.,:/~-]*\d
        (?:{units}|{codes}|[kK]|[apAP]\.?[mM]\.?|[eE][-+]?\d\d?|T\d\d:\d\d(?::\d\d)?)?
    )?
    [-+~:.,/]*\Z
    """,
    codes=[word for word in SIGNS if word.isascii() and word.isalpha()],
    units=LATIN_UNITS,
)
_DATE: Final = compiled(
    r"""
    {four}([-.])\d{1,2}\1\d{1,2}(?:-{four}\1\d{1,2}\1\d{1,2})?\Z
    | 1[0-3]\d([-.])(?:0[1-9]|1[0-2])\2[0-3]\d\Z
    """
)
_ERA_DATE: Final = compiled(r"\d{2,3}([-.])\d{1,2}\1\d{1,2}\Z")
_QUARTER: Final = compiled(r"Q[1-4]\Z")
_IDENTIFIER: Final = compiled(r"\d+(?:\.\d+){2,}\Z | \d+(?:-\d+){2,}\Z | (?:0\d{8,}|1[3-9]\d{9}|\d{12,})\Z")
_COUNTED_BEHIND: Final = compiled("[ ]?[万亿元美港人日欧年个名%]")

_NAME_BEFORE: Final = compiled(
    r"""
    [A-Za-z][A-Za-z0-9.-]*[ -]\Z                                              # iPhone 16
    | (?: 邮政编码|邮编|电话|传真|热线|专线|代号|代码|编号|车牌|账号|密码|区号|尾号|QQ
        | 波音|空客|空中客车|小行星|国道|省道|县道|双
      )(?:号码?)?[为是:：]?[ ]?-?\Z
    """
)
_NAME_BEHIND: Final = compiled(
    r"""
    [A-Za-z]|世(?![纪界代])|、\d0后(?![来续])|号(?!称|召)|[路型线](?!大军|人马)|决赛|后(?![来续])|大促|购物节|航班|次列车
    | (?<=[0-9]万)科(?![技学研普室员目])                                           # 22万科MTN004
    | [ ]?[A-Z][a-z]{2}                                                       # 16 Pro
    """
)
_LEADING_ZERO: Final = compiled(r"0\d")
_REACH: Final = 24

_SIGNED_BEHIND: Final = frozenset("为是至到于达在约负收报有率速")
_SIGNED: Final = compiled(
    r"""
    -(?: \d[\d.,]* [ ]? (?:(?:[到至~][ ]?-?|-)\d[\d.,]*[ ]?)?       # 气温-3至5度
         (?: [%‰℃] | °C | 摄氏度 | 度(?!假) | 个?(?:百分|基)点 | 倍 | (?:bps?|dBm?)(?![A-Za-z]) )
      | \d[\d.,]* [ ]? [十百千万亿]*[ ]? (?:{currencies}) (?![旦首素老件])
      | \d[\d.,]* [ ]? [万亿]                                   # 净流入-3.5万手
      | (?:\d{3,}|\d[\d,]*\.\d+) [ ]? (?:{units})             # 库存-3000吨
      | (?:(?:US|NT|HK)?\$|[¥￥€£]|RMB)\d
      | \d+\.\d+ (?![\d.]) (?![A-Za-z])                         # 相关系数-0.35
    )
    """,
    currencies=CURRENCY,
    units={*UNITS, *LATIN_UNITS, "股", "手", "点", "人", "户", "台", "辆", "件", "套"},
)
_NO_NOUN_BEFORE: Final = frozenset(
    "零一二三四五六七八九十百千万亿两元人个名年月日号点时分秒度倍第楼层岁页米格歼轰运直东风型代版章节图表卷册集篇"
)
"""What stands before a hyphen that is no sign: the end of a range (三元-五元), half a designation (歼-20)."""


def name_spans(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the folded `text` whose digits belong to a name or an address, ascending."""
    return [
        match.span() for match in _TOKEN.finditer(text) if _DIGIT.search(match[0]) and _is_name(text, match)
    ]


def _is_name(text: str, token: re.Match[str]) -> bool:
    """Tell whether the digits of `token` name something."""
    if text.endswith("年", 0, token.start()) and _QUARTER.match(token[0]):
        return False
    if text.endswith("民国", 0, token.start()) and _ERA_DATE.match(token[0]):
        return False
    if _LETTER.search(token[0]):
        return not _AMOUNT.match(token[0])  # GPT-4o, https://…/2024, R1, 3D; not 168cm, 8:00pm, RMB40
    if _DATE.match(token[0]) or _COUNTED_BEHIND.match(text, token.end()):
        return False
    return bool(_IDENTIFIER.match(token[0]))


def counts(text: str, start: int, end: int) -> bool:
    """Tell whether the plain number ``text[start:end]`` counts something, rather than name it.

    iPhone 16, 邮政编码756400, 波音777, 路易十六世, 《超人4》 and the quarter of a 四分之一决赛 name.
    """
    if text[end : end + 1] == "》" and text[start - 1 : start] != "《":
        return False
    if _LEADING_ZERO.match(text, start) or _NAME_BEHIND.match(text, end):
        return False
    # DAU 4.1亿 counts: no name has so many
    return text[end - 1] in "万亿" or _NAME_BEFORE.search(text, max(0, start - _REACH), start) is None


def is_minus(text: str, start: int) -> bool:
    """Tell whether the hyphen at `start` is a sign: not in 米格-15, 1-0 and 2月-6月."""
    before = text[start - 1 : start]
    if not before.isalnum():
        return before not in set(")-）」”》]%")
    if before.isascii():
        return False
    return before in _SIGNED_BEHIND or (before not in _NO_NOUN_BEFORE and bool(_SIGNED.match(text, start)))
