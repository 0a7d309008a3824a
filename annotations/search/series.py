"""Texts that stand one after the other: a word with dots between, and where they stand.

They are found in one pass; a regular expression may take the square of the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotations.search.fold import folded

__all__ = ["series_in", "texts_of"]

_DOTS = re.compile(r"[…⋯]+|[.．]{3,}|。{3,}")


def texts_of(word: str) -> tuple[str, ...]:
    """Return the texts, folded, between which dots of `word` stand for anything; one where there are none."""
    return tuple(text for one in _DOTS.split(word) if (text := folded(one).text))


def series_in(texts: Sequence[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where `texts` stand in this order between `start` and `end` of `text`, from first to last.

    The first is taken where it stands first, each further one where it stands next; no two overlap.
    """
    at = start
    while True:
        begin = -1
        for one in texts:
            at = text.find(one, at, end)
            if at < 0:  # nor does it stand behind any later beginning
                return
            begin, at = at if begin < 0 else begin, at + len(one)
        yield begin, at
