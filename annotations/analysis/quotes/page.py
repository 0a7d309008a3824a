"""The text that the rules read: normal and masked, with its names, all as long as the article's own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from annotations.analysis.code import without_code
from annotations.analysis.quotes.agents import titles
from annotations.analysis.quotes.marks import ASIDE, QUOTED, Marked, masked, normal, outermost
from annotations.model.article import Name, Sentence

__all__ = ["FAR", "Page"]

FAR = 600
"""So many characters of a sentence are looked through at once, so that one without end costs no more.

Chosen: more than three times the longest of 5,000 sentences (182; UD and UNER, GSD)."""

_BOUNDARIES = frozenset(f"，。；！？：…—\n{QUOTED}")
_BOUNDARY = re.compile(f"[{''.join(sorted(_BOUNDARIES))}]")
_TOO_MUCH = 2
"""So many characters of a verb may be taken for the end of a name. Chosen: verbs have one or two."""
_SPEAKERS = ("PER", "ORG", "LOC")


class Page:
    """Consecutive sentences. Offsets into it begin at `base`, the first sentence's start in the article."""

    def __init__(self, text: str, sentences: Sequence[Sentence], names: Sequence[Name]) -> None:
        self.base = sentences[0].start
        self.text = text[self.base : sentences[-1].end]
        self.simple = normal(without_code(text, self.base, sentences[-1].end))
        self.sentences = [(one.start - self.base, one.end - self.base) for one in sentences]
        openings = [at for at, one in enumerate(sentences) if one.opens_paragraph or not at]
        self.paragraphs = list(pairwise([*openings, len(sentences)]))
        self.marked: list[list[Marked]] = []
        pieces: list[str] = []
        at = 0
        for first, last in self.paragraphs:
            start, end = self.sentences[first][0], self.sentences[last - 1][1]
            paragraph = self.simple[start:end]
            found = outermost(paragraph)
            pieces += [self.simple[at:start], masked(paragraph, found)]
            self.marked.append([Marked(one.start + start, one.end + start, one.closed) for one in found])
            at = end
        self.masked = "".join(pieces)
        self._openings = [self.sentences[first][0] for first, _ in self.paragraphs]
        self._closings = [self.sentences[last - 1][1] for _, last in self.paragraphs]
        size = len(self.text)
        self.names = [
            (name.start - self.base, name.end - self.base, name.type)
            for name in names
            if name.type in _SPEAKERS
            and self.base <= name.start < name.end <= self.base + size
            and self.masked[name.start - self.base] != ASIDE
            and not self._cut_short(name.start - self.base, name.end - self.base)
            and self._in_a_paragraph(name.start - self.base, name.end - self.base)
        ]
        self._starts = [start for start, _, _ in self.names]

    def _in_a_paragraph(self, start: int, end: int) -> bool:
        """Say whether a name lies in one paragraph: what is found in it depends on no other."""
        at = bisect_right(self._openings, start) - 1
        return at >= 0 and end <= self._closings[at]

    def _cut_short(self, start: int, end: int) -> bool:
        """Say whether a name is a title and one character more, 里長林 of 里長林進發."""
        return 3 <= end - start <= 4 and self.masked[start : end - 1] in titles()

    def names_in(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Return the names that lie between `start` and `end`: where each begins, ends, its type.

        One that goes on a little behind `end` is cut there: its end was taken for a part of the name, as
        砲 of 黃國章砲轟.
        """
        first = bisect_left(self._starts, start)
        found = []
        for name in self.names[first : bisect_right(self._starts, end)]:
            if name[1] <= end:
                found.append(name)
            elif name[1] <= end + _TOO_MUCH and name[0] + 1 < end:
                found.append((name[0], end, name[2]))
        return found

    def name_of(self, at: int) -> tuple[int, int, str] | None:
        """Return the name that the character at `at` belongs to, or None."""
        index = bisect_right(self._starts, at) - 1
        return self.names[index] if index >= 0 and at < self.names[index][1] else None

    def clause_start(self, at: int, start: int, most: int = 160) -> int:
        """Return where the clause begins that `at` stands in, at most `most` characters before it.

        160 are chosen: hardly a clause is longer, and a text without commas costs no more.
        """
        low = max(start, at - most)
        masked = self.masked
        return max(low, max(masked.rfind(mark, low, at) for mark in _BOUNDARIES) + 1)

    def clause_end(self, at: int, end: int) -> int:
        """Return where the clause ends that goes on at `at`."""
        end = min(end, at + FAR)
        found = _BOUNDARY.search(self.masked, at, end)
        return found.start() if found else end
