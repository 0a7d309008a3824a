"""Words of change: a first amount behind them says by how much, one behind 至 or 到 what came of it."""

from __future__ import annotations

from typing import Final

from annotations.analysis.numbers.modifiers import MEANING_BEFORE
from annotations.analysis.numbers.parts import compiled

__all__ = ["is_change"]

_CHANGE: Final = compiled(
    r"""
    (?: [上下]调 | 调[高低升降增减] | [提推抬走压拉]高 | 降低 | 压低 | 拉低 | 走低
      | 下[降滑跌挫探行] | 上[升涨扬行]
      | (?<![公毫每立一二三四五六七八九十百千万亿\d])升 | (?<![空迫])降 | 涨 | 跌
      | [增追添累]加 | 减少 | [增减]持 | 增 | 减 | 扩[大张充] | 缩[小窄水短] | 收[窄缩]
      | 回[落升吐调] | 滑落 | 反弹 | 蒸发 | 流失 | 砍 | 萎缩 | 加码 | 加薪 | 多出 | 升值 | 贬值
      | 延长 | 压缩 | 削
      | (?P<growth>增长)
    )
    (?:[了过近约逾超达]|大幅|各|再|将|整整)*(?:{words})?[ ]?\Z
    """,
    words=MEANING_BEFORE,
)
_REACH: Final = 10


def is_change(text: str, start: int, kind: str = "") -> bool:
    """Tell whether the amount at `start` of the folded `text` is a change: 減少3人至12人.

    A growth by percent may be a range, for it has no level: 增長5%至6%.
    """
    match = _CHANGE.search(text, max(0, start - _REACH), start)
    return match is not None and not (kind == "percent" and match["growth"])
