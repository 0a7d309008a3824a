"""What all ways to find a quote need: its end, its form, and who speaks inside which marks."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.analysis.quotes.cue import Cue
from annotations.analysis.quotes.drafts import Draft, Inside
from annotations.analysis.quotes.found import SpeakerFound
from annotations.analysis.quotes.marks import QUOTED, Marked
from annotations.analysis.quotes.page import Page
from annotations.analysis.quotes.phrases import names_something
from annotations.analysis.quotes.sources import Memory

__all__ = ["Building"]


class Building:
    """Makes the quotes of a paragraph."""

    def __init__(self, page: Page, marked: Sequence[Marked]) -> None:
        self.page = page
        self.marked = marked
        self.memory = Memory(page)
        self.last_quote: Draft | None = None
        """The last quote of the sentence before, if it had one."""
        self._owners: dict[int, tuple[SpeakerFound, ...]] = {}
        """Who speaks in the pair of marks that begins here."""

    def _direct(
        self,
        cue: Cue | None,
        pair: Marked,
        end: int,
        inside: Inside,
        speakers: tuple[SpeakerFound, ...],
        certain: bool,
    ) -> Draft:
        """Return the quote that begins with a pair of marks, and the pairs that follow it at once."""
        text = self.page.masked
        stop = min(pair.end, end)
        last = pair
        for one in inside.after(pair):
            if text[stop : min(one.start, stop + 4)].strip("，、。；和与及 "):
                break
            stop, last = min(one.end, end), one
            self._owners.setdefault(one.start, speakers)
        form = "direct"
        stopped = self.page.simple[stop - 2] in "。！？"
        if stop < end and not stopped and text[stop] not in "，。；！？：…、 " and text[stop] != QUOTED:
            form = "mixed"
            stop = self.page.clause_end(stop, end)
        self._owners.setdefault(pair.start, speakers)
        return Draft(form, pair.start, stop, speakers, certain, cue, marked=last)

    def _form(self, start: int, end: int, inside: Inside) -> str:
        """Return ``mixed`` if words are quoted between `start` and `end`, and not only named."""
        quoted = any(not names_something(self.page, pair) for pair in inside.between(start, end))
        return "mixed" if quoted else "indirect"

    def _trimmed(self, start: int, end: int) -> int:
        """Return `end` without the comma before it."""
        while end > start and self.page.masked[end - 1] in "，、；： ":
            end -= 1
        return end
