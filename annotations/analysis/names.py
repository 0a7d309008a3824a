"""The names of a sentence.

They are the tagger's, put together by the rules of `grammar`, the Latin ones of `latin`, and what a few rules
find that both miss. What one mention says of another is asked in `mentions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis import latin, lexicon
from annotations.analysis.grammar import Found, assemble, disjoint
from annotations.analysis.name_bounds import closed, fit
from annotations.analysis.name_doubts import no_name
from annotations.analysis.nouns import with_nouns
from annotations.analysis.organisations import mended, without_country
from annotations.analysis.ranges import between, touched
from annotations.analysis.tagger import Word
from annotations.expressions import HAN
from annotations.model.article import Name

__all__ = ["CERTAIN", "find"]

CERTAIN = 0.6
"""Below this probability of the tagger a name is marked as uncertain.

Of the names below it that are kept 43 of 100 are right, of those above 73 (UNER Chinese GSD, train and dev,
4,497 sentences in traditional script; right means the same bounds and type). On Boson's news the tagger's
lower fifths are right in 56 and 23 of 100, the upper three in about 80.
"""

_HOPELESS = {"PER": 0.45, "ORG": 0.35}
"""Below this one a name of the type is none: of organisations below 0.35 22 of 102 are right in UNER (as for
`CERTAIN`), and half of the places, which are all kept.

F1 with other bounds for people than 0.35, on UNER train, CLUENER's, Weibo's and Resume's train sets: 0.45 +.1
+.3 +.8 .0, 0.5 +.1 +.4 +1.1 .0, 0.55 falls on three of them. It trades one name that has to be added by hand
for three or four that need not be rejected.
"""

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_NO_PERSON = re.compile(".姓$")
_NO_ORGANISATION = re.compile(
    "..人$|[教徒族]$|^(?:公司|该|本|某|各|其)|^(?:在野|执政|反对)党团?$|^.{0,3}(?:[奥亚全]运会?|世大运|残奥会)$"
)
_TEAM = re.compile("(?:湖人|76人|凯尔特人|印第安人|巨人)$")
_PLACE_VERB = re.compile(
    "(?:位于|前往|抵达|攻克|攻占|占领|进攻|攻入|进军|撤出|逃往|逃奔|开往|驶往|首都|首府|城市|迁往|迁至|定居|定居于|出生于|生于|毗邻|邻近|靠近|距离|途经|注入)$"
)
_AT = re.compile("(?:在|到|赴|抵|飞往|来自|回到|往|至|从)$")
"""Before a foreign name that may not be a person's: F1 is .1 better with it on UNER train."""
_IS_A_PLACE = re.compile(
    "(?:[）)]|[（(][^（()）]{0,40}[）)])?，?(?:又[名称][^，。]{1,12}，)?"
    "(?:位[于在處处]|地处|坐落|是[^，。]{0,25}(?:城市|市镇|村庄|河流|首都|首府|县|区|镇|村|岛|湖|乡|城镇|湖泊|山|省|区之一|行省)[，。]"
    "|附近|以[东南西北]|市区|境内|郊外|等地|等[^，。]{0,4}(?:城市|国|省|县)|方向|[的之]首府)"
)
"""Behind a place, or behind what it is called in other letters in brackets: 格林维尔（Greenville）位于."""
_ENGLISH = re.compile(" [a-z]+(?: [A-Za-z]|[.,!?])")
_ROW = re.compile(r" *\|[^|]*\|")  # of a table in Markdown: nothing guessed of its cells holds
_GLOSS = re.compile(
    r"[（(]\s*(?:[\u4e00-\u9fff]{1,4}[语文]|原名|又译|又名|简称|英文名)?[：:]?\s*"
    r"([A-ZÀ-Þ][A-Za-zÀ-ɏ'’.&\-]*(?: [A-Za-zÀ-ɏ'’.&\-]+)*)\s*(?=[）),，；;、])"
)


def find(simple: str, words: Sequence[Word]) -> list[Name]:
    """Return the names of a sentence, ascending and disjoint.

    `simple` is the sentence in simplified script, `words` are the tagger's. Offsets are into the sentence.
    """
    found = mended(simple, assemble(simple, words))
    if _LATIN.search(simple):
        found = _with_latin(simple, found)
        found = _with_glosses(simple, found)
    found = closed(simple, with_nouns(simple, words, found))
    found = [name for name in found if name.start < name.end and not no_name(simple, name)]
    for name in found:
        fit(simple, name)
        _place_not_person(simple, name)
    return [
        Name(name.start, name.end, name.type, name.chance >= CERTAIN)
        for name in disjoint(found)
        if _plausible(simple, name)
    ]


def _plausible(simple: str, name: Found) -> bool:
    text = simple[name.start : name.end]
    if name.chance < (CERTAIN if _ROW.match(simple) else _HOPELESS.get(name.type, 0.0)):
        return False
    if name.type == "PER" and (_NO_PERSON.search(text) or _only_surname(simple, name)):
        return False
    if name.type == "PER" and name.chance <= 0.5 and text.isascii() and text.isupper():
        return False  # CMMLU
    if name.type == "ORG" and (
        len(text) < 2
        or (_NO_ORGANISATION.search(text) and not _TEAM.search(text) and text not in lexicon.words("clubs"))
    ):
        return False
    return any(char.isalpha() for char in text)


def _only_surname(simple: str, name: Found) -> bool:
    """Say whether somebody is only told by a surname: 姓林漢子, 李姓男子."""
    size = name.end - name.start
    if simple[name.start - 1 : name.start] == "姓":
        return size <= 3
    return size == 1 and simple[name.end : name.end + 1] == "姓"


def _place_not_person(simple: str, name: Found) -> None:
    """Foreign places look like foreign people; what stands beside them often tells."""
    if name.type != "PER":
        return
    if simple[name.start : name.end] in lexicon.words("foreign_places"):
        name.type = "LOC"
        return
    before = simple[max(0, name.start - 3) : name.start]
    # Of people above 0.9 the tagger has 89 of 100 right, below 68 and fewer (UNER, as for `CERTAIN`). The
    # bound is chosen: F1 is 70.6 without the verb, 70.7 with it, whatever the bound.
    sounds = lexicon.words("transliteration_characters")
    at_place = name.chance < 0.8 and _AT.search(before) and sounds.issuperset(simple[name.start : name.end])
    if at_place or (name.chance < 0.9 and _PLACE_VERB.search(before)) or _IS_A_PLACE.match(simple, name.end):
        name.type = "LOC"


def _with_glosses(simple: str, found: list[Found]) -> list[Found]:
    """Give the Latin name in brackets behind a name its type: 彼得·德鲁克（Peter Drucker）."""
    ends = {name.end: name for name in found}
    glosses = [
        Found(*match.span(1), owner.type, owner.chance)
        for match in _GLOSS.finditer(simple)
        if (owner := ends.get(match.start())) is not None
    ]
    if not glosses:
        return found
    glossed = touched((gloss.start, gloss.end) for gloss in glosses)
    return [*(name for name in found if not glossed(name.start, name.end)), *glosses]


def _with_latin(simple: str, found: list[Found]) -> list[Found]:
    """Bring the tagger's names and the Latin ones together."""
    bounds = latin.runs(simple)
    typed = latin.find(simple)
    kept = []
    for name in found:
        _fit(simple, name, between(bounds, name.start, name.end))
        if name.start >= name.end:
            continue
        inside = between(typed, name.start, name.end)
        if _HAN.search(simple, name.start, name.end):
            kept.extend(without_country(simple, name, inside))
        elif inside and all(run.type is None for run in inside):
            # The tagger saw few Latin names and types them badly: these stay uncertain, below `CERTAIN`.
            # None of them begins a sentence of English (Talk is cheap).
            kept.extend(
                Found(run.start, run.end, name.type, min(name.chance, 0.5))
                for run in inside
                if not _ENGLISH.match(simple, run.end)
            )
    taken = touched((name.start, name.end) for name in kept)
    kept.extend(  # 0.95 and 0.5 only say certain or not: no probability stands behind a rule
        Found(run.start, run.end, run.type, 0.95 if run.certain else 0.5)
        for run in typed
        if run.type and not taken(run.start, run.end)
    )
    return disjoint(kept)


def _fit(simple: str, name: Found, bounds: Sequence[tuple[int, int]]) -> None:
    """Let a name end where Latin words end, and take off those at its edges that are not part of it.

    `bounds` are those of the Latin words that it touches.
    """
    stop = lexicon.words("latin_stop")
    for start, end in bounds:
        if start < name.start < end:
            name.start = start
        if start < name.end < end:
            name.end = end
    if not _HAN.search(simple, name.start, name.end):
        return
    for start, end in bounds:
        leads = name.start <= start and not _HAN.search(simple, name.start, start)
        # A title stands before a whole name: neither an initial nor the letter of C罗 is one.
        title = name.type == "PER" and simple[end - 1] != "." and name.end - end > 1
        if leads and end <= name.end and (title or simple[start:end].upper() in stop):
            name.start = end
    for start, end in reversed(bounds):
        trails = end <= name.end and not _HAN.search(simple, end, name.end)
        if trails and start >= name.start and (name.type == "PER" or simple[start:end].upper() in stop):
            name.end = start
    while name.start < name.end and not simple[name.start].isalnum():
        name.start += 1
    while name.end > name.start and simple[name.end - 1].isspace():
        name.end -= 1
