"""Chinese names longer than one word, and what does not belong to a name.

The tagger cuts 岐阜市+立+女子+短期+大學 into words and calls the first a place. These rules put such
names together from the words behind a name and the word lists in ``data``. All of them compare simplified
text, which is as long as the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from annotations.analysis import lexicon
from annotations.analysis.tagger import Word
from annotations.expressions import NAME_DOTS

__all__ = ["Found", "assemble", "disjoint"]

NAMES = frozenset({"PER", "ORG", "LOC"})
_MODIFIERS = frozenset({"n", "nz", "vn", "an", "a", "nw", "LOC", "ORG", "PER"})
_NOUNS = frozenset({"n", "nz", "vn", "an"})
_MOST_MODIFIERS = 5
"""So many words behind a name may lead to the noun that makes it an organisation (上海|汽车|工业|集团).

F1 on UNER (train and dev) is 70.45 with one, 70.7 from three on: two more are chosen, for longer names than
there.
"""
_DIRECTION = re.compile("(?:[东西南北]{1,2}|中)部$|境内$|[东西南北]侧$|沿岸$|(?<=..)[东西][南北]$")
_REGNAL = re.compile("[一二三四五六七八九十]{1,3}世")
_KINSHIP = re.compile("之[子女妻父母孙兄弟姐妹]")
"""Between two people: 老舍之子舒乙 are two."""
_PARTY = re.compile("[省市县区州地]委(?=书记|副书记|常委|宣传部|组织部|统战部|秘书长|委员)")
"""The committee of a province or town, which the tagger leaves in the title of its secretary."""
_SEPARATOR = re.compile(
    '[、，,。；;：:！？!?\\s《》〈〉「」『』“”"【】〔〕〖〗［］\\[\\]{}｛｝<>＜＞…|｜*#~～=_`\\\\\u2190-\u2bff\U0001f000-\U0001faff]+'
)
_BEFORE_PERSON = "和与向于由被对连在为与及把给比从令让"
_AFTER_PERSON = "曾均才将所则仍也还已又"
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_IN = frozenset("在于往自至")
_LONGEST_PART = 5
_UNSURE = 0.5
"""Below this probability a person may have caught a 和 before or a 曾 behind, which is taken off.

Chosen: F1 on UNER (train and dev) is the same whatever the value. It keeps surnames that look like
such words (和, 于, 从) where the tagger is sure of them.
"""


@dataclass(slots=True)
class Found:
    """A name while the rules work on it: offsets into the sentence, its type, and how sure it is (0 to 1)."""

    start: int
    end: int
    type: str
    chance: float


def assemble(simple: str, words: Sequence[Word]) -> list[Found]:
    """Return the names that the tagger's `words` and the rules make of a sentence, ascending and disjoint.

    `simple` is the sentence in simplified script.
    """
    found = [piece for word in words if word.tag in NAMES for piece in _pieces(simple, word)]
    found = [_trimmed(simple, name) for name in found]
    found = _joined_places(simple, found)
    found = _joined_people(simple, found)
    starts = [word.start for word in words]
    for name in found:
        _extend(simple, words, bisect_left(starts, name.end), name)
    return disjoint(found)


def _pieces(simple: str, word: Word) -> list[Found]:
    """Cut a name at punctuation, which no name contains, and two one-character countries apart."""
    pieces = []
    at = word.start
    gaps = list(_SEPARATOR.finditer(simple, word.start, word.end))
    if word.tag == "PER":
        gaps = sorted(
            [*gaps, *_KINSHIP.finditer(simple, word.start + 2, word.end)], key=lambda gap: gap.start()
        )
    for gap in [*gaps, None]:
        end = gap.start() if gap else word.end
        if end > at:
            pieces.append(Found(at, end, word.tag, word.chance))
        at = gap.end() if gap else end
    letters = lexicon.words("country_letters")
    two = word.tag == "LOC" and word.end - word.start == 2
    if two and letters.issuperset(simple[word.start : word.end]):
        middle = word.start + 1
        return [
            Found(word.start, middle, "LOC", word.chance),
            Found(middle, word.end, "LOC", word.chance),
        ]
    return pieces


def _trimmed(simple: str, name: Found) -> Found:
    """Take off what the tagger added to a name although it says where or how, not who."""
    text = simple[name.start : name.end]
    if name.type == "LOC":
        tail = _DIRECTION.search(text)
        if tail and tail.start() >= 2:
            name.end = name.start + tail.start()
    elif name.type == "PER":
        name.start += _title(text)
    if name.type == "PER" and name.chance < _UNSURE:
        if len(text) > 3 and text[0] in _BEFORE_PERSON:
            name.start += 1
        if len(text) > 2 and text[-1] in _AFTER_PERSON:
            name.end -= 1
    return name


def _title(text: str) -> int:
    """Return how many characters of a title a person's name begins with (特别助理科瑞·舒尔曼)."""
    titles = lexicon.words("titles")
    return next((size for size in range(min(5, len(text) - 2), 1, -1) if text[:size] in titles), 0)


def _joined_places(simple: str, found: list[Found]) -> list[Found]:
    """Make one of places that stand side by side (江苏省+盐城市); single characters stay apart (中美).

    After 在 and the like a foreign person right behind a place is one too (在美国+帕萨迪纳定居).
    """
    joined: list[Found] = []
    for name in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.type == "LOC"
            and (name.type == "LOC" or _place_in(simple, last, name))
            and last.end == name.start
            and name.end - name.start > 1
            and last.end - last.start > 1
        ):
            last.end = name.end
            last.chance = min(last.chance, name.chance)
        else:
            joined.append(name)
    return joined


def _place_in(simple: str, place: Found, name: Found) -> bool:
    """Say whether `name`, to the tagger a person, lies in `place`: F1 is .1 better on UNER train."""
    if name.type != "PER" or simple[place.start - 1 : place.start] not in _IN:
        return False
    return lexicon.words("transliteration_characters").issuperset(simple[name.start : name.end])


def _joined_people(simple: str, found: list[Found]) -> list[Found]:
    """Make one of the parts of a foreign name (弗朗索-赫尔克), and add the number of a ruler (卡洛曼二世)."""
    joined: list[Found] = []
    for name in found:
        last = joined[-1] if joined else None
        if name.type == "PER":
            name.end = _foreign_end(simple, name)
            number = _REGNAL.match(simple, name.end)
            if number:
                name.end = number.end()
        if (
            last is not None
            and last.type == name.type == "PER"
            and simple[last.end : name.start] in ("-", "·", "・", "－", "‧", "•")
        ):
            last.end = name.end
            last.chance = min(last.chance, name.chance)
        else:
            joined.append(name)
    return joined


def _foreign_end(simple: str, name: Found) -> int:
    """Return where a foreign name ends whose last part was cut after one character (買買提·阿|不都拉)."""
    if name.end - name.start < 3 or simple[name.end - 2] not in NAME_DOTS:
        return name.end
    sounds = lexicon.words("transliteration_characters", "uyghur_sounds")
    end = name.end
    while end < len(simple) and end - name.end < _LONGEST_PART and simple[end] in sounds:
        end += 1
    return end


def _extend(simple: str, words: Sequence[Word], index: int, name: Found) -> None:
    """Let a name reach to the last word of an organisation or a place behind it, from the word `index` on."""
    committee = _PARTY.match(simple, name.end) if name.type == "LOC" else None
    if committee:
        name.end, name.type = committee.end(), "ORG"
        return
    if index and words[index - 1].end != name.end:
        return
    latin = name.end
    while latin > name.start and simple[latin - 1] in _LATIN:
        latin -= 1
    if latin < name.end and simple[latin : name.end].upper() in lexicon.words("latin_stop"):
        return  # 华AI is no name, whatever follows
    end, kind = name.end, ""
    for at, word in enumerate(words[index : index + _MOST_MODIFIERS], index):
        if word.tag not in _MODIFIERS:
            break
        text = simple[word.start : word.end]
        sort = _sort(text, name.type)
        if not sort and text in lexicon.words("organisation_trades"):
            before_noun = at + 1 < len(words) and words[at + 1].tag in _NOUNS
            sort = "" if before_noun else "ORG"
        if sort:
            end, kind = word.end, sort
    if kind:
        name.end, name.type = end, kind


def _sort(text: str, before: str) -> str:
    """Say what a name of the type `before` becomes with this last word: a type, or nothing."""
    if before == "ORG":
        return "ORG" if text in lexicon.words("organisation_units") else ""
    if text in lexicon.words("organisation_suffixes"):
        return "ORG"
    if text in lexicon.words("place_suffixes"):
        return "LOC"
    return ""


def disjoint(found: list[Found]) -> list[Found]:
    """Of names that overlap keep the longer."""
    kept: list[Found] = []
    for name in sorted(found, key=lambda name: (name.start, -name.end)):
        if name.start >= name.end:
            continue
        if kept and name.start < kept[-1].end:
            if name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
            continue
        kept.append(name)
    return kept
