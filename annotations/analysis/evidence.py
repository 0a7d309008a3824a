"""What lists know of a sentence, as evidence for the tagger and never as a verdict.

A listed word raises the scores of the tags that it would have: of ORG for 立法院, of a noun for 立委. The
best path through all tags is chosen afterwards, so a longer name that holds the word (北京市+发改委)
stays whole, and a word that means something else here loses. Large lists as verdicts lower F1 on every
set (the tagger knows the frequent names, and a list cuts longer ones in two); these are short, and hold
what the tagger does not know: offices and bodies of Taiwan and Hong Kong, companies and clubs called by
plain nouns.

What is lost in strict F1 of names without a list, the others being there, on UNER Chinese GSD dev and train,
3,000 sentences of CLUENER's train set, the train sets of Weibo and Resume:

    bodies                 .0 -.1  .0  .0 -.1
    companies             +.1  .0 +.2 +.7  .0
    clubs                  .0  .0 +1.4 .0  .0
    clubs_of_other_words   .0  .0 +.9  .0  .0
    leagues               +.2  .0 +.7  .0  .0
    offices                .0  .0  .0 +.1  .0
    verbs, nouns           .0  .0 +.1  .0 -.1
    all of them           +.4  .0 +2.6 +.8 -.2

Bodies, offices and verbs are there for what those sets lack, news of Taiwan and Hong Kong, and cost nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from annotations.analysis import lexicon
from annotations.expressions import NAME_DOTS, alternatives, lazily

__all__ = ["Hint", "hints"]


class Hint(NamedTuple):
    """So much is added to the score of a tag at a place of the sentence."""

    at: int
    tag: str
    weight: float


class _Kind(NamedTuple):
    """What the words of a list are: their tag, and how much is added to its score at each character."""

    tag: str
    short: float
    """For words of two characters, which may be parts of others; ..."""
    long: float
    """... and for longer ones."""
    no_person: float = 0.0
    """So much is taken from the score of going on with a person's name, ..."""
    no_body: float = 0.0
    """... and where the word begins from that of going on with an organisation's."""
    person: float = 0.0
    """So much is added to the score of a person who begins with a surname right behind."""


_KINDS = {
    "bodies": _Kind("ORG", 2.0, 4.0),
    "companies": _Kind("ORG", 3.0, 4.0),
    "clubs": _Kind("ORG", 3.0, 4.0),
    "clubs_of_other_words": _Kind("ORG", 3.0, 3.0),
    "leagues": _Kind("ORG", 4.5, 4.5),
    "offices": _Kind("n", 2.0, 3.0, no_person=2.0, person=1.5),
    "verbs_after_names": _Kind("v", 2.0, 2.0, no_person=2.0),
    "products": _Kind("nz", 3.0, 4.0),
    "products_of_other_words": _Kind("nz", 3.0, 3.0),
    "match_verbs": _Kind("v", 3.0, 3.0, no_person=3.0, no_body=3.0),
    "no_names": _Kind("n", 3.0, 3.0, no_person=3.0),
    "words_behind_names": _Kind("n", 1.0, 2.0, no_person=3.0),
    "foreign_people": _Kind("PER", 2.0, 3.0),
    "japanese_surnames": _Kind("PER", 0.0, 0.0),
}
"""The lists and their weights. The scores of the likeliest tags of a character are mostly 2 to 6 apart.

Chosen: F1 is the same from 1 to 2.5 on the sets named above, and falls at 3.
"""

_ONLY_WHERE = {"clubs_of_other_words": "match_words", "products_of_other_words": "product_words"}
"""Lists of words that are mostly something else (里昂, 豆包), and of what says that here they are not."""

_JAPANESE_WEIGHT = 4.0
"""For each character of a listed surname of Japan and a listed given name behind it: hardly anything else."""
_NAMED_WEIGHT = 2.0
"""For each character of a name whose surroundings say that it is one. Chosen, as the weights of the lists."""
_SURNAMES = "".join(sorted(lexicon.words("surnames")))
_SURNAME = f"(?:{'|'.join(sorted(lexicon.words('compound_surnames')))}|[{_SURNAMES}])"
_VERBS = alternatives(lexicon.words("verbs_after_names"))
_NAMED = lazily(
    f"((?!周[一二三四五六日末])(?:[{_SURNAMES}]?{_SURNAME}[\u4e00-\u9fff]{{2}}|{_SURNAME}[\u4e00-\u9fff]))"
    f'(?={_VERBS}|[说指称道问于在则曾也已并和与及昨今等,.;:"()0-9]|日前|近日|此前|早前|稍早|[上本]周|周[一二三四五六日]|[上下]午|晚间|$)'
)
"""Behind an office a surname, one or two characters, and what stands behind a name: 里长+林进发+抱怨."""
_FAMILIAR = lazily(f"([老小阿][{_SURNAMES}])(?={_VERBS}|[说问道笑])")
"""老周+点头; without such a verb 小康 and 老路 are words."""
_PASSED = lazily(
    f"接({_SURNAME}[\u4e00-\u9fff]{{1,2}})(?=的?(?:传中|传球|直塞|妙传|横传|长传|挑传|分球|角球|助攻|做球))"
)
"""Whose ball somebody takes: 接+周定洋+传中."""
_DOT = re.compile(f"[{NAME_DOTS}]")
_SOUND = f"[{''.join(sorted(lexicon.words('transliteration_characters', 'uyghur_sounds')))}]"
_FOREIGN = lazily(f"({_SOUND}{{2,7}}(?:[{NAME_DOTS}]{_SOUND}{{2,7}}(?<![不都]))+)")
"""Sounds on both sides of a dot: 阿不都热合曼·吐尔逊. In 肉孜·艾山+都同意 the last is a word."""

_NO_BODY = frozenset("长门派员官面势定政")
"""Behind what looks like a body: 财政部长 is an office, 中央行政, 最高法定 and 发展局面 hold none."""
_MEASURES = frozenset("公海英华千百万几数两")
"""Before 里长: 三公里长 is a length."""


def hints(prepared: str) -> Iterator[Hint]:
    """Yield what the lists say of a sentence as the tagger reads it: simplified, in small letters."""
    speaks: dict[str, bool] = {}
    at = 0
    index = _index()
    last = len(prepared) - 1
    while at < last:
        known = index.get(prepared[at : at + 2])
        if known is None:
            at += 1
            continue
        word, name = next((pair for pair in known if prepared.startswith(pair[0], at)), ("", ""))
        if not word:
            at += 1
            continue
        end = at + len(word)
        about = _ONLY_WHERE.get(name)
        if about and about not in speaks:
            speaks[about] = lexicon.expression(about).search(prepared) is not None
        if name == "japanese_surnames":
            given = _given_end(prepared, end)
            for place in range(at, given):
                yield Hint(place, "PER-I" if place > at else "PER-B", _JAPANESE_WEIGHT)
            at = given or end
            continue
        if name == "bodies" and prepared[end : end + 1] == "长":
            end, name = end + 1, "offices"  # 财政部长
        if _bounded(prepared, at, end, name) and (not about or speaks[about]):
            yield from _of(prepared, _KINDS[name], at, end)
            if name == "offices":
                yield from _person(_NAMED().match(prepared, end))
        at = end
    if "接" in prepared:
        for passed in _PASSED().finditer(prepared):
            yield from _person(passed)
    for familiar in _FAMILIAR().finditer(prepared):
        yield from _person(familiar)
    if _DOT.search(prepared):
        for foreign in _FOREIGN().finditer(prepared):
            yield from _person(foreign)


def _given_end(text: str, start: int) -> int:
    """Return where a Japanese given name at `start` ends, or 0: 张本|智和, 八村|垒."""
    given = lexicon.words("japanese_given_names")
    return next((start + size for size in (3, 2, 1) if text[start : start + size] in given), 0)


def _person(match: re.Match[str] | None) -> Iterator[Hint]:
    """Yield the hints of a person whose name is the first group of `match`."""
    if match is not None:
        start, end = match.span(1)
        yield Hint(start, "PER-B", _NAMED_WEIGHT)
        for at in range(start + 1, end):
            yield Hint(at, "PER-I", _NAMED_WEIGHT)


def _of(text: str, kind: _Kind, start: int, end: int) -> Iterator[Hint]:
    """Yield the hints of a word of one kind."""
    weight = kind.short if end - start == 2 else kind.long
    yield Hint(start, f"{kind.tag}-B", weight)
    for at in range(start, end):
        if at > start:
            yield Hint(at, f"{kind.tag}-I", weight)
        if kind.no_person:
            yield Hint(at, "PER-I", -kind.no_person)
    if kind.no_body:
        yield Hint(start, "ORG-I", -kind.no_body)
    if kind.person and text[end : end + 1] in lexicon.words("surnames"):
        yield Hint(end, "PER-B", kind.person)


def _bounded(text: str, start: int, end: int, name: str) -> bool:
    """Say whether the word of the list `name` is one here, and no part of another."""
    if not lexicon.stands_alone(text, start, end):
        return False
    if name == "bodies":
        return text[end : end + 1] not in _NO_BODY
    return name != "offices" or not (text[start] == "里" and text[start - 1 : start] in _MEASURES)


@cache
def _index() -> dict[str, list[tuple[str, str]]]:
    """Return the words of all lists by their first two characters, the longest first."""
    index: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    seen: set[str] = set()
    for name in _KINDS:
        for word in (it.lower() for it in lexicon.words(name)):
            if word not in seen:
                seen.add(word)
                index[word[:2]].append((word, name))
    for known in index.values():
        known.sort(key=lambda pair: -len(pair[0]))
    return dict(index)
