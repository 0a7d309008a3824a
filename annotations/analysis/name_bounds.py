"""Where a name begins and ends: with a letter or a digit, and not in the middle of another word.

The tagger ends a name one character late where a verb follows that it does not know (黃國章砲|轟), takes
the day or the haste for part of it (行政院儘速), and the end of a byline too (財經早報訊).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis import lexicon
from annotations.analysis.grammar import Found
from annotations.expressions import BLANK

__all__ = ["closed", "fit"]

_BYLINE_END = re.compile("(?<=[报社网刊])[讯电]$|(?<=台)讯$")
"""本報訊, 新華網訊: what ends a byline behind the paper that it names. 騰訊 and 國電 are names."""
_HEADLINE_VERBS = "吁呛轰"
_BEFORE_HEADLINE_VERB = frozenset("呼回怒炮砲狠痛反开猛再又齐也仍曾频互昨今竟被遭")
"""What makes one word with them, or stands between name and verb: 呼吁, 回呛, 王毅昨吁."""
_BLANKS = re.compile(f"[{BLANK}]")
_DAY = re.compile("[昨今](?![川井村野泉])")
"""At the head of a clause of the press of Taiwan and Hong Kong: 今李家超晤. The others are names of Japan."""
_CONNECTIVES = "则也亦仍却"
_SAYS = re.compile("[说称指在对以于将是认表坦直]")
_DAY_OF_MONTH = re.compile("前(?=[0-9]{1,2}日)")
"""Nobody writes 前27日 of a day: the 前 belongs to the name before."""
_VENUE = re.compile("(?<=..)(?:体育馆|体育场|足球场|棒球场|综艺馆|巨蛋|竞技场|游泳馆|网球馆|篮球馆|滑冰馆)$")
_MAYOR = re.compile("[市县]长")
_POLITE = re.compile("(?:先生|女士)$")
_ROYAL = re.compile("(?<=..)(?:公主|王子|天皇|可汗)$")
_TITLE_ENDS = frozenset("生士主子皇汗")
_PREPOSITIONS = "于应由"
"""Surnames too, but not before a string of sounds."""
_OF_HIS = re.compile("之(?=[父母子女妻夫兄弟姐妹祖孙侄师友])")
_HAD = re.compile("[曾已亦仍](?=[任在获被为是于向对参与因从经多两一将受赴率与和])")
_AREA = re.compile("(?<=..)(?:(?:大|[东西南北中]{1,2})部)?(?:地区|市区|流域)$")
_PREFECTURES = re.compile(
    "(?:阿里|塔城|阿勒泰|喀什|和田|阿克苏|大兴安岭|日喀则|山南|林芝|昌都|那曲|吐鲁番|哈密|毕节|铜仁)地区$"
)
"""Of the mainland, of which 地区 is the rank; those that were until 2018 are still written of."""
_TWICE = re.compile("(?:市市|县县|省省|区区)$")
_BELONGING = "定立属级营管辖府政"
_FIXTURE = re.compile("(?<=..)(?:德比|[主客]场)$|(?<=队)两队$")
_DIGITS = "0123456789"
_FAMILIAR = "老小阿"
_EDGE_SIZES = (3, 2, 1)
_OPEN, _CLOSE = "（(", "）)"


def fit(simple: str, name: Found) -> None:
    """Take off a name what is not part of it; nothing may be left."""
    first = simple[name.start + 1 : name.end][:1]
    if name.type == "PER" and _DAY.match(simple, name.start) and first in lexicon.words("surnames"):
        name.start += 1
        if name.end - name.start == 1:  # 今李|家超: the tagger lost the given name
            name.end = name.start
            return
    _off_verb(simple, name)
    _up_to_verb(simple, name)
    _off_edges(simple, name)
    _off_connective(simple, name)
    _person(simple, name)
    _place(simple, name)
    _of_japan(simple, name)
    _retyped(simple, name)
    if name.type == "ORG":
        end = _BYLINE_END.search(simple[name.start : name.end])
        name.end -= end is not None
        fixture = _FIXTURE.search(simple, name.start, name.end)
        name.end = fixture.start() if fixture else name.end  # 曼城+德比, 汉堡+主场
    _bare(simple, name)
    if name.end - name.start == 1 and _among_blanks(simple, name):
        name.end = name.start


def closed(simple: str, found: Sequence[Found]) -> list[Found]:
    """Return names in which every bracket has its partner.

    The tagger cuts 中国（上海）自由贸易试验区 before its bracket: the parts become one. Where there is no
    other part, the name ends before its bracket or begins behind it.
    """
    whole: list[Found] = []
    for name in found:
        opened = closing = -1
        for at in range(name.start, name.end):
            if simple[at] in _OPEN:
                opened = at
            elif simple[at] in _CLOSE:
                if opened < 0:
                    closing = at
                opened = -1
        last = whole[-1] if whole else None
        if closing >= 0:
            if last is not None and last.end == name.start - 1 and simple[last.end] in _OPEN:
                name.start = last.start
                whole.pop()
            else:
                name.start = closing + 1
        if opened >= 0:
            name.end = opened
        whole.append(name)
    return whole


def _off_verb(simple: str, name: Found) -> None:
    """End a person's name before the verb that begins with its last character (卓荣棋昨强|调)."""
    if name.type != "PER" or simple[name.end - 1 : name.end + 1] not in lexicon.words("verbs_after_names"):
        return
    if name.end - name.start == 2 and name.start and simple[name.start - 1] in _FAMILIAR:
        name.start -= 1  # 老周点|点头
    first = simple[name.start]
    if name.end - name.start > 2 and (first in _FAMILIAR or first in lexicon.words("surnames")):
        name.end -= 1
        # Why the tagger doubted it is known now; that it is a name is no surer for that.
        name.chance = max(name.chance, 0.5)


def _up_to_verb(simple: str, name: Found) -> None:
    """Let a name of two characters reach to the one-character verb of a headline (陈其|迈吁市民)."""
    if (
        name.type != "PER"
        or name.end - name.start != 2
        or simple[name.start] not in lexicon.words("surnames")
    ):
        return
    between, verb = simple[name.end : name.end + 1], simple[name.end + 1 : name.end + 2]
    if between + verb in lexicon.words("verbs_after_names"):
        return  # 林太忆述
    if verb and verb in _HEADLINE_VERBS and between.isalpha() and between not in _BEFORE_HEADLINE_VERB:
        name.end += 1
        name.chance = min(name.chance, 0.5)


def _off_connective(simple: str, name: Found) -> None:
    """End a person's name before what joins it to its verb (杜锋则|表示); 何咏前|27日 keeps its end."""
    if name.type != "PER" or simple[name.start] not in lexicon.words("surnames"):
        return
    if name.end - name.start == 2 and _DAY_OF_MONTH.match(simple, name.end):
        name.end += 1
    elif (
        name.end - name.start == 2
        and simple[name.end - 1] in "並并亦续仍"
        and simple[name.end : name.end + 2] in lexicon.words("verbs_after_names")
    ):
        name.end -= 1  # 谢並|强调, who is told by the surname
        name.chance = min(name.chance, 0.5)
    elif (
        name.end - name.start == 3
        and simple[name.end - 1] in _CONNECTIVES
        and simple[name.start : name.start + 2] not in lexicon.words("japanese_surnames")
        and (
            simple[name.end : name.end + 2] in lexicon.words("verbs_after_names")
            or _SAYS.match(simple, name.end)
        )
    ):
        name.end -= 1
        name.chance = max(name.chance, 0.6)


def _person(simple: str, name: Found) -> None:
    """Take off a person the title behind, the preposition before, and what begins the words behind.

    The tagger has 张三丰|先生 but 张先生, 义安公主 (of UNER's, MSRA's and Resume's people that end so 106 of
    108 are without it), 于皮萨罗 of 相对于皮萨罗的, 吴之 of 吴之父亲 and 吴曾 of 吴曾任.
    """
    if name.type != "PER":
        return
    if simple[name.end - 1] in _TITLE_ENDS:
        title = _POLITE.search(simple, name.start + 1, name.end) or _ROYAL.search(
            simple, name.start, name.end
        )
        name.end = title.start() if title else name.end
    sounds = lexicon.words("transliteration_characters")
    if simple[name.start] in _PREPOSITIONS and name.end - name.start > 3:
        name.start += sounds.issuperset(simple[name.start + 1 : name.end])
    last = name.end - 1
    if last - name.start == 1 and simple[name.start] in lexicon.words("surnames"):
        name.end -= bool(_OF_HIS.match(simple, last) or _HAD.match(simple, last))


def _place(simple: str, name: Found) -> None:
    """Take off a place what only says how much around it is meant, and the 市 of 市定, the 县 of 县政府."""
    if name.type != "LOC":
        return
    # Of places that end so UNER, MSRA and People's Daily have 59 without it and 1 with it, CLUENER 3 and 6.
    area = _AREA.search(simple, name.start, name.end) if simple[name.end - 1] in "区域" else None
    if area and not _PREFECTURES.search(simple, name.start, name.end):
        name.end = area.start()
    if name.end - name.start > 3 and _TWICE.search(simple, name.start, name.end):
        name.end -= simple[name.end : name.end + 1] in _BELONGING


def _of_japan(simple: str, name: Found) -> None:
    """Add its surname to a Japanese given name (石井|章夫), take off a joint before a verb (冈本和真|则)."""
    surnames, given = lexicon.words("japanese_surnames"), lexicon.words("japanese_given_names")
    if name.type != "PER":
        return
    two = name.end - name.start == 2 and name.start > 1
    chinese = simple[name.start] in lexicon.words("surnames") and simple[name.start : name.end] not in given
    if two and not chinese and simple[name.start - 2 : name.start] in surnames:
        name.start -= 2
    elif (
        simple[name.end - 1] in _CONNECTIVES
        and simple[name.start : name.start + 2] in surnames
        and simple[name.start + 2 : name.end - 1] in given
    ):
        name.end -= 1


def _retyped(simple: str, name: Found) -> None:
    """Take a hall or a ground for a place (澳门银河综艺馆), and the town before its mayor (基隆|市长)."""
    if name.type == "ORG" and _VENUE.search(simple, name.start, name.end):
        name.type = "LOC"
    if name.type != "PER":
        return
    first = simple[name.start]
    if _MAYOR.match(simple, name.end) and first not in lexicon.words("surnames") and first not in _FAMILIAR:
        name.type = "LOC"
    while name.end - name.start > 2 and simple[name.end - 1] in _DIGITS and not simple[name.start].isascii():
        name.end -= 1  # 林家正|3安


def _off_edges(simple: str, name: Found) -> None:
    """Take off what says when or how (昨, 儘速), before a name or behind it."""
    adverbs = lexicon.words("edge_adverbs")
    for size in _EDGE_SIZES:
        if name.end - name.start - size >= 2 and simple[name.end - size : name.end] in adverbs:
            name.end -= size
        if name.end - name.start - size >= 2 and simple[name.start : name.start + size] in adverbs:
            name.start += size


def _bare(simple: str, name: Found) -> None:
    """Take off what is neither letter nor digit; of 中国（上海） the whole bracket goes."""
    while name.start < name.end and not simple[name.start].isalnum():
        name.start += 1
    while name.start < name.end and not simple[name.end - 1].isalnum():
        name.end -= 1
        if simple[name.end] in _CLOSE:
            opened = max(simple.rfind(mark, name.start, name.end) for mark in _OPEN)
            name.end = opened if opened >= 0 else name.end


def _among_blanks(simple: str, name: Found) -> bool:
    """Tell whether a character stands between white space: a letter of a word that was spaced out."""
    around = simple[max(0, name.start - 1) : name.end + 1]
    return name.type == "PER" and _BLANKS.search(around) is not None
