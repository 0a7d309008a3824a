"""From cues to quotes: whether a cue introduces one, where its content stands, and who is its subject."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.adverbials import all_adverbial, from_left, to_left
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.cue import SOURCE, Cue
from annotations.analysis.quotes.drafts import Draft, Inside
from annotations.analysis.quotes.inversion import OCCASION, Inverting
from annotations.analysis.quotes.marks import QUOTED
from annotations.analysis.quotes.objects import takes_clause
from annotations.analysis.quotes.phrases import (
    ends_before_another,
    goes_on_alone,
    names_something,
)
from annotations.analysis.quotes.speakers import Subject, subject

__all__ = ["Attributing"]

_COORDINATED = re.compile(
    "(?:并且?|而且|且|但|不过|惟|同时|也|亦|还|又|则|再|另|另外|此外|一并|进而|[ ]){1,3}"
    "(?:仍|再次|一再|特别|公开|进一步|明确)?"
)
"""What joins a verb to the subject of the clause before."""
_REPEATED = frozenset(("强调", "重申", "呼吁", "质疑", "批评", "痛批", "抱怨", "感叹", "坚称"))
"""Verbs that behind 並 say what the speaker said further; others may as well be part of what he said."""
_URGED = frozenset(("呼吁", "强调", "重申"))
"""Verbs of them that need no 並 to say what the speaker said further."""
_STRICT = (verbs.MIND, verbs.HOPE, verbs.MARK, verbs.CLAUSE)
"""Kinds of cues whose subject must be able to speak: other nouns are what is meant, not who means it."""


class Attributing(Inverting):
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
            if earlier is not None or self._speaks_on(cue, carried, start, end, inside, drafts):
                who, begin, before = carried, carried.start, earlier
        if not self._plausible(cue, who, start):
            return
        if cue.content < 0 and begin > start and not inside.pairs and self._sentence_before(cue, who, start):
            return
        backward = self._backward(cue, before, begin, start, who, inside)
        if backward:
            self._inverted(cue, who, before, begin, start, end, inside, drafts)
            return
        halved = not cue.colon and cue.content in inside.opening
        first = begin - start <= OCCASION and all_adverbial(page, start, begin)
        told = cue.kind == verbs.FREE and cue.marked and not cue.colon
        if (cue.content < 0 or halved or told) and first:
            self._sentence_before(cue, who, start, sure=not told or halved)
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
        nobody = who is None and not speakers
        if nobody and cue.kind not in (SOURCE, verbs.SHOW) and not cue.passive and not cue.marked:
            return
        if nobody and page.masked[cue.start : cue.end] == verbs.POINT:
            return
        certain = sure and (cue.marked or cue.kind in (verbs.FREE, verbs.MIND))
        pair = inside.opening.get(cue.content)
        if pair is not None and not (names_something(page, pair) and not cue.colon):
            drafts.append(self._direct(cue, pair, end, inside, speakers, certain))
            return
        stop = goes_on_alone(page, cue.content, end) if not cue.marked else end
        stop = ends_before_another(page, cue.content, stop)
        form = self._form(cue.content, stop, inside)
        drafts.append(Draft(form, cue.content, stop, speakers, certain, cue))

    def _behind_colons(self, inside: Inside, end: int, drafts: list[Draft]) -> None:
        """Part what somebody says behind a colon from what it is about: 坦言不想再演：「…。」."""
        text = self.page.masked
        ends = [pair.end for pair in inside.pairs]
        for draft in list(drafts) if ends else ():
            if draft.form == "direct" or draft.cue is None or draft.inverted:
                continue
            within = bisect_right(ends, draft.end)
            pair = inside.pairs[within - 1]
            if not within or pair.start - 1 <= draft.start or text[pair.start - 1] != "：":
                continue
            if text[pair.end : draft.end].strip("。！？… ") or names_something(self.page, pair):
                continue
            clause = self.page.clause_start(pair.start - 1, draft.start)
            if clause > draft.start and self.memory.name_at(
                from_left(self.page, clause, pair.start), pair.start
            ):
                continue  # who the clause is about may be who speaks
            draft.end = pair.start - 1
            draft.form = self._form(draft.start, draft.end, inside)
            drafts.append(self._direct(None, pair, end, inside, draft.speakers, draft.certain))

    def _carried(self, cue: Cue, start: int) -> Subject | None:
        """Return the person whom the clause before is about, if the cue's own has no subject.

        As in 「…。」王桂芬擦了擦眼淚，接著說，「…。」
        """
        page = self.page
        text = page.masked
        if cue.kind == SOURCE or cue.passive or cue.clause <= start or text[cue.clause - 1] != "，":
            return None
        left = from_left(page, cue.clause, cue.start)
        if to_left(page, left, cue.start) > left:
            return None
        stop = cue.clause - 1
        clause = page.clause_start(stop, start)
        head = from_left(page, clause, stop)
        name = self.memory.name_at(head, stop)
        if name is not None and name[2] == "PER":
            kind = "title + name" if head < name[0] else "name"
            return Subject(((name[0], name[1], head),), kind, clause, adjacent=False)
        if text[head : head + 1] in ("他", "她") and text[head + 1 : head + 2] not in ("们", "的"):
            return Subject(((head, head + 1, head),), "pronoun", clause, adjacent=False)
        return None

    def _speaks_on(
        self, cue: Cue, carried: Subject, start: int, end: int, inside: Inside, drafts: Sequence[Draft]
    ) -> bool:
        """Say whether the subject of the clause before speaks here, and not whoever spoke before him."""
        if carried.start == start and cue.content in inside.opening:
            return True
        if not cue.marked or not drafts or not carried.start < drafts[-1].end <= end:
            return False
        return _COORDINATED.match(self.page.masked, cue.clause, cue.start) is None

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
            if label:
                return False  # 警告：高壓危險！
            if cue.kind not in (verbs.MIND, verbs.HOPE):
                return True
            coordinated = _COORDINATED.fullmatch(self.page.masked, cue.clause, cue.start)
            return coordinated is not None and bool(self.memory.subject_before(start, cue.clause))
        if self.page.masked[who.start : who.names[-1][1]] == "其":  # 其回答 is his answer
            return cue.kind in (verbs.FREE, verbs.MIND)
        if who.first_person:
            if cue.kind in (verbs.MIND, verbs.HOPE):
                return cue.colon  # 我也相信「拆就對了」
            return cue.content < 0 or cue.colon or self.page.masked[cue.content] == QUOTED
        plain = not cue.colon and cue.content >= 0 and self.page.masked[cue.content] != QUOTED
        if cue.kind in (verbs.MARK, verbs.CLAUSE) and plain and not who.adjacent:
            return False
        naming = not cue.marked and self.page.masked[cue.start : cue.end] == "称"
        if (naming or cue.kind in _STRICT) and who.kind == "noun":
            noun = self.page.masked[who.start : who.names[-1][1]]
            return is_agent(noun) or (cue.marked and verbs.SOURCE_NOUN.search(noun) is not None)
        return True
