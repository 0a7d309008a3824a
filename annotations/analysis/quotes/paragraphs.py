"""From cues, marks and subjects to the quotes of each sentence.

Nothing is kept between calls. Within a paragraph three things are: the marks that are open, who spoke last,
and the last person named, whom a pronoun means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from annotations.analysis.quotes.adverbials import from_left
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.attribution import Attributing
from annotations.analysis.quotes.cues import cues
from annotations.analysis.quotes.drafts import Draft, Inside
from annotations.analysis.quotes.found import QuoteFound, SpeakerFound
from annotations.analysis.quotes.marks import Marked
from annotations.analysis.quotes.page import Page
from annotations.analysis.quotes.phrases import names_something, sounds_spoken
from annotations.analysis.quotes.sources import speakers_of
from annotations.analysis.quotes.speakers import Subject, subject
from annotations.analysis.quotes.turns import says_something, turn
from annotations.model.article import Name, Sentence

__all__ = ["find_quotes"]

_I_REPLY = re.compile("(?P<who>我们?|咱们?)(?=[回答跟对问劝骂吼喊怼朝冲给])")
"""Who replies in 我回他：「…」: whom he replies to does not speak."""
_AFTER = frozenset(("", *"，。！？；：… \n"))
"""What may stand behind a quote whose label is no speaker."""
_SIGNED = re.compile(r"[ >\n]*[—–―-]{1,2} *(?P<who>[^，。！？：；—\n]{2,24})[。 ]*$")
"""Who stands below a motto: 「…」——前同事老吳."""
_BEAT = re.compile("，?(?P<who>[^，。！？：；]{2,16})，")
"""What stands between two halves of a quote, without a verb of saying."""


def find_quotes(
    text: str, sentences: Sequence[Sentence], names: Sequence[Name] = ()
) -> list[tuple[QuoteFound, ...]]:
    """Return the quotes of each of `sentences`, of which there are some, as `as_written` gives them."""
    page = Page(text, sentences, names)
    found: list[tuple[QuoteFound, ...]] = []
    for (first, last), marked in zip(page.paragraphs, page.marked, strict=True):
        paragraph = _Paragraph(page, marked, page.sentences[last - 1][1])
        for start, end in page.sentences[first:last]:
            paragraph.read(start, end)
        found += paragraph.quotes()
    return found


class _Paragraph(Attributing):
    """Reads the sentences of a paragraph one after another."""

    def __init__(self, page: Page, marked: Sequence[Marked], end: int) -> None:
        super().__init__(page, marked)
        self._passed = 0
        """How many pairs of marks end before the sentence that is being read."""
        self._end = end
        """Where the paragraph ends."""
        self._turn: tuple[SpeakerFound, ...] | None = None
        """Who speaks in the line of an interview that is being read, if it is one."""
        self._drafts: list[list[Draft]] = []

    def quotes(self) -> list[tuple[QuoteFound, ...]]:
        """Return what was found in each sentence read so far."""
        return [tuple(self._finished(draft) for draft in drafts) for drafts in self._drafts]

    def _finished(self, draft: Draft) -> QuoteFound:
        base = self.page.base
        speakers = draft.speakers
        if not speakers and draft.marked is not None:
            speakers = tuple(
                replace(one, reason="open quote") for one in self._owners.get(draft.marked.start, ())
            )
        cue = None if draft.cue is None else (draft.cue.start + base, draft.cue.end + base)
        return QuoteFound(
            draft.form,
            draft.cont,
            cue,
            (draft.start + base, draft.end + base) if draft.start < draft.end else None,
            speakers,
            draft.certain and bool(speakers),
        )

    def read(self, start: int, end: int) -> None:
        """Find the quotes of the next sentence, which stands from `start` to `end`."""
        while self._passed < len(self.marked) and self.marked[self._passed].end <= start:
            self._passed += 1
        last = self._passed
        while last < len(self.marked) and self.marked[last].start < end:
            last += 1
        inside = Inside(self.marked[self._passed : last])
        drafts: list[Draft] = []
        if inside.pairs and inside.pairs[0].start < start:
            pair = inside.pairs[0]
            drafts.append(Draft("direct", start, min(pair.end, end), (), True, cont=True, marked=pair))
        begun = None if drafts else turn(self.page, start, end, self._end)
        if begun is not None:
            who = begun.who
            self._turn = () if who is None else speakers_of(self.page, who, "colon", self.memory, start)
            start = begun.start
        if self._turn is not None and not inside.pairs:
            if begun is not None or says_something(self.page, start, end):
                stop = start + len(self.page.masked[start:end].rstrip(" *"))
                drafts.append(Draft("direct", start, stop, self._turn, False, cont=begun is None))
        elif not drafts or drafts[0].end < end:
            for cue in cues(self.page, start, end):
                self._take(cue, start, end, inside, drafts)
            self._behind_colons(inside, end, drafts)
            self._colon(start, end, inside, drafts)
            if not drafts:
                self._spoken_of(start, end)
            self._alone(start, end, inside, drafts)
        drafts.sort(key=lambda draft: (draft.start, draft.end))
        for draft in drafts:
            if draft.marked is not None and draft.speakers:
                self._owners.setdefault(draft.marked.start, draft.speakers)
        if drafts and (self._turn is None or inside.pairs):
            owner = drafts[-1].marked.start if drafts[-1].marked is not None else -1
            self.memory.spoke(drafts[-1].speakers or self._owners.get(owner, ()))
        self.memory.passed(start, end)
        self.last_quote = drafts[-1] if drafts else None
        self._drafts.append(drafts)

    # -- without a verb ---------------------------------------------------

    def _colon(self, start: int, end: int, inside: Inside, drafts: list[Draft]) -> None:
        """Find 王毅：「…」, and a name and a colon at the head of a sentence."""
        page = self.page
        text = page.masked
        for pair in inside.uncovered(drafts):
            at = pair.start
            while at > start and text[at - 1] == " ":
                at -= 1
            if at <= start or text[at - 1] != "：":
                continue
            clause = page.clause_start(at - 1, start)
            short = pair.end - pair.start < 6 and page.simple[pair.end - 2] not in "。！？…"
            if short or names_something(page, pair):
                continue
            who = subject(page, clause, at - 1)
            own = _I_REPLY.match(text, from_left(page, clause, at), at)
            if own is not None:
                who = Subject(((*own.span("who"), own.start()),), "pronoun", clause, first_person=True)
            sure = who is not None and (who.kind != "noun" or is_agent(text[who.start : who.names[-1][1]]))
            sure = (
                sure
                and who is not None
                and (who.kind != "pronoun" or who.adjacent or who.names[0][0] == who.start)
            )
            if not sure and text[pair.end : pair.end + 1] not in _AFTER:
                continue  # 重點：「先求有」是原則
            speakers = speakers_of(page, who, "colon", self.memory, start) if who is not None and sure else ()
            drafts.append(self._direct(None, pair, end, inside, speakers, sure))
        if drafts or inside.pairs:
            return
        colon = text.find("：", start, min(end, start + 24))
        if colon > start and colon + 2 < end and page.clause_start(colon, start) == start:
            who = subject(page, start, colon)
            if (
                who is not None
                and who.kind in ("name", "title + name")
                and who.adjacent
                and self._person(who)
            ):
                speakers = speakers_of(page, who, "colon", self.memory, start)
                drafts.append(Draft("indirect", colon + 1, end, speakers, False))

    def _person(self, who: Subject) -> bool:
        kinds = {name[2] for name in self.page.names_in(who.names[0][0], who.names[0][1])}
        return "PER" in kinds or (not kinds and who.kind == "title + name")

    def _alone(self, start: int, end: int, inside: Inside, drafts: list[Draft]) -> None:
        """Take what stands in marks and sounds spoken though nothing says who speaks."""
        text = self.page.masked
        self._around_a_beat(start, end, inside, drafts)
        for pair in inside.uncovered(drafts):
            if pair.start < start or not sounds_spoken(self.page, pair):
                continue
            whole = not text[start : pair.start].strip() and not text[min(pair.end, end) : end].strip(
                "，。！？… "
            )
            last = self.memory.last if whole and self.memory.just_spoke else ()
            speakers = tuple(replace(one, reason="as before") for one in last)
            signed = _SIGNED.match(text, pair.end, end) if not text[start : pair.start].strip("> ") else None
            who = subject(self.page, *signed.span("who")) if signed is not None else None
            if who is not None:
                speakers = speakers_of(self.page, who, "signed", self.memory, start)
            draft = Draft("direct", pair.start, min(pair.end, end), speakers, False, marked=pair)
            drafts.append(draft)

    def _around_a_beat(self, start: int, end: int, inside: Inside, drafts: list[Draft]) -> None:
        """Take the halves of a quote around what its speaker does: 「我不是不想，」她頓了頓，「是不能。」."""
        page = self.page
        free = inside.uncovered(drafts)
        if len(free) < 2 or page.masked[start : free[0].start].strip() or free[0].start < start:
            return
        first, second = free[0], free[1]
        found = _BEAT.fullmatch(page.masked, first.end, second.start)
        if found is None or page.simple[first.end - 2] not in "，。！？…" or names_something(page, first):
            return
        at = found.start("who")
        names = [name for name in page.names_in(at, second.start) if name[0] == at and name[2] == "PER"]
        if names:
            who = Subject(((at, names[0][1], at),), "name", at)
        elif page.masked[at] in "他她我" and page.masked[at + 1] not in "的们":
            who = Subject(((at, at + 1, at),), "pronoun", at)
        else:
            sizes = [size for size in (2, 3, 4) if is_agent(page.masked[at : at + size])]
            if not sizes:
                return
            who = Subject(((at, at + sizes[0], at),), "noun", at)
        speakers = speakers_of(page, who, "between two halves", self.memory, start)
        drafts += [
            Draft("direct", pair.start, min(pair.end, end), speakers, False, marked=pair)
            for pair in (first, second)
        ]
