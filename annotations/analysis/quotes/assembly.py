"""What all ways to find a quote need: its end, its form, and who speaks inside which marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.adverbials import all_adverbial
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.cue import SOURCE, Cue
from annotations.analysis.quotes.drafts import Draft, Inside
from annotations.analysis.quotes.found import SpeakerFound
from annotations.analysis.quotes.marks import QUOTED, Marked
from annotations.analysis.quotes.page import Page
from annotations.analysis.quotes.phrases import names_something
from annotations.analysis.quotes.sources import Memory, is_document, speakers_of, speakers_of_source
from annotations.analysis.quotes.speakers import Subject

__all__ = ["Building"]

_UNREAD = 8
"""Characters of a noun phrase that may be who speaks though its last word is in no list. Chosen."""


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
        if stop < end and not stopped and text[stop] not in "，。；！？：…、 —)）" and text[stop] != QUOTED:
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

    def _speakers(
        self, cue: Cue, who: Subject | None, start: int, drafts: Sequence[Draft]
    ) -> tuple[tuple[SpeakerFound, ...], bool]:
        """Return who speaks, and whether that is sure."""
        page = self.page
        if cue.passive:
            return (), False
        if cue.kind == SOURCE:
            return speakers_of_source(page, cue, self.memory, start), True
        word = page.text[cue.start : cue.end]
        if who is None:
            if drafts and drafts[-1].speakers:
                last = drafts[-1].speakers
            else:
                last = self.memory.subject_before(start, cue.clause)
                if not last and not self._another_acts(start, cue.clause):
                    last = self.memory.last
            return tuple(replace(one, reason=f"as before + {word}") for one in last), False
        phrase = page.masked[who.start : who.names[-1][1]]
        unread = who.kind == "noun" and not who.adjacent and len(phrase) > _UNREAD
        if unread and not is_agent(phrase) and not verbs.SOURCE_NOUN.search(phrase):
            return (), False  # more than a noun, and nothing that the rules can read
        found = speakers_of(page, who, f"{who.kind} + {word}", self.memory, start)
        sure = who.adjacent and (
            who.kind != "pronoun" or (bool(found) and found[0].end - page.base < who.start + 1)
        )
        return found, sure and not any(is_document(page, one) for one in found)

    def _another_acts(self, start: int, end: int) -> bool:
        """Say whether the clause before `end` is about somebody whom the rules cannot read.

        Whoever spoke last does not speak again behind it: 婦人放下錢轉身就走，只說了「…」.
        """
        stop = self._trimmed(start, end)
        if stop <= start:
            return False
        clause = self.page.clause_start(stop, start)
        return not all_adverbial(self.page, clause, stop)
