"""The names of a whole article, where one mention explains another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import add

from annotations.analysis import lexicon
from annotations.analysis.ranges import between
from annotations.analysis.script import to_simplified
from annotations.expressions import HAN, NAME_DOTS
from annotations.model.article import Name

__all__ = ["settle"]

_HAN = re.compile(f"[{HAN}]")
_OFFICE = re.compile("[部院局署厅廳處处]长|[部院局署厅廳處处]長")
"""财政部长 names an office and not the body, which the list of bodies says of a first mention."""
_GOES_ON = "生业業长長员員民人们們议議场場界"
"""What makes another word of the end of a name: 学|生, 银行|业, 部|长, 公司|员工, 会|议, 市|民. Chosen."""


def settle(text: str, names: Iterable[Name]) -> tuple[Name, ...]:
    """Return the names of an article, made to agree: ascending and disjoint, offsets into `text`.

    Where a string was typed with certainty and its other mentions were not, they take its type; mentions that
    were missed are added where the string is long enough not to be part of another word: three characters, or
    a whole Latin word.
    """
    ordered = sorted(names, key=lambda name: (name.start, -name.end))
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in ordered:
        if name.certain:
            votes[text[name.start : name.end]][name.type] += 1
    sure = {string: count.most_common(1)[0][0] for string, count in votes.items() if _one_sided(count)}
    for part in _parts(sure):
        sure.setdefault(part, "PER")
    settled: list[Name] = []
    for name in ordered:
        if settled and name.start < settled[-1].end:
            continue
        kind = sure.get(text[name.start : name.end], name.type)
        certain = name.certain or text[name.start : name.end] in sure
        settled.append(Name(name.start, name.end, kind, certain, name.by))
    return _with_missed(text, settled, sure)


def _parts(sure: dict[str, str]) -> list[str]:
    """Return the parts of people's names that later stand for the whole (唐纳德·特朗普, 特朗普; 大谷翔平)."""
    parts, surnames = [], lexicon.words("japanese_surnames")
    for string, kind in sure.items():
        if kind == "PER":
            parts += [part for part in re.split(f"[{NAME_DOTS}\u00a0 ]", string)[1:] if len(part) >= 2]
            if len(string) > 3 and to_simplified(string[:2]) in surnames:
                parts.append(string[:2])
    return parts


def _one_sided(count: Counter[str]) -> bool:
    """Say whether one type holds at least two thirds of the certain mentions.

    Two thirds are chosen: making mentions agree gains nothing in F1 (Boson: 69.2 with it, 69.6 without), it
    is there so that one name looks the same in all of an article, and where types are mixed it must not.
    """
    return 3 * max(count.values()) >= 2 * count.total()


def _with_missed(text: str, names: list[Name], sure: dict[str, str]) -> tuple[Name, ...]:
    """Add the mentions of names known for certain that were missed, or found in part (宁德 of 宁德时代)."""
    # By their first two characters the lengths, the longest first: an article of a million characters has
    # thousands of names, and many begin alike.
    known = set(filter(_unmistakable, sure))
    index: defaultdict[str, list[int]] = defaultdict(list)
    for pair, length in sorted({(string[:2], len(string)) for string in known}, reverse=True):
        index[pair].append(length)
    if not index:
        return tuple(names)
    # Where one may begin is asked of all pairs of characters at once: few are a beginning.
    begins = [at for at, pair in enumerate(map(add, text, text[1:])) if pair in index]
    missed: list[Name] = []
    parts: set[Name] = set()
    taken = 0
    for at in begins:
        for length in index[text[at : at + 2]] if at >= taken else ():
            end = at + length
            if (
                end > len(text)
                or text[at:end] not in known
                or not _whole(text, at, end - at)
                or _OFFICE.match(text, end - 1)
            ):
                continue
            inside = between(names, at, end)
            if all(_is_part(text, name, at, end) for name in inside):
                parts.update(inside)
                missed.append(Name(at, end, sure[text[at:end]], certain=True))
                taken = end
                break
    return tuple(sorted([*(name for name in names if name not in parts), *missed]))


def _is_part(text: str, name: Name, start: int, end: int) -> bool:
    """Tell whether a name is only a part of the longer one from `start` to `end`, which ends as a word does.

    北京大学 is not what 北京大学生 begins with, nor is 中国银行 in 中国银行业.
    """
    shorter = start <= name.start and name.end <= end and name.end - name.start < end - start
    return shorter and text[end : end + 1] not in _GOES_ON


def _unmistakable(string: str) -> bool:
    return len(string) >= 3 if _HAN.match(string) else len(string) >= 2


def _whole(text: str, start: int, length: int) -> bool:
    """Say whether no Latin word goes on beyond the bounds, with a hyphen or without."""
    end = start + length
    left = text[start].isascii() and text[start - 1 : start] == "-"
    right = text[end - 1].isascii() and text[end : end + 1] == "-"
    return not (left or right) and lexicon.stands_alone(text, start, end)
