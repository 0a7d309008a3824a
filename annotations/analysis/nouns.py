"""Names that are nouns to the tagger: armies called by one character, and products with Chinese names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis import lexicon
from annotations.analysis.grammar import Found, disjoint
from annotations.analysis.tagger import Word

__all__ = ["with_nouns"]

_ARMY = re.compile("[中美英法德俄日韩朝苏以印越]军(?![事官人舰机区衔衣校])")


def with_nouns(simple: str, words: Sequence[Word], found: list[Found]) -> list[Found]:
    """Add armies named by a country's first character (日军), and products."""
    nouns = []
    for word in words:
        two = word.end - word.start == 2 and word.tag in ("n", "j", "nz")
        if two and _ARMY.match(simple, word.start):
            nouns.append(Found(word.start, word.end, "ORG", word.chance))
        elif _product(simple[word.start : word.end], word.tag):
            nouns.append(Found(word.start, word.end, "PRODUCT", word.chance))
    return disjoint([*found, *nouns]) if nouns else found


def _product(text: str, tag: str) -> bool:
    return text in lexicon.words("products") or (
        tag == "nz" and text in lexicon.words("products_of_other_words")
    )
