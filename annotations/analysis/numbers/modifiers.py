"""Words around a number that say it is about, more than or less than what it says.

They belong to the number: the span of 近6000億美元 begins with 近, that of 7倍左右 ends with 左右.
"""

from __future__ import annotations

import re
from typing import Final

from annotations.analysis.numbers.found import Found
from annotations.analysis.numbers.parts import compiled

__all__ = ["MEANING_BEFORE", "widen"]

_BEFORE: Final = {
    "approx": """
        近 约 大约 约莫 大概 将近 接近 几近 差不多 上 约为 大致 约合 约略 约计 近乎 逼近 直逼 进逼 贴近
        迫近 临近 挨近 靠近
    """,
    "more": """
        超过 超 超出 超逾 逾 高于 多于 大于 多过 大过 不止 不只 不少于 不低于 不小于 至少 最少 起码 大于等于
    """,
    "less": """
        不到 不足 不及 未满 不满 未到 未达 未及 少于 低于 小于 少过 不超过 不超 不多于 不高于 不逾 未逾
        至多 最多 小于等于
    """,
}
_BEHIND: Final = {
    "approx": "左右 上下 前后 许 光景",
    "more": "以上 开外 多 余 或以上 及以上 或更多 还多 出头 有余 挂零 强",
    "less": "以下 以内 之内 或以下 及以下 或更少 不到 弱",
}
MEANING_BEFORE: Final = {word: meaning for meaning, words in _BEFORE.items() for word in words.split()}
_MEANING_BEHIND: Final = {word: meaning for meaning, words in _BEHIND.items() for word in words.split()}
_LONGEST: Final = max(map(len, MEANING_BEFORE)) + 1

_ENDING_A_VERB: Final = frozenset(
    "损流丧遗消迷缺走了理分化瓦溶出承转控研绘限编录复抵管"
    "压办精结离受应获奔远前开持连陆继延接折综共总撞烧炸冲焚摧销"
)
"""What makes a verb of the character before a 约, so that it says about: 损失约, 持续约, 折合约."""

_WORD_BEFORE: Final = compiled(
    r"""
    (?P<word>{words})
    (?<![最附邻亲远新走凑较愈越拉追]近)                                            # 最近
    (?<![条契节预签特纽违隐相履竞爽缔]约)                                         # 条约
    (?<!(?<!{ends})[失解租制公简婚邀赴续合毁]约)                                 # 合约, but 损失约, 折合约
    (?<![赶英意买卖反]超)(?<!(?<![提走升调抬推增])高超)(?<!(?<![其集年当期盘])中超)    # 中超, but 其中超
    (?<![以史网路站登冲重跃攀踏迈爬早晚马]上)
    [ ]?\Z
    """,
    words=MEANING_BEFORE,
    ends=_ENDING_A_VERB,
)
_WORD_BEHIND: Final = compiled("[ ]?(?P<word>{words})", words=_MEANING_BEHIND)
_OF_ANOTHER_WORD: Final = compiled(
    "许[多可诺久愿下配]|出头(?:天|[露之的]|鸟)|上下(?:游|文|班|车|楼|级|[打议来])|光景(?=[无如])|左右(?:手|两|翼|脚|互|逢)"
)
"""What only begins like a modifier: 100元许多."""
_RECENTLY: Final = compiled("来|以来|间|里|内|中")
_OF_A_SERIES: Final = frozenset("场轮届战")
_FEW: Final = 30
"""Chosen: more matches than this nobody looks back on."""
_BARE: Final = frozenset("百千万亿")
_OF_TIME: Final = frozenset(("date", "time"))
_BEHIND_TIME: Final = frozenset(("左右", "前后", "许"))
_NOT_AFTER_MORE: Final = frozenset("个种边方样次地额下名")
"""What makes another word of a 多 behind a unit: 三年多次."""


def widen(text: str, found: Found) -> Found:
    """Take the modifiers on both sides of `found` into it; return it."""
    if found.kind == "ordinal":
        return found
    before = _word_before(text, found)
    if before:
        found.start = before.start()
        if found.modifier not in ("more", "less"):
            found.modifier = MEANING_BEFORE[before["word"]]
    behind = _WORD_BEHIND.match(text, found.end)
    if behind and _goes_behind(text, found, behind):
        found.end = behind.end()
        found.modifier = found.modifier or _MEANING_BEHIND[behind["word"]]
    return found


def _word_before(text: str, found: Found) -> re.Match[str] | None:
    match = _WORD_BEFORE.search(text, max(0, found.start - _LONGEST), found.start)
    if match is None:
        return None
    word = match["word"]
    if word == "上":  # 上百, but not 在路上3人
        return match if text[found.start] in _BARE else None
    if found.kind in _OF_TIME and MEANING_BEFORE[word] != "approx":
        return None
    if word == "近" and found.kind == "duration" and _RECENTLY.match(text, found.end):
        return None  # 近三年來 are the last three years, not about three
    if word == "近" and _is_of_late(text, found):
        return None
    return match


def _is_of_late(text: str, found: Found) -> bool:
    """Tell whether 近 says of late: 近10場 are the last ten matches, 近百場 almost a hundred."""
    unit = text[slice(*found.unit)] if isinstance(found.unit, tuple) else ""
    return unit in _OF_A_SERIES and found.high is None and found.value is not None and found.value <= _FEW


def _goes_behind(text: str, found: Found, behind: re.Match[str]) -> bool:
    word = behind["word"]
    if found.kind in _OF_TIME:
        return word in _BEHIND_TIME and found.modifier in (None, "approx")
    if word in ("多", "余"):
        following = text[behind.end() : behind.end() + 1]
        countable = found.kind in ("quantity", "duration", "age", "multiple", "money", "percent")
        return countable and not following.isdecimal() and following not in _NOT_AFTER_MORE
    if word in ("强", "弱"):  # 三分之一强, 四成弱
        share = found.kind == "percent" or "分之" in text[found.start : found.end]
        return share and not text[behind.end() : behind.end() + 1].isalpha()
    return not _OF_ANOTHER_WORD.match(text, behind.start("word"))
