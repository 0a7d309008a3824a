"""Names of people and organisations, read: title, surname, parts, and which names may be the same one's.

Scripts, width and case never matter. The rules prefer to leave two names apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from annotations.analysis import lexicon
from annotations.analysis.script import to_simplified
from annotations.expressions import HAN, INVISIBLE

__all__ = [
    "Person",
    "agree",
    "fold",
    "organisation",
    "person",
    "same_organisation",
    "same_person",
    "short_of",
    "skeleton",
]

_LONGEST = 60
"""A longer name is the same as another only if it is the very same. Chosen: hardly a name is longer."""

_DOTS = str.maketrans(dict.fromkeys("‧•・･∙⋅．", "·"))
_UNSEEN = re.compile(f"[{INVISIBLE}]+")
_SPACED = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+$")
_LATIN = re.compile(r"[a-zà-ɏ][a-zà-ɏ.'’ -]*$")
_POLITE = frozenset(("先生", "女士", "小姐", "夫人", "某"))
"""A surname with one of these is mostly somebody who is not to be known."""
_OFFICES = ("府", "处", "办公室", "会", "部", "院", "局", "署", "团", "厅", "组", "科", "室", "队", "党")
_COMPANY = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|,? (?:inc|corp|ltd|llc|plc|co)\.?)$"
)

_EXCHANGED = {
    char: group[0]
    for group in (
        "里利力理黎莉丽",
        "莱来赖",
        "娜纳",
        "亚娅雅",
        "夫弗福",
        "科柯",
        "赛塞",
        "萨沙",
        "伯博波柏",
        "维韦威",
        "兹茨",
        "连伦",
        "戈高哥",
        "卢鲁",
        "罗洛",
        "艾埃",
        "默莫",
        "奥欧",
        "佩裴",
        "费菲",
    )
    for char in group
}
"""Characters that write the same sound, and the one that stands for them."""
_DROPPED = frozenset("尔耳厄勒赫")
"""What a transliteration may have inside or not: 奥特曼, 奥尔特曼."""


def fold(name: str) -> str:
    """Return `name` without what never tells names apart: script, width, case, kind of dot, white space.

    Nor does what nobody sees, or the space that makes 李　強 as wide as a name of three characters.
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", name).replace("\uff0e", "·")).translate(_DOTS)
    return to_simplified(_SPACED.sub("", " ".join(plain.split())).casefold())


def same_person(a: str, b: str) -> bool:
    """Tell whether two names may be taken for one person's, a short form of the other included."""
    one, other = person(fold(a)), person(fold(b))
    return agree(one, other) or short_of(one, other) or short_of(other, one)


def same_organisation(a: str, b: str) -> bool:
    """Tell whether two names are one organisation's: OpenAI and 美國OpenAI公司, not 外交部 and 中國外交部."""
    return organisation(fold(a)) == organisation(fold(b))


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name, read."""

    name: str
    """As folded."""
    core: str
    """Without its title, in the usual transliteration; empty where there is only a surname."""
    title: str = ""
    surname: str = ""
    """The surname where nothing else of the name is said (王部长)."""

    @property
    def parts(self) -> list[str]:
        """Return the parts of a foreign or a Latin name; of others the whole."""
        if len(self.core) > _LONGEST:
            return [self.core]
        return [part for part in re.split("[· ]", self.core) if part]

    @property
    def last(self) -> str:
        """Return the part that stands for the whole, or an empty string where there is only one."""
        parts = self.parts
        return _usual(parts[-1]) if len(parts) > 1 and len(parts[-1]) >= 2 else ""


@lru_cache(maxsize=4096)
def person(name: str) -> Person:
    """Read a folded name of a person."""
    if len(name) > _LONGEST:
        return Person(name, name)
    core, title = _without_title(name)
    if len(core) == 1 and title and core in lexicon.words("surnames"):
        return Person(name, "", title, "" if title in _POLITE else core)
    return Person(name, _usual(core), title)


def _usual(name: str) -> str:
    return lexicon.pairs("transliterations").get(name, name)


@cache
def _titles() -> tuple[str, ...]:
    return tuple(sorted(lexicon.words("titles", "more_titles") | _POLITE, key=len, reverse=True))


def _without_title(name: str) -> tuple[str, str]:
    """Return a folded name without what stands before or behind it, and the title that did."""
    for title in _titles():
        rest = name.removesuffix(title)
        if rest == name or not rest:
            continue
        rest = rest.strip(" ·")
        if rest in lexicon.words("surnames") or _may_be_name(rest):
            return rest, title
    for title in _titles():
        at = name.rfind(title)
        rest = name[at + len(title) :].strip(" ·,")
        before = name[:at].strip()
        if at >= 0 and _may_be_name(rest) and (not before or _HAN.search(before[-1]) or title.isascii()):
            return rest, title
    return name, ""


def _may_be_name(rest: str) -> bool:
    """Tell whether what a title leaves may be a person's name: not an office, not one character."""
    if len(rest) < 2 or rest.endswith(_OFFICES) or any(rest.endswith(title) for title in _titles()):
        return False
    if _LATIN.match(rest) or "·" in rest:
        return True
    if not _HAN.match(rest):
        return False
    return (len(rest) <= 3 and rest[0] in lexicon.words("surnames")) or (len(rest) <= 6 and _foreign(rest))


def _foreign(name: str) -> bool:
    """Tell whether a name of Chinese characters is written with those that stand for sounds alone."""
    return len(name) >= 2 and lexicon.words("transliteration_characters").issuperset(name)


def skeleton(name: str) -> str:
    """Return what all spellings of a transliteration share; nothing for other names."""
    if len(name) < 3 or not _HAN.match(name) or not _foreign(name):
        return ""
    inside = "".join(char for char in name[1:-1] if char not in _DROPPED)
    return "".join(_EXCHANGED.get(char, char) for char in name[0] + inside + name[-1])


def _transliterations(a: str, b: str) -> bool:
    """Tell whether two names differ only as transliterations of one name do, by one character of three."""
    if a == b or not a or not b:
        return bool(a) and a == b
    if a[0] != b[0] or skeleton(a) != skeleton(b) or not skeleton(a):
        return False
    if len(a) != len(b):
        return abs(len(a) - len(b)) <= max(len(a), len(b)) // 4
    # Three characters that begin with a surname may as well be a Chinese name.
    changed = sum(one != other for one, other in zip(a, b, strict=True))
    return changed <= len(a) // 3 and not (len(a) == 3 and a[0] in lexicon.words("surnames"))


def agree(one: Person, other: Person) -> bool:
    """Tell whether two names are the same, neither of them a short form."""
    if one.name == other.name:
        return True
    if not one.core or not other.core:
        return False
    if one.core == other.core or _transliterations(one.core, other.core):
        return True
    mine, theirs = one.parts, other.parts
    if len(mine) < 2 or len(theirs) < 2 or not _transliterations(one.last, other.last):
        return False
    initial = _LATIN.match(one.core) and mine[0][0] == theirs[0][0] and "." in (mine[0] + theirs[0])
    return bool(initial) or _transliterations(mine[0], theirs[0])


def short_of(short: Person, full: Person) -> bool:
    """Tell whether `short` stands for `full`: a last name, or a surname with a title."""
    if short.surname:
        core = full.core
        return 2 <= len(core) <= 3 and core[0] == short.surname and _HAN.match(core) is not None
    return len(short.parts) == 1 and len(short.core) >= 2 and _transliterations(short.core, full.last)


def organisation(name: str) -> str:
    """Return a folded name of an organisation without 公司 and, before Latin letters, its country."""
    if len(name) > _LONGEST:
        return name
    core = _COMPANY.sub("", name).strip(" ,")
    if len(core) < 2:
        return name
    for country in sorted(lexicon.words("countries"), key=len, reverse=True):
        if core.startswith(country) and core[len(country) : len(country) + 1].isascii():
            return core[len(country) :].strip() or core
    return core
