"""What files say, sorted by whose layer it is for and by article, with nothing said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from annotations.errors import ReadingError
from annotations.exchange.article_lines import ArticleLine, CorrectionLine, MarkLine, RemarkLine
from annotations.exchange.said import said_in
from annotations.exchange.span_lines import SpanLine
from annotations.wording import tr

__all__ = ["Incoming", "collect"]

_Line = TypeVar("_Line", MarkLine, CorrectionLine)


@dataclass(slots=True)
class Incoming:
    """What files say of one article, for one layer."""

    article: str
    title: str
    source: str
    done: bool
    where: str
    """The first line that is about it."""
    marks: list[MarkLine] = field(default_factory=list)
    """Ascending, none over another."""
    corrections: list[CorrectionLine] = field(default_factory=list)
    judged: list[tuple[int, int]] = field(default_factory=list)
    """Where the sentences stand of which they say anything or imply none."""
    labels: tuple[str, ...] = ()
    """Those of the article as a whole."""
    attributes: Mapping[str, object] = field(default_factory=dict)
    unseen: bool = False
    """Whether the article is done and they tell that some sentence of it was never seen."""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    """From where to where the sentences go of which they speak."""
    spans: list[SpanLine] = field(default_factory=list)
    """The names and numbers that they have."""
    spoken: list[tuple[int, int]] = field(default_factory=list)
    """Where the sentences stand of which they say what names and numbers there are."""
    remarks: list[RemarkLine] = field(default_factory=list)
    adds: bool = False
    """Whether a name or number that they lack tells nothing."""
    reserved: int = 0
    """How much they say that zhupi cannot keep."""


def collect(
    lines: Iterable[ArticleLine], receiver: Callable[[ArticleLine], str]
) -> dict[str, dict[str, Incoming]]:
    """Return what `lines` say by the layer that `receiver` names for each and by article, in their order.

    Raises:
        ReadingError: Two lines contradict one another.
    """
    layers: dict[str, dict[str, Incoming]] = {}
    for line in lines:
        articles = layers.setdefault(receiver(line), {})
        one = articles.get(line.article)
        if one is None:
            one = Incoming(line.article, line.title, line.source, line.done, line.where)
            one.labels, one.attributes = line.labels, line.attributes
            articles[line.article] = one
        elif (one.labels, one.attributes) != (line.labels, line.attributes):
            raise _contradiction(line.where, one.where, tr("of the article as a whole"))
        elif one.done != line.done:
            raise _contradiction(line.where, one.where, tr("of whether the article is done"))
        one.marks += line.marks
        one.corrections += line.corrections
        one.judged += line.judged
        one.unseen = one.unseen or line.unseen
        one.sentences += line.sentences
        one.reserved += line.reserved
        one.remarks += line.remarks
        one.adds = one.adds or line.adds
        if line.spans is not None:
            one.spans += line.spans
            one.spoken += line.sentences
    for articles in layers.values():
        for one in articles.values():
            one.marks = _distinct(one.marks, lambda mark: mark.empty, lambda mark: said_in([mark.fields]))
            one.corrections = _distinct(one.corrections, lambda _: False, lambda one: one.text)
    return layers


def _distinct(
    lines: Iterable[_Line], empty: Callable[[_Line], bool], said: Callable[[_Line], Any]
) -> list[_Line]:
    """Return `lines` ascending, each place once; what is empty gives way to what is not."""
    slots: dict[tuple[int, int], _Line] = {}
    for one in lines:
        known = slots.setdefault((one.start, one.end), one)
        if known is one or empty(one):
            continue
        if empty(known):
            slots[one.start, one.end] = one
        elif said(known) != said(one) or known.quote != one.quote:
            raise _contradiction(one.where, known.where, tr("of the same place"))
    distinct = [slots[bounds] for bounds in sorted(slots)]
    for one, two in pairwise(distinct):
        if two.start < one.end:
            raise _contradiction(two.where, one.where, tr("of a place that overlaps"))
    return distinct


def _contradiction(where: str, other: str, what: str) -> ReadingError:
    return ReadingError(
        tr(
            "{where}: it says something else than {other} {what};"
            " nothing is imported until one of them is gone",
            where=where,
            other=other,
            what=what,
        )
    )
