"""Builds the table of judgements from the layers of a project.

What a judgement is, :mod:`annotations.agreement.judgements` says; here it is asked of every sentence of every
layer. Of a mark that was changed after a review the labels of before count; what was said only then does not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotations.agreement.attributes import attribute_values
from annotations.agreement.judgements import COUNTING, WHYS, barred, judged
from annotations.agreement.units import Column, Gone, Units
from annotations.agreement.wholes import Wholes
from annotations.marks.coverage import Coverage
from annotations.marks.marks import to_be_tagged
from annotations.migration.unfit import unfit
from annotations.model.article import Article
from annotations.model.misfits import Misfit
from annotations.model.scheme import Scheme
from annotations.records.kinds import SentenceMark, SpanRecord
from annotations.records.record import Record
from annotations.wording import counted, tr

__all__ = ["collect"]

_CODES = {why: code for code, why in enumerate(WHYS)}


def collect(
    layers: Iterable[tuple[str, Iterable[Record]]],
    article: Callable[[str], Article | None],
    scheme: Scheme,
    *,
    fold: Callable[[str], str] = str.casefold,
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
    """
    table = _Table(article, scheme, fold)
    for annotator, records in layers:
        table.add(annotator, records)
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
        self._left_out: list[str] = []
        self._remarks: list[str] = []
        self._helped: Counter[int] = Counter()  # sentences beside a prediction, by annotator
        self._helped_spans: Counter[int] = Counter()
        self._codes: dict[tuple[str, ...], int] = {}

    def add(self, annotator: str, records: Iterable[Record]) -> None:
        """Take in the layer of an annotator."""
        by_article: dict[str, list[Record]] = {}
        for record in records:
            if not record["deleted"] and record["kind"] in ("sentence", "article", "span"):
                by_article.setdefault(record["article"], []).append(record)
        who = len(self._annotators)
        self._annotators.append(annotator)
        misplaced: Counter[str] = Counter()
        earlier: Counter[str] = Counter()
        gone: Counter[Misfit] = Counter()
        missing = across = 0
        for identity, of_article in by_article.items():
            sentences = self._sentences(identity)
            if sentences is None:
                missing += 1
                continue
            marks = [record for record in of_article if record["kind"] == "sentence"]
            text = sentences.text
            for mark in marks:
                if mark["scheme"] != self._scheme.id:
                    earlier[mark["scheme"]] += 1
            found = (one for record in of_article for one in unfit(self._scheme, record))
            gone.update(one for one in found if one.what != "type")
            if why := barred(text, marks):
                misplaced[identity] += sum(text[one["start"] : one["end"]] != one["quote"] for one in marks)
                for unit in sentences.units:
                    if unit >= 0:
                        self._uncounted.add(unit, who, why)
                continue
            if spans := [record for record in of_article if record["kind"] == "span"]:
                self._spans[who, sentences.number] = spans
                self._helped_spans[who] += sum("predicted" in one for one in spans)
            coverage = self._coverage[who, sentences.number] = Coverage.of(of_article)
            wholes = (record for record in of_article if record["kind"] == "article")
            self._wholes.add(sentences.number, who, wholes)
            across += self._judge(who, sentences, marks, coverage)
        self._gone += [Gone(annotator, what, many) for what, many in sorted(gone.items())]
        self._tell(annotator, missing, +misplaced, across)
        self._tell_of_scheme(annotator, earlier, gone)

    def _tell(self, annotator: str, missing: int, misplaced: Counter[str], across: int) -> None:
        if missing:
            gone = counted(missing, "article is missing, so it is", "articles is missing, so they are")
            self._left_out.append(
                tr(
                    "{annotator}: the text of {gone} left out; bring annotations/articles back from a copy",
                    annotator=annotator,
                    gone=gone,
                )
            )
        for identity, wrong in misplaced.items():
            what = counted(wrong, "mark in article {identity} quotes", "marks in article {identity} quote")
            what = what.format(identity=identity)
            self._left_out.append(
                tr(
                    "{annotator}: {what} another text than is there, so the article is left out; zhupi check "
                    "says more",
                    annotator=annotator,
                    what=what,
                )
            )
        sentences, spans = (one[len(self._annotators) - 1] for one in (self._helped, self._helped_spans))
        told = [counted(sentences, "sentence")] * bool(sentences)
        told += [counted(spans, "name or number", "names and numbers")] * bool(spans)
        if told:
            self._left_out.append(
                tr(
                    "{annotator}: {sentences} judged beside what a model predicts left out: that tells"
                    " nothing of agreement",
                    annotator=annotator,
                    sentences=", ".join(told),
                )
            )
        if across:
            self._remarks.append(
                tr(
                    "{annotator}: {marks} across sentence bounds that were "
                    "changed; each counts for every sentence that it overlaps",
                    annotator=annotator,
                    marks=counted(across, "mark lies", "marks lie"),
                )
            )

    def _tell_of_scheme(self, annotator: str, earlier: Counter[str], gone: Counter[Misfit]) -> None:
        for other, count in sorted(earlier.items()):
            what = counted(count, "mark was made", "marks were made")
            self._remarks.append(
                tr(
                    "{annotator}: {what} under the scheme {other}, the project's is {id}; what "
                    "they say counts where it is still there",
                    annotator=annotator,
                    what=what,
                    other=other,
                    id=self._scheme.id,
                )
            )
        for misfit, count in sorted(gone.items()):
            says = counted(count, "mark says", "marks say")
            left = tr("the sentences are left out") if misfit.what == "label" else tr("it is left out")
            self._left_out.append(
                tr(
                    "{annotator}: {says} {misfit}, which the scheme {id} does not have; {left}; "
                    "zhupi scheme shows how to take them over",
                    annotator=annotator,
                    says=says,
                    misfit=misfit,
                    id=self._scheme.id,
                    left=left,
                )
            )

    def _judge(
        self, who: int, sentences: _Sentences, marks: Sequence[SentenceMark], coverage: Coverage
    ) -> int:
        """Take in what is said of one article; return how many marks are not just one sentence each."""
        across = 0
        over: dict[int, list[SentenceMark]] = {}
        for mark in marks:
            index = sentences.at.get((mark["start"], mark["end"]))
            if index is not None:
                over.setdefault(index, []).append(mark)
                continue
            across += 1
            first = bisect_right(sentences.ends, mark["start"])
            for index in range(first, bisect_left(sentences.starts, mark["end"])):
                over.setdefault(index, []).append(mark)
        for index, unit in enumerate(sentences.units):
            if unit < 0:
                continue
            here = over.get(index, ())
            start, end = sentences.starts[index], sentences.ends[index]
            why, labels = judged(here, coverage, start, end, known=self._known, independent=True)
            code = _CODES[why]
            if code >= COUNTING:
                self._uncounted.add(unit, who, why)
                self._helped[who] += why == "prediction"
                continue
            self._labels.units.append(unit)
            self._labels.annotators.append(who)
            self._labels.codes.append(self._code(labels))
            self._whys.append(code)
            if why == "marked":
                for label, name, value in attribute_values(here, labels, self._scheme, self._fold):
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
            left_out=tuple(self._left_out),
            remarks=tuple(self._remarks),
        )
