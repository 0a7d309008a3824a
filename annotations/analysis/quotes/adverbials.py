"""What stands around the subject of a clause and does not name it: when, where, to whom, how."""

from __future__ import annotations

import re

from annotations.analysis import lexicon
from annotations.analysis.quotes.agents import HEAD_NOUN, is_agent
from annotations.analysis.quotes.marks import ASIDE
from annotations.analysis.quotes.page import Page
from annotations.expressions import alternatives

__all__ = ["PRONOUN", "all_adverbial", "from_left", "to_left"]

_PART_OF_DAY = "(?:[上下中]午|凌晨|清晨|早上|早晨|傍晚|晚间?|深夜)?"
_CALENDAR = (
    rf"(?:北京时间|当地时间|本地时间|美东时间)?(?:[0-9０-９]{{2,4}}年)?(?:[0-9０-９]{{1,2}}月)?[0-9０-９]{{1,2}}[日号]{_PART_OF_DAY}"
    "|(?:到了?|截至|早在|于)?[0-9]{2,4}年度?(?:[0-9]{1,2}月)?(?:[初底末]|中旬|上旬|下旬)?"
    "|[0-9]{1,2}月(?:[初底]|中旬|上旬|下旬)?|(?:这|本|上)?(?:周|星期|礼拜)[一二三四五六日天末]"
    f"|(?:今|昨|前|当|同|次|翌|隔|本|日)[{ASIDE}]*[天日晚早年午晨月]{_PART_OF_DAY}"
)
_TIMES = alternatives(lexicon.words("speech_times"))
_LEFT = re.compile(
    "(?:(?:有|某|这|那)一?(?:天|日|次|回|晚)(?![的中后前])|[0-9]{1,2}[:·][0-9]{2}(?![0-9:·])|(?:外界|另)(?=有)|但是?|不过|然而|可是|因此|所以|于是|而且|而|并且|并|且|另外|此外|对此|就此|另一方面|一方面|同样|其中|当然|例如|比如|比方|如|尽管|虽然|即使|因为|由于"
    "|至于|关于|据此|不仅|不但|甚至|反而|或者|只是|只不过|其实|事实上|实际上|总之|例如|像|与此同时|有趣的是|值得注意的是|更重要的是|接着|然后|又|也|还|仍|却|则|有(?![人些的关限线色机氧望效时])|就连|连(?=[^，。；：]{1,12}[也都])"
    f"|(?:[一-鿿]{{1,4}}[社网]|新华财经)[一-鿿]{{0,8}}(?:[0-9]{{1,2}}月)?[0-9]{{1,2}}日(?:专|综合外)?[电讯]|本报[^，。：]{{0,6}}讯"
    f"|原来|原本|正如|诚如|就像|如同|例如|近来|{_TIMES}|{_CALENDAR}|[\\s{ASIDE}·—–\\-*•>#]|在(?:会上|会后|现场|那里|这里))"
)
_ADVERBS = lexicon.words("speech_adverbs", "speech_times")
_ADVERBS |= {word.replace("着", "著") for word in _ADVERBS}  # 笑著 stays so in simplified script
_LONGEST_ADVERB = max(map(len, _ADVERBS))
_CALENDAR_END = re.compile(f"(?:{_CALENDAR})$")
_CALENDAR_LAST = frozenset("日号天晚早年午晨月夜间初底末旬一二三四五六上")
_BLANK = frozenset(f" \t\n\r\u3000\xa0{ASIDE}")
_MANNER = re.compile("(?<=[一-鿿]{2})[一-鿿]{2,4}地$")
_PHRASE = re.compile(
    # A phrase with a preposition, from its first character to the verb.
    "(?:(?<![绝反针相比核派配敌应校])(?<!(?<!方)面)对(?![外手立象方冲华于])|(?<![方走趋面取转流意导动倾志偏外内单双])向(?![来往导日])|(?<![成造迁早也])就(?![业是读职任])"
    "|(?<![参给])与|(?<![共总饱温缓中平谐])和(?![平谐解气])|(?<![合共相不如连赞认等])同(?![时日样事学意志胞])|跟(?![踪进随])|(?<![供补交])给"
    "|(?<![现正存实所潜内外自旨不])在(?![野职校线场位逃押])|针对|[通透]过|透过|随着|(?<!方)面对|借由|藉由|经由|根据|按照|(?<![可所难加得予足])以(?![色列及后前来上下外内为])|当(?!局|事|地|选|天|年|代|权)"
    "|(?<![位属由关至等基终过鉴])于(?!是)|(?<![利运使引采启雇])用(?![户品人]))"
    "[^，。；：]{1,60}$"
)
_WHILE = re.compile(
    # 會見…時: a verb phrase that says on which occasion, from its verb on.
    "(?:在|于|当|会见|接见|接受|受访|出席|参加|参与|谈到|谈及|提到|提及|说到|讲到|回应|回复|回覆|回答|介绍|主持|答|视察|考察|访问|抵达|面对|被问|被记者|应询|召开|举行|举办|发表|发布|接听|致电|通电话|会谈|会晤"
    "|与|和|同|跟|就|对|向|针对|谈|走访|到访|前往|离开|质询|备询|召集|率团|宣布|总结|解释|评论|分析|开幕|致辞|作证|发文|发推|在|得知|听闻|获悉|看到|出庭|求情|判|作供|陈词|拜票|扫街|站台|视导|巡视|落区|出战|赢球|输球|夺冠|卸任|就任|上任|当选)"
    "[^，。；：]{0,60}(?:时|后|时候|之际|之后|期间|会上|过程中|当中|中|上|里|间|内|前|之余)$"
)
_WHEN = ("时", "后", "之际", "期间", "之余", "当中", "过程中")
_WHILE_LAST = frozenset("时后候际间会上中里内前余")
"""The last characters of such a phrase: where there is another, none is looked for."""
_CITING = re.compile(
    "(?:回覆|回复|回应|答复)[^，。；：]{0,10}(?:查询|提问|询问|访问)$|(?:引述|援引|引用|转引|征引|转述|借用|套用)[^，。；：]{1,30}$"
)
"""Whose words or figures somebody passes on: 引述民調指出."""
_TO_WHOM = "向跟给"
"""Prepositions with which no word for people begins: 向警員 is none, as 對方 and 與會者 are."""
PRONOUN = re.compile("(?:他|她|牠|它|其)(?:本人|自己)?$|(?:他|她|它)们$|[我咱]们?$|本人$|笔者$|[你您]们?$")
"""A pronoun at the end of a subject."""


def from_left(page: Page, start: int, end: int) -> int:
    """Return where the subject of the clause from `start` to `end` may begin, behind when and but.

    What a name begins with is neither: 連 of 連戰, 周一 of 周一鳴.
    """
    while start < end:
        found = _LEFT.match(page.masked, start, end)
        name = page.name_of(found.end()) if found is not None else None
        if found is None or (name is not None and name[0] < found.end()):
            break
        start = found.end()
    return start


def all_adverbial(page: Page, start: int, end: int) -> bool:
    """Say whether the clause from `start` to `end` only says when or on which occasion: 賽後, 受訪時."""
    text = page.masked
    at = from_left(page, start, end)
    while at < end:
        found = _WHILE.match(text, at, end)
        if found is not None:
            return True
        end = _adverb(text, at, end)
        if end < 0:
            return False
    return True


def to_left(page: Page, start: int, end: int) -> int:
    """Return where the noun phrase that begins at `start` ends, before whatever is no part of it."""
    text = page.masked
    while end > start:
        # How far back is looked bounds the cost: 80 characters for a phrase, 20 for adverbs, 7 for a
        # manner. Chosen.
        low = max(start, end - 80)
        if any(name[1] == end for name in page.names_in(max(start, end - 40), end)):
            phrase = _outside(page, _PHRASE, low, end)
            citing = _outside(page, _CITING, max(start, end - 40), end)
            if citing is not None and citing.start() > start:
                phrase = citing
            if phrase is not None and phrase.start() == start and text[start] in _TO_WHOM:
                return start  # 並向李四表示: who speaks was said before
            if phrase is None or text[phrase.start()] in "和与同" or phrase.start() == start:
                return end
            end = phrase.start()
            continue
        cut = _after_noun(page, start, end)
        if cut < 0:
            cut = _adverb(text, max(start, end - 20), end)
        if cut < 0:
            found = (
                (_outside(page, _WHILE, low, end) if text[end - 1] in _WHILE_LAST else None)
                or _outside(page, _CITING, max(start, end - 40), end)
                or _MANNER.search(text, max(start, end - 7), end)
            )
            if found is None:
                found = _outside(page, _PHRASE, low, end)
                if found is not None and text[found.start()] in "和与":
                    found = None
            if found is not None and not (found.start() == start and _who(text, start, end)):
                cut = found.start()
            else:
                cut = _occasion(page, start, end)
                if cut < 0:
                    return end
        end = cut
    return end


def _after_noun(page: Page, start: int, end: int) -> int:
    """Return where a deed begins behind a word for who speaks, 開案陳詞時 of 控方開案陳詞時, or -1."""
    if not page.masked.endswith(_WHEN, start, end):
        return -1
    noun = HEAD_NOUN.match(page.masked, start, end)
    if noun is None or any(name[2] == "PER" for name in page.names_in(noun.end(), end)):
        return -1
    return noun.end() if noun.end() < end else -1


def _occasion(page: Page, start: int, end: int) -> int:
    """Return where a deed begins that only says when, 簡報案情 of 陳志明簡報案情時, or -1."""
    if not page.masked.endswith(_WHEN, start, end):
        return -1
    text = page.masked
    inside = page.names_in(start, min(end, start + 40))
    for name in inside:
        if name[2] == "PER" and name[1] < end and "的" not in text[name[1] : end]:
            return name[1]
    if inside and inside[0][0] == start and inside[0][2] == "ORG" and inside[0][1] < end:
        return inside[0][1]
    return -1


def _adverb(text: str, start: int, end: int) -> int:
    """Return where the adverb or the time begins that ends at `end`, or -1."""
    if text[end - 1] in _BLANK:
        return end - 1
    cut = -1
    for size in range(min(_LONGEST_ADVERB, end - start), 0, -1):
        if text[end - size : end] in _ADVERBS:
            cut = end - size
            break
    if text[end - 1] in _CALENDAR_LAST:
        found = _CALENDAR_END.search(text, start, end)
        if found is not None and (cut < 0 or found.start() < cut):
            cut = found.start()
    return cut


def _outside(page: Page, pattern: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
    """Return the first match that does not begin with or inside a name, as 在 of 劉在錫 and 于 of 于偉 do."""
    while (found := pattern.search(page.masked, start, end)) is not None:
        inside = page.name_of(found.start())
        if inside is None:
            break
        start = inside[1]
    return found


def _who(text: str, start: int, end: int) -> bool:
    """Say whether a short phrase is a pronoun or a noun for people: 對方 and 與會者 begin like a phrase."""
    return (
        end - start <= 4
        and text[start] not in _TO_WHOM
        and (is_agent(text[start:end]) or PRONOUN.search(text[start:end]) is not None)
    )
