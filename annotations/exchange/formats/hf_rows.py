"""The rows of a Hugging Face data set, a sentence or an article each, and what type each column has.

Every row has every column, each of one type: what is not said is an empty text or list, and what has no
column is JSON in ``more``. Offsets are code points: of spans in the row's own text, all others in the
article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotations.exchange.carried import (
    compact,
    object_in,
    sentence_with,
    span_more,
    whole,
    with_article_more,
)
from annotations.exchange.format import Faults, Losses, Order
from annotations.exchange.formats.record_items import status_with
from annotations.exchange.formats.record_rows import (
    common_of,
    more_besides,
    of_article,
    spans_by_sentence,
    told_of_spans,
)
from annotations.exchange.formats.record_values import spans_in, whole_number
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.wording import tr

__all__ = ["ARTICLE", "LABELS", "SENTENCE", "Columns", "article_item", "is_article", "rows_of"]

Columns = Mapping[str, Any]
"""By column its type: of Arrow for what is simple, `LABELS`, or a list of one; a map is an object."""

LABELS = "labels"
_SPANS: Columns = {
    **dict.fromkeys(("start", "end"), "int64"),
    **dict.fromkeys(("label", "text", "what", "by", "more"), "string"),
}
_SAID: Columns = {
    "labels": LABELS,
    "status": "string",
    "voice": "string",
    "note": "string",
    "flag": "bool",
    "more": "string",
}
_PLACE: Columns = {"part": "string", "sentence": "int64", "start": "int64", "end": "int64"}
_NAMED: Columns = dict.fromkeys(("article", "title", "source"), "string")

SENTENCE: Columns = {**_NAMED, **_PLACE, "text": "string", **_SAID, "spans": [_SPANS], "annotator": "string"}
ARTICLE: Columns = {
    **_NAMED,
    "text": "string",
    "sentences": [{**_PLACE, **_SAID}],
    "spans": [_SPANS],
    "article_labels": ["string"],
    "annotator": "string",
    "more": "string",
}


def rows_of(item: Item, order: Order) -> Iterator[dict[str, Any]]:
    """Yield the rows that an article is, in the unit of `order`."""
    losses = order.losses
    named = {key: whole(getattr(item, key), losses) for key in ("article", "title", "source")}
    text = whole(item.text, losses)
    if order.unit == "article":
        yield _article(item, named, text, losses)
        return
    common = of_article(item, spans=False)
    inside: list[Sequence[ItemSpan]] = []
    for one, spans in zip(item.sentences, spans_by_sentence(item), strict=True):
        inside.append(spans)
        own = common_of(item, one, common)
        yield {
            **named,
            **_place(one),
            "text": text[one.start : one.end],
            **_said(one, {"of_article": own} if own else {}, losses),
            "spans": [_span(each, text, one.start) for each in spans],
            "annotator": item.annotator,
        }
    told_of_spans(item, inside, losses)


def is_article(record: Mapping[str, Any]) -> bool:
    """Tell whether `record` is a row of an article as zhupi writes it."""
    return record.keys() >= {"text", "sentences", "spans", "article_labels", "more"}


def article_item(record: Mapping[str, Any], where: str, faults: Faults) -> Item | None:
    """Return the item that a row of an article is; None where its text is none, which `faults` is told."""
    text = record["text"]
    if not isinstance(text, str) or not text:
        faults.add(tr("{where}: it has no text", where=where))
        return None
    more = object_in(record["more"])
    listed = record["sentences"] if isinstance(record["sentences"], list) else []
    labels = record["article_labels"] if isinstance(record["article_labels"], list) else []
    named = {key: one for key in (*_NAMED, "annotator") if isinstance(one := record.get(key), str)}
    item = Item(
        text,
        where=where,
        article=named.get("article", ""),
        title=named.get("title", ""),
        source=named.get("source", ""),
        annotator=named.get("annotator", ""),
        sentences=tuple(_sentences(listed, text, where, faults)),
        labels=tuple(one for one in labels if isinstance(one, str)),
    )
    item = with_article_more(item, {key: one for key, one in more.items() if key != "labels"})
    spans = spans_in(record["spans"], text, where, faults.add)
    return replace(item, spans=None if more.get("spans") is False and not spans else spans)


def _article(item: Item, named: Mapping[str, str], text: str, losses: Losses) -> dict[str, Any]:
    more = of_article(item, spans=False)
    more.pop("labels", None)
    if item.corrections:
        more["corrections"] = [list(one) for one in item.corrections]
    return {
        **named,
        "text": text,
        "sentences": [{**_place(one), **_said(one, {}, losses)} for one in item.sentences],
        "spans": [_span(one, text, 0) for one in item.spans or ()],
        "article_labels": list(item.labels),
        "annotator": item.annotator,
        "more": compact(more),
    }


def _place(one: ItemSentence) -> dict[str, Any]:
    return {"part": one.part, "sentence": one.number, "start": one.start, "end": one.end}


def _said(one: ItemSentence, more: Mapping[str, Any], losses: Losses) -> dict[str, Any]:
    return {
        "labels": list(one.labels),
        "status": one.status,
        "voice": one.voice or "",
        "note": whole(one.note, losses),
        "flag": one.flag,
        "more": compact({**more_besides(one), **more}),
    }


def _span(one: ItemSpan, text: str, base: int) -> dict[str, Any]:
    more = span_more(one)
    return {
        "start": one.start - base,
        "end": one.end - base,
        "label": one.label,
        "text": text[one.start : one.end],
        "what": more.pop("what", one.what),
        "by": more.pop("by", ""),
        "more": compact(more),
    }


def _sentences(listed: Sequence[Any], text: str, where: str, faults: Faults) -> Iterator[ItemSentence]:
    for number, one in enumerate(listed, 1):
        one = one if isinstance(one, dict) else {}
        start, end = whole_number(one.get("start")), whole_number(one.get("end"))
        if start is None or end is None or not 0 <= start < end <= len(text):
            faults.add(
                tr(
                    "{where}, sentence {number}: {start} to {end} is no place in its text",
                    where=where,
                    number=number,
                    start=start,
                    end=end,
                )
            )
            continue
        sentence = sentence_with(ItemSentence(start, end), {**one, **object_in(one.get("more"))})
        said = one.get("labels")
        labels = tuple(each for each in said if isinstance(each, str)) if isinstance(said, list) else ()
        yield replace(
            sentence,
            labels=labels,
            status=status_with(labels, sentence.status),
            number=whole_number(one.get("sentence")) or 0,
            voice=sentence.voice or None,
        )
