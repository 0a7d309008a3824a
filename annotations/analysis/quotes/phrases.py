"""What stands in quotation marks: somebody's words, or a name, a slogan, a word held at arm's length."""

from __future__ import annotations

import re

from annotations.analysis.quotes.marks import QUOTED, Marked
from annotations.analysis.quotes.page import FAR, Page

__all__ = ["ends_before_another", "goes_on_alone", "names_something", "sounds_spoken"]

LONG = 12
"""So many characters in marks are a clause; names and slogans are shorter.

Chosen on the even half of PUD's news (250 sentences), where any number from 6 to 12 gives the same (direct
quotes: F1 88.9) and 20 loses one in twenty (86.4)."""

_NAMED_BEFORE = re.compile(
    "(?:(?<![可所难加得予足])以|所谓的?|名为|取名|命名为?|名叫|(?:叫|喊|唤)[他她我你它其]们?|名称为?|(?<![大高惨惊尖狂喊呼])叫[做作]?|(?<![声宣])称(?:为|作|之为|呼)|号称|俗称|简称|合称|统称|题为|题名|标题为?|代号为?|绰号|外号|别名|誉为|封为|评为|昵称为?"
    "|口号[是为：]*|主题[是为：]*|标语[是为：]*|横幅[是为：]*|校训[是为：]*|座右铭[是为：]*|宗旨[是为：]*|理念[是为：]*|原则[是为：]*|标题[是：]*|书名[是：]*|片名[是：]*|歌名[是：]*|写有|印有|写着|印着"
    "|关键词[是为：]*|简称[是为：]*|全称[是为：]*|主打|高举|秉持|秉承|本着|坚持|实施|推动|推进|推行|启动|落实|共建|打造|开展|获得|荣获|入选|位于|搭乘|搭载)$"
)
_NAMED_AFTER = re.compile(
    "(?:的)?(?:号|计划|倡议|政策|工程|行动|项目|模式|战略|理念|原则|口号|主题|方案|法案|奖|节目?|展|电影|小说|歌曲|专辑|系列|游戏|平台|系统|公司|品牌|组织|运动|革命|时代|一词|[一二两三四]个?字|概念|标签|称号"
    "|主义|定律|效应|现象|协议|机制|框架|论坛|峰会|会议|团体|战机|导弹|飞船|卫星|飞弹|型|级|队|活动|建设|沿线|制度|标语|横幅|产品|规划|体系|策略|经济|产业|标准|清单|名单|式|化)"
)
_EVENT_AFTER = re.compile(
    "(?:的)?[^，。的]{0,4}(?:研讨会|座谈会|发布会|博览会|音乐会|论坛|峰会|会议|展览|特展|大赛|比赛|讲座|课程|专题|专案|计划|工程|项目|奖|节目|活动|法案|条例|公约|协议|一书|一文|报告)"
)
_SLOGAN = re.compile(
    r"[一二两三四五六七八九十双多][^，。！？]{1,3}[一二两三四五六七八九十双多][^，。！？]{1,3}$"
)
"""Counting abbreviations, 一國兩制: two numerals, each with a word or two."""
_STOP_INSIDE = re.compile("[，。！？；…]")
_ENDS = frozenset("，。！？…")
_EDGES = frozenset(("", *"，。！？；：… \n"))
_TIED = re.compile(
    "(?:的(?!说法|言论|话|质疑|批评|声音|呼声|回应|回答)|之(?:称|名|类|说)|是|等|为[题名]|[、和与及或])"
)
_ANOTHER = re.compile(f"；[^，。；：{QUOTED}]{{2,16}}则(?![会将是能可须应]|要(?!求))")
_ASKED_BACK = re.compile(
    "，(?:那么?|现在|对此)?[你您]们?[^，。！？]{0,6}(?:怎么|如何|怎样|什么|是否|认同|同意|认为|觉得)[^，。！？]*？$"
)
"""What an interviewer asks of what others say: 有人說…，你怎麼看？"""
_FRESH = re.compile(
    "，(?:并|并且|随后|然后|接着|同时|随即)(?!不|非|没)(?![^，]{0,4}(?:说|称|表示|指出|强调))"
)


def names_something(page: Page, pair: Marked) -> bool:
    """Say whether what `pair` encloses is a name, a title, a slogan or a word that is only mentioned."""
    inner = page.simple[pair.start + 1 : pair.end - 1].rstrip("，。")
    if not any(char.isalnum() for char in inner):
        return True
    if any(
        start <= pair.start + 1 and end >= pair.end - 1
        for start, end, _ in page.names_in(pair.start, pair.end)
    ):
        return True
    if _NAMED_BEFORE.search(page.masked, max(0, pair.start - 8), pair.start):
        return True
    if _STOP_INSIDE.search(inner) or page.simple[pair.end - 2] in "。！？":
        return False
    if inner.isascii() and len(inner.split()) < 3:
        return True
    if len(inner) >= LONG:
        return _EVENT_AFTER.match(page.masked, pair.end) is not None
    if _SLOGAN.match(inner):
        return True
    return _NAMED_AFTER.match(page.masked, pair.end) is not None


def sounds_spoken(page: Page, pair: Marked) -> bool:
    """Say whether `pair` encloses speech by itself: it is long, or it has the stops of a sentence."""
    if pair.end - pair.start < 6 or names_something(page, pair) or _TIED.match(page.masked, pair.end):
        return False
    inner = page.simple[pair.start + 1 : pair.end - 1]
    text = page.masked
    apart = text[pair.start - 1 : pair.start] in _EDGES or text[pair.end : pair.end + 1] in _EDGES
    return (
        (len(inner) >= LONG and apart)
        or inner[-1] in _ENDS
        or (len(inner) >= 6 and _STOP_INSIDE.search(inner) is not None)
    )


def ends_before_another(page: Page, start: int, end: int) -> int:
    """Return where what is quoted ends: before ；乙則…, which is no part of it, or at `end`."""
    found = _ANOTHER.search(page.masked, start, min(end, start + FAR))
    if found is None and page.masked.endswith("？", start, end):
        found = _ASKED_BACK.search(page.masked, max(start, end - FAR), end)
    return found.start() if found else end


def goes_on_alone(page: Page, start: int, end: int) -> int:
    """Return where a clause that is quoted without a comma ends: where the author goes on with 並."""
    found = _FRESH.search(page.masked, start, min(end, start + FAR))
    return found.start() if found else end
