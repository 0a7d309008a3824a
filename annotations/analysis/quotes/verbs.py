"""The words that introduce a quote, by what may follow them. Simplified script.

Chinese makes such words freely: 警告說, 補充道, 坦言. So the lists hold the parts, and two that stand side by
side are one cue; what makes it a quote is what follows, and who the subject is.
"""

from __future__ import annotations

import re

from annotations.analysis import lexicon
from annotations.analysis.quotes.marks import QUOTED
from annotations.expressions import alternatives

__all__ = [
    "ALOUD",
    "ATTITUDE",
    "CLAUSE",
    "FREE",
    "HOPE",
    "MARK",
    "MIND",
    "SHOW",
    "SOURCE_NOUN",
    "TELL",
    "WORDS",
    "WRITTEN",
    "is_noun",
]

FREE = "free"
"""Takes any clause, with a comma or without: 他說天氣好."""
CLAUSE = "clause"
"""Takes a clause, but an object as well (承認錯誤), so that a predicate is wanted."""
MARK = "mark"
"""Introduces a quote only with a comma, colon, quotation mark or 說, 稱, 道 behind it: 他解釋，…"""
MIND = "mind"
"""Says what somebody thinks: the subject must be one who can."""
HOPE = "hope"
"""The same, and takes a plain verb phrase that is no quote: 希望獲勝, 預計完工."""
SHOW = "show"
"""Takes a clause after a noun that is a source: 報告顯示."""

POINT = "指"
"""The verb of saying of Hong Kong, a part of many words: 控方指，… Its subject must be known."""
TELL = lexicon.words("quote_verbs_tell")
"""Verbs with whom they address between them and the content: 告訴記者，…"""
ALOUD = lexicon.words("quote_verbs_aloud")
"""Those that need a colon or a quotation mark: with a comma they are words of their own."""
WRITTEN = frozenset("叫写讲")
"""Of `ALOUD` those that even before a quotation mark only name something: 叫「小白」."""

ATTITUDE = (
    "(?:高度|深切|热烈|强烈|极大|十分|非常|最|诚挚|由衷|完全|一致|坚决|深感?|衷心|崇高|的|很)*"
    "(?:欢迎|感谢|遗憾|支持|关切|祝贺|反对|不满|慰问|哀悼|同意|赞同|理解|尊重|敬意|谴责|满意|关注|抗议|肯定"
    "|赞赏|悼念|愤慨|敬佩|认同|异议|质疑|担忧|道歉|谢意|歉意|忧虑|失望|乐观|否认|不解|痛心|震惊|无奈|愤怒)"
)
"""What may be expressed without words: 表示歡迎."""
_CONTEXTS = (
    # 科学家说, 大学说, 后来说 and 说明天 are speech, 学说, 来说 and 说明 as words are not.
    ("学说", r"(?<![大中小同科])学说"),
    ("来说", r"(?<![后近本原从])来说"),
    ("统称", r"(?<![总系传])统称"),
    ("说明", r"说明(?![天年日晚早确])"),
    ("小说", r"小说"),
    ("云", r"(?<=[人子诗书语])云(?=[，：])"),
    ("下称", r"(?<=以)下称"),
    *((f"{one}称", f"{one}称(?!，|：|[^，。；：！？]{{7}})") for one in "亦又"),
    ("所说", r"(?<![究务场融疗律])所说"),
    # 恒指 and 泛指 are words, 美国指出 and 报道指，… are not.
    *((f"{one}指", f"{one}指(?![出控责证认称斥，：])") for one in "恒沪深股道标纳期国科成综创特泛专统意"),
    ("表示", f"表示{ATTITUDE}(?=，(?!{QUOTED})|[。；！？\n]|$)"),  # an attitude that has no words
)
_NOUN_AFTER = re.compile(
    "的|之|得|者|员|权|书|信|函|性|案|片|率|期(?!待|望)|值|数|额|价|量|力|图|方案|模型|报告|结果|意见|机制|办法|范围|能力|机构|文章|声音|稿|区"
)
_NOUN_BEFORE = re.compile(
    "(?:的|这一|那一|该|此|种|个|项|份|句|番|些|发表|发布|提出|作出|做出|受到|遭到|遭|面对|引发|引起|听取|接受|表达|给予|无视|属于|一片|任何|没有|不顾"
    "|成为|签署|违反|履行|兑现|信守|官方|联合|了|做|作|受|或|和|与|及|、)$"
)

_NOUNS_TOO = lexicon.words("quote_nouns")
"""Verbs that as often are what was said: 增速預測, 外界批評."""
_CHANGED = re.compile(
    "上调|下调|上修|下修|调升|调降|调高|调低|修正|维持|[为是]|落空|出炉|不一|过于|偏[高低]|从|由[0-9]"
)
"""What happens to a forecast and makes it a noun."""
_OF_WHAT = re.compile(
    "(?:增速|增长率?|成长率?|盈利|利润|业绩|目标价?|价格|产量|销量|需求|通胀|收入|天气|人口|GDP|选情|负面|正面|网络|政策"
    "|(?:将|把|引起|引发|招致|遭到?|受到|面对|面临|回应|不顾|无视|平息|收到|听到|成为|带来|激起|掀起|接获|接到)[^，]{2,28})$"
)
"""Of what it is the forecast, or what is done with it: 將增速預測上調, 引起外界質疑."""
_ABOUT = re.compile(
    "(?:对于?(?![手方岸外象立内话比])|针对|面对|就|关于|至于|由于|因|因为|随着|有关)[^，]{2,30}$"
)
"""What a clause begins with that is about what was said: 對於外界質疑，…"""

SOURCE_NOUN = re.compile(f"(?:{alternatives(lexicon.words('quote_sources'))})$")
"""A noun for what a report stands in, at the end of a subject: 研究顯示."""

WORDS: dict[str, str] = {}
"""What kind of word each is; the empty string for words that only look like one."""
for _kind in (FREE, CLAUSE, MARK, MIND, HOPE, SHOW):
    for _word in lexicon.words(f"quote_verbs_{_kind}"):
        WORDS.setdefault(_word, _kind)
_ONLY_ALIKE = lexicon.words("quote_lookalikes") - {word for word, _ in _CONTEXTS}
for _word in _ONLY_ALIKE:
    WORDS.setdefault(_word, "")
WORDS["说明"] = WORDS["云"] = MARK


def _patterns() -> dict[str, re.Pattern[str]]:
    """Return what the words look like that begin with a character, the longest first."""
    alike: dict[str, list[str]] = {}
    for word, pattern in _CONTEXTS:
        alike.setdefault(word[0], []).append(pattern)
    for word in sorted(WORDS, key=lambda word: (-len(word), word)):
        if word not in ("说明", "云"):
            alike.setdefault(word[0], []).append(re.escape(word))
    return {first: re.compile("|".join(some)) for first, some in alike.items()}


_BY_FIRST = _patterns()
FIRST = "".join(sorted(_BY_FIRST))
"""The characters that such a word may begin with."""


def word_at(text: str, at: int, end: int) -> re.Match[str] | None:
    """Return the word of the lists, or the one that only looks like one, that begins at `at`."""
    pattern = _BY_FIRST.get(text[at : at + 1])
    return pattern.match(text, at, end) if pattern is not None else None


def is_noun(text: str, start: int, end: int, clause: int) -> bool:
    """Say whether the word from `start` to `end` is a noun here, or part of one: 的質疑, 預測模型."""
    if _NOUN_AFTER.match(text, end) or _NOUN_BEFORE.search(text, max(clause, start - 3), start):
        return True
    if text[start:end] not in _NOUNS_TOO:
        return False
    return bool(
        _CHANGED.match(text, end)
        or _OF_WHAT.search(text, max(clause, start - 30), start)
        or _ABOUT.match(text, clause, start)
    )
