"""The word lists that the rules for names read, from the folder ``data`` beside this file.

Chinese lists are in simplified script and are compared with text that was made simplified. Lines that
begin with ``#`` are comments; words are separated by white space.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from annotations.expressions import alternatives

__all__ = ["expression", "pairs", "stands_alone", "words"]

_FOLDER = Path(__file__).parent / "data"


@cache
def words(*names: str) -> frozenset[str]:
    """Return the words of the lists `names`, together."""
    return frozenset(word for name in names for line in _lines(f"{name}.txt") for word in line.split())


@cache
def expression(name: str) -> re.Pattern[str]:
    """Return the expression that finds the words of the list `name`, of several at one place the longest."""
    return re.compile(alternatives(words(name)))


@cache
def pairs(name: str) -> dict[str, str]:
    """Return what each entry of the table `name` stands for: the entry, a tab, its meaning."""
    rows = (line.split("\t") for line in _lines(f"{name}.tsv"))
    return {row[0]: row[1] for row in rows}


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a word of a list, from `start` to `end` in `text`, is no part of a longer Latin one."""
    left = _is_latin(text[start]) and _is_latin(text[start - 1 : start])
    return not left and not (_is_latin(text[end - 1]) and _is_latin(text[end : end + 1]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _lines(file: str) -> list[str]:
    lines = (_FOLDER / file).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line.strip() and not line.startswith("#")]
