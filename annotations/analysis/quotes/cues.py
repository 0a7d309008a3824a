"""The verbs and phrases of a sentence that introduce a quote, and what of the sentence they govern.

A verb is a cue by what stands around it. Before it: no 的 that makes it a noun, no 沒有 or 可以. Behind it: a
comma, a colon, a quotation mark, or a clause.
"""

from __future__ import annotations

import re

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.cue import Cue
from annotations.analysis.quotes.marks import ASIDE, QUOTED
from annotations.analysis.quotes.page import FAR, Page
from annotations.analysis.quotes.reports import PHRASES, content_after, phrase

__all__ = ["cues"]


_NEGATED = re.compile(
    "(?:(?:可能|或许|也许)会|(?<=[他她我你们都也就才还只总人])会|(?:要求|敦促|促请|责成|恳请|吁请)[^，]{1,14}|没有?|未|尚未|未曾|拒绝|不愿意?|不肯|无法|不能|不便|如何|怎么|怎样|什么|若|如果|可以|(?<![许认])可|(?<![回供反效响对侍])应该?|难以|很难|不得|(?<![理思梦])想要?|不敢|不应"
    "|不必|无须|无需|不再|(?<![特区识])别|(?<![申邀])请|(?<![后近本原从])来|(?<![过])去|(?<![主需])要|(?<![究务场融疗律诊派])所|被|遭|受|让|以便|值得|令人|(?<![如老总都])是|如|譬如|(?<![可所难加得予足])以|用|等于|意味|俗话|常言|谁|只能|必须|禁止|避免|停止)$"
)
_NOT_THINKING = re.compile(
    "(?:(?:让|使|令)[^，]{1,14}|(?<=[们都也就才还只总人])会|没有|被|遭|受|所|如果|若|可以|令人|让人|使人|难以|很难|(?<![申邀])请|的)$"
)
_TOLD = re.compile("被$")
_PERSON = (
    "(?:我们|你们|他们|她们|我|你|他|她|大家|对方"
    "|[^，。：；！？"
    f"{QUOTED}"
    "]{0,14}?(?:记者|媒体|人士|法院|法庭|议员|民众|观众|听众|家长|学生|员工|警方|当局|粉丝|网友|读者|用户|公众|世人|社|报|新闻网|电视台|日报|时报|周刊|先生|女士|们))"
)
_OBJECT = re.compile(f"{_PERSON}(?=[^的])")
_WHOM = re.compile(f"[^，。：；！？…{QUOTED}]{{1,20}}?(?=(?:说|称|道|表示|指出)?[，：{QUOTED}])")
_TOLD_WHOM = re.compile(f"[^，。：；！？…{QUOTED}]{{1,40}}?(?=(?:说|道|称)?：{QUOTED})")
_MARKS = re.compile(f"[{ASIDE} ]*(?:说道|说|称|道|指出|表示)?[{ASIDE} ]*([，：]?) *")
_APART = re.compile(
    "(?:并|并且|但|但是|而|又|后|然后|随后|不过|且|却|所以|因此|以及|用以|从而|同时)(?![^，]{0,2}[不非])"
)
"""What goes on with another deed, so that the verb before the comma had no content."""
_THERE_IS = frozenset(("", "有", "也有", "另有", "还有", "但", "不过", "另据"))
_QUESTION = re.compile(
    "(?P<whom>[^，。]{0,12}?)(?P<word>是否|会不会|有没有|能不能|是不是|为何|为什么|谁|什么|如何|怎么|哪)"
)
_FIRST = re.compile(f"[{verbs.FIRST}据根按依在引援转借套用正诚恰就如]")


def cues(page: Page, start: int, end: int) -> list[Cue]:
    """Return the cues of the sentence from `start` to `end`, ascending and disjoint."""
    text = page.masked
    found: list[Cue] = []
    at = start
    while (first := _FIRST.search(text, at, end)) is not None:
        at = first.start()
        cue = None
        word = verbs.word_at(text, at, end)
        if word is not None and not (word.group() == "转述" and PHRASES.match(text, at, end)):
            at = word.end()
            if verbs.WORDS.get(word.group(), ""):
                cue = _verb(page, word.start(), word.end(), start, end)
        elif (opening := PHRASES.match(text, at, end)) is not None:
            cue = phrase(page, at, start, end)
            at = opening.end()
        else:
            at += 1
        if cue is not None:
            found.append(cue)
            at = max(at, cue.end)
    return found


_WHAT_OF = re.compile(f"[^，。：；！？…{QUOTED}]{{1,30}}(?=：{QUOTED}{{6}})")
"""What a verb is about whose words follow behind a colon: 批評政府政策緩慢：「…」."""
_OCCASION = re.compile("(?<![同当小及随准临届平按此暂])时(?:候|刻)?$")
_OF_WHOM = (
    "评价",
    "点评",
    "描述",
    "调侃",
    "揶揄",
    "奚落",
    "挖苦",
    "讥讽",
    "夸赞",
    "赞叹",
    "取笑",
    "回忆",
    "斥",
    "批",
    "轰",
    "讽",
    "骂",
    "呛",
    "赞",
    "酸",
    "怼",
)
_WHOM_QUOTED = re.compile(f"[^，。：；！？…{QUOTED}的]{{1,8}}{QUOTED}{{6}}")
"""Of whom such a verb says something in marks: 評價他「話不多，幹活實在」."""
_TELLING = ("告知", "提醒", "警告", "告诫")
"""What somebody may be told: 被告知, he was told, introduces what was said."""
_GOES_ON = "的之得者了过、或和与及"
"""What behind a verb makes it no cue: it belongs to a noun, or to another verb."""
_ONCE = re.compile(
    f"[过了](?:[我你您他她]们?)?(?:这?一?[句番声席段](?:话|名言)?)?(?=[，：]?{QUOTED})|得[^，。：；]{{1,8}}(?=：{QUOTED})"
)
"""What may stand between a verb and what was said: 曾說過：「…」, 說了一句「…」."""
_ATTITUDE = re.compile(f"{verbs.ATTITUDE}[^，。：；！？{QUOTED}]{{0,8}}(?=[，：]{QUOTED})")
_THUS = re.compile("(?:这样|这么|如此|如是)$")
_ASKING = ("问", "询问", "追问", "质问", "反问")
_WORDS_SAID = re.compile("(?:[这那此]|起|出|完)?(?:[一几]?[句番席段些])?话(?!剧|语|题|音|锋|筒)")
"""An object of 說 that is no content: 說這句話時."""
_SAYS_SO = re.compile("(?:会|能|多)$")


def _verb(page: Page, start: int, stop: int, first: int, end: int) -> Cue | None:
    """Return the cue that begins with the verb from `start` to `stop`, or None if it is none."""
    text = page.masked
    clause = page.clause_start(start, first)
    head = text[start:stop]
    if verbs.WORDS[head] != verbs.FREE and verbs.is_noun(text, start, stop, clause):
        return None
    chain = _chain(text, start, stop, clause, end)
    if chain is None:
        return None
    stop, kind, said = chain
    before = text[max(clause, start - 18) : start]
    passive = kind in (verbs.FREE, verbs.CLAUSE) and bool(_TOLD.search(before)) and head in _TELLING
    if not passive and _is_other(text, start, stop, before, kind):
        return None
    attitude = _ATTITUDE.match(text, stop, end) if head == "表示" else None
    if attitude is not None:
        stop = attitude.end()  # 表示滿意，「…」
    once = _ONCE.match(text, stop, end)
    to = stop if said or once else _addressed(page, stop, end, kind, head)
    found = _MARKS.match(text, once.end() if once else to, end)
    assert found is not None
    if kind in (verbs.CLAUSE, verbs.MARK) and not (said or found[1]):
        before_colon = _WHAT_OF.match(text, to, end)
        if before_colon is not None:
            found = _MARKS.match(text, before_colon.end(), end)
            assert found is not None
    content = content_after(text, found.end(), end)
    quoted = content >= 0 and text[content] == QUOTED and content <= found.end() + 1
    colon = found[1] == "："
    if _THUS.search(before) and not (colon or quoted):
        content = -1  # 「…」他這樣評價這座橋: it was said before
    if content >= 0 and not (said or colon) and _is_deed(text, kind, content, end):
        return None
    if content >= 0 and not (found[1] or quoted or said) and _only_when(page, clause, content, head, end):
        return None
    if head in _ASKING and (question := _QUESTION.match(text, to, end)):
        asked = question.start("word") if is_agent(question["whom"]) else max(content, to)
        return Cue(start, stop, kind, clause, start, asked, True)
    if head == "说" and not (found[1] or quoted) and _WORDS_SAID.match(text, stop, end):
        return None
    if head in verbs.ALOUD and not (
        said or colon or (quoted and (found[1] or head not in verbs.WRITTEN)) or content < 0
    ):
        return None
    if head == "说" and not (found[1] or quoted or said) and _SAYS_SO.search(before):
        return None  # 會說英語
    praised = head in _OF_WHOM and _WHOM_QUOTED.match(text, content, end) is not None
    marked = bool(found[1]) or quoted or praised or said or (to > stop and kind == verbs.FREE)
    return Cue(start, stop, kind, clause, start, content, marked, colon, page.text[start:stop], passive)


def _only_when(page: Page, clause: int, content: int, head: str, end: int) -> bool:
    """Say whether a clause only says when something was asked or said: 當記者追問由誰負責時，…."""
    stop = page.clause_end(content, end)
    if page.masked[stop : stop + 1] != "，" or not _OCCASION.search(page.masked, content, stop):
        return False
    return head in _ASKING or page.masked[clause : clause + 1] in ("当", "每")


def _chain(text: str, start: int, stop: int, clause: int, end: int) -> tuple[int, str, bool] | None:
    """Return where verbs end that are one cue (警告稱), of which kind it is, and if it has 說 in it.

    None for a noun and its verb, 分析指出.
    """
    head, said = text[start:stop], False
    kind = verbs.WORDS[head]
    if stop < end and text[stop] in "着著" and verbs.word_at(text, stop + 1, end):
        stop += 1
    while (more := verbs.word_at(text, stop, end)) is not None:
        word = more.group()
        if word == verbs.POINT:
            if text[more.end() : more.end() + 1] not in ("，", "：", "", QUOTED):
                break
        elif verbs.WORDS.get(word) not in (verbs.FREE, verbs.MARK, verbs.MIND, verbs.SHOW):
            break
        nameless = text[clause:start].strip() in _THERE_IS and text[clause - 1 : clause] != QUOTED
        if verbs.SOURCE_NOUN.search(head) and nameless:
            return None
        stop = more.end()
        said = said or word == verbs.POINT or verbs.WORDS[word] == verbs.FREE
        if said:
            kind = verbs.FREE
    return stop, kind, said


def _is_other(text: str, start: int, stop: int, before: str, kind: str) -> bool:
    """Say whether a verb is denied, wanted or asked for, or belongs to a noun, by what stands around it."""
    head = text[start:stop]
    if (_NOT_THINKING if kind in (verbs.MIND, verbs.HOPE) else _NEGATED).search(before):
        return True
    if before.endswith(("的", "之")) and not (head in ("说", "说道", "喊", "问") and len(before) > 3):
        return True
    after = text[stop : stop + 1]
    if before.endswith(("或", "、")) or (
        after in ("着", "著") and text[stop + 1 : stop + 2] not in ("名", "作")
    ):
        return True
    return bool(after) and after in _GOES_ON and not _ONCE.match(text, stop)


def _is_deed(text: str, kind: str, content: int, end: int) -> bool:
    """Say whether what follows a comma is another deed, so that the verb before it had no content."""
    if kind not in (verbs.MARK, verbs.CLAUSE):
        return False
    if _APART.match(text, content, end):
        return True
    word = verbs.word_at(text, content, end)  # 他回應，直言…: the second verb has the content
    return word is not None and verbs.WORDS.get(word.group()) == verbs.FREE and text[content - 1] in "， "


def _addressed(page: Page, at: int, end: int, kind: str, head: str) -> int:
    """Return where the object ends that says to whom something is told, or `at` if there is none."""
    if head not in verbs.TELL:
        return at
    text = page.masked
    limit = min(end, at + 24)
    names = page.names_in(at, limit)
    whole = _WHOM.match(text, at, limit)
    if whole is not None and (text[whole.end()] != QUOTED or kind != verbs.CLAUSE):
        stop = whole.end()
        said_to = whole.group().rstrip(ASIDE)
        if is_agent(said_to) or any(name[1] - at == len(said_to) for name in names):
            return stop
    told = _TOLD_WHOM.match(text, at, min(end, at + FAR))
    if told is not None and kind == verbs.FREE:
        return told.end()
    if kind == verbs.CLAUSE:
        return at  # 呼籲民眾冷靜: what they shall do belongs to it
    for name in names:
        if name[0] == at:
            return name[1]
    found = _OBJECT.match(text, at, limit)
    return found.end() if found else at
