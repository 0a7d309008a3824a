"""Regular expressions: compiled when they are first used, and what several of them are about.

Compiling one with Chinese characters takes as long as loading a module, and most of them no start of the
program needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import AnyStr

__all__ = ["BLANK", "HAN", "INVISIBLE", "NAME_DOTS", "SPACE", "UNSEEN", "alternatives", "lazily"]

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
"""What Unicode says may be ignored when drawn (Default_Ignorable_Code_Point), and control characters.

It is meant for a class of an expression."""
BLANK = "\t \u00a0\u2000-\u200a\u202f\u205f\u3000"
"""White space within a line, for a class of an expression."""
SPACE = BLANK[1:]
"""The same without the tab, which parts the columns of a table."""
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for a class of an expression."""
NAME_DOTS = "·・‧•"
"""What stands between the parts of a foreign name, for a class of an expression too."""


def lazily(expression: AnyStr, flags: int = 0) -> Callable[[], re.Pattern[AnyStr]]:
    """Return what compiles `expression` when it is first called, and gives it then and ever after."""
    return cache(lambda: re.compile(expression, flags))


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for the longest of `words` that fits, safe inside a verbose pattern."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


UNSEEN = lazily(f"[{INVISIBLE}\u0300-\u036f]")
"""Finds what nobody sees, and an accent apart from its letter: what `annotations.analysis.legible` is for."""
