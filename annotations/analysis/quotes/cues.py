"""The verbs and phrases of a sentence that introduce a quote, and what of the sentence they govern.

A verb is a cue by what stands around it. Before it: no 的 that makes it a noun, no 沒有 or 可以. Behind it: a
comma, a colon, a quotation mark, or a clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.marks import ASIDE, QUOTED
from annotations.analysis.quotes.page import FAR, Page
from annotations.analysis.quotes.speakers import is_agent

__all__ = ["Cue", "cues"]


@dataclass(slots=True)
class Cue:
    """A word or phrase that may introduce a quote. Offsets are into the page."""

    start: int
    end: int
    kind: str
    """One of the kinds of `verbs`, or ``source`` for 據…報道."""
    clause: int
    """Where its clause begins; its subject, or the source of a ``source``, stands from there to `until`."""
    until: int
    content: int
    """Where what it governs begins, or -1 if nothing follows."""
    marked: bool
    """Whether a comma, colon, quotation mark or 說 stands between."""
    colon: bool = False
    reason: str = ""
    """The words of a ``source`` cue around its source."""
    passive: bool = False


SOURCE = "source"

_NEGATED = re.compile(
    "(?:(?:可能|或许|也许)会|没有?|未|尚未|未曾|拒绝|不愿意?|不肯|无法|不能|不便|如何|怎么|怎样|什么|若|如果|可以|(?<![许认])可|(?<![回供反效响对])应该?|难以|很难|不得|(?<![理思梦])想要?|不敢|不应"
    "|不必|无须|无需|不再|(?<![特区识])别|(?<![申邀])请|(?<![后近本原从])来|(?<![过])去|(?<![主需])要|(?<![究务场融疗律诊派])所|被|遭|受|让|以便|值得|令人|是|如|譬如|(?<![可所难加得予足])以|用|等于|意味|俗话|常言|谁|只能|必须|禁止|避免|停止)$"
)
_NOT_THINKING = re.compile("(?:没有|被|遭|受|所|如果|若|可以|令人|让人|使人|难以|很难|(?<![申邀])请|的)$")
_TOLD = re.compile("被$")
_PERSON = (
    "(?:我们|你们|他们|她们|我|你|他|她|大家|对方"
    "|[^，。：；！？"
    f"{QUOTED}"
    "]{0,14}?(?:记者|媒体|人士|法院|法庭|议员|民众|观众|听众|家长|学生|员工|警方|当局|粉丝|网友|读者|用户|公众|世人|社|报|新闻网|电视台|日报|时报|周刊|先生|女士|们))"
)
_OBJECT = re.compile(f"{_PERSON}(?=[^的])")
_MARKS = re.compile(f"[{ASIDE} ]*(?:说道|说|称|道|指出|表示)?[{ASIDE} ]*([，：]?) *")
_PREDICATE = re.compile(
    "[不没未将应该须是把被让使令已正仍还更最只]|[去今明前]年|目前|现在|近年|会(?![议员场计长谈])|(?<![可功性技潜职才智动])能(?![源力量])|有(?!限|关)|(?<![现存内外])在|需要|必须|可以|可能|要(?!求|素|闻)|曾|都|也|就(?!业)|了"
    "|[高大小多少低好坏强弱难快慢]于|上升|下降|增加|减少|[0-9]"
)
_SUBJECT_INSIDE = re.compile(
    "(?:他们|我们|她们|双方|各方|各国|大家|政府|对方|自己|[他她它我你您])|.{2,14}?(?:能|会|可以|不要|应|将|必须|能够)"
)
_LANGUAGE = re.compile("[^，]{1,3}[语文话]")
_LONGEST_OBJECT = 12
"""So many characters behind a verb are looked at for quotation marks. Chosen: any length from 4 to 30 gives
the same quotes in PUD's 250 news sentences."""
_ENDS = re.compile("[，。；！？：…]")
_APART = re.compile(
    "(?:并|并且|但|但是|而|又|后|然后|随后|不过|且|却|所以|因此|以及|用以|从而|同时)(?![^，]{0,2}[不非])"
)
"""What goes on with another deed, so that the verb before the comma had no content."""
_THERE_IS = frozenset(("", "有", "也有", "另有", "还有", "但", "不过", "另据"))
_QUESTION = re.compile(
    "(?P<whom>[^，。]{0,12}?)(?P<word>是否|会不会|有没有|能不能|是不是|为何|为什么|谁|什么|如何|怎么|哪)"
)
_NAMING = re.compile("[^，]{1,12}?[为作]")
_LETTER = re.compile(f"[^\\W_]|{QUOTED}")

_SOURCE_CUE = re.compile(
    "(?<![数依根证占论单收票凭])(?:据|根据|依据|按照?|依)(?![点守有为理此以实时摩钮键揭步章例规法季月年日次期需赖靠存托附旧然序])"
)
_HEAD = re.compile(
    "(?:的|之|所)?(?:最新|独家|相关|有关|一[份项则篇]|多[份项]|官方|初步|公开|所做的?|进行的|发布的|公布的)*"
    "(?P<head>报道|报导|消息人士|知情人士|消息|透露|介绍|披露|表示|转述|通报|公告|声明|分析|报告|统计数据|统计|调查|研究|估计|预测|预计|说法"
    "|所说|所述|观察|指出|爆料|了解|资料|数据|陈述|叙述|描述|回忆|证词|看法|观点|传(?![统播递媒染承输奇])|闻(?!名)|报(?![纸名警复考])|指(?![数标定挥南])|悉|称(?![号为])|说(?![明服])|讲|电)"
    "(?P<tail>(?:显示|指出|表明|称|说|认为|透露)?)"
)
_LOOSE = frozenset(
    ["报道", "报导", "透露", "披露", "介绍", "称", "说", "指出", "悉", "了解", "传", "闻", "报", "指"]
)
_HEARSAY = frozenset(
    [
        "悉",
        "了解",
        "称",
        "说",
        "传",
        "闻",
        "报",
        "指",
        "报道",
        "报导",
        "介绍",
        "透露",
        "消息人士",
        "知情人士",
        "指出",
        "消息",
        "披露",
    ]
)
"""What follows 據 when nobody is named: 據悉, 據說."""
_EVIDENCE = frozenset(["统计数据", "统计", "调查", "研究", "估计", "分析", "数据", "资料", "报告"])
"""What is none by itself (據統計，…) but with 顯示."""
_LONGEST_SOURCE = 44
"""Characters of the source behind 據. Of 91 in UD, UNER and PUD that a comma follows the longest has 43;
with 10 the F1 of indirect quotes in PUD falls from 82.8 to 81.6, with 20 and more it does not."""
_VIEW = re.compile("在(?P<source>[^，。；：！？]{1,24}?)看来(?=，)")
_WORDS = re.compile("(?:用|借用|引用|引述|套用)(?P<source>[^，。；：！？]{1,20}?)的(?:话|说法)(?:来?[说讲])?")
_PHRASES = re.compile(
    "据|根据|按照?|依据?|在(?=[^，。；：！？]{1,24}?看来，)|[引借套]?用(?=[^，。；：！？]{1,20}?的(?:话|说法))"
)
_VERB = re.compile(f"(?P<verb>{verbs.PATTERN.pattern})|(?P<phrase>{_PHRASES.pattern})")


def cues(page: Page, start: int, end: int) -> list[Cue]:
    """Return the cues of the sentence from `start` to `end`, ascending and disjoint."""
    text = page.masked
    found: list[Cue] = []
    at = start
    for token in _VERB.finditer(text, start, end):
        if token.start() < at:
            continue
        if token.lastgroup == "phrase":
            cue = _phrase(page, token.start(), start, end)
        elif verbs.WORDS.get(token.group(), ""):
            cue = _verb(page, token.start(), token.end(), start, end)
        else:
            continue
        if cue is not None:
            found.append(cue)
            at = cue.end
    return found


def _phrase(page: Page, at: int, start: int, end: int) -> Cue | None:
    text = page.masked
    clause = page.clause_start(at, start)
    if text[at] in "据根按依":
        if not _SOURCE_CUE.match(text, at):
            return None
        return _source(page, at, end)
    found = _VIEW.match(text, at, end) or _WORDS.match(text, at, end)
    if found is None or at - clause > 8:
        return None
    stop = found.end()
    content = _after(text, stop, end)
    words = f"{page.text[at : found.start('source')]}…{page.text[found.end('source') : stop]}"
    return Cue(at, stop, SOURCE, found.start("source"), found.end("source"), content, True, False, words)


def _source(page: Page, at: int, end: int) -> Cue | None:
    """Return the cue 據…報道 that begins at `at`."""
    text = page.masked
    begin = at + (2 if text[at : at + 2] in ("根据", "依据", "按照") else 1)
    limit = min(page.clause_end(begin, end), begin + _LONGEST_SOURCE)
    for found in _HEAD.finditer(text, begin, limit):
        head, until, stop = found["head"], found.start(), found.end()
        punctuated = text[stop : stop + 1] in ("，", "：")
        if not (punctuated or found["tail"] or head in _LOOSE):
            continue
        words = f"{page.text[at:begin]}…{page.text[until:stop]}"
        if not text[begin:until].strip(f" {ASIDE}"):
            if found["tail"] and head not in _HEARSAY and head not in _EVIDENCE:
                return None
            if not found["tail"] and head not in _HEARSAY:
                return None
            words = page.text[at:stop]
        return Cue(at, stop, SOURCE, begin, until, _after(text, stop, end), True, False, words)
    return None


def _after(text: str, at: int, end: int) -> int:
    """Return where the content begins behind a cue that ends at `at`, or -1 if there is none."""
    while at < end and text[at] in f"，： {ASIDE}":
        at += 1
    return at if _LETTER.search(text, at, end) else -1


_TELLING = ("告知", "提醒", "警告", "告诫")
"""What somebody may be told: 被告知, he was told, introduces what was said."""
_GOES_ON = "的之得者了过、或和与及"
"""What behind a verb makes it no cue: it belongs to a noun, or to another verb."""


def _verb(page: Page, start: int, stop: int, first: int, end: int) -> Cue | None:
    """Return the cue that begins with the verb from `start` to `stop`, or None if it is none."""
    text = page.masked
    kind = verbs.WORDS[text[start:stop]]
    clause = page.clause_start(start, first)
    head, said = text[start:stop], False
    if kind != verbs.FREE and verbs.is_noun(text, start, stop, clause):
        return None
    if stop < end and text[stop] in "着著" and verbs.PATTERN.match(text, stop + 1, end):
        stop += 1
    while (more := verbs.PATTERN.match(text, stop, end)) is not None:
        if verbs.WORDS.get(more.group()) not in (verbs.FREE, verbs.MARK, verbs.MIND, verbs.SHOW):
            break
        if verbs.SOURCE_NOUN.search(head) and text[clause:start].strip() in _THERE_IS:
            return None  # 分析指出: a noun and its verb
        stop = more.end()
        said = said or verbs.WORDS[more.group()] == verbs.FREE
        if said:
            kind = verbs.FREE
    before = text[max(clause, start - 6) : start]
    thinking = kind in (verbs.MIND, verbs.HOPE)
    passive = kind in (verbs.FREE, verbs.CLAUSE) and bool(_TOLD.search(before)) and head in _TELLING
    if not passive and (_NOT_THINKING if thinking else _NEGATED).search(before):
        return None
    if before.endswith(("的", "之")) and not (head in ("说", "说道", "喊", "问") and len(before) > 3):
        return None
    after = text[stop : stop + 1]
    if (
        before.endswith(("或", "、"))
        or (after and after in _GOES_ON)
        or (after in ("着", "著") and text[stop + 1 : stop + 2] not in ("名", "作"))
    ):
        return None
    if head in verbs.TELL and not said:
        stop_of_object = _addressed(page, stop, end)
        addressed = stop_of_object > stop
    else:
        stop_of_object, addressed = stop, False
    found = _MARKS.match(text, stop_of_object, end)
    assert found is not None
    content = _after(text, found.end(), end)
    quoted = content >= 0 and text[content] == QUOTED and content <= found.end() + 1
    colon = found[1] == "："
    if kind in (verbs.MARK, verbs.CLAUSE) and not said and not colon and _APART.match(text, content, end):
        return None
    if head in ("问", "询问", "追问", "质问", "反问") and (
        question := _QUESTION.match(text, stop_of_object, end)
    ):
        asked = question.start("word") if is_agent(question["whom"]) else max(content, stop_of_object)
        return Cue(start, stop, kind, clause, start, asked, True)
    if head in verbs.ALOUD and not (said or colon or (quoted and head not in verbs.WRITTEN)):
        return None
    if head == "说" and not (found[1] or quoted or said) and before.endswith(("会", "能", "多")):
        return None  # 會說英語
    marked = bool(found[1]) or quoted or said or (addressed and kind == verbs.FREE)
    return Cue(start, stop, kind, clause, start, content, marked, colon, page.text[start:stop], passive)


def _addressed(page: Page, at: int, end: int) -> int:
    """Return where the object ends that says to whom something is told, or `at` if there is none."""
    for name in page.names_in(at, min(end, at + 24)):
        if name[0] == at:
            return name[1]
    found = _OBJECT.match(page.masked, at, min(end, at + 24))
    return found.end() if found else at


def takes_clause(page: Page, cue: Cue, end: int) -> bool:
    """Say whether what follows a cue without a mark is a clause, and not an object (承認錯誤)."""
    ends = _ENDS.search(page.masked, cue.content, min(end, cue.content + FAR))
    stop = ends.start() if ends else min(end, cue.content + FAR)
    size = stop - cue.content
    clause = page.masked[cue.content : stop]
    if cue.kind == verbs.HOPE:
        return size >= 6 and _SUBJECT_INSIDE.match(clause) is not None
    if cue.kind == verbs.CLAUSE:
        quoted = QUOTED in clause[:_LONGEST_OBJECT]
        predicate = _PREDICATE.search(clause) is not None and not clause.startswith("自己")
        return size >= 5 and (quoted or predicate)
    if cue.kind == verbs.MIND and page.masked[cue.start : cue.end] not in ("认为", "觉得", "以为"):
        return size >= 5 and _PREDICATE.search(clause) is not None
    naming = page.masked[cue.start : cue.end] == "称" and _NAMING.match(clause)
    return size >= 3 and not naming and not _LANGUAGE.fullmatch(clause)
