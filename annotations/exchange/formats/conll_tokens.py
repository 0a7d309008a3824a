"""The tokens of a sentence: characters, runs of Latin letters and digits, or words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

__all__ = ["SPACE", "aligned", "joined", "shown", "tokens_of"]

SPACE = "▁"
"""What stands for each character of white space, of which no token can be."""
_LETTERS = "(?:[0-9A-Za-z\u00c0-\u024f０-９Ａ-Ｚａ-ｚ][\u0300-\u036f]*)+"
_RUN = re.compile(rf"[+\-]?{_LETTERS}(?:[.,:/'’&@_\-．－+]?{_LETTERS})*[%‰％℃°]?")
"""Numbers, names and words in Latin letters: 0.5%, -3.2, iPhone, AT&T, 2026-01-31."""
_JOINER = "\u200d"


def tokens_of(
    text: str, borders: Collection[int], *, runs: bool, words: Sequence[str] | None = None
) -> list[tuple[int, int]]:
    """Return where the tokens of `text` stand, which leave nothing out.

    Args:
        text: The text.
        borders: Where spans begin or end; a token that goes over one is divided there.
        runs: Whether a run of Latin letters and digits is one token.
        words: The words of the text; None for characters.
    """
    ends = set(borders)
    if words is not None and "".join(words) == text:
        at = 0
        for word in words:
            at += len(word)
            ends.add(at)
    else:
        ends.update(_ends(text, runs))
    for at, one in enumerate(text):
        if one.isspace():
            ends.update((at, at + 1))
    bounds = [0, *sorted(end for end in ends if 0 < end < len(text)), len(text)]
    return [(start, end) for start, end in pairwise(bounds) if start < end]


def _ends(text: str, runs: bool) -> Iterator[int]:
    """Yield where characters end, with the marks over and under them, and runs as one."""
    at = 0
    while at < len(text):
        found = _RUN.match(text, at) if runs else None
        at = found.end() if found else at + 1
        while at < len(text) and (
            unicodedata.category(text[at])[0] == "M" or _JOINER in (text[at], text[at - 1])
        ):
            at += 1
        yield at


def shown(text: str) -> str:
    """Return a token as it can stand in a column."""
    return "".join(SPACE if one.isspace() else one for one in text)


def joined(tokens: Sequence[str], tight: Collection[int]) -> tuple[str, list[tuple[int, int]]]:
    """Return a text that tokens may be of, and where they stand in it.

    A space stands between two words in Latin letters, and nowhere else; where every token is one character
    they are no words.

    Args:
        tokens: The tokens.
        tight: After which of them no space stands, as the file says.
    """
    words = any(len(one) > 1 and one.isascii() for one in tokens)
    text, places = "", []
    for at, one in enumerate(tokens):
        if words and at and at - 1 not in tight and _latin(text[-1:]) and _latin(one[:1]):
            text += " "
        one = " " if one == SPACE else one
        places.append((len(text), len(text) + len(one)))
        text += one
    return text, places


def aligned(text: str, tokens: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return where tokens stand in `text`; None if they are not those of the text, in this order.

    White space between them may have been left out, or stand as :data:`SPACE`.
    """
    places, at = [], 0
    for one in tokens:
        while at < len(text) and text[at].isspace() and not (one[:1] == SPACE or one[:1].isspace()):
            at += 1
        end = at + len(one)
        if shown(text[at:end]) != shown(one):
            return None
        places.append((at, end))
        at = end
    return places if not text[at:].strip() else None


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
