"""Words that contain numerals and count nothing."""

from __future__ import annotations

from typing import Final

__all__ = ["covering_word"]

_BEGIN_WITH_NUMERAL: Final = """
一一 一个个 一个劲 一个样 一亩三分地 一代代 一份份 一份子 一分为二 一分钱一分货 一千零一夜
一句话 一名不 一场空 一块儿 一夜情 一大半 一天到晚 一天天 一家之主 一家之言 一家人 一家家
一家独大 一寸光阴 一对一 一层层 一席之地 一年一度 一年到头 一年四季 一年年 一度 一张张
一成不变 一把抓 一日千里 一期间 一本正经 一条心 一条条 一条龙 一枝独秀 一次性 一次次 一步
一步到位 一步步 一片片 一片空白 一盘棋 一码事 一笔勾销 一起 一轮明月 一轮轮 一部份 七一 七七
七匹狼 七台河 七月流火 七老八十 万一 万万 万人空巷 万元户 万岁 三七 三三两两 三个代表 三个臭皮匠
三九 三位一体 三元桥 三元里 三八 三八节 三六零 三包 三十而立 三只松鼠 三天两头 三更半夜
三月三 三番两次 三番五次 三百六十行 三省六部 三角 三轮车 两两 两个确立 两个维护 两码事 两级
两级分化 两者之一 九一八 九合一 九段线 九毛九 九牛一毛 二人转 二元 二十八宿 二十四史 二十大
二次元 二次曲线 二级市场 五一 五一节 五十铃 五台山 五月天 五四 亿万 八一 八九不离十 八十年代生人
八角 六一 六四 六盘水 十一假期 十一国庆 十一期间 十一长假 十一黄金周 十七大 十万个为什么
十万八千里 十三五 十三太保 十三经 十三陵 十之八九 十九大 十八大 十六大 十四五 十年树木
十月围城 十月革命 十有八九 千千万万 千载难逢 半圆 半场 半夜 半封建 半小时报 半岛
半斤八两 半点 半球 半瓶醋 半票 四个全面 四个意识 四个自信 四人帮 四十不惑 四周围 四季
四季分明 四季如春 四项基本原则 百分百 百日咳 百里挑一 零件 零起点
"""
_CONTAIN_NUMERAL: Final = """
上一代 上一任 上一季 上一届 上一批 上一期 上一步 上一级 上一轮 上一页 下一个 下一代 下一任 下一季
下一届 下一批 下一期 下一步 下一级 下一轮 下一页 不三不四 不二 丢三落四 举一反三 之一
低三下四 其一 其三 其二 再三 双十一 双十二 合二为一 同一 哪一 唯一 头一回 头一次 始终如一
张三 张三李四 成千上万 成百上千 接二连三 推三阻四 数一数二 新一代 新一任 新一季 新一届 新一批
新一期 新一步 新一级 新一轮 新一页 无二 日复一日 更进一步 朝三暮四 杂七杂八 李四 某一
横七竖八 歪七扭八 每一 独一无二 王五 王八 略知一二 知行合一 第一产业 第一印象 第一夫人 第一手
第一时间 第一现场 第一线 第一财经 第三世界 第三产业 第三方 第三者 第二产业 第六感 统一 老三届
说一不二 路易十三 路易十五 路易十八 路易十六 路易十四 这一 进一步 逐一 那一 颠三倒四
"""
_RELATIVE_TO_NOTHING: Final = """
为伍 今天津 今日俄罗斯 今日关注 今日头条 今日美国 今日说法 今日资本 伍佰 先天后天 后天性
明天会更好 明天系 明日之后 明日之星 明日香 昨日重现
"""
_WORDS: Final = frozenset((_BEGIN_WITH_NUMERAL + _CONTAIN_NUMERAL + _RELATIVE_TO_NOTHING).split())
"""Only words that the grammar would otherwise take for a number: 四川 and 一切 need no entry, because no
measure word follows their numeral."""

_REACH: Final = 5
"""How many characters of a word may stand before its first numeral."""


def _index(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the words by their first two characters, the longest first."""
    index: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        index.setdefault(word[:2], []).append(word)
    return {key: tuple(group) for key, group in index.items()}


_NUMERALS: Final = frozenset("零一二三四五六七八九十百千万亿两")
_INDEX: Final = _index(_WORDS)


def covering_word(text: str, start: int) -> tuple[int, int] | None:
    """Return the bounds of the first, longest word that the character at `start` belongs to, or None."""
    inside_run = text[max(0, start - 1) : start] in _NUMERALS  # where no word may have begun before
    reach = 0 if inside_run else _REACH
    for first in range(max(0, start - reach), start + 1):
        for word in _INDEX.get(text[first : first + 2], ()):
            end = first + len(word)
            if end > start and text.startswith(word, first):
                return first, end
    return None
