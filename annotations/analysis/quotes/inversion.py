"""Quotes that stand before who said them: 「…」，王毅說, and those that their speaker cuts in two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.analysis.quotes import verbs
from annotations.analysis.quotes.adverbials import all_adverbial, from_left
from annotations.analysis.quotes.agents import is_agent
from annotations.analysis.quotes.assembly import Building
from annotations.analysis.quotes.cue import SOURCE, Cue
from annotations.analysis.quotes.drafts import Draft, Inside
from annotations.analysis.quotes.marks import Marked
from annotations.analysis.quotes.phrases import names_something, sounds_spoken
from annotations.analysis.quotes.sources import speakers_of
from annotations.analysis.quotes.speakers import Subject, subject

__all__ = ["OCCASION", "Inverting"]

OCCASION = 24
"""So many characters may stand between a quote and who said it and say when. Chosen: 賽後接受採訪時，"""
_SPOKE_OF = re.compile(
    "(?:说|谈|提|讲|聊|忆|回忆|回想|想)(?:起|及|到)(?![来去])|说(?=[这那此](?:[句番席段些])?话)|说(?:完|罢|着|著)"
)
"""What a sentence behind a quote begins with that says who spoke, and of what. Not 說來, 說到底."""
_HALF = 6
"""Characters of the first half of a quote, its marks included, that its speaker cuts in two. Chosen."""


class Inverting(Building):
    """Makes quotes of what stands before a cue."""

    def _before(self, begin: int, start: int, inside: Inside, drafts: Sequence[Draft]) -> Marked | None:
        """Return the pair of marks that ends where the clause at `begin` opens, but for 賽後， and the like.

        None if who speaks in it was said before: 甲說：「…。」她強調，「…。」
        """
        text = self.page.masked
        start = max(start, begin - 3 * OCCASION)
        while begin > start:
            if text[begin - 1] in "，。 —-":
                begin -= 1
                continue
            if begin in inside.closing or text[begin : begin + 1] != "，":
                break
            clause = self.page.clause_start(begin, start, OCCASION)
            if not start < clause < begin or not all_adverbial(self.page, clause, begin):
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

    def _sentence_before(self, cue: Cue, who: Subject | None, start: int, sure: bool = True) -> bool:
        """Give the quote that ends the sentence before its speaker: 「…。」 and then 發言人如是說。.

        Say whether there is such a quote. One that is followed by what somebody told further, as 「…。」 and
        then 目擊者告訴記者，…, is hardly ever another's, but it is not `sure`.
        """
        last = self._unattributed(start)
        if last is None or who is None:
            return False
        speakers, certain = self._speakers(cue, who, start, ())
        last.speakers, last.certain = speakers, certain and sure
        return True

    def _unattributed(self, start: int) -> Draft | None:
        """Return the quote in marks that stands right before the sentence, if nothing says whose it is."""
        last = self.last_quote
        if last is None or last.form != "direct" or last.certain or last.cue is not None:
            return None
        if last.marked is None or last.marked.end != last.end or self.page.masked[last.end : start].strip():
            return None
        return last

    def _spoken_of(self, start: int, end: int) -> None:
        """Give the quote before a sentence that says who spoke of what: 「…。」說起那天，張麗華幾度哽咽。."""
        text = self.page.masked
        last = self._unattributed(start)
        found = (
            _SPOKE_OF.search(text, start, min(end, start + OCCASION + _HALF)) if last is not None else None
        )
        if last is None or found is None:
            return
        at = from_left(self.page, start, found.start())
        clause = self.page.clause_start(found.start(), start)
        who = None
        if at < found.start() and clause == start:
            who = subject(self.page, start, found.start())
        elif at >= found.start():
            comma = self.page.clause_end(found.end(), end)
            name = None
            if text[comma : comma + 1] == "，":
                head = from_left(self.page, comma + 1, end)
                name = self.memory.name_at(head, end)
                if text[head : head + 1] in ("他", "她") and text[head + 1 : head + 2] != "们":
                    who = Subject(((head, head + 1, head),), "pronoun", head)
            if name is not None and name[2] == "PER":
                who = Subject(((name[0], name[1], name[0]),), "name", name[0])
        if who is not None and (who.kind != "noun" or is_agent(text[who.start : who.names[-1][1]])):
            last.speakers = speakers_of(self.page, who, "spoke of", self.memory, start)

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
