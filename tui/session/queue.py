"""Which sentences of the open article a reviewer looks for, kept current while they are settled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from annotations.adjudication.filters import Filter
from annotations.adjudication.sentences import Decisions, Unit
from annotations.adjudication.spans import SpanUnit
from tui.session.returned import Returned

__all__ = ["Queue"]


class Queue:
    """What a reviewer looks for, and where that is; a key costs the same however long the article is."""

    def __init__(self) -> None:
        """Look for what annotators differ in, in an article that is not known yet."""
        self.wanted = Filter()
        """What a sentence must be."""
        self.sentences: list[int] = []
        """Those that are, ascending."""
        self._of: Decisions | None = None
        self._names: Collection[int] = ()
        self._returned: Returned | None = None

    def begin(self, of: Decisions | None, places: Sequence[SpanUnit], returned: Returned) -> None:
        """Look through an article: what is said of it, of its names and numbers, and what was given back."""
        self._of, self._returned = of, returned
        self._names = {one.sentence for one in places if one.state != "settled" and one.differs}
        self.sentences = [unit.index for unit in of.units if self._fits(unit)] if of else []

    def look_for(self, wanted: Filter) -> None:
        """Look for something else in the same article."""
        self.wanted = wanted
        self.sentences = [unit.index for unit in self._of.units if self._fits(unit)] if self._of else []

    def touched(self, sentences: Collection[int]) -> None:
        """Look again at `sentences` alone, of which something else is said now."""
        if self._of is None:
            return
        for index in sentences:
            unit = self._of.unit(index)
            at = bisect_left(self.sentences, index)
            there = self.sentences[at : at + 1] == [index]
            fits = unit is not None and self._fits(unit)
            if there and not fits:
                del self.sentences[at]
            elif fits and not there:
                self.sentences.insert(at, index)

    def following(self, here: int, step: int) -> int | None:
        """Return the next sentence after `here`, or before it, going round; None if there is no other."""
        if not self.sentences or self.sentences == [here]:
            return None
        at = bisect_right(self.sentences, here) if step > 0 else bisect_left(self.sentences, here) - 1
        return self.sentences[at % len(self.sentences)]

    def near(self, index: int, most: int) -> Sequence[int]:
        """Return up to `most` of the sentences, those from `index` on first."""
        at = bisect_left(self.sentences, index)
        after = self.sentences[at : at + most]
        return after + self.sentences[: min(at, most - len(after))]

    def _fits(self, unit: Unit) -> bool:
        returned = self._returned.state(unit.index) if self._returned else " "
        if self._of is None or (returned == "<" and self.wanted.aspect == "differing"):
            return False  # its annotator is to say something first
        return self.wanted.fits(unit, self._of, self._names, (unit.index,) if returned == ">" else ())
