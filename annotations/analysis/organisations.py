"""Organisations as they are written beside places, offices and one another.

The tagger takes a party together with the office behind it (民進黨立委|范霓), the department of a company for
its name (某某公司市場部|經理), and a place and the body that it belongs to for two (中國|國民黨).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis import lexicon
from annotations.analysis.grammar import Found

__all__ = ["mended"]

_LONGEST_OFFICE = 6
_COMPANY = re.compile("(?<=.)(?:公司|集团)(?=.)")
_PLAYS = re.compile(
    "(?:在|的)?(?:主场|客场|主胜|客胜|上轮|本轮|上赛季|本赛季|vs|VS|作客|做客|坐镇|近况|近期|队)"
)
_AGAINST = re.compile("(?:vs|VS|做客|作客|客场挑战|主场迎战|[主客]场对阵|[主客]场面对)$")


def mended(simple: str, found: Sequence[Found]) -> list[Found]:
    """Return the names of a sentence with organisations in their bounds, ascending and disjoint."""
    joined: list[Found] = []
    for name in found:
        if _plays(simple, name):
            name.type = "ORG"
        if name.type == "ORG":
            _without_office(simple, name)
            _without_department(simple, name)
        last = joined[-1] if joined else None
        if last is not None and _one_body(last, name):
            last.end, last.type, last.chance = name.end, "ORG", min(last.chance, name.chance)
        else:
            joined.append(name)
    return joined


def _one_body(first: Found, second: Found) -> bool:
    """Say whether two names side by side are one organisation: 中国+国民党, 中共+甘肃省委."""
    return (
        first.end == second.start
        and second.type == "ORG"
        and first.type in ("LOC", "ORG")
        and first.end - first.start > 1
        and second.end - second.start > 1
    )


def _plays(simple: str, name: Found) -> bool:
    """Say whether a place or person plays a match, and is a club: 卡塔尼亚+主场, vs+那不勒斯."""
    if name.type not in ("LOC", "PER"):
        return False
    text = simple[name.start : name.end]
    if text in lexicon.words("countries"):
        return False
    foreign = len(text) > 1 and lexicon.words("transliteration_characters").issuperset(text)
    if not foreign and text not in lexicon.words("clubs_of_other_words"):
        return False
    beside = _PLAYS.match(simple, name.end) or _AGAINST.search(simple[max(0, name.start - 4) : name.start])
    return beside is not None and lexicon.expression("match_words").search(simple) is not None


def _without_office(simple: str, name: Found) -> None:
    """Take off the office that the tagger added: 民进党+立委."""
    offices = lexicon.words("offices")
    for size in range(min(_LONGEST_OFFICE, name.end - name.start - 2), 1, -1):
        if simple[name.end - size : name.end] in offices:
            name.end -= size
            return


def _without_department(simple: str, name: Found) -> None:
    """Take off the department of a company where an office follows: it says which office that is."""
    company = None
    for company in _COMPANY.finditer(simple, name.start + 1, name.end):
        pass
    if company is None or not _office_at(simple, name.end):
        return
    department = simple[company.end() : name.end]
    ends = lexicon.words("departments")
    if 2 <= len(department) <= 12 and any(department.endswith(end) for end in ends):
        name.end = company.end()


def _office_at(simple: str, at: int) -> bool:
    """Say whether an office begins at `at`."""
    offices = lexicon.words("offices") | lexicon.words("titles") | lexicon.words("more_titles")
    return any(simple[at : at + size] in offices for size in range(_LONGEST_OFFICE, 1, -1))
