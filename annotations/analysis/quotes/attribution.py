"""From cues to quotes: whether a cue introduces one, where its content stands, and who is its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.adverbials import all_adverbial, from_left, to_left
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.assembly import Building
from annotations.analysis.quotes.cue import SOURCE, Cue
from annotations.analysis.quotes.cues import takes_clause
from annotations.analysis.quotes.drafts import Draft, Inside
from annotations.analysis.quotes.found import SpeakerFound
from annotations.analysis.quotes.marks import QUOTED, Marked
from annotations.analysis.quotes.phrases import (
    ends_before_another,
    goes_on_alone,
    names_something,
    sounds_spoken,
)
from annotations.analysis.quotes.sources import speakers_of, speakers_of_source
from annotations.analysis.quotes.speakers import Subject, subject

__all__ = ["Attributing"]

_OCCASION = 24
"""So many characters may stand between a quote and who said it and say when. Chosen: 賽後接受採訪時，"""
_URGED = frozenset(("呼吁", "强调", "重申"))
"""Verbs of them that need no 並 to say what the speaker said further."""
_HALF = 6
"""Characters of the first half of a quote, its marks included, that its speaker cuts in two. Chosen."""
_UNREAD = 8
"""Characters of a noun phrase that may be who speaks though its last word is in no list. Chosen."""
_COORDINATED = re.compile(
    "(?:并且?|而且|且|但|不过|惟|同时|也|亦|还|又|则|再|另|另外|此外|一并|进而|[ ]){1,3}"
    "(?:仍|再次|一再|特别|公开|进一步|明确)?"
)
"""What joins a verb to the subject of the clause before."""
_REPEATED = frozenset(("强调", "重申", "呼吁", "质疑", "批评", "痛批", "抱怨", "感叹", "坚称"))
"""Verbs that behind 並 say what the speaker said further; others may as well be part of what he said."""

_STRICT = (verbs.MIND, verbs.HOPE, verbs.MARK, verbs.CLAUSE)
"""Kinds of cues whose subject must be able to speak: other nouns are what is meant, not who means it."""


class Attributing(Building):
    """Makes quotes of cues."""

    def _take(self, cue: Cue, start: int, end: int, inside: Inside, drafts: list[Draft]) -> None:
        """Make a quote of a cue, unless it is none or part of what another one quotes."""
        page = self.page
        who = None if cue.kind == SOURCE or cue.passive else subject(page, cue.clause, cue.start)
        begin = cue.start if cue.kind == SOURCE else cue.clause
        before = self._before(begin, start, inside, drafts)
        carried = self._carried(cue, start) if who is None and before is None else None
        if carried is not None:
            earlier = self._before(carried.start, start, inside, drafts)
            another = cue.marked and drafts and carried.start < drafts[-1].end <= end
            halved = carried.start == start and cue.content in inside.opening
            if (
                earlier is not None
                or halved
                or (another and not _COORDINATED.match(page.masked, begin, cue.start))
            ):
                who, begin, before = carried, carried.start, earlier
        if not self._plausible(cue, who, start):
            return
        backward = self._backward(cue, before, begin, start, who, inside)
        if backward:
            self._inverted(cue, who, before, begin, start, end, inside, drafts)
            return
        halved = not cue.colon and cue.content in inside.opening
        first = begin - start <= _OCCASION and all_adverbial(page.masked, start, begin)
        if (cue.content < 0 or halved) and who is not None and first:
            self._sentence_before(cue, who, start)
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
                if who is None and not self._goes_on(cue):
                    return
                if who is not None and not self._is_another(cue, who):
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
        if not speakers and who is None and self.page.masked[cue.start : cue.end] == verbs.POINT:
            return
        certain = sure and (cue.marked or cue.kind in (verbs.FREE, verbs.MIND))
        pair = inside.opening.get(cue.content)
        if pair is not None and not (names_something(page, pair) and not cue.colon):
            drafts.append(self._direct(cue, pair, end, inside, speakers, certain))
            return
        stop = goes_on_alone(page, cue.content, end) if not cue.marked else end
        stop = ends_before_another(page, cue.content, stop)
        form = self._form(cue.content, stop, inside)
        if cue.start == start and cue.colon and page.masked[start : cue.end] in ("问", "答"):
            form = "direct"  # in an interview
        drafts.append(Draft(form, cue.content, stop, speakers, certain, cue))

    def _carried(self, cue: Cue, start: int) -> Subject | None:
        """Return the person whom the clause before is about, if the cue's own has no subject.

        As in 「…。」王桂芬擦了擦眼淚，接著說，「…。」
        """
        page = self.page
        text = page.masked
        if cue.kind == SOURCE or cue.passive or cue.clause <= start or text[cue.clause - 1] != "，":
            return None
        left = from_left(text, cue.clause, cue.start)
        if to_left(page, left, cue.start) > left:
            return None
        stop = cue.clause - 1
        clause = page.clause_start(stop, start)
        head = from_left(text, clause, stop)
        name = self.memory.name_at(head, stop)
        if name is not None and name[2] == "PER":
            kind = "title + name" if head < name[0] else "name"
            return Subject(((name[0], name[1], head),), kind, clause, adjacent=False)
        if text[head : head + 1] in ("他", "她") and text[head + 1 : head + 2] not in ("们", "的"):
            return Subject(((head, head + 1, head),), "pronoun", clause, adjacent=False)
        return None

    def _is_another(self, cue: Cue, who: Subject) -> bool:
        """Say whether a subject within what is quoted speaks himself: 甲認為橋太窄，乙則表示車太多."""
        if not cue.marked and not who.adjacent:
            return False
        if who.kind != "pronoun" or cue.kind == verbs.FREE:
            return True
        if cue.marked and cue.kind not in (verbs.MIND, verbs.HOPE):
            return True
        return self.page.masked[cue.clause - 1 : cue.clause] == "；"  # 甲說，他們覺得…: part of what he said

    def _goes_on(self, cue: Cue) -> bool:
        """Say whether a verb without a subject has the speaker of the quote before: …，並強調，…."""
        if cue.kind in (verbs.MIND, verbs.HOPE):
            return False
        if cue.marked:
            return True
        text = self.page.masked
        head = text[cue.start : cue.end]
        if head in _URGED and not text[cue.clause : cue.start].strip():
            return True
        alone = _COORDINATED.fullmatch(text, cue.clause, cue.start) is not None
        return alone and (cue.kind == verbs.FREE or head in _REPEATED)

    def _plausible(self, cue: Cue, who: Subject | None, start: int) -> bool:
        """Say whether a cue with this subject can introduce a quote in the sentence from `start` on."""
        if cue.kind == SOURCE or cue.passive:
            return True
        if cue.kind == verbs.SHOW:
            return verbs.SOURCE_NOUN.search(self.page.masked, cue.clause, cue.start) is not None
        if who is None:
            label = cue.colon and cue.start == start and self.page.masked[cue.content] != QUOTED
            if label and self.page.masked[cue.start : cue.end] not in ("问", "答"):
                return False  # 警告：高壓危險！
            if cue.kind not in (verbs.MIND, verbs.HOPE):
                return True
            coordinated = _COORDINATED.fullmatch(self.page.masked, cue.clause, cue.start)
            return coordinated is not None and bool(self.memory.subject_before(start, cue.clause))
        if self.page.masked[who.start : who.names[-1][1]] == "其":  # 其回答 is his answer
            return cue.kind in (verbs.FREE, verbs.MIND)
        if who.first_person:
            return cue.content < 0 or cue.colon or self.page.masked[cue.content] == QUOTED
        plain = not cue.colon and cue.content >= 0 and self.page.masked[cue.content] != QUOTED
        if cue.kind in (verbs.MARK, verbs.CLAUSE) and plain and not who.adjacent:
            return False
        naming = not cue.marked and self.page.masked[cue.start : cue.end] == "称"
        if (naming or cue.kind in _STRICT) and who.kind == "noun":
            noun = self.page.masked[who.start : who.names[-1][1]]
            return is_agent(noun) or (cue.marked and verbs.SOURCE_NOUN.search(noun) is not None)
        return True

    def _before(self, begin: int, start: int, inside: Inside, drafts: Sequence[Draft]) -> Marked | None:
        """Return the pair of marks that ends where the clause at `begin` opens, but for 賽後， and the like.

        None if who speaks in it was said before: 甲說：「…。」她強調，「…。」
        """
        text = self.page.masked
        start = max(start, begin - 3 * _OCCASION)
        while begin > start:
            if text[begin - 1] in "，。 —-":
                begin -= 1
                continue
            if begin in inside.closing or text[begin : begin + 1] != "，":
                break
            clause = self.page.clause_start(begin, start, _OCCASION)
            if not start < clause < begin or not all_adverbial(text, clause, begin):
                break
            begin = clause
        found = inside.closing.get(begin)
        if found is None or found.start in self._owners:
            return None
        said = any(one.start < found.end and found.start < one.end and one.speakers for one in drafts[-2:])
        return None if said else found

    def _backward(
        self,
        cue: Cue,
        before: Marked | None,
        begin: int,
        start: int,
        who: Subject | None,
        inside: Inside,
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
        if sounds_spoken(self.page, before):
            return True
        alone = not self.page.masked[start : before.start].strip()
        halves = alone and cue.content in inside.opening and before.end - before.start >= _HALF
        return halves and not names_something(self.page, before)

    def _sentence_before(self, cue: Cue, who: Subject, start: int) -> None:
        """Give the quote that ends the sentence before its speaker: 「…。」 and then 發言人如是說。."""
        last = self.last_quote
        if last is None or last.form != "direct" or last.certain or last.cue is not None:
            return
        if last.marked is None or last.marked.end != last.end or self.page.masked[last.end : start].strip():
            return
        last.speakers, last.certain = self._speakers(cue, who, start, ())

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
        else:
            first = before.start
            form = "direct"
            if drafts and drafts[-1].end > first:
                return
            if not sounds_spoken(self.page, before) and self.page.masked[start:first].strip("， "):
                first, form = start, "mixed"  # 目前的逮捕是「一種把戲」，他說。
                if drafts:
                    first = max(start, drafts[-1].end)
            drafts.append(Draft(form, first, before.end, speakers, sure, cue, marked=before, inverted=True))
        if after is not None:  # the second half of what is said: 「…，」他說，「…。」
            second = self._direct(cue, after, end, inside, speakers, sure)
            second.inverted = True
            drafts.append(second)

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
        phrase = page.masked[who.start : who.names[-1][1]]
        unread = who.kind == "noun" and not who.adjacent and len(phrase) > _UNREAD
        if unread and not is_agent(phrase) and not verbs.SOURCE_NOUN.search(phrase):
            return (), False  # more than a noun, and nothing that the rules can read
        found = speakers_of(page, who, f"{who.kind} + {word}", self.memory, start)
        sure = who.adjacent and (
            who.kind != "pronoun" or (bool(found) and found[0].end - page.base < who.start + 1)
        )
        return found, sure
