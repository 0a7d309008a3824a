"""OpenCC's tables of words and characters, applied in one pass.

What OpenCC's own Python code makes of a text is made here too, but it looks through the whole of a clause for
every word that it replaces: the cost is the square of the length, seconds for a page without punctuation.
Its rule is that of the words which do not overlap the longest count, and of those the first. So all
places are noted once, by their length, and the longest take theirs before the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

__all__ = ["Phrases", "characters", "phrases", "table"]

_PARTED = re.compile(r"[\s,.?!*，。、；：？！…“”‘’『』「」—－（）《》〈〉～．／＼【】-]")
"""What OpenCC cuts a text at first: no word of a table that holds one is ever found."""


class Phrases:
    """A table of words and what each becomes."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Know what each of `words` becomes."""
        self._words = {word: other for word, other in words.items() if not _PARTED.search(word)}
        self._head = min(map(len, self._words), default=1)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[: self._head]].add(len(word))
        self._lengths = {head: tuple(found) for head, found in lengths.items()}
        """How long the words are that begin alike; few of the places of a text begin any."""

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Return where words of the table stand in `text` and what each becomes, ascending and disjoint."""
        words, lengths, head = self._words, self._lengths, self._head
        by_length: defaultdict[int, list[int]] = defaultdict(list)
        size = len(text)
        for at in range(size - head + 1):
            for length in lengths.get(text[at : at + head], ()):
                if at + length <= size and text[at : at + length] in words:
                    by_length[length].append(at)
        taken = bytearray(size)
        found = []
        for length in sorted(by_length, reverse=True):
            for at in by_length[length]:
                # What was taken before is as long or longer: it cannot lie between the two ends.
                if not taken[at] and not taken[at + length - 1]:
                    taken[at : at + length] = b"\1" * length
                    found.append((at, at + length, words[text[at : at + length]]))
        return sorted(found)  # no two begin at one place


def table(name: str) -> dict[str, str]:
    """Return OpenCC's table of this name: a word, or a character, and the best of what it may become."""
    spec = PathFinder.find_spec("opencc")
    if spec is None or spec.origin is None:  # a broken installation: what is written is shown
        return {}
    path = Path(spec.origin).parent / "dictionary" / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    rows: Iterable[tuple[str, str, str]] = (line.strip().partition("\t") for line in lines)
    return {word: others.split(" ", 1)[0] for word, tab, others in rows if tab}


@cache
def phrases(name: str, *, same_length: bool = False) -> Phrases:
    """Return the words of OpenCC's table `name`; only those whose length stays, if `same_length`."""
    return Phrases(
        {word: other for word, other in table(name).items() if not same_length or len(word) == len(other)}
    )


@cache
def characters(name: str) -> dict[int, str]:
    """Return OpenCC's table `name` of characters, for ``str.translate``; each becomes one character."""
    return {ord(one): other for one, other in table(name).items() if len(one) == 1 and len(other) == 1}
