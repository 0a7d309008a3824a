"""Names and numbers that claim the same characters: one of them has them.

* What is part of a product or another Latin name is no number: the 16 of iPhone 16 Pro, the 4 of GPT-4o.
* What is part of a number is no name: the 美 of 美元, the 段 of 第二段.
* A date, an amount or another number that says more than how many stays beside a name that begins or ends
  with it: 2024年|巴黎奧運會.
* So does the ordinal of a meeting at the head of its name: 第55|屆|聯合國大會.
* The name of a person whose first two characters could be a day, 周一鳴, is one if it is certain.
* Any other number inside a name is part of it (二十國集團, 第一人民醫院), if the name is certain.
* A name that the project lists is none of this: what touches it is no number, unless it reaches further.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from annotations.expressions import HAN
from annotations.model.article import Name, Number

__all__ = ["apart"]

_HAN = re.compile(f"[{HAN}]")
_COUNTING = frozenset(("cardinal", "ordinal", "quantity"))
"""Kinds that names are made with; the others say when, or how much of what."""
_MEETS = ("届", "屆", "次")
"""Behind an ordinal: which of several meetings it is, no part of what the meeting is called."""
_DAY_OR_SURNAME = "周"
"""A surname with which a day of the week begins as well."""
_SHORTEST = 2
"""Characters that a name must have left when a number took its own."""


def apart(
    text: str, names: Sequence[Name], numbers: Sequence[Number], listed: Container[str] = ()
) -> tuple[list[Name], list[Number]]:
    """Return `names` and `numbers` of `text`, each ascending and disjoint, without what overlaps.

    `listed` are strings that the project itself says are names.
    """
    kept: list[Name] = []
    gone: set[int] = set()
    at = 0
    for name in names:
        while at < len(numbers) and numbers[at].end <= name.start:
            at += 1
        one: Name | None = name
        for index in range(at, len(numbers)):
            if one is None or numbers[index].start >= one.end:
                break
            one, number_stays = _settled(text, one, numbers[index], listed)
            if not number_stays:
                gone.add(index)
        if one is not None:
            kept.append(one)
    return kept, [number for index, number in enumerate(numbers) if index not in gone]


def _settled(text: str, name: Name, number: Number, listed: Container[str]) -> tuple[Name | None, bool]:
    """Return what is left of a name beside a number, and whether the number stays."""
    if number.end <= name.start or name.end <= number.start:
        return name, True
    within = name.start <= number.start and number.end <= name.end
    if text[name.start : name.end] in listed:
        longer = number.start <= name.start and name.end <= number.end and not within
        return (None, True) if longer else (name, False)
    latin = name.type == "PRODUCT" or not _HAN.search(text, name.start, name.end)
    if within and latin:
        return name, False
    if number.start <= name.start and name.end <= number.end:
        return (name, False) if latin else (None, True)
    if within and number.start == name.start and number.kind == "ordinal":
        meeting = name._replace(start=number.end + 1)
        if text.startswith(_MEETS, number.end) and meeting.end - meeting.start >= _SHORTEST:
            return _trimmed(text, meeting), True
    if within and (number.kind in _COUNTING or _is_syllables(number)):
        return (name, False) if name.certain or name.type == "PER" else (None, True)
    if within and name.type == "PER" and name.certain and text.startswith(_DAY_OR_SURNAME, number.start):
        return name, False
    before = name._replace(end=number.start)
    behind = name._replace(start=number.end)
    left = max(before, behind, key=lambda one: one.end - one.start)
    if left.end - left.start >= _SHORTEST and (left is behind or name.type != "PER"):
        return _trimmed(text, left), True
    starts_inside = name.start < number.start
    return (name, False) if starts_inside and name.certain else (None, True)


def _is_syllables(number: Number) -> bool:
    """Tell whether a sum is as short as a part of a name: the 三元 of 黃三元 and 三元股份."""
    return number.kind == "money" and number.end - number.start <= _SHORTEST


def _trimmed(text: str, name: Name) -> Name | None:
    """Return a name without what is neither letter nor digit at its ends, if enough is left."""
    start, end = name.start, name.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return name._replace(start=start, end=end) if end - start >= _SHORTEST else None
