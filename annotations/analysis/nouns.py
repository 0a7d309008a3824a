"""Names that are nouns to the tagger: armies, heavenly bodies, products with Chinese names, clubs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis import lexicon
from annotations.analysis.grammar import Found, disjoint
from annotations.analysis.short_places import short_places
from annotations.analysis.tagger import Word
from annotations.expressions import lazily

__all__ = ["with_nouns"]


def _any(name: str) -> str:
    return "|".join(sorted(lexicon.words(name), key=lambda word: (-len(word), word)))


_BEATEN = lazily(
    f"(?:{_any('match_verbs')}|迎战|客战|主场|客场)({_any('clubs_of_other_words')})(?=[^\u4e00-\u9fff]|$|队|后|之后|和)"
)
"""A club behind the verb of a match: 力克|勇士. Towns and common nouns are clubs there."""
_BEATING = lazily(
    f"(?:^|[，；。、（])({_any('clubs_of_other_words')})(?=(?:[主客]场|在?[主客]场以?|以)?"
    f"(?:[0-9]{{1,3}}(?:比|[:：-])[0-9]{{1,3}})?(?:{_any('match_verbs')}))"
)
"""A club at the head of a clause, before such a verb: 活塞|负于."""
_ARMY = re.compile(
    "(?:[中美英法德俄日韩朝苏以印越奥波意土希明清宋元唐汉隋魏蜀吴晋秦楚齐燕金辽国共淮湘川滇粤桂奉藏]军|清兵|解放军|义勇军|八路军|新四军)"
    "(?![事官人舰机区衔衣校])"
)
"""By the first character of a country, a dynasty or a province, or by what an army is called in China."""
_ARMY_ENDS = ("军", "兵")
_DYNASTIES = frozenset("明清宋元唐汉隋魏蜀吴晋秦楚齐燕金辽白")
_WAR = re.compile("[攻败兵敌击率战守围降]|将军|大军")
"""In the sentence of an army that has the shape of a person: 宋军, 魏军."""
_BODY_IN_SPACE = frozenset(
    [
        "地球",
        "月球",
        "火星",
        "木星",
        "金星",
        "水星",
        "土星",
        "天王星",
        "海王星",
        "冥王星",
        "银河系",
        "太阳系",
        "银河",
    ]
)
"""Places for UNER, MSRA and People's Daily (75 against 8); 太阳 is the shine as often (25 against 24)."""


def with_nouns(simple: str, words: Sequence[Word], found: list[Found]) -> list[Found]:
    """Add armies (日军, 清军), heavenly bodies, places of one character, products, and clubs that lost."""
    nouns = short_places(simple, words)
    for word in words:
        text = simple[word.start : word.end]
        if text[-1:] in _ARMY_ENDS and word.tag in ("n", "j", "nz") and _army(simple, word):
            nouns.append(Found(word.start, word.end, "ORG", word.chance))
        elif text in _BODY_IN_SPACE and word.tag in ("n", "nz", "PER"):
            nouns.append(Found(word.start, word.end, "LOC", 0.9))
        elif _product(text, word.tag):
            nouns.append(Found(word.start, word.end, "PRODUCT", word.chance))
    if lexicon.expression("match_words").search(simple):
        for clubs in (_BEATEN(), _BEATING()):
            nouns.extend(Found(*club.span(1), "ORG", 0.9) for club in clubs.finditer(simple))
    for name in found:
        two = name.type == "PER" and name.end - name.start == 2 and simple[name.end - 1] == "军"
        if two and simple[name.start] in _DYNASTIES and _WAR.search(simple):
            name.type = "ORG"
    return disjoint([*nouns, *found]) if nouns else found


def _army(simple: str, word: Word) -> bool:
    army = _ARMY.match(simple, word.start)
    return army is not None and army.end() == word.end


def _product(text: str, tag: str) -> bool:
    return text in lexicon.words("products") or (
        tag == "nz" and text in lexicon.words("products_of_other_words")
    )
