"""How far two annotators agree on names and numbers: F1, exact and where they overlap.

Chance cannot be counted out, for nobody counts the places where neither sees a name. What the analysis found
and both left as it was says nothing of either and is left out: compared is what one of the two has mended,
and the other has judged as well, in the sense of :mod:`annotations.agreement.span_judgements`, neither of
them beside what a model marks there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

import numpy as np

from annotations.agreement.span_judgements import SpanAnnotator, span_places
from annotations.agreement.sums import Sums
from annotations.marks.coverage import Coverage
from annotations.model.article import Analysis, Article, Name, Number
from annotations.records.record import Record

__all__ = ["matches", "span_sums"]

_Span = TypeVar("_Span", Name, Number)
_UNKNOWN: Mapping[tuple[int, int], Coverage] = {}


def span_sums(
    spans: Mapping[tuple[int, int], Sequence[Record]],
    touched: Iterable[tuple[int, int]],
    found: Callable[[int], tuple[Article, Analysis] | None],
    coverage: Mapping[tuple[int, int], Coverage] = _UNKNOWN,
) -> dict[tuple[int, int], Sums]:
    """Sum up for each two annotators the articles in which one of them has mended a name or number.

    Args:
        spans: By annotator and article the records that mend.
        touched: Annotator and article, where there is any record of that annotator.
        found: Returns an article by number and what the analysis found in it, or None if that is not known.
        coverage: Of each of `touched` what the annotator has been through; who is in none has judged it all.

    Returns:
        For each pair a row an article: exact matches, matches that overlap, and the spans of both together.
        The units of a row are those spans.
    """
    by_article: dict[int, list[int]] = {}
    for who, article in sorted(touched):
        by_article.setdefault(article, []).append(who)
    rows: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    for article in sorted({article for _, article in spans}):
        others = by_article.get(article, [])
        known = found(article) if len(others) > 1 else None
        if known is None:
            continue
        people = [
            SpanAnnotator(
                *known, who, spans.get((who, article), ()), coverage.get((who, article), Coverage(done=True))
            )
            for who in others
        ]
        sums: dict[tuple[int, int], list[int]] = {}
        for place in span_places(*known, people):
            independent = [who for who in place.versions if who not in place.helped]
            for one, other in combinations(independent, 2):
                mine, theirs = place.versions[one], place.versions[other]
                counts = matches(mine, theirs, place.auto)  # type: ignore[type-var]
                before = sums.get((one, other), (0, 0, 0))
                sums[one, other] = [old + new for old, new in zip(before, counts, strict=True)]
        for pair, (exact, overlap, size) in sums.items():
            if size:
                rows.setdefault(pair, []).append((article, exact, overlap, size))
    result = {}
    for pair, lines in rows.items():
        table = np.array(lines, float)
        result[pair] = Sums(table[:, 1:], table[:, 0].astype(np.int64), table[:, 3].astype(np.int64))
    return result


def matches(mine: Sequence[_Span], theirs: Sequence[_Span], found: Sequence[_Span]) -> tuple[int, int, int]:
    """Return exact matches, matches that overlap, and the spans of both, less those both left as `found`.

    Spans match if they are of one type (a number: of one kind), exactly if all else is the same too. Each
    matches one other at most; every sequence ascends and is disjoint.
    """
    untouched = {_what(one) for one in found} & {_what(one) for one in mine} & {_what(one) for one in theirs}
    mine = [one for one in mine if _what(one) not in untouched]
    theirs = [one for one in theirs if _what(one) not in untouched]
    exact = len({_what(one) for one in mine} & {_what(one) for one in theirs})
    overlap = at = 0
    for one in mine:
        while at < len(theirs) and theirs[at].end <= one.start:
            at += 1
        for after in range(at, len(theirs)):
            if theirs[after].start >= one.end:
                break
            if _type(theirs[after]) == _type(one):
                overlap, at = overlap + 1, after + 1
                break
    return exact, overlap, len(mine) + len(theirs)


def _type(span: Name | Number) -> str:
    return span.type if isinstance(span, Name) else span.kind


def _what(span: Name | Number) -> tuple[object, ...]:
    """Return what must be the same for an exact match; who said it need not."""
    if isinstance(span, Name):
        return span.start, span.end, span.type
    return span.start, span.end, span.kind, span.value, span.high, span.iso, span.unit, span.modifier
