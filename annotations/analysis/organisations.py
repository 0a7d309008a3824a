"""Organisations as they are written beside places, offices and one another.

The tagger takes a party together with the office behind it (民進黨立委|范霓), the department of a company for
its name (某某公司市場部|經理), and a place and the body that it belongs to for two (中國|國民黨).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotations.analysis import latin, lexicon
from annotations.analysis.grammar import Found

__all__ = ["mended", "without_country"]

_OWNED = re.compile("[的之]?(?:母公司|子公司|控股股东|旗下)")
_NUMBERED = re.compile("(?<=队)[0-9]+$|(?<=[^0-9.])[0-9]+[局分轮节]$")
"""洛杉矶道奇队|11局: how long it took is no part of the club."""
_OF_A_CLUB = re.compile(
    "队|俱乐部|军|[男女]足|[男女]篮|梯|[0-9A-Za-z]|基金|球团|公司|集团|控股|学院|协会|大学|政府|议会|机场"
)
"""What goes on with a club, or with the town that it is called as: 曼联+青年军, 利物浦+大学."""
_LONGEST_PLAYER = 3
_LISTED = ("bodies", "companies", "clubs")
_LONGEST_OFFICE = 6
_WRITTEN = re.compile("(?:研究报告|研报|财报|季报|年报|公告)$")
_MOVE = re.compile("[小大微续收劲重齐均反][涨跌挫升扬]")
"""What prices do, in two characters of which the tagger takes the first."""
_LONGEST_SUFFIX = 6
_OFFICE_BEGINS = frozenset("总副干执首")
"""First characters of offices in which hardly a body ends."""
_COMPANY = re.compile("(?<=.)(?:公司|集团|总厂|厂|研究所|研究院|酒店|铁路局|电业局|事务所|电视台)(?=.)")
_BOARD = re.compile("(?<=..)(?:董事会|监事会|股东会)$")
"""Of whatever body: 宏达高科+监事会+主席."""
_SERVING = re.compile("(?:曾任|历任|现任|担任|兼任|出任|升任|转任|任职于|就职于|曾在|曾)")
"""Before a body or a person who serves there; the tagger takes it for a part of the name."""
_BEFORE = frozenset("前原由经绕向对给赴到令使让被把与和及为于在至从")
"""Before a listed body: 前+行政院, 绕+立法会."""
_BRANCH = re.compile(
    "[（(][\u4e00-\u9fff]{2,8}[）)][\u4e00-\u9fff]{0,10}?(?:公司|集团|事务所|分所|分行|支行|银行|大学|学院|分校|基金会|研究院|中心)"
)
"""携程旅游信息技术（上海）有限公司: what follows the place in brackets belongs to the name."""
_PLAYS = re.compile(
    "(?:在|的)?(?:主场|客场|主胜|客胜|上轮|本轮|上赛季|本赛季|vs|VS|作客|做客|坐镇|近况|近期|队)"
)
_AGAINST = re.compile("(?:vs|VS|做客|作客|客场挑战|主场迎战|[主客]场对阵|[主客]场面对)$")


def mended(simple: str, found: Sequence[Found]) -> list[Found]:
    """Return the names of a sentence with organisations in their bounds, ascending and disjoint."""
    joined: list[Found] = []
    for name in _parted(simple, found):
        if joined and name.start < joined[-1].end:
            continue
        if _plays(simple, name):
            name.type = "ORG"
        if name.type == "LOC" and _is_body(simple, name):
            name.type = "ORG"
        _without_serving(simple, name)
        if name.type in ("ORG", "LOC") and (branch := _BRANCH.match(simple, name.end)):
            name.end, name.type = branch.end(), "ORG"
        if name.type == "ORG":
            _without_office(simple, name)
            _without_department(simple, name)
        last = joined[-1] if joined else None
        if last is not None and _one_body(last, name):
            last.end, last.type, last.chance = name.end, "ORG", min(last.chance, name.chance)
        else:
            joined.append(name)
    return joined


def _parted(simple: str, found: Sequence[Found]) -> Iterator[Found]:
    """Part what the tagger made one: a club and its player, a company and its mother (谷歌+母公司)."""
    for name in found:
        if name.type != "ORG":
            yield from _player(simple, name) if name.type == "PER" else (name,)
            continue
        owner = _OWNED.search(simple, name.start + 2, name.end)
        club = 0 if owner else _club_at(simple, name)
        if owner:
            yield Found(name.start, owner.start(), "ORG", name.chance)
            if owner.end() < name.end:
                yield Found(owner.end(), name.end, "ORG", name.chance)
        elif club:
            yield Found(name.start, club, "ORG", name.chance)
            if simple[club] in lexicon.words("surnames") and name.end - club in (2, 3):
                yield Found(club, name.end, "PER", 0.5)
        else:
            score = _NUMBERED.search(simple, name.start, name.end)
            name.end = score.start() if score else name.end
            yield name


def _player(simple: str, name: Found) -> Iterator[Found]:
    """Part a listed foreign name from the club before it and from the character behind (金块+约基奇)."""
    people = lexicon.words("foreign_people")
    if simple[name.start : name.end - 1] in people and simple[name.start : name.end] not in people:
        name.end -= 1
    for start in range(name.start + 2, name.end - 2):
        club = simple[name.start : start]
        if simple[start : name.end] in people and any(
            club in lexicon.words(clubs) for clubs in ("clubs", "clubs_of_other_words")
        ):
            yield Found(name.start, start, "ORG", name.chance)
            name.start = start
            break
    yield name


def _club_at(simple: str, name: Found) -> int:
    """Return where the club ends with which `name` begins, if a player's name follows in it, or 0."""
    clubs = lexicon.words("clubs")
    for end in range(name.end - 2, name.start + 2, -1):
        if simple[name.start : end] in clubs:
            rest = simple[end : name.end]
            of_it = len(rest) > _LONGEST_PLAYER or rest in lexicon.words("organisation_suffixes")
            return 0 if of_it or _OF_A_CLUB.search(rest) else end
    return 0


def _one_body(first: Found, second: Found) -> bool:
    """Say whether two names side by side are one organisation: 中国+国民党, 中共+甘肃省委."""
    return (
        first.end == second.start
        and second.type == "ORG"
        and first.type in ("LOC", "ORG")
        and first.end - first.start > 1
        and second.end - second.start > 1
    )


def _is_body(simple: str, name: Found) -> bool:
    """Say whether what the tagger took for a place is a body or ends as one: 白宫, 北角+警署, 俄+国防部."""
    if simple[name.start : name.end] in lexicon.words("bodies"):
        return True
    suffixes = lexicon.words("organisation_suffixes")
    longest = min(_LONGEST_SUFFIX, name.end - name.start - 1)
    return any(simple[name.end - size : name.end] in suffixes for size in range(longest, 1, -1))


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
    return beside is not None and _about_a_match(simple)


def without_country(simple: str, name: Found, inside: Sequence[latin.Run]) -> list[Found]:
    """Take a Latin company out of what the tagger makes of it and its country (美国OpenAI公司)."""
    if name.type != "ORG" or len(inside) != 1 or inside[0].type != "ORG":
        return [name]
    (run,) = inside
    if simple[name.start : run.start] not in lexicon.words("countries"):
        return [name]
    if simple[run.end : name.end] not in ("公司", "集团"):
        return [name]
    return [Found(name.start, run.start, "LOC", 0.9), Found(run.start, run.end, "ORG", 0.9)]


@lru_cache(maxsize=1)  # asked for every name of a sentence
def _about_a_match(simple: str) -> bool:
    return lexicon.expression("match_words").search(simple) is not None


def _without_serving(simple: str, name: Found) -> None:
    """Take off what says that somebody serves, or served: 曾任+春兰公司, 前+行政院."""
    serving = _SERVING.match(simple, name.start, name.end)
    if serving and name.end - serving.end() >= 2 and (name.type != "PER" or serving.end() - name.start > 1):
        name.start = serving.end()
    elif name.type == "ORG" and _not_its_own(simple, name):
        name.start += 1


def _not_its_own(simple: str, name: Found) -> bool:
    """Say whether a first character belongs to what stands before: 任, or the 前 of 前行政院."""
    first = simple[name.start]
    if first == "任":
        return name.end - name.start > 4
    return first in _BEFORE and simple[name.start + 1 : name.end] in lexicon.words(*_LISTED)


def _without_office(simple: str, name: Found) -> None:
    """Take off the office that the tagger added, or where it begins: 民进党+立委, 民众党团+总|召."""
    offices = lexicon.words("offices")
    written = _WRITTEN.search(simple, name.start + 2, name.end)
    if written:  # 中信证券+研报
        name.end = written.start()
    move = _MOVE.match(simple, name.end - 1)
    if move and simple[name.start : name.end - 1] in lexicon.words(*_LISTED):  # 纬创+小|跌
        name.end -= 1
        return
    if simple[name.end - 1] in _OFFICE_BEGINS and _office_at(simple, name.end - 1):
        name.end -= name.end - name.start > 2
        return
    for size in range(min(_LONGEST_OFFICE, name.end - name.start - 2), 1, -1):
        if simple[name.end - size : name.end] in offices:
            name.end -= size
            return


def _without_department(simple: str, name: Found) -> None:
    """Take off the department of a company where an office follows: it says which office that is."""
    board = _BOARD.search(simple, name.start, name.end)
    if board and _office_at(simple, name.end):
        name.end = board.start()
    ends_of_companies = [found.end() for found in _COMPANY.finditer(simple, name.start + 1, name.end)]
    if not ends_of_companies or not _office_at(simple, name.end):
        return
    department = simple[ends_of_companies[-1] : name.end]
    ends = lexicon.words("departments")
    if 2 <= len(department) <= 12 and any(department.endswith(end) for end in ends):
        name.end = ends_of_companies[-1]


def _office_at(simple: str, at: int) -> bool:
    """Say whether an office begins at `at`."""
    offices = lexicon.words("offices", "titles", "more_titles")
    return any(simple[at : at + size] in offices for size in range(_LONGEST_OFFICE, 1, -1))
