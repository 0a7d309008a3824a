"""From a subject to speakers: whom a pronoun means, and who stands behind a report or a missing subject."""

from __future__ import annotations

import re

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.cue import Cue
from annotations.analysis.quotes.found import SpeakerFound
from annotations.analysis.quotes.page import FAR, Page
from annotations.analysis.quotes.speakers import Subject, subject

__all__ = ["Memory", "speakers_of", "speakers_of_source"]

_SINGULAR = frozenset("他她")
_ANY = re.compile(
    "(?:最新|初步|相关|有关|该|这|那|此|一|多|数|几|各|某|这些|一些|有|不少|许多|公开|官方|内部|市场|历史|[0-9]+)?(?:[项份则篇个种条])?的?"
)
_SHORT = 4
"""So short, a source may be a name that nothing shows to be one (彭博); longer ones are descriptions.
Chosen: the names of agencies have two to four characters (彭博, 路透社, 法新社, 美聯社)."""
_VAGUE = re.compile("(?:消息|数据|统计|资料|结果|证据|指标|指数|测试|实验|民调|记录|纪录|内幕)")
_DATELINE = re.compile("(?:[^，]{0,8}?[0-9]{1,2}月)?[0-9]{1,2}[日号]?$")


class Memory:
    """What the rules remember of the sentences of a paragraph that they have read."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.last: tuple[SpeakerFound, ...] = ()
        """Who spoke last."""
        self.just_spoke = False
        """Whether the sentence before held a quote."""
        self._person: SpeakerFound | None = None
        self._spoke = False

    def spoke(self, speakers: tuple[SpeakerFound, ...]) -> None:
        """Note who is quoted in the sentence."""
        self._spoke = True
        if speakers:
            self.last = speakers
            if self._may_be_person(speakers[-1]):
                self._person = speakers[-1]

    def passed(self, start: int, end: int) -> None:
        """Note that the sentence from `start` to `end` was read, and the person whom it is about."""
        self.just_spoke, self._spoke = self._spoke, False
        if not self.just_spoke:
            person = self._first_person(start, end)
            if person is not None:
                self._person = person

    def meant(self, pronoun: str, start: int, at: int) -> SpeakerFound | None:
        """Return whom `pronoun` means at `at`, in the sentence that begins at `start`, or None."""
        if pronoun[0] not in _SINGULAR or pronoun[1:2] == "们":
            return None
        return self._first_person(start, at) or self._person

    def subject_before(self, start: int, end: int) -> tuple[SpeakerFound, ...]:
        """Return the person or body with whom a clause between `start` and `end` begins, as 王毅致辭."""
        page = self.page
        for name in page.names_in(start, min(end, start + FAR)):
            if name[2] == "LOC":
                continue
            clause = page.clause_start(name[0], start)
            who = subject(page, clause, name[1])
            if who is not None and who.names[-1][1] == name[1] and who.kind != "noun":
                return speakers_of(page, who, "", self, start)
        clause = page.clause_end(start, end)
        found = re.match("[他她](?![们的])", page.masked[start:clause])
        if found:
            person = self.meant(found.group(), start, start)
            return (person,) if person else ()
        return ()

    def _first_person(self, start: int, end: int) -> SpeakerFound | None:
        for name in self.page.names_in(start, min(end, start + FAR)):
            if name[2] == "PER":
                return _speaker(self.page, name[0], name[1], name[0], "")
        return None

    def _may_be_person(self, speaker: SpeakerFound) -> bool:
        base = self.page.base
        kinds = {name[2] for name in self.page.names_in(speaker.start - base, speaker.end - base)}
        return (
            "PER" in kinds
            or (not kinds and "title" in speaker.reason)
            or (not kinds and speaker.reason.startswith("name"))
        )


def speakers_of(
    page: Page, who: Subject, reason: str, memory: Memory, start: int
) -> tuple[SpeakerFound, ...]:
    """Return the speakers that a subject stands for, in the sentence that begins at `start`.

    A pronoun stands for the person named last, if there is one in the paragraph. A report or a message stands
    for whoever made it, and for nobody where that is not said.
    """
    if who.kind == "pronoun":
        begin, end, _ = who.names[0]
        person = memory.meant(page.masked[begin:end], start, begin)
        if person is not None:
            return (SpeakerFound(person.start, person.end, person.text, person.title_start, reason),)
        return (_speaker(page, begin, end, begin, reason),)
    if who.kind == "noun" and len(who.names) == 1:
        begin, end, _ = who.names[0]
        source = verbs.SOURCE_NOUN.search(page.masked, begin, end)
        if source is not None:
            return _behind(page, begin, source.start(), end, reason)
    return tuple(_speaker(page, begin, end, title, reason) for begin, end, title in who.names)


def speakers_of_source(page: Page, cue: Cue, memory: Memory, start: int) -> tuple[SpeakerFound, ...]:
    """Return whom 據…報道 names."""
    text = page.masked
    end = cue.until
    found = _DATELINE.search(text, cue.clause, end)
    if found and found.start() > cue.clause:
        end = found.start()
    while end > cue.clause and text[end - 1] in "的之所 ":
        end -= 1
    who = subject(page, cue.clause, end)
    if who is None:
        return ()
    if who.kind == "noun" and end - who.start > _SHORT and not is_agent(text[who.start : end]):
        return ()
    return speakers_of(page, who, cue.reason, memory, start)


def _behind(page: Page, start: int, noun: int, end: int, reason: str) -> tuple[SpeakerFound, ...]:
    """Return who made the report that stands from `noun` to `end`, its attributes from `start` on."""
    text = page.masked
    stop = noun
    while stop > start and text[stop - 1] in "的之 ":
        stop -= 1
    for name in page.names_in(start, stop):
        if name[2] != "LOC" or name[:2] == (start, stop):
            return (_speaker(page, name[0], name[1], name[0], reason),)
    if stop > start and is_agent(text[start:stop]):
        return (_speaker(page, start, stop, start, reason),)
    if _VAGUE.match(text, noun, end) and _ANY.fullmatch(text, start, stop):
        return ()
    return (_speaker(page, start, end, start, reason),)


def _speaker(page: Page, start: int, end: int, title: int, reason: str) -> SpeakerFound:
    text = page.text[start:end]
    return SpeakerFound(start + page.base, end + page.base, text, title + page.base, reason)
