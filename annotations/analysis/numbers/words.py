"""Words that contain numerals and count nothing."""

from __future__ import annotations

from typing import Final

from annotations.analysis.lexicon import words

__all__ = ["covering_word"]

_PLENUMS: Final = frozenset(
    f"{congress}届{plenum}中全会"
    for congress in ("十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十", "二十一")
    for plenum in "一二三四五六七"
)
"""二十届三中全会: which meeting of which congress it was, written without 第."""
_WORDS: Final = words("numeral_words") | _PLENUMS

_REACH: Final = 5
"""How many characters of a word may stand before its first numeral."""


def _index(several: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the words by their first two characters, the longest first."""
    index: dict[str, list[str]] = {}
    for word in sorted(several, key=len, reverse=True):
        index.setdefault(word[:2], []).append(word)
    return {key: tuple(group) for key, group in index.items()}


_NUMERALS: Final = frozenset("零一二三四五六七八九十百千万亿两")
_ABOVE: Final = frozenset("晚早路网史身世事场会线台海桌脸手头心街船车地天面实基")
"""What makes a word of its own with 上."""
_INDEX: Final = _index(_WORDS)


def covering_word(text: str, start: int) -> tuple[int, int] | None:
    """Return the bounds of the first, longest word that the character at `start` belongs to, or None."""
    inside_run = text[max(0, start - 1) : start] in _NUMERALS  # where no word may have begun before
    reach = 0 if inside_run else _REACH
    for first in range(max(0, start - reach), start + 1):
        for word in _INDEX.get(text[first : first + 2], ()):
            end = first + len(word)
            if end > start and text.startswith(word, first) and not _above(text, first, word):
                return first, end
    return None


def _above(text: str, first: int, word: str) -> bool:
    """Tell whether the 上 of 上一场 belongs to what stands before it: 晚上一场大火, 历史上一次."""
    return word.startswith("上一") and text[max(0, first - 1) : first] in _ABOVE
