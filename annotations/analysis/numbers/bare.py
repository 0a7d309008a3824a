"""Multipliers that stand alone: 贷款十万 and 突破万亿 are amounts, 千万别 and 百万富翁 are none."""

from __future__ import annotations

from typing import Final

from annotations.analysis.numbers.amounts import Amount
from annotations.analysis.numbers.parts import compiled

__all__ = ["counts_alone"]

_REACHED: Final = compiled(
    """
    (?: [达到至破过逾超近约上于为是有获赚挣亏赔欠借贷捐花费值售卖收入付交缴罚判投融募资薪款额价数量产粉
        计合共仅只满足少缺差损利亿本酬金奖债税租贿赃润账险降升增减跌涨加扣砍省抽分拿给送要出用盈涉]
      | 身家 | 市值 | 票房 | 人口 | 总值 | 规模
    )
    [了出近约逾超过]?[ ]?\\Z
    """
)
"""What takes an amount behind it."""
_NO_AMOUNT: Final = compiled(
    """
    [ ]?(?: 别 | 不[要能可该会准得许] | 要 | 记 | 注意 | 小心 | 莫 | 勿 | 得 | 当心 | 富[翁豪婆] | 庄园
          | 火急 | 大山 | 个为什么 | 雄师 | 大军 | 宝贝 | 级 | 量级 | 年 | 里 | 重 | 倍 | 身家
          | 元 | 一 | 星 | 分之
        )
    """
)
"""What behind a multiplier makes a word or another reading of it."""
_HAN: Final = compiled("[ ]?[㐀-鿿]")
_GOES_ON: Final = compiled(
    """
    [ ]?(?: 的(?!确) | 以[上下内] | 之[多巨] | 有余 | 出头 | 开外 | 多 | 余 | 左右 | 上下 | 规模 | 大关
          | 关口 | 门槛 | 和 | 与 | 或 | 及 | 至 | 到 | 资金 | 存款 | 现金 | 奖金
        )
    """
)
"""What may follow an amount in Han characters."""
_PASSED: Final = frozenset("破过逾超近上达")


def counts_alone(text: str, amount: Amount) -> bool:
    """Tell whether `amount`, a multiplier or several and nothing else, is one by what stands around it."""
    numeral = amount.numeral.replace(" ", "")
    if not amount.bare or numeral[-1] not in "万亿":
        return False
    if _NO_AMOUNT.match(text, amount.end):
        return False
    reached = _REACHED.search(text, max(0, amount.start - 4), amount.start) is not None
    alone = not _HAN.match(text, amount.end) or _GOES_ON.match(text, amount.end) is not None
    if len(numeral) == 1:  # 票房破亿, not 以防万一
        return alone and text[amount.start - 1 : amount.start] in _PASSED
    return reached or (alone and numeral != "千万" and text[amount.start - 1 : amount.start].isalpha())
