"""What is said of a sentence, as the fields of a record: what tables and data sets are written of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from annotations.exchange.carried import span_more
from annotations.exchange.format import Losses
from annotations.exchange.formats.record_items import speakers_in
from annotations.exchange.item_rows import more_of, more_of_item
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.wording import msg

__all__ = ["of_article", "said_of", "sentences_of", "span_object", "spans_by_sentence"]

_COLUMNS = ("number", "part", "status", "voice", "note", "flag")
"""What :func:`more_of` gives and a record has a field for."""


def sentences_of(item: Item, losses: Losses) -> Iterator[tuple[ItemSentence, dict[str, Any]]]:
    """Yield the sentences of an article, each with what `item` says of it by field.

    Spans and corrections that lie in no sentence are told to `losses`.
    """
    common = of_article(item)
    by_sentence = spans_by_sentence(item)
    inside = corrected = 0
    for one, spans in zip(item.sentences, by_sentence, strict=True):
        own = common
        if item.corrections:
            found = [
                [each.start - one.start, each.end - one.start, each.correction]
                for each in item.corrections
                if each.start >= one.start and each.end <= one.end
            ]
            corrected += len(found)
            own = {**common, "corrections": found} if found else common
        inside += len(spans)
        yield one, said_of(item, one, spans, own)
    losses.add(
        msg("name or number outside sentences"),
        msg("names and numbers outside sentences"),
        max(0, len(item.spans or ()) - inside),
    )
    losses.add(
        msg("correction outside sentences"),
        msg("corrections outside sentences"),
        max(0, len(item.corrections) - corrected),
    )


def spans_by_sentence(item: Item) -> Iterator[list[ItemSpan]]:
    """Yield for each sentence the spans that lie inside it, offsets still in the article."""
    spans = item.spans or ()
    starts = [one.start for one in spans]
    for one in item.sentences:
        first, last = bisect_left(starts, one.start), bisect_left(starts, one.end)
        yield [each for each in spans[first:last] if each.end <= one.end]


def of_article(item: Item) -> dict[str, Any]:
    """Return what is said of the article as a whole and has no field; corrections are left out."""
    more = {key: value for key, value in more_of_item(item).items() if key != "corrections"}
    return {**more, "predicted": True} if item.predicted else more


def said_of(item: Item, one: ItemSentence, spans: list[ItemSpan], common: dict[str, Any]) -> dict[str, Any]:
    """Return by field what `item` says of a sentence.

    Args:
        item: Who says it.
        one: The sentence.
        spans: Those inside it.
        common: What is said of the article, see :func:`of_article`.
    """
    more = {key: value for key, value in more_of(one).items() if key not in _COLUMNS}
    return {
        "labels": list(one.labels),
        "status": one.status,
        "voice": one.voice or "",
        "speakers": speakers_in(one.quotes),
        "note": one.note,
        "flag": one.flag,
        "spans": None if item.spans is None else [span_object(each, item.text, one.start) for each in spans],
        "more": {**more, "of_article": common} if common else more,
    }


def span_object(span: ItemSpan, text: str, base: int) -> list[Any]:
    """Return a span as start, end, label, text and, where something is, what else is said of it."""
    more = span_more(span)
    own = [span.start - base, span.end - base, span.label, text[span.start : span.end]]
    return [*own, more] if more else own
