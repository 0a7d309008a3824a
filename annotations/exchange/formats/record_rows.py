"""What is said of a sentence, as the fields of a record: what tables and data sets are written of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from annotations.exchange.carried import span_more
from annotations.exchange.format import Losses
from annotations.exchange.formats.record_items import speakers_in
from annotations.exchange.item_rows import more_of, more_of_item
from annotations.exchange.items import Item, ItemDecision, ItemSentence, ItemSpan
from annotations.wording import msg

__all__ = ["common_of", "more_besides", "of_article", "sentences_of", "spans_by_sentence", "told_of_spans"]

_COLUMNS = ("start", "end", "labels", "number", "part", "status", "voice", "note", "flag", "decision")
"""What a record has a field for, and what is told otherwise."""
_MORE = tuple(one.name for one in fields(ItemSentence) if one.name not in _COLUMNS)
_said = attrgetter(*_MORE)
_NOTHING = _said(ItemSentence(0, 0))


def sentences_of(item: Item, losses: Losses) -> Iterator[tuple[ItemSentence, dict[str, Any]]]:
    """Yield the sentences of an article, each with what `item` says of it by field.

    Spans and corrections that lie in no sentence are told to `losses`.
    """
    common = of_article(item)
    inside: list[Sequence[ItemSpan]] = []
    for one, spans in zip(item.sentences, spans_by_sentence(item), strict=True):
        inside.append(spans)
        own = common_of(item, one, common)
        more = more_besides(one)
        yield (
            one,
            {
                "labels": list(one.labels),
                "status": one.status,
                "voice": one.voice or "",
                "speakers": speakers_in(one.quotes),
                "note": one.note,
                "flag": one.flag,
                "spans": None
                if item.spans is None
                else [_span(each, item.text, one.start) for each in spans],
                "more": {**more, "of_article": own} if own else more,
            },
        )
    told_of_spans(item, inside, losses)


def common_of(item: Item, one: ItemSentence, common: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of the article, with the corrections that lie in the sentence `one`."""
    corrections = [
        [each.start - one.start, each.end - one.start, each.correction]
        for each in item.corrections
        if each.start >= one.start and each.end <= one.end
    ]
    return {**common, "corrections": corrections} if corrections else common


def spans_by_sentence(item: Item) -> Iterator[list[ItemSpan]]:
    """Yield for each sentence the spans that lie inside it, offsets still in the article."""
    spans = item.spans or ()
    starts = [one.start for one in spans]
    for one in item.sentences:
        first, last = bisect_left(starts, one.start), bisect_left(starts, one.end)
        yield [each for each in spans[first:last] if each.end <= one.end]


def told_of_spans(item: Item, inside: Sequence[Sequence[ItemSpan]], losses: Losses) -> None:
    """Tell `losses` how many spans, and corrections, are not in a sentence: `inside` are those that are."""
    losses.add(
        msg("name or number outside sentences"),
        msg("names and numbers outside sentences"),
        max(0, len(item.spans or ()) - sum(map(len, inside))),
    )
    corrected = sum(
        any(each.start >= one.start and each.end <= one.end for one in item.sentences)
        for each in item.corrections
    )
    losses.add(
        msg("correction outside sentences"),
        msg("corrections outside sentences"),
        len(item.corrections) - corrected,
    )


def of_article(item: Item, *, spans: bool = True) -> dict[str, Any]:
    """Return what is said of the article as a whole and has no field; corrections are left out.

    Args:
        item: Who says it.
        spans: Whether the format can tell no spans from nothing said of spans.
    """
    more = {key: value for key, value in more_of_item(item).items() if key != "corrections"}
    if not spans and item.spans is None:
        more["spans"] = False
    return {**more, "predicted": True} if item.predicted else more


def more_besides(one: ItemSentence) -> dict[str, Any]:
    """Return what is said of a sentence and has no field."""
    more = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value, nothing in zip(_MORE, _said(one), _NOTHING, strict=True)
        if value != nothing
    }
    if one.decision is not None:
        more |= {key: value for key, value in more_of(one).items() if key in ItemDecision._fields}
    return more


def _span(span: ItemSpan, text: str, base: int) -> list[Any]:
    """Return a span as start, end, label, text and, where something is, what else is said of it."""
    more = span_more(span)
    own = [span.start - base, span.end - base, span.label, text[span.start : span.end]]
    return [*own, more] if more else own
