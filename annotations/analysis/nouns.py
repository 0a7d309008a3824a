"""Names that are nouns to the tagger: armies called by one character, products with Chinese names, clubs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis import lexicon
from annotations.analysis.grammar import Found, disjoint
from annotations.analysis.tagger import Word
from annotations.expressions import lazily

__all__ = ["with_nouns"]


def _any(name: str) -> str:
    return "|".join(sorted(lexicon.words(name), key=lambda word: (-len(word), word)))


_BEATEN = lazily(
    f"(?:{_any('match_verbs')}|迎战|客战|主场|客场)({_any('clubs_of_other_words')})(?=[^\u4e00-\u9fff]|$|队|后|之后|和)"
)
"""A club behind the verb of a match: 力克|勇士. Towns and common nouns are clubs there."""
_BEATING = lazily(
    f"(?:^|[，；。、（])({_any('clubs_of_other_words')})(?=(?:[主客]场|在?[主客]场以?|以)?"
    f"(?:[0-9]{{1,3}}(?:比|[:：-])[0-9]{{1,3}})?(?:{_any('match_verbs')}))"
)
"""A club at the head of a clause, before such a verb: 活塞|负于."""
_ARMY = re.compile("[中美英法德俄日韩朝苏以印越]军(?![事官人舰机区衔衣校])")


def with_nouns(simple: str, words: Sequence[Word], found: list[Found]) -> list[Found]:
    """Add armies named by a country's first character (日军), products, and clubs that were beaten."""
    nouns = []
    for word in words:
        two = word.end - word.start == 2 and word.tag in ("n", "j", "nz")
        if two and _ARMY.match(simple, word.start):
            nouns.append(Found(word.start, word.end, "ORG", word.chance))
        elif _product(simple[word.start : word.end], word.tag):
            nouns.append(Found(word.start, word.end, "PRODUCT", word.chance))
    if lexicon.expression("match_words").search(simple):
        for clubs in (_BEATEN(), _BEATING()):
            nouns.extend(Found(*club.span(1), "ORG", 0.9) for club in clubs.finditer(simple))
    return disjoint([*found, *nouns]) if nouns else found


def _product(text: str, tag: str) -> bool:
    return text in lexicon.words("products") or (
        tag == "nz" and text in lexicon.words("products_of_other_words")
    )
