"""From a subject to speakers: whom a pronoun means, and who stands behind a report or a missing subject."""

from __future__ import annotations

import re

from annotations.analysis import lexicon
from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.adverbials import from_left
from annotations.analysis.quotes.agents import HEAD_NOUN, is_agent, is_title
from annotations.analysis.quotes.cue import Cue
from annotations.analysis.quotes.found import SpeakerFound
from annotations.analysis.quotes.marks import QUOTED
from annotations.analysis.quotes.page import FAR, Page
from annotations.analysis.quotes.speakers import KIN, Subject, subject

__all__ = ["Memory", "is_document", "speakers_of", "speakers_of_source"]

_SINGULAR = frozenset("他她")
_ANY = re.compile(
    "(?:最新|初步|相关|有关|该|这|那|此|一|多|数|几|各|某|这些|一些|有|不少|许多|公开|官方|内部|市场|历史|[0-9]+)?(?:[项份则篇个种条])?的?"
)
_SHORT = 4
"""So short, a source may be a name that nothing shows to be one (彭博); longer ones are descriptions.
Chosen: the names of agencies have two to four characters (彭博, 路透社, 法新社, 美聯社)."""
_CLAUSES = 6
"""So many clauses before a verb are looked at for its subject. Chosen: news has three to five a sentence."""
_TITLE_AND_NAME = 24
"""Characters of affiliation, title and name at the head of a clause. Chosen likewise."""
_TIES = frozenset("的之、和与及跟")
"""What behind a name makes it a part of a longer phrase."""
_HE = re.compile("[他她](?![们的])")
_VAGUE = re.compile(
    "(?:消息|数据|统计|资料|结果|证据|指标|指数|测试|实验|民调|分析|评论|社论|案情|控罪|报道|报导|传闻|记录|纪录|内幕)"
)
_REPORT = re.compile("(?:研究报告|研报|财报|年报|报告|公告)$")
_DOCUMENTS = tuple(sorted(lexicon.words("quote_sources")))
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
        self._looked_from = self._looked_to = -1
        """The sentence in which a person was looked for that a clause is about, and how far."""
        self._about: SpeakerFound | None = None
        """That person."""

    def spoke(self, speakers: tuple[SpeakerFound, ...]) -> None:
        """Note who is quoted in the sentence."""
        self._spoke = True
        if any(is_document(self.page, one) for one in speakers):
            self.last = ()  # what a report says it says once
        elif speakers:
            self.last = speakers
            if self._may_be_person(speakers[-1]):
                self._person = speakers[-1]

    def passed(self, start: int, end: int) -> None:
        """Note that the sentence from `start` to `end` was read, and the person whom it is about."""
        self.just_spoke, self._spoke = self._spoke, False
        if not self.just_spoke:
            person = self._subject_person(start, end) or self._only_person(start, end)
            if person is not None:
                self._person = person

    def meant(self, pronoun: str, start: int, at: int) -> SpeakerFound | None:
        """Return whom `pronoun` means at `at`, in the sentence that begins at `start`, or None."""
        if pronoun[0] not in _SINGULAR or pronoun[1:2] == "们":
            return None
        here = self._subject_person(start, at)
        if here is not None:
            return here
        return self._person or self._only_person(start, at)

    def subject_before(self, start: int, end: int) -> tuple[SpeakerFound, ...]:
        """Return whom the nearest clause between `start` and `end` is about, as 王毅 in 王毅致辭，強調….

        Its head must be a name, with its title or without, a pronoun, or a word for who can speak.
        """
        page = self.page
        text = page.masked
        end = min(end, start + FAR)
        stop = end
        for _ in range(_CLAUSES):
            while stop > start and text[stop - 1] in f"，；：。、 {QUOTED}":
                stop -= 1
            if stop <= start:
                break
            clause = page.clause_start(stop, start)
            found = self._head(clause, stop, start)
            if found:
                return found
            stop = clause
        return ()

    def _head(self, clause: int, stop: int, start: int) -> tuple[SpeakerFound, ...]:
        """Return who the clause from `clause` to `stop` begins with."""
        page = self.page
        text = page.masked
        head = from_left(page, clause, stop)
        if head >= stop:
            return ()
        kin = KIN.match(text, head, stop)
        if kin is not None:
            return (_speaker(page, head, kin.end(), head, "noun"),)
        found = _HE.match(text, head, stop)
        if found:
            person = self.meant(found.group(), start, head)
            return (person or _speaker(page, head, found.end(), head, "pronoun"),)
        name = self.name_at(head, stop)
        if name is not None:
            return (_speaker(page, name[0], name[1], head, "name"),)
        noun = HEAD_NOUN.match(text, head, stop)
        if noun is not None:
            return (_speaker(page, head, noun.end(), head, "noun"),)
        return ()

    def name_at(self, head: int, stop: int) -> tuple[int, int, str] | None:
        """Return the name, of a person or a body, that a clause begins with, behind its title or without."""
        page = self.page
        for name in page.names_in(head, min(stop, head + _TITLE_AND_NAME)):
            if name[0] > head and not is_title(page.masked[head : name[0]], _TITLE_AND_NAME):
                return None
            if page.masked[name[1] : name[1] + 1] in _TIES:
                return None
            following = [other for other in page.names_in(name[1], name[1] + 12) if other[2] == "PER"]
            if (
                name[2] != "PER"
                and following
                and is_title(page.masked[head : following[0][0]], _TITLE_AND_NAME)
            ):
                name = following[0]  # the person is the subject, not the body before the title
                if page.masked[name[1] : name[1] + 1] in _TIES:
                    return None
            return None if name[2] == "LOC" else name
        return None

    def _subject_person(self, start: int, end: int) -> SpeakerFound | None:
        """Return the person whom a clause of the sentence is about, the first before `end`.

        Behind a semicolon it is the first from there on: 林昀儒不敵對手；戴資穎宣布退役，她說….
        """
        page = self.page
        end = min(end, start + FAR)
        if self._looked_from != start:
            self._looked_from = self._looked_to = start
            self._about = None
        while self._looked_to < end:
            at = self._looked_to
            stop = page.clause_end(at, end)
            looks = stop > at and (self._about is None or page.masked[at - 1 : at] == "；")
            name = self.name_at(from_left(page, at, stop), stop) if looks else None
            if name is not None and name[2] == "PER":
                self._about = _speaker(page, name[0], name[1], name[0], "")
            if stop == end:
                break  # the clause goes on behind it
            self._looked_to = stop + 1
        about = self._about
        return about if about is not None and about.end - page.base <= end else None

    def _only_person(self, start: int, end: int) -> SpeakerFound | None:
        """Return the person named between `start` and `end`, if there is one and no other."""
        page = self.page
        persons = {
            page.text[name[0] : name[1]]: name
            for name in page.names_in(start, min(end, start + FAR))
            if name[2] == "PER"
        }
        if len(persons) != 1:
            return None
        ((first, last, _),) = persons.values()
        return _speaker(page, first, last, first, "")

    def _may_be_person(self, speaker: SpeakerFound) -> bool:
        base = self.page.base
        kinds = {name[2] for name in self.page.names_in(speaker.start - base, speaker.end - base)}
        return (
            "PER" in kinds
            or (not kinds and "title" in speaker.reason)
            or (not kinds and speaker.reason.startswith("name"))
        )


def is_document(page: Page, speaker: SpeakerFound) -> bool:
    """Say whether a speaker is no more than a report, a message or the like."""
    return page.masked.endswith(_DOCUMENTS, speaker.start - page.base, speaker.end - page.base)


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
    return tuple(
        _speaker(page, begin, _without_report(page, begin, end), title, reason)
        for begin, end, title in who.names
    )


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


def _without_report(page: Page, start: int, end: int) -> int:
    """Return where a body's name ends of which 研報 was taken for a part."""
    found = _REPORT.search(page.masked, start + 2, end)
    return found.start() if found is not None else end


def _speaker(page: Page, start: int, end: int, title: int, reason: str) -> SpeakerFound:
    text = page.text[start:end]
    return SpeakerFound(start + page.base, end + page.base, text, title + page.base, reason)
