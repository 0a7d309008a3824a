"""From the tags of tokens to names: BIO, IOB, BIOES, BMES and BILOU alike, and tags that are only types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["Token", "names_of"]

_OPENS = frozenset("BSU")
_CLOSES = frozenset("ESUL")
_PREFIXES = frozenset("BIESMUL")
_NONE = frozenset(("O", ""))


class Token(NamedTuple):
    """A token: offsets into the text, end exclusive, its tag, and how sure that is."""

    start: int
    end: int
    tag: str
    score: float = 1.0
    goes_on: bool = False
    """Whether it goes on with the word of the token before, which has the say."""


def names_of(tokens: Iterable[Token]) -> Iterator[tuple[int, int, str, float]]:
    """Yield start, end, type and score of each name; it is as sure as its least sure token."""
    start = end = 0
    kind, least, closed = "", 1.0, True
    for token in tokens:
        prefix, tag = _parted(token.tag)
        if token.goes_on:
            end = token.end if kind else end
            continue
        if kind and (closed or tag != kind or prefix in _OPENS):
            yield start, end, kind, least
            kind = ""
        if tag and not kind:
            start, kind, least = token.start, tag, token.score
        if kind:
            end, least = token.end, min(least, token.score)
        closed = prefix in _CLOSES
    if kind:
        yield start, end, kind, least


def _parted(tag: str) -> tuple[str, str]:
    """Return the prefix of a tag and its type; both are empty where there is no name."""
    if tag in _NONE:
        return "", ""
    if len(tag) > 2 and tag[1] in "-_" and tag[0] in _PREFIXES:
        return tag[0], tag[2:]
    return "", tag
