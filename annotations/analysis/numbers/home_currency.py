"""The currency of a bare 元 or $: what the rest of the article says of it.

300億元 is counted in the writer's own currency, and only the article tells which that is: by the amounts that
do name theirs, by the places and bodies in it, and by its script. What is found so is a guess, and marked as
one, unless next to nothing in an article in simplified script speaks against the yuan.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from annotations.analysis.lexicon import pairs
from annotations.analysis.script import to_simplified
from annotations.model.article import Number

__all__ = ["with_currencies"]

_OPEN: Final = frozenset(("CNY", "USD"))
"""The codes that the grammar gives a bare 元 and a bare $."""
_SIGN_HOMES: Final = frozenset(("HKD", "TWD", "SGD", "MOP"))
"""Whose dollars a bare $ may be."""

_PREFIXED: Final = 6
_NAMED: Final = 3
_MOST: Final = 8
_MOST_SIMPLE: Final = 3
_YUAN: Final = 6
_SURE: Final = 2
"""Weights, chosen. 新台幣500億元 names the currency of the 元 and counts as six places, 5億港元 in
traditional script as three; in simplified script it counts nothing, for the mainland names only what is
not its own. One place counts as often as eight times, in simplified script three. There the yuan has
six to begin with, for hardly anybody else writes a bare 元 in it; and it is sure where it outweighs
each other one twice over."""
_TRADITIONAL: Final = 0.02
"""The share of traditional characters from which a text is in that script; quoted names stay below it."""

_BARE_BEHIND: Final = re.compile("[0-9０-９十百千万萬亿億]\\s?[元圓圆]")


def with_currencies(text: str, numbers: Sequence[Number]) -> list[Number]:
    """Return the ascending `numbers` of the article `text`, those without a currency with the likeliest."""
    if not any(_is_open(number) for number in numbers):
        return list(numbers)
    code, sure = _home(text, numbers)
    return [_with(number, code, sure=sure) if _is_open(number) else number for number in numbers]


def _is_open(number: Number) -> bool:
    return number.kind == "money" and not number.certain and number.unit in _OPEN


def _with(number: Number, code: str, *, sure: bool) -> Number:
    if number.unit == "USD":  # a bare $ is the dollar of the United States except where the home has its own
        home = code if code in _SIGN_HOMES else "USD"
        return number._replace(unit=home, certain=code == "CNY" and sure)
    return number._replace(unit=code, certain=sure)


def _home(text: str, numbers: Sequence[Number]) -> tuple[str, bool]:
    """Return the currency that the article `text` counts in, and whether that is sure."""
    simple = to_simplified(text)
    votes: Counter[str] = Counter()
    traditional = sum(map(str.__ne__, text, simple)) > _TRADITIONAL * len(text)
    for number in numbers:
        if number.kind == "money" and number.certain and number.unit in _HOMES:
            prefixed = _BARE_BEHIND.search(text, number.start, number.end) is not None
            votes[number.unit] += _PREFIXED if prefixed else _NAMED * traditional
    most = _MOST if traditional else _MOST_SIMPLE
    for word, code in pairs("currency_homes").items():
        votes[code] += min(most, simple.count(word))
    if not traditional:
        votes["CNY"] += _YUAN
    elif "「" in text:  # the quotation marks of Taiwan and Hong Kong
        votes["TWD"] += 1
    code = max(_HOMES, key=lambda home: votes[home])
    others = max(votes[home] for home in _HOMES if home != code)
    return code, code == "CNY" and not traditional and votes[code] >= _SURE * others


_HOMES: Final = ("CNY", "TWD", "HKD", "MOP", "SGD")
"""The currencies that a bare 元 may be, the one to take where nothing speaks for any of them first."""
