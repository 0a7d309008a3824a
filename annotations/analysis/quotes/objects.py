"""Whether what follows a verb is a clause that is quoted, and not its object: 承認錯誤, 稱它為大橋."""

from __future__ import annotations

import re

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.cue import Cue
from annotations.analysis.quotes.marks import QUOTED
from annotations.analysis.quotes.page import FAR, Page

__all__ = ["takes_clause"]

_PREDICATE = re.compile(
    "[不没未将应该须是把被让使令已正仍还更最只]|[去今明前]年|目前|现在|近年|会(?![议员场计长谈])|(?<![可功性技潜职才智动])能(?![源力量])|有(?!限|关)|(?<![现存内外])在|需要|必须|可以|可能|要(?!求|素|闻)|曾|都|也|就(?!业)|了"
    "|[高大小多少低好坏强弱难快慢]于|上升|下降|增加|减少|[0-9]"
)
_SUBJECT_INSIDE = re.compile(
    "(?:他们|我们|她们|双方|各方|各国|大家|政府|对方|自己|[他她它我你您])|.{2,14}?(?:能|会|可以|不要|应|将|必须|能够)"
)
_LANGUAGE = re.compile("[^，]{1,3}[语文话]")
_ENDS = re.compile("[，。；！？：…]")
_PAINTING = ("形容", "称赞", "赞扬", "盛赞")
_NAMING = re.compile("[^，]{1,12}?[为作]")
_LONGEST_OBJECT = 12
"""So many characters behind a verb are looked at for quotation marks. Chosen: any length from 4 to 30 gives
the same quotes in PUD's 250 news sentences."""
_OF_LAW = re.compile("(?:罪|罪名|罪行|控罪|指控|控告)$")
"""What somebody admits or denies without saying anything: 承認一項販毒罪."""
_SAYS_NOTHING = re.compile(
    "(?!.*(?:[是有将会已了不没在为与和]|至|达))[^，]{0,16}"
    "(?:报|报告|财报|业绩|数据|信息|资料|资讯|公告|名单|细节|详情|消息|情况|计划|方案|进展|结果|内情|内幕|行踪|身份|原因)$"
)
"""What somebody discloses likewise: 披露三季報, 透露更多細節."""
_DISCLOSING = frozenset(("披露", "透露", "通报", "揭露", "证实", "确认"))


def takes_clause(page: Page, cue: Cue, end: int) -> bool:
    """Say whether what follows a cue without a mark is a clause, and not an object (承認錯誤)."""
    ends = _ENDS.search(page.masked, cue.content, min(end, cue.content + FAR))
    stop = ends.start() if ends else min(end, cue.content + FAR)
    size = stop - cue.content
    clause = page.masked[cue.content : stop]
    head = page.masked[cue.start : cue.end]
    if head in ("承认", "否认", "供认") and _OF_LAW.search(clause):
        return False
    if head in _DISCLOSING and _SAYS_NOTHING.match(clause):
        return False
    if cue.kind == verbs.HOPE:
        return size >= 6 and _SUBJECT_INSIDE.match(clause) is not None
    if cue.kind == verbs.CLAUSE:
        if page.masked[cue.start : cue.end] in _PAINTING and _NAMING.match(clause):
            return False  # 形容她為一個「善良的」人
        quoted = QUOTED in clause[:_LONGEST_OBJECT]
        predicate = _PREDICATE.search(clause) is not None and not clause.startswith("自己")
        return size >= 5 and (quoted or predicate or _whom_and_what(page, cue.content, stop))
    if cue.kind == verbs.MIND and page.masked[cue.start : cue.end] not in ("认为", "觉得", "以为"):
        return size >= 5 and _PREDICATE.search(clause) is not None
    naming = page.masked[cue.start : cue.end] == "称" and _NAMING.match(clause)
    return size >= 3 and not naming and not _LANGUAGE.fullmatch(clause)


def _whom_and_what(page: Page, start: int, end: int) -> bool:
    """Say whether a clause begins with who shall do or does something: 市民提高警覺."""
    if any(is_agent(page.masked[start : start + size]) for size in range(2, min(7, end - start - 1))):
        return True
    return any(name[0] == start and name[1] + 1 < end for name in page.names_in(start, end))
