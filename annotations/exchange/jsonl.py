"""zhupi's own JSONL: one object a sentence, or one an article. Every key is always there.

Offsets of ``entities`` and ``numbers`` count in the object's own ``text``; all others in the article's.
``value`` and ``high`` of a number are floats; ``exact`` and ``high_exact`` have the digits of a whole one
that no float is, and are empty otherwise.

These are rows of Python, lists and maps as such; :mod:`annotations.exchange.flat` makes lines of them that
every library loads, and ``export.schema.json`` beside it describes those. ``certain`` tells that a value is
no guess, ``prediction`` what models had said of a sentence where its annotator was shown it, and
``article_labels`` and ``article_attributes`` what is said of the article as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotations.agreement.judgements import status_of
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.records.assistance import assistance_rows
from annotations.records.kinds import RemarkRecord
from annotations.records.remarks import said_after

__all__ = [
    "FORMAT",
    "UNDECIDED",
    "Corrections",
    "Remarks",
    "Walk",
    "amount_of",
    "analysed",
    "article_object",
    "correction_of",
    "encode",
    "of_article",
    "of_text",
    "said_of",
    "sentence_objects",
    "times_of",
    "told_of",
]

FORMAT = 4
"""The version of the form of a row, which each carries as ``format``. Keys are only ever added, and none
changes its type. Rows of the first form have no such key."""
_LARGEST = 2**63 - 1
"""The largest whole number that libraries read as one; a single larger one loses pandas the whole file."""


def encode(value: Any) -> bytes:
    """Return `value` as one line of JSON in UTF-8, its newline at the end."""
    try:
        return json.dumps(value, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8; as an escape it survives
        return json.dumps(value).encode() + b"\n"


Remarks = Sequence[RemarkRecord]
"""What was said about the sentences of an article after the notes on them."""
Corrections = Sequence[tuple[int, int, str]]
"""Damaged places of an article and what is shown there instead: start, end, text."""
UNDECIDED: Mapping[str, Any] = {"decided_by": [], "how": "", "votes": {}, "left_open": [], "absent": []}
"""What the row of a sentence of which nothing was decided says of a decision."""


def sentence_objects(
    article: Article,
    marks: Marks,
    analysis: Analysis,
    annotator: str,
    scheme: str,
    corrections: Corrections = (),
    remarks: Remarks = (),
) -> Iterator[dict[str, Any]]:
    """Yield the object of each sentence of `article`, as `annotator` marked it."""
    names, numbers = Walk(analysis.names), Walk(analysis.numbers)
    common = of_text(article)
    for index, sentence in enumerate(article.sentences):
        start, end = sentence.start, sentence.end
        text = article.text
        yield {
            **common,
            "part": sentence.part,
            "sentence": index + 1,
            "start": start,
            "end": end,
            "raw_start": article.raw_offset(start),
            "raw_end": article.raw_offset(end),
            "text": text[start:end],
            **said_of(marks, index, remarks),
            "entities": [_entity(name, text, start) for name in names.inside(start, end)],
            "numbers": [_number(number, text, start) for number in numbers.inside(start, end)],
            "corrections": [
                correction_of(one, text) for one in corrections if one[0] < end and one[1] > start
            ],
            **of_article(marks),
            "annotator": annotator,
            **times_of(marks, index, scheme),
            **UNDECIDED,
        }


def article_object(
    article: Article,
    marks: Marks,
    analysis: Analysis,
    annotator: str,
    scheme: str,
    corrections: Corrections = (),
    remarks: Remarks = (),
) -> dict[str, Any]:
    """Return the object of a whole article, as `annotator` marked it."""
    return {
        **of_text(article),
        "text": article.text,
        "sentences": [
            {
                "part": sentence.part,
                "sentence": index + 1,
                "start": sentence.start,
                "end": sentence.end,
                "raw_start": article.raw_offset(sentence.start),
                "raw_end": article.raw_offset(sentence.end),
                **said_of(marks, index, remarks),
                **times_of(marks, index, scheme),
            }
            for index, sentence in enumerate(article.sentences)
        ],
        "entities": [_entity(name, article.text, 0) for name in analysis.names],
        "numbers": [_number(number, article.text, 0) for number in analysis.numbers],
        "corrections": [correction_of(one, article.text) for one in corrections],
        **of_article(marks),
        "done": marks.done,
        "annotator": annotator,
        "scheme": scheme,
    }


def analysed(
    text: str,
    sentences: Sequence[Sentence],
    analysis: Analysis,
    quotes: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return what the analysis of one text found, offsets in `text`.

    ``parts`` says of each of the ``sentences`` which part of the article it is; they stand side by side and
    not in one list because whoever reads ``sentences`` reads pairs of offsets. `quotes` are given as they
    shall stand there.

    Whole numbers stay whole here, up to those that libraries read: it is a step in a pipe more often than a
    table, and :func:`annotations.exchange.flat.flat_analysed` makes floats of them.
    """
    return {
        "text": text,
        "sentences": [[one.start, one.end] for one in sentences],
        "parts": [one.part for one in sentences],
        "entities": [_entity(name, text, 0) for name in analysis.names],
        "numbers": [
            {**_number(number, text, 0), "value": _whole(number.value), "high": _whole(number.high)}
            for number in analysis.numbers
        ],
        "quotes": [dict(quote) for quote in quotes],
    }


class Walk:
    """Hands out ascending spans to ascending sentences, each looked at once."""

    def __init__(self, spans: Sequence[Any]) -> None:
        self._spans = spans
        self._next = 0

    def inside(self, start: int, end: int) -> list[Any]:
        """Return the spans that lie between `start` and `end`, which is not before the last end."""
        spans, at, inside = self._spans, self._next, []
        while at < len(spans) and (span := spans[at]).start < end:
            at += 1
            if span.start >= start and span.end <= end:
                inside.append(span)
        self._next = at
        return inside


def of_text(article: Article) -> dict[str, Any]:
    """Return what a row begins with: which text it is about."""
    return {
        "format": FORMAT,
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "metadata": dict(article.metadata),
    }


def said_of(marks: Marks, index: int, remarks: Remarks = ()) -> dict[str, Any]:
    """Return what is said of a sentence."""
    said = marks.said(index)
    over = marks.over(index)
    labels = list(dict.fromkeys(label for mark in over for label in mark["labels"]))
    return {
        "labels": labels,
        "status": status_of(marks, index),
        "done": marks.done,
        "voice": said.voice,
        "voice_by": said.voice_by,
        "quotes": list(said.quotes),
        "attributes": dict(said.attributes),
        "note": said.note,
        "flag": said.flag,
        "prediction": assistance_rows(over) if over else [],
        "thread": _thread(marks, index, remarks) if remarks else [],
    }


def _thread(marks: Marks, index: int, remarks: Remarks) -> list[dict[str, Any]]:
    """Return what was said about a sentence after its note, the earliest first."""
    sentence = marks.article.sentences[index]
    return [
        {"annotator": one["annotator"], "text": one["text"], "created": one["created"]}
        for one in said_after(remarks, sentence.start, sentence.end)
    ]


def of_article(marks: Marks) -> dict[str, Any]:
    """Return what is said of the article as a whole."""
    return {
        "article_labels": sorted(marks.whole.labels),
        "article_attributes": dict(marks.whole.attributes),
    }


def times_of(marks: Marks, index: int, scheme: str) -> dict[str, Any]:
    """Return when something was said of a sentence, and under which scheme; `scheme` is that of now."""
    over = marks.over(index)
    return {
        "created": min((mark["created"] for mark in over), default=None),
        "updated": max((mark["updated"] for mark in over), default=None),
        "scheme": over[0]["scheme"] if over else scheme,
    }


def correction_of(one: tuple[int, int, str], text: str) -> dict[str, Any]:
    """Return a correction; it may reach into the next sentence, so its offsets are the article's."""
    return {"start": one[0], "end": one[1], "text": text[one[0] : one[1]], "correction": one[2]}


def _entity(name: Name, text: str, base: int) -> dict[str, Any]:
    return {**_place(name, text, base), **told_of(name)}


def _number(number: Number, text: str, base: int) -> dict[str, Any]:
    return {**_place(number, text, base), **amount_of(number)}


def _place(span: Name | Number, text: str, base: int) -> dict[str, Any]:
    return {"start": span.start - base, "end": span.end - base, "text": text[span.start : span.end]}


def told_of(name: Name) -> dict[str, Any]:
    """Return what is said of a name, wherever it stands."""
    return {"type": name.type, "certain": name.certain, "by": name.by}


def amount_of(number: Number) -> dict[str, Any]:
    """Return what is said of a number, wherever it stands."""
    return {
        "kind": number.kind,
        "value": _float(number.value),
        "exact": _exact(number.value),
        "high": _float(number.high),
        "high_exact": _exact(number.high),
        "iso": number.iso,
        "unit": number.unit,
        "modifier": number.modifier,
        "certain": number.certain,
        "by": number.by,
    }


def _float(value: float | None) -> float | None:
    """Return `value` as a float; None for a whole number that is larger than any."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None


def _exact(value: float | None) -> str:
    """Return the digits of a whole number that is no float."""
    return "" if value is None or _float(value) == value else str(value)


def _whole(value: float | None) -> float | None:
    """Return `value`, whole where it is and libraries read it as a whole number."""
    return _float(value) if value is not None and abs(value) > _LARGEST else value
