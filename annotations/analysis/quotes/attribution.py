"""From cues to quotes: whether a cue introduces one, where its content stands, and who is its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.assembly import Building
from annotations.analysis.quotes.cue import SOURCE, Cue
from annotations.analysis.quotes.cues import takes_clause
from annotations.analysis.quotes.drafts import Draft, Inside
from annotations.analysis.quotes.found import SpeakerFound
from annotations.analysis.quotes.marks import QUOTED, Marked
from annotations.analysis.quotes.phrases import goes_on_alone, names_something, sounds_spoken
from annotations.analysis.quotes.sources import speakers_of, speakers_of_source
from annotations.analysis.quotes.speakers import Subject, subject

__all__ = ["Attributing"]

_STRICT = (verbs.MIND, verbs.HOPE, verbs.MARK, verbs.CLAUSE)
"""Kinds of cues whose subject must be able to speak: other nouns are what is meant, not who means it."""


class Attributing(Building):
    """Makes quotes of cues."""

    def _take(self, cue: Cue, start: int, end: int, inside: Inside, drafts: list[Draft]) -> None:
        """Make a quote of a cue, unless it is none or part of what another one quotes."""
        page = self.page
        who = None if cue.kind == SOURCE or cue.passive else subject(page, cue.clause, cue.start)
        if not self._plausible(cue, who):
            return
        begin = cue.start if cue.kind == SOURCE else cue.clause
        before = self._before(begin, start, inside, drafts)
        backward = self._backward(cue, before, begin, start, who)
        if backward:
            self._inverted(cue, who, before, begin, start, end, inside, drafts)
            return
        if cue.content < 0 or not (cue.marked or (cue.kind != verbs.MARK and takes_clause(page, cue, end))):
            return
        last = drafts[-1] if drafts else None
        if last is not None and not last.inverted and last.cue is not None:
            if begin < last.end and begin <= last.start and last.cue.kind != SOURCE:
                return  # 他說，專家認為…: part of what he said
            if begin < last.end and last.cue.kind == SOURCE and begin <= last.start:
                if cue.kind == verbs.HOPE:
                    return
                drafts.pop()  # 據新華社報道，王毅表示: the agency only passes it on
            elif begin < last.end:
                if who is None and (not cue.marked or cue.kind in (verbs.MIND, verbs.HOPE)):
                    return
                if who is not None and not cue.marked and not who.adjacent:
                    return
                last.end = self._trimmed(last.start, begin)
                if last.form != "direct":
                    last.form = self._form(last.start, last.end, inside)
        speakers, sure = self._speakers(cue, who, start, drafts)
        if (
            who is None
            and not speakers
            and cue.kind not in (SOURCE, verbs.SHOW)
            and not cue.passive
            and not cue.marked
        ):
            return
        certain = sure and (cue.marked or cue.kind in (verbs.FREE, verbs.MIND))
        pair = inside.opening.get(cue.content)
        if pair is not None and not (names_something(page, pair) and not cue.colon):
            drafts.append(self._direct(cue, pair, end, inside, speakers, certain))
            return
        stop = goes_on_alone(page, cue.content, end) if not cue.marked else end
        drafts.append(Draft(self._form(cue.content, stop, inside), cue.content, stop, speakers, certain, cue))

    def _plausible(self, cue: Cue, who: Subject | None) -> bool:
        """Say whether a cue with this subject can introduce a quote."""
        if cue.kind == SOURCE or cue.passive:
            return True
        if cue.kind == verbs.SHOW:
            return verbs.SOURCE_NOUN.search(self.page.masked, cue.clause, cue.start) is not None
        if who is None:
            return cue.kind not in (verbs.MIND, verbs.HOPE)
        if self.page.masked[who.start : who.names[-1][1]] == "其":  # 其回答 is his answer
            return cue.kind in (verbs.FREE, verbs.MIND)
        if who.first_person:
            return cue.content >= 0 and (cue.colon or self.page.masked[cue.content] == QUOTED)
        plain = not cue.colon and cue.content >= 0 and self.page.masked[cue.content] != QUOTED
        if cue.kind in (verbs.MARK, verbs.CLAUSE) and plain and not who.adjacent:
            return False
        naming = not cue.marked and self.page.masked[cue.start : cue.end] == "称"
        if (naming or cue.kind in _STRICT) and who.kind == "noun":
            return is_agent(self.page.masked[who.start : who.names[-1][1]])
        return True

    def _before(self, begin: int, start: int, inside: Inside, drafts: Sequence[Draft]) -> Marked | None:
        """Return the pair of marks that ends where the clause at `begin` opens, but for a comma."""
        text = self.page.masked
        while begin > start and text[begin - 1] in "，。 —-":
            begin -= 1
        return inside.closing.get(begin)

    def _backward(
        self,
        cue: Cue,
        before: Marked | None,
        begin: int,
        start: int,
        who: Subject | None,
    ) -> bool:
        """Say whether what is quoted stands before the cue, as in 「…」，王毅說."""
        if cue.kind in (verbs.SHOW, verbs.HOPE) or cue.passive:
            return False
        if cue.content < 0:
            if before is not None:
                return who is not None or cue.kind == SOURCE
            spoken = who is not None and cue.kind in (verbs.FREE, verbs.MIND)
            return begin > start and (spoken or cue.kind == SOURCE) and self.page.masked[begin - 1] == "，"
        if before is None or not cue.marked or (who is None and cue.kind != SOURCE):
            return False
        if cue.colon and self.page.simple[before.end - 2] in "。！？…":
            return False  # 「…。」乙說：「…」: what follows is what he says
        return sounds_spoken(self.page, before)

    def _inverted(
        self,
        cue: Cue,
        who: Subject | None,
        before: Marked | None,
        begin: int,
        start: int,
        end: int,
        inside: Inside,
        drafts: list[Draft],
    ) -> None:
        speakers, sure = self._speakers(cue, who, start, drafts)
        if before is None:
            stop = self._trimmed(start, begin)
            if stop - start < 4 or (drafts and drafts[-1].end > start):
                return
            drafts.append(
                Draft(self._form(start, stop, inside), start, stop, speakers, sure, cue, inverted=True)
            )
            return
        after = inside.opening.get(cue.content)
        if before.start < start:
            self._owners.setdefault(before.start, speakers)
            drafts[0].cue = cue
            drafts[0].speakers = speakers
            drafts[0].certain = sure
            drafts[0].inverted = True
            if after is None:
                return
            drafts.append(
                Draft("direct", after.start, min(after.end, end), speakers, sure, None, marked=after)
            )
            return
        first = before.start
        form = "direct"
        if drafts and drafts[-1].end > first:
            return
        if not sounds_spoken(self.page, before) and self.page.masked[start:first].strip("， "):
            first, form = start, "mixed"  # 目前的逮捕是「一種把戲」，他說。
            if drafts:
                first = max(start, drafts[-1].end)
        stop = before.end if after is None else min(after.end, end)
        marked = before if after is None else after
        if after is not None:
            self._owners.setdefault(after.start, speakers)
        drafts.append(Draft(form, first, stop, speakers, sure, cue, marked=marked, inverted=True))

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
                last = self.memory.subject_before(start, cue.clause) or self.memory.last
            return tuple(replace(one, reason=f"as before + {word}") for one in last), False
        found = speakers_of(page, who, f"{who.kind} + {word}", self.memory, start)
        sure = who.adjacent and (
            who.kind != "pronoun" or (bool(found) and found[0].end - page.base < who.start + 1)
        )
        return found, sure
