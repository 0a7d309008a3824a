"""Where a line of Chinese may end (kinsoku), with Latin words and numbers kept whole.

The classes of marks follow the W3C's Requirements for Chinese Text Layout (clreq), section 3.1: marks
that close may not begin a line, marks that open may not end one, and pairs such as —— and …… are not
parted. A full stop or a comma may hang into the margin, so that the edge stays even.
"""

from __future__ import annotations

__all__ = ["HANGING", "may_break"]

NO_START = frozenset("、。，．·‧；：！？）》」』】〕〉〗〙〛”’…⋯—～〜–％‰℃°々〻ー｠］｝>%,.;:!?)]}")
NO_END = frozenset("（《「『【〔〈〖〘〚“‘［｛｟￥＄￡$€£¥¢<([{#＃@")
HANGING = frozenset("、。，．；：！？,.;:!?")
"""Marks of which one may stand in the margin."""

_PAIRS = frozenset("—…⋯─")
_SCALES = frozenset("十百千万萬亿億兆")
_JOINS_WORDS = frozenset("-_'’/&+@.:=?~‐‑")
_JOINS_DIGITS = frozenset(",.:/-~")


def _in_word(character: str) -> bool:
    """Tell whether `character` is of a word that no line parts: Latin, Greek, Cyrillic, digits."""
    code = ord(character)
    return character.isalnum() and (code < 0x1100 or 0x1E00 <= code < 0x2000 or 0xFF10 <= code <= 0xFF5A)


def _joined(before: str, mark: str, after: str) -> bool:
    """Tell whether `mark` holds one word or number together: o3-mini, 1,200, U.S."""
    if mark in _JOINS_DIGITS and before.isdigit() and after.isdigit():
        return True
    return mark in _JOINS_WORDS and _in_word(before) and _in_word(after)


def may_break(text: str, at: int, start: int, stop: int) -> bool:
    """Tell whether a line may end before ``text[at]``, where ``start < at < stop`` bound the sentence."""
    left, right = text[at - 1], text[at]
    if right in NO_START or left in NO_END or (left == right and left in _PAIRS):
        return False
    if left == "." and right.isdigit() and (at - 2 < start or text[at - 2] in " ([-"):
        return False  # .28, as a coefficient is written
    if (left.isdigit() and right in _SCALES) or (left in _SCALES and right.isdigit()):
        return False  # 1萬6千
    if _in_word(right):
        if _in_word(left):
            return False
        return not (at - 2 >= start and _joined(text[at - 2], left, right))
    if _in_word(left):
        return not (at + 1 < stop and _joined(left, right, text[at + 1]))
    return True
