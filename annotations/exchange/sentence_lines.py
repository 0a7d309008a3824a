"""The lines of sentences, put together of pieces: those of :mod:`annotations.exchange.jsonl`, and no others.

What a line says is defined there, row by row: this gives ``encode(flat(row))`` for the rows of
:func:`~annotations.exchange.jsonl.sentence_objects`, byte for byte. But most of a line stands in the line
before it too, what is said of the article and of a sentence that nobody touched, and is encoded once here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any, TypeVar

from annotations.agreement.judgements import status_of
from annotations.exchange.flat import flat, moment
from annotations.exchange.jsonl import (
    UNDECIDED,
    Corrections,
    Remarks,
    Walk,
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
) -> list[bytes]:
    """Return the line of each sentence of `article`, as `annotator` marked it, in UTF-8."""
    given = (article, marks, analysis, annotator, scheme, corrections, remarks)
    try:
        return [line.encode() for line in _Lines(*given).lines()]
    except UnicodeEncodeError:  # half a character, which is written out in one way here and another there
        return [encode(flat(row)) for row in sentence_objects(*given)]


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
        self._scheme = scheme
        self._corrections = corrections
        self._remarks = remarks
        self._whole = _piece({**of_article(marks), "annotator": annotator})
        self._said: dict[tuple[object, ...], str] = {}
        self._schemes: dict[str, str] = {}

    def lines(self) -> Iterator[str]:
        """Yield the line of each sentence."""
        article, text, whole = self._article, self._article.text, self._whole
        head = _piece(of_text(article))
        parts = {part: quoted(part) for part in {one.part for one in article.sentences}}
        raw = article.raw_offset if article.removed else int
        names, numbers = Walk(self._analysis.names), Walk(self._analysis.numbers)
        for index, one in enumerate(article.sentences):
            start, end = one.start, one.end
            named = _listed(names.inside(start, end), text, start, _name_tail)
            counted = _listed(numbers.inside(start, end), text, start, _number_tail)
            yield (
                f'{{{head}, "part": {parts[one.part]}, "sentence": {index + 1}, "start": {start}, "end": {end},'
                f' "raw_start": {raw(start)}, "raw_end": {raw(end)}, "text": {quoted(text[start:end])},'
                f' {self._said_of(index)}, "entities": {named}, "numbers": {counted},'
                f" {self._corrections_in(start, end)}, {whole}, {self._times_of(index)}, {_END}}}\n"
            )

    def _said_of(self, index: int) -> str:
        said, over = self._marks.said(index), self._marks.over(index)
        if self._remarks or said.quotes or said.attributes or len(over) > 1:
            return _piece(said_of(self._marks, index, self._remarks))
        labels = tuple(over[0]["labels"]) if over else ()
        key = (labels, said.flag, said.note, said.voice, said.voice_by, status_of(self._marks, index))
        if (known := self._said.get(key)) is None:
            known = self._said[key] = _piece(said_of(self._marks, index))
        return known

    def _times_of(self, index: int) -> str:
        over = self._marks.over(index)
        if not over:
            return f'"created": "", "updated": "", {self._scheme_of(self._scheme)}'
        created, updated = over[0]["created"], over[0]["updated"]
        first = moment(created)
        last = first if created == updated else moment(updated)
        if len(over) > 1 or first is None or last is None:
            return _piece(times_of(self._marks, index, self._scheme))
        return f'"created": "{first}", "updated": "{last}", {self._scheme_of(over[0]["scheme"])}'

    def _scheme_of(self, scheme: str) -> str:
        if (known := self._schemes.get(scheme)) is None:
            known = self._schemes[scheme] = _piece({"scheme": scheme})
        return known

    def _corrections_in(self, start: int, end: int) -> str:
        if not self._corrections:
            return '"corrections": "[]"'
        near = [one for one in self._corrections if one[0] < end and one[1] > start]
        return _piece({"corrections": [correction_of(one, self._article.text) for one in near]})


def _piece(row: Mapping[str, Any]) -> str:
    """Return a part of a row as what it is in a line."""
    return _encode(flat(row))[1:-1]


_END = _piece(UNDECIDED)


def _listed(spans: Sequence[_Span], text: str, base: int, tail: Callable[[_Span], str]) -> str:
    """Return names or numbers of the sentence of `text` at `base` as a line has them: JSON in a text.

    Args:
        spans: The names or numbers.
        text: The article's.
        base: Where the sentence begins.
        tail: Returns what stands in such a text behind the place of one.
    """
    if not spans:
        return '"[]"'
    objects = [
        f'{{\\"start\\": {one.start - base}, \\"end\\": {one.end - base},'
        f' \\"text\\": {quoted(quoted(text[one.start : one.end]))[1:-1]}, {tail(one)}}}'
        for one in spans
    ]
    return f'"[{", ".join(objects)}]"'


def _name_tail(name: Name) -> str:
    certain = name.certain
    if certain is True or certain is False:  # to a cache 1 is the same
        return _known_name(name.type, certain, name.by)
    return _inner(told_of(name))


def _number_tail(number: Number) -> str:
    certain = number.certain
    if (certain is True or certain is False) and 0 not in number[3:5]:  # -0.0 and 0 are the same too
        return _known_number(number[2:])
    return _inner(amount_of(number))


@lru_cache(maxsize=_KNOWN)
def _known_name(kind: str, certain: bool, by: str) -> str:
    return _inner(told_of(Name(0, 1, kind, certain, by)))


@lru_cache(maxsize=_KNOWN)
def _known_number(fields: tuple[Any, ...]) -> str:
    return _inner(amount_of(Number(0, 1, *fields)))


def _inner(values: Mapping[str, Any]) -> str:
    """Return the values of an object as JSON in a text of JSON, without what bounds it."""
    return quoted(_encode(values)[1:-1])[1:-1]
