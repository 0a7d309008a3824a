"""Where digits are a label: telephone numbers, codes, cases, addresses, events, versions, items of a list.

Every run of digits is looked at once, with what stands right before and behind it, so the effort is that of
the digits in a text and not of its length.
"""

from __future__ import annotations

import re
from typing import Final

from annotations.analysis.lexicon import words
from annotations.analysis.numbers.found import skip_space
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.units import MEASURES, OTHER_WORDS, UNITS

__all__ = ["label_spans"]

_RUN: Final = compiled(
    r"""(?m)
    [0-9]+
    | (?<=[路街道]){nine}段(?![时间话])                     # 忠孝東路四段
    | (?:^|(?<=[。；;：:]))[ ]*[(（]?[二三]?十{nine}?(?=[、)）])      # 十一、
    """
)

_TELEPHONE: Final = compiled(
    r"""
    (?: (?<=[(（])0\d{1,3}[)）][ -]?\d{3,4}[ -]?\d{3,4}                              # (02)2345-6789
      | (?<=\+)(?=(?:[ ()-]{0,2}\d){9,14}(?!\d))\d{1,3}(?:[ ()-]{1,2}\d{1,11}){1,5}    # +852 2878 8196
      | (?<=\+)\d{11,14}
      | 0\d{1,3}[ -]\d{3,4}[ -]?\d{3,4}(?:-\d{1,5})?                                   # 010-65231234
      | 1[3-9]\d(?P<parting>[ -])\d{4}(?P=parting)\d{4}
      | [48]00[ -]\d{3}[ -]?\d{4}
      # four and four, as in Hong Kong, where nothing is counted behind them
      | (?!(?:19|20)\d\d[ ](?:19|20)\d\d)[2-9]\d{3}[ ]\d{4}(?=[^\w%℃$]|\Z|[或和与转查])
    )(?:(?:转|分机|\#)[ ]?\d{1,5})?(?!\d|[.,]\d)
    """
)
_SERVICE: Final = compiled(
    r"""
    \d{3,6}(?=[ ]?(?:热线|专线|客服|服务热线))
    | (?:11[0-9]|12[0-2]|165|999|911|12\d{3}|9[56]\d{3})
      (?=[ ]?(?:来电|报警|急救|反诈|举报|投诉|官网|网站|平台|订票|指挥中心))
    """
)
_MASKED: Final = compiled(r"\d+\*{2,}\d*")
_CARD: Final = compiled(r"\d{4}(?P<gap>[ -])\d{4}(?:(?P=gap)\d{4}){1,2}(?:(?P=gap)\d{1,4})?(?!\d)")
_CASE: Final = compiled(
    r"""
    # （2024）湛仲字第2342号, 国发〔2024〕5号, （2023）京01民终123号
    (?<=[(（〔\[〈])\d{4}[)）〕\]〉][ ]?{han}{0,6}(?:\d{1,4}{han}{1,6})?第?\d+(?:[-至、之]\d+)*号
    | \d{2,3}年度?{han}{1,8}?字第\d+(?:、\d+)*号(?:之\d+)?                              # 110年度诉字第123号
    | (?<=字第)\d+(?:、\d+)*号(?:之\d+)?
    """.replace("{han}", "[\u4e00-\u9fff]")
)
_ADDRESS: Final = compiled(
    r"""
    \d{1,3}排\d{1,3}[座号]
    | \d{3,4}(?:室(?![内外温])|号房(?![产价地屋租型贷])|号?(?:病房|会议室|包厢))
    | \d{1,3}[楼层](?:[A-Z]\d{0,3}|\d{1,4})[室座]
    | (?<![月\d])\d{1,4}(?:号楼|号院|[号弄巷]|单元)
      (?:[A-Z]?\d{1,4}(?:号楼|[号弄巷层楼室房栋幢]|单元))+(?:之\d+)?
    | \d{1,4}[栋幢座](?:\d{1,3}单元)?\d{1,4}[室号房]
    | (?<=[路街道段巷弄])\d{1,4}(?:[-之]\d{1,3})?[号弄巷](?:\d{1,3}楼)?(?:之\d+)?
    | (?<=[国省县]道)\d{1,3}号?
    | \d{2,3}(?=[国省县乡]道) | \d{4}房间 | \d{3,4}教室 | \d{1,2}单元(?![格测]) | (?<=[A-Z]座)\d{3,4}
    | \d{3,4}次(?:列车|班[机次]|特快|快车|动车|高铁|航班)
    | \d{1,4}路(?=公[交车]|[巴线])
    """
)
_EVENT: Final = compiled(
    r"""
    (?:211|985)(?=[、/和与及 ]?(?:985|211|大学|高校|工程|院校|名校|双一流|学校|本科|毕业))
    | (?:618|1111|1212)(?=大促|购物|年中|促销|电商|狂欢|预售|战报|[与和、]\d{3}晚会)
    | (?<=双)1[12](?![\d.])
    | 101(?=大[楼厦]) | (?<=台北)101(?!\d)
    | \d{2,4}(?=[ ]?指数) | \d{1,2}国集团 | \d{1,2}[vV][sS]?\d{1,2}(?![\dA-Za-z])
    | \d{3,4}(?=街区|艺术区|创意园|文创园|工作制|页面|状态码|错误)
    | 315(?=晚会|曝光|打假|消费者|维权)
    | \d{2}(?=水灾|风灾)
    | \d{3,4}(?=大?地震|事件|事变|惨案|恐袭|恐怖|大?罢免|连假|空难|风灾|起义|学运)
    """
)
_VERSION: Final = compiled(
    r"\d{1,3}(?:\.\d{1,3}){1,2}(?=[ ]?(?:版(?!图)|时代|LTS|升级|正式版|测试版|预览版|[Bb]eta|[Rr][Cc][0-9]))"
)
_OTHER: Final = compiled(
    r"""
    (?<=[A-Z]·)[\dA-Z]{4,6}                                     # 京A·12345
    | (?<=条之)\d{1,2}(?!\d) | (?<=波音)\d{3}-\d{1,3} | (?<=\[)\d{1,3}(?:[-,、]\d{1,3})*\]
    | (?<=\[\^)\d{1,3}\]                                             # [^1], a footnote
    """
)
_BOND: Final = compiled(r"(?<=[“「\"])\d\d[\u4e00-\u9fff]{2,6}(?:[A-Z]{1,4}\d{0,4}|\d{2,3})(?=[”」\"])")
"""What a bond is called: 「24华泰G1」."""
_HASH: Final = compiled(r"(?<=\#)\d+(?![\d.\#])")
_SHAPES: Final = re.compile(
    "|".join(
        f"(?:{shape.pattern}\n)"
        for shape in (_CARD, _TELEPHONE, _CASE, _ADDRESS, _EVENT, _SERVICE, _MASKED, _BOND, _VERSION, _OTHER)
    ),
    re.VERBOSE,
)
"""What is known by its own form and by what stands beside it. One pattern: it is tried at every number."""

_CALLED: Final = compiled(r"\d[\d()（） +-]*\d|\d{3}")
_CODE: Final = compiled(r"\d[\dA-Za-z]*(?:[./-]\d[\dA-Za-z]*|[ ]?\*{2,}[ ]?\d*|[ ]\d{2,4}(?![\d年月日.:]))*")
_PLAN: Final = compiled(r"20\d\d(?!\d)")
_SAID_BY: Final = {
    **dict.fromkeys(words("telephone_words"), _CALLED),
    **dict.fromkeys(words("code_words"), _CODE),
    **dict.fromkeys(("制造", "愿景", "远景", "议程"), _PLAN),
}
"""Word right before digits → what of them it names."""
_LONGEST: Final = max(map(len, _SAID_BY))
_BETWEEN: Final = frozenset(" :：.是为至了(（+")
"""What may stand between the word and its digits, three characters at the most."""
_IDENTIFYING: Final = 7
"""From so many digits on a unit behind them does not make an amount of a code."""

_THOUSANDS: Final = compiled(r",\d{3}")

_BRACKETED: Final = compiled(
    r"\d{4,6}(?:[.-][A-Z]{1,3})?(?:[ ]?[、,，/;；][ ]?\d{4,6}(?:\.[A-Z]{2})?)*[ ]?[)）〕](?P<behind>[ ]?)"
)
_BRACKETS: Final = frozenset("(（〔[")
_COURT: Final = compiled(
    r"""
    \d{1,6}(?:-\d{1,6})?/(?:19|20)\d\d(?!\d)                                     # WKCC 3827/2026
    | \d+(?:,[ ]\d+)*(?:[ ](?:&|and)[ ]\d+)?[ ]of[ ](?:19|20)\d\d(?!\d)            # FACV 1 & 2 of 2024
    | \d[\d.]*[-:](?:19|20)\d\d(?![\d年])                                       # ISO 9001:2015
    """
)
_LISTED: Final = compiled(
    r"[ ]*[(（]?(?:\d{1,2}|[二三]?十{nine}?)[.、．)）](?!\d)[ ]?(?=[^\d\s万亿年月日%]|\s*\Z)"
)
_HEADED: Final = compiled(r"\d{1,2}(?:\.\d{1,2}){1,2}[ ](?=[\u4e00-\u9fff])")
_LINE_BEFORE: Final = compiled(r"(?:\A|\n)[ \#]{0,8}\Z")
_ITEM_BEFORE: Final = compiled(r"(?:\A|\n|[。；;！!？?]|(?<!\d)[：:])[ \#*>-]{0,8}[(（]?\Z")
_ITEM_REACH: Final = 10

_COUNTED: Final = frozenset(word[0] for word in MEASURES | UNITS if not word[0].isascii()) | frozenset(
    "年月日时分秒天周小岁倍成折余多百千万亿元美港欧英日韩%"
)
"""With what a unit may begin: 热线120个 counts, 热线120 names."""


def label_spans(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the folded `text` that are labels with digits in them, ascending and disjoint."""
    spans: list[tuple[int, int]] = []
    at = 0
    for run in _RUN.finditer(text):
        start = run.start()
        if start < at:
            continue
        end = _label(text, start, run)
        if end:
            spans.append((max(at, start - (text[start - 1 : start] == "第")), end))
            at = end
    return spans


def _label(text: str, start: int, run: re.Match[str]) -> int | None:
    """Return where the label whose digits begin at `start` ends, or None where they count."""
    if not text[start].isdecimal():
        return run.end() if run[0].endswith("段") else _list_number(text, start)
    shape = _SHAPES.match(text, start)
    if shape:
        return shape.end()
    tag = _HASH.match(text, start) if text[start - 1 : start] == "#" else None
    if tag and not _counted(text, tag.end()):
        return tag.end()
    return _bracketed(text, start) or _cued(text, start) or _list_number(text, start)


def _bracketed(text: str, start: int) -> int | None:
    """Read a bare number of four to six digits in brackets: a share's code or a year, never an amount."""
    match = _BRACKETED.match(text, start) if start and text[start - 1] in _BRACKETS else None
    return match.start("behind") - 1 if match and not _counted(text, match.end()) else None


def _cued(text: str, start: int) -> int | None:
    """Read the digits behind a word that says what they are: 电话, 代码, WKCC."""
    pattern = _said_by(text, start)
    match = pattern.match(text, start) if pattern else None
    if (
        match
        and len(match[0]) < _IDENTIFYING
        and (_counted(text, match.end()) or _THOUSANDS.match(text, match.end()))
    ):
        match = None
    if match:
        return match.end()
    before = text[max(0, start - 2) : start].rstrip(" -")
    match = _COURT.match(text, start) if before[-1:].isascii() and before[-1:].isupper() else None
    return match.end() if match else None


def _said_by(text: str, start: int) -> re.Pattern[str] | None:
    end = start
    while end and start - end < 3 and text[end - 1] in _BETWEEN:
        end -= 1
    for size in range(min(end, _LONGEST), 0, -1):
        pattern = _SAID_BY.get(text[end - size : end])
        if pattern:
            return pattern
    return None


def _counted(text: str, end: int) -> bool:
    """Tell whether a unit follows: in 热线120个, not in 小米15发布."""
    at = skip_space(text, end)
    return text[at : at + 1] in _COUNTED and text[at : at + 2] not in OTHER_WORDS


def _list_number(text: str, start: int) -> int | None:
    """Read the number of an item in a list, at the start of a line or of a clause: 1. 2、 3）."""
    low = max(0, start - _ITEM_REACH)
    headed = _HEADED.match(text, start)
    if headed and not _counted(text, headed.end()) and _LINE_BEFORE.search(text, low, start):
        return headed.end()
    listed = _LISTED.match(text, start)
    found = listed and _ITEM_BEFORE.search(text, low, start)
    return listed.end() if listed and found else None
