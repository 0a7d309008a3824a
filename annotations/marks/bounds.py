"""Where one sentence ends and the next begins, when people know better than the rules.

A record of kind ``bounds`` says of one place in the text, `at`, that two sentences are joined there or one
is split. What the lead says holds for everybody; what others say are proposals. Marks are intervals and
move with nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotations.model.article import Article, Sentence
from annotations.records.kinds import SCHEMA, BoundsAct, BoundsRecord
from annotations.records.record import Record, owned

__all__ = ["bounded", "bounds_record", "bounds_uid", "placed", "with_bounds"]


def bounds_uid(article: str, at: int, annotator: str) -> str:
    """Return the uid of what an annotator says of the place `at` between two sentences of an article."""
    return f"bounds:{article}:{at}:{annotator}"


def bounds_record(
    article: Article,
    start: int,
    end: int,
    at: int,
    act: BoundsAct,
    *,
    annotator: str,
    writer: str,
    scheme: str,
) -> BoundsRecord:
    """Return the first revision of a join or split (`act`) at offset `at`.

    `start` and `end` bound the sentence that is split, or the two that are joined; `at` is where the second
    of both begins.
    """
    return {
        "schema": SCHEMA,
        "uid": bounds_uid(article.id, at, annotator),
        "kind": "bounds",
        "article": article.id,
        "start": start,
        "end": end,
        "quote": article.text[start:end],
        "at": at,
        "act": act,
        **owned(annotator, writer, scheme),
    }


def placed(article: Article, records: Iterable[Record]) -> list[BoundsRecord]:
    """Return the bounds records of `article` that are not deleted and whose quote is what stands there."""
    return [
        record
        for record in records
        if record["kind"] == "bounds"
        and not record["deleted"]
        and article.text[record["start"] : record["end"]] == record["quote"]
    ]


def with_bounds(article: Article, records: Iterable[Record]) -> tuple[Sentence, ...]:
    """Return the sentences of `article`, as it was frozen, after the joins and splits of `records`.

    A join where no sentence begins and a split outside any sentence change nothing, so that any set of
    records gives sentences that are in order, not empty, and touch white space at neither end.
    """
    acts = {record["at"]: record["act"] for record in placed(article, records)}
    if not acts:
        return article.sentences
    result: list[Sentence] = []
    places = sorted(at for at, act in acts.items() if act == "split")
    next_place = 0
    for sentence in article.sentences:
        if result and acts.get(sentence.start) == "join":
            last = result.pop()
            sentence = last._replace(end=sentence.end)
        cuts = []
        while next_place < len(places) and places[next_place] < sentence.end:
            cuts.append(places[next_place])
            next_place += 1
        result += _split(article.text, sentence, cuts) if cuts else [sentence]
    return tuple(result)


def bounded(article: Article, records: Iterable[Record]) -> Article:
    """Return `article`, as it was frozen, with the sentences that `records` of bounds make of it."""
    sentences = with_bounds(article, records)
    return article if sentences is article.sentences else replace(article, sentences=sentences)


def _split(text: str, sentence: Sentence, cuts: Sequence[int]) -> list[Sentence]:
    pieces: list[Sentence] = []
    for start, end in zip([sentence.start, *cuts], [*cuts, sentence.end], strict=True):
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start < end:
            opens = sentence.opens_paragraph and not pieces
            pieces.append(sentence._replace(start=start, end=end, opens_paragraph=opens))
    return pieces
