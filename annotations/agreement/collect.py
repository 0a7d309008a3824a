"""Builds the table of judgements from the layers of a project.

What a judgement is, :mod:`annotations.agreement.judgements` says; here it is asked of every sentence of every
layer. Of a mark that was changed after a review, or after others were seen, what was said before counts; what
was said only then does not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotations.agreement.attributes import attribute_values
from annotations.agreement.judgements import (
    CHANGED,
    COUNTING,
    LATE,
    WHYS,
    barred,
    independent,
    is_changed,
    judged,
)
from annotations.agreement.left_out import Found, LeftOut
from annotations.agreement.units import Changed, Column, Gone, Units
from annotations.agreement.wholes import Wholes
from annotations.marks.coverage import Coverage
from annotations.marks.marks import to_be_tagged
from annotations.migration.unfit import unfit
from annotations.model.article import Article
from annotations.model.scheme import Scheme
from annotations.records.kinds import SentenceMark, SpanRecord
from annotations.records.record import Record

__all__ = ["collect"]

_COMPARED = ("sentence", "article", "span")
"""The kinds of records that are compared."""
_CODES = {why: code for code, why in enumerate(WHYS)}


def collect(
    layers: Iterable[tuple[str, Iterable[Record]]],
    article: Callable[[str], Article | None],
    scheme: Scheme,
    *,
    fold: Callable[[str], str] = str.casefold,
    first: Callable[[str], Mapping[str, Sequence[Record]]] = lambda annotator: {},
) -> Units:
    """Build the table.

    Args:
        layers: Each annotator and the newest revisions of all records of the layer; one is gone through
            before the next is asked for.
        article: Returns an article by its id, its sentences within the lead's bounds, or None if its text is
            not to be had.
        scheme: The project's; a mark counts, whichever version it was made under, if the scheme has all that
            it says.
        fold: Returns what spellings of one speaker's name share.
        first: Returns what an annotator said before others were seen, by article, where that is known not to
            be what the layer says; it is asked of each when the layer has been gone through.
    """
    table = _Table(article, scheme, fold)
    for annotator, records in layers:
        by_article: dict[str, list[Record]] = {}
        for record in records:
            if _is_compared(record):
                by_article.setdefault(record["article"], []).append(record)
        table.add(annotator, by_article, first(annotator))
    return table.units()


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of one article, ready to look up."""

    number: int
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    units: Sequence[int]
    """The unit that each sentence is, or -1."""
    at: Mapping[tuple[int, int], int]

    def over(self, records: Iterable[Record]) -> tuple[dict[int, list[SentenceMark]], int]:
        """Return by sentence the marks over it, and how many marks are not just one sentence each."""
        across = 0
        over: dict[int, list[SentenceMark]] = {}
        for mark in records:
            if mark["kind"] != "sentence":
                continue
            index = self.at.get((mark["start"], mark["end"]))
            if index is not None:
                over.setdefault(index, []).append(mark)
                continue
            across += 1
            first = bisect_right(self.ends, mark["start"])
            for index in range(first, bisect_left(self.starts, mark["end"])):
                over.setdefault(index, []).append(mark)
        return over, across


def _is_compared(record: Record) -> bool:
    return not record["deleted"] and record["kind"] in _COMPARED


class _Table:
    def __init__(
        self, article: Callable[[str], Article | None], scheme: Scheme, fold: Callable[[str], str]
    ) -> None:
        self._article, self._scheme, self._fold = article, scheme, fold
        self._annotators: list[str] = []
        self._articles: dict[str, _Sentences | None] = {}
        self._numbers: list[str] = []
        self._of: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._labels = Column()
        self._whys: list[int] = []
        self._uncounted = Column()
        for why in WHYS:
            self._uncounted.known[why] = len(self._uncounted.known)
        self._attributes: dict[tuple[str, str], Column] = {}
        self._spans: dict[tuple[int, int], list[SpanRecord]] = {}
        self._coverage: dict[tuple[int, int], Coverage] = {}
        self._known = scheme.names
        self._gone: list[Gone] = []
        self._wholes = Wholes(scheme)
        self._told = LeftOut(scheme)
        self._helped: Counter[int] = Counter()  # sentences beside a prediction, by annotator
        self._helped_spans: Counter[int] = Counter()
        self._changed: Counter[int] = Counter()  # judgements after others were seen, likewise
        self._late: Counter[int] = Counter()
        self._codes: dict[tuple[str, ...], int] = {}

    def add(
        self,
        annotator: str,
        by_article: Mapping[str, Sequence[Record]],
        first: Mapping[str, Sequence[Record]],
    ) -> None:
        """Take in the layer of an annotator; `first` is what was said before others were seen."""
        who = len(self._annotators)
        self._annotators.append(annotator)
        found = Found(annotator)
        for identity in dict.fromkeys([*by_article, *first]):
            now = by_article.get(identity, ())
            sentences = self._sentences(identity)
            if sentences is None:
                found.missing += 1
                continue
            before = first.get(identity)
            of_article = now if before is None else list(filter(_is_compared, before))
            marks = [record for record in of_article if record["kind"] == "sentence"]
            text = sentences.text
            for mark in marks:
                if mark["scheme"] != self._scheme.id:
                    found.earlier[mark["scheme"]] += 1
            misfits = (one for record in of_article for one in unfit(self._scheme, record))
            found.gone.update(one for one in misfits if one.what != "type")
            if why := barred(text, marks):
                wrong = sum(text[one["start"] : one["end"]] != one["quote"] for one in marks)
                found.misplaced[identity] += wrong
                for unit in sentences.units:
                    if unit >= 0:
                        self._uncounted.add(unit, who, why)
                continue
            if spans := [record for record in of_article if record["kind"] == "span"]:
                self._spans[who, sentences.number] = spans
                self._helped_spans[who] += sum("predicted" in one for one in spans)
            self._coverage[who, sentences.number] = Coverage.of(of_article)
            wholes = (record for record in of_article if record["kind"] == "article")
            self._wholes.add(sentences.number, who, wholes)
            found.across += self._judge(who, sentences, of_article, None if before is None else now)
        self._gone += [Gone(annotator, what, many) for what, many in sorted(found.gone.items())]
        found.helped, found.helped_spans = self._helped[who], self._helped_spans[who]
        self._told.tell(found)

    def _judge(
        self,
        who: int,
        sentences: _Sentences,
        records: Sequence[Record],
        now: Sequence[Record] | None,
    ) -> int:
        """Take in what is said of one article; return how many marks are not just one sentence each.

        Args:
            who: The number of the annotator.
            sentences: The article's.
            records: What is judged by.
            now: What is said now, where `records` are what was said before others were seen.
        """
        over, across = sentences.over(records)
        over_now = over if now is None else sentences.over(now)[0]
        coverage = Coverage.of(records)
        coverage_now = coverage if now is None else Coverage.of(now)
        known = self._known
        for index, unit in enumerate(sentences.units):
            if unit < 0:
                continue
            here = over.get(index, ())
            start, end = sentences.starts[index], sentences.ends[index]
            found = judged(here, coverage, start, end, known=known, independent=True)
            said = found.why
            if now is not None or said in CHANGED:
                later = judged(over_now.get(index, ()), coverage_now, start, end, known=known)
                found = found if now is None else independent(found, later)
                self._changed[who] += found.counts and is_changed(found, later)
                self._late[who] += found.why == LATE and later.counts
            code = _CODES[found.why]
            if code >= COUNTING:
                self._uncounted.add(unit, who, found.why)
                self._helped[who] += found.why == "prediction"
                continue
            self._labels.units.append(unit)
            self._labels.annotators.append(who)
            self._labels.codes.append(self._code(found.labels))
            self._whys.append(code)
            if said == "marked":
                for label, name, value in attribute_values(here, found.labels, self._scheme, self._fold):
                    self._attributes.setdefault((label, name), Column()).add(unit, who, value)
        return across

    def _code(self, labels: tuple[str, ...]) -> int:
        code = self._codes.get(labels)
        if code is None:
            known = self._labels.known
            code = self._codes[labels] = known.setdefault(frozenset(labels), len(known))
        return code

    def _sentences(self, identity: str) -> _Sentences | None:
        if identity not in self._articles:
            article = self._article(identity)
            self._articles[identity] = None if article is None else self._numbered(article)
        return self._articles[identity]

    def _numbered(self, article: Article) -> _Sentences:
        """Give the sentences of `article` that are to be tagged their numbers."""
        number = len(self._numbers)
        self._numbers.append(article.id)
        units = []
        for sentence, counts in zip(article.sentences, to_be_tagged(article), strict=True):
            if not counts:
                units.append(-1)
                continue
            units.append(len(self._of))
            self._of.append(number)
            self._starts.append(sentence.start)
            self._ends.append(sentence.end)
        starts = [one.start for one in article.sentences]
        ends = [one.end for one in article.sentences]
        at = {bounds: index for index, bounds in enumerate(zip(starts, ends, strict=True))}
        return _Sentences(number, article.text, starts, ends, units, at)

    def units(self) -> Units:
        """Return the table as it is."""
        labels, order = self._labels.ratings()
        return Units(
            annotators=tuple(self._annotators),
            articles=tuple(self._numbers),
            article=np.array(self._of, np.int64),
            start=np.array(self._starts, np.int64),
            end=np.array(self._ends, np.int64),
            labels=labels,
            why=np.array(self._whys, np.int64)[order],
            uncounted=self._uncounted.ratings()[0],
            attributes=tuple(
                column.ratings(label, name)[0] for (label, name), column in sorted(self._attributes.items())
            ),
            wholes=self._wholes.ratings(),
            touched=frozenset(self._coverage),
            spans=self._spans,
            coverage=self._coverage,
            gone=tuple(self._gone),
            changed=tuple(
                Changed(name, self._changed[who], self._late[who])
                for who, name in enumerate(self._annotators)
                if self._changed[who] or self._late[who]
            ),
            left_out=tuple(self._told.left_out),
            remarks=tuple(self._told.remarks),
        )
