"""Quotes while they are put together, and the pairs of marks of the sentence that they are found in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotations.analysis.quotes.cue import Cue
from annotations.analysis.quotes.found import SpeakerFound
from annotations.analysis.quotes.marks import Marked

__all__ = ["Draft", "Inside"]


@dataclass(slots=True)
class Draft:
    """A quote while its end and its speakers may still change. Offsets are into the page."""

    form: str
    start: int
    end: int
    speakers: tuple[SpeakerFound, ...]
    certain: bool
    cue: Cue | None = None
    cont: bool = False
    marked: Marked | None = None
    """The last pair of marks that it is in, if it is direct."""
    inverted: bool = False


class Inside:
    """The pairs of marks that lie in a sentence, wholly or in part, ascending; each question is quick."""

    def __init__(self, pairs: Sequence[Marked]) -> None:
        self.pairs = pairs
        self.opening = {pair.start: pair for pair in pairs}
        """The pair that begins at an offset."""
        self.closing = {pair.end: pair for pair in pairs}
        """The pair that ends at an offset."""
        self._starts = [pair.start for pair in pairs]

    def after(self, pair: Marked) -> Iterator[Marked]:
        """Yield the pairs behind `pair`."""
        for at in range(bisect_left(self._starts, pair.start + 1), len(self.pairs)):
            yield self.pairs[at]

    def between(self, start: int, end: int) -> Iterator[Marked]:
        """Yield the pairs that lie wholly between `start` and `end`."""
        for at in range(bisect_left(self._starts, start), len(self.pairs)):
            if self.pairs[at].end > end:
                return
            yield self.pairs[at]

    def uncovered(self, drafts: Sequence[Draft]) -> list[Marked]:
        """Return the pairs that no draft touches."""
        taken = sorted((draft.start, draft.end) for draft in drafts)
        free = []
        at = 0
        for pair in self.pairs:
            while at < len(taken) and taken[at][1] <= pair.start:
                at += 1
            if at == len(taken) or taken[at][0] >= pair.end:
                free.append(pair)
        return free
