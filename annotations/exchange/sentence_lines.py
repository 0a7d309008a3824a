"""The lines of sentences, put together of pieces: those of :mod:`annotations.exchange.jsonl`, and no others.

What a line says is defined there, row by row: this gives ``encode(flat(row))`` for the rows of
:func:`~annotations.exchange.jsonl.sentence_objects`, byte for byte. But most of a line stands in the line
before it too, what is said of the article and of a sentence that nobody touched, and is encoded once here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any, TypeVar

from annotations.agreement.judgements import status_of
from annotations.exchange.flat import flat, moment
from annotations.exchange.jsonl import (
    UNDECIDED,
    Corrections,
    Remarks,
    amount_of,
    correction_of,
    encode,
    of_article,
    of_text,
    said_of,
    sentence_objects,
    times_of,
    told_of,
)
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Number

__all__ = ["sentence_lines"]

_Span = TypeVar("_Span", Name, Number)
_KNOWN = 1 << 14
"""Of how many different names and numbers, wherever they stand, it is known what a line says. Chosen."""
_encode = json.JSONEncoder(ensure_ascii=False).encode


def sentence_lines(
    article: Article,
    marks: Marks,
    analysis: Analysis,
    annotator: str,
    scheme: str,
    corrections: Corrections = (),
    remarks: Remarks = (),
) -> bytes:
    """Return the lines of the sentences of `article`, as `annotator` marked it."""
    given = (article, marks, analysis, annotator, scheme, corrections, remarks)
    spans: Sequence[Name | Number] = (*analysis.names, *analysis.numbers)
    if all(type(one.certain) is bool for one in spans):  # to a dictionary 1 is True
        try:
            return "".join(_Lines(*given).lines()).encode()
        except UnicodeEncodeError:  # half a character, which is written out in one way or another
            pass
    return b"".join(encode(flat(row)) for row in sentence_objects(*given))


class _Lines:
    """The pieces of the lines of one article."""

    def __init__(
        self,
        article: Article,
        marks: Marks,
        analysis: Analysis,
        annotator: str,
        scheme: str,
        corrections: Corrections,
        remarks: Remarks,
    ) -> None:
        self._article = article
        self._marks = marks
        self._analysis = analysis
        self._annotator = annotator
        self._scheme = scheme
        self._corrections = corrections
        self._remarks = remarks
        self._said: dict[tuple[object, ...], str] = {}
        self._untouched: dict[str, tuple[str, str]] = {}
        self._schemes: dict[str, str] = {}

    def lines(self) -> Iterator[str]:
        """Yield the line of each sentence."""
        article, marks, text, touched = self._article, self._marks, self._article.text, bool(self._remarks)
        head, whole = _piece(of_text(article)), _piece({**of_article(marks), "annotator": self._annotator})
        parts = {one.part for one in article.sentences}
        fronts = {part: f'{{{head}, {_piece({"part": part})}, "sentence":' for part in parts}
        names = _listed(self._analysis.names, article, _NAMES)
        numbers = _listed(self._analysis.numbers, article, _NUMBERS)
        for index, one in enumerate(article.sentences):
            start, end = one.start, one.end
            first, last = (start, end) if not article.removed else map(article.raw_offset, (start, end))
            if touched or marks.over(index):
                said, times = self._said_of(index), self._times_of(index)
            else:
                said, times = self._said_of_none(index)
            yield (
                f'{fronts[one.part]} {index + 1}, "start": {start}, "end": {end}, "raw_start": {first},'
                f' "raw_end": {last}, "text": {quoted(text[start:end])}, {said},'
                f' "entities": {names[index]}, "numbers": {numbers[index]},'
                f" {self._corrections_in(start, end)}, {whole}, {times}, {_END}}}\n"
            )

    def _said_of_none(self, index: int) -> tuple[str, str]:
        """Return what a line says of a sentence that no mark lies over and nobody spoke of, and when."""
        status = status_of(self._marks, index)
        if (known := self._untouched.get(status)) is None:
            said, times = said_of(self._marks, index), times_of(self._marks, index, self._scheme)
            known = self._untouched[status] = _piece(said), _piece(times)
        return known

    def _said_of(self, index: int) -> str:
        said, over = self._marks.said(index), self._marks.over(index)
        if self._remarks or said.quotes or said.attributes or len(over) > 1 or "predicted" in over[0]:
            return _piece(said_of(self._marks, index, self._remarks))
        key = (tuple(over[0]["labels"]), *said[1:6], status_of(self._marks, index))
        if (known := self._said.get(key)) is None:
            known = self._said[key] = _piece(said_of(self._marks, index))
        return known

    def _times_of(self, index: int) -> str:
        over = self._marks.over(index)
        if len(over) == 1:
            created, updated = over[0]["created"], over[0]["updated"]
            first = moment(created)
            last = first if created == updated else moment(updated)
            if first is not None and last is not None:  # which have nothing in them to be escaped
                return f'"created": "{first}", "updated": "{last}", {self._scheme_of(over[0]["scheme"])}'
        return _piece(times_of(self._marks, index, self._scheme))

    def _scheme_of(self, scheme: str) -> str:
        if (known := self._schemes.get(scheme)) is None:
            known = self._schemes[scheme] = _piece({"scheme": scheme})
        return known

    def _corrections_in(self, start: int, end: int) -> str:
        if not self._corrections:
            return _NO_CORRECTIONS
        near = [one for one in self._corrections if one[0] < end and one[1] > start]
        return _piece({"corrections": [correction_of(one, self._article.text) for one in near]})


def _piece(row: Mapping[str, Any]) -> str:
    """Return a part of a row as what it is in a line."""
    return _encode(flat(row))[1:-1]


_END = _piece(UNDECIDED)
_NO_CORRECTIONS = _piece({"corrections": []})


class _Tails(dict[tuple[Any, ...], str]):
    """What stands in a line behind the place of a name or number, by what these are wherever they stand.

    Args:
        kind: Of what.
        told: Returns what is said there.
    """

    def __init__(self, kind: type[_Span], told: Callable[[_Span], Mapping[str, Any]]) -> None:
        super().__init__()
        self._of: Callable[[Sequence[Any]], Mapping[str, Any]] = lambda fields: told(kind(0, 1, *fields))

    def __missing__(self, fields: tuple[Any, ...]) -> str:
        values = self._of(fields)
        tail = quoted(_encode(values)[1:-1])[1:-1]
        if len(self) >= _KNOWN:
            self.clear()
        if values.get("value") != 0 and values.get("high") != 0:  # to a dictionary 0.0 is -0.0
            self[fields] = tail
        return tail


_NAMES = _Tails(Name, told_of)
_NUMBERS = _Tails(Number, amount_of)


def _listed(spans: Sequence[Name | Number], article: Article, tails: _Tails) -> list[str]:
    """Return of each sentence the names or numbers in it as its line has them: JSON in a text of JSON."""
    text, at, count = article.text, 0, len(spans)
    listed: list[str] = []
    for sentence in article.sentences:
        start, end = sentence.start, sentence.end
        inside: list[str] = []
        while at < count and (one := spans[at]).start < end:
            at += 1
            first, last = one.start, one.end
            if first >= start and last <= end:
                inside.append(
                    f'{{\\"start\\": {first - start}, \\"end\\": {last - start},'
                    f' \\"text\\": {quoted(quoted(text[first:last]))[1:-1]}, {tails[one[2:]]}}}'
                )
        listed.append(f'"[{", ".join(inside)}]"' if inside else '"[]"')
    return listed
