"""What a placed item says, in the form in which an import compares it with a layer."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.exchange.article_lines import ArticleLine, CorrectionLine, MarkLine, RemarkLine
from annotations.exchange.items import Item, ItemSentence
from annotations.exchange.span_lines import SpanLine, amount_of
from annotations.model.article import NUMBER_KINDS
from annotations.records.assistance import assistance_of_rows
from annotations.records.field_values import is_time

__all__ = ["line_of"]

_STATUSES = {"marked": "marked", "none": "none", "implied": "open", "open": "open"}
_BY_MACHINE = "auto"


def line_of(item: Item, scheme: str) -> ArticleLine:
    """Return what `item` says of its article.

    Args:
        item: Over the text of an article of the project.
        scheme: The scheme of what the item names no scheme for.
    """
    marks = tuple(_mark(one, item, scheme) for one in item.sentences)
    return ArticleLine(
        item.where,
        item.article,
        item.title,
        item.source,
        item.annotator,
        bool(item.done),
        tuple(mark for mark in marks if not mark.empty or mark.created),
        tuple(
            CorrectionLine(item.where, one.start, one.end, item.text[one.start : one.end], one.correction)
            for one in item.corrections
        ),
        tuple((one.start, one.end) for one in item.sentences if one.judged),
        bool(item.done) and any(not one.judged and one.part == "body" for one in item.sentences),
        tuple((one.start, one.end) for one in item.sentences),
        None if item.spans is None else tuple(_spans(item)),
        labels=item.labels,
        attributes=item.attributes,
        remarks=tuple(_remarks(item)),
        adds=not any(one.by == _BY_MACHINE for one in item.spans or ()),
    )


def _mark(one: ItemSentence, item: Item, scheme: str) -> MarkLine:
    attributes = {"attributes": dict(one.attributes)} if one.attributes else {}
    by = {"voice_by": one.voice_by} if one.voice_by else {}
    return MarkLine(
        item.where,
        one.start,
        one.end,
        item.text[one.start : one.end],
        "marked" if one.labels else _STATUSES[one.status] if one.status != "marked" else "open",
        one.labels,
        one.voice,
        one.quotes,
        one.note,
        one.flag,
        one.created if is_time(one.created) else None,
        one.updated if is_time(one.updated) else None,
        one.scheme or item.scheme or scheme,
        {**by, **attributes},
        assistance_of_rows(one.prediction),
    )


def _spans(item: Item) -> Iterator[SpanLine]:
    for one in item.spans or ():
        quote = item.text[one.start : one.end]
        by_hand = one.by != _BY_MACHINE
        if one.what == "name":
            yield SpanLine("name", one.start, one.end, quote, one.label, None, by_hand)
        elif one.label in NUMBER_KINDS and (amount := amount_of({"kind": one.label, **one.amount})):
            yield SpanLine("number", one.start, one.end, quote, None, amount, by_hand)


def _remarks(item: Item) -> Iterator[RemarkLine]:
    for sentence in item.sentences:
        for one in sentence.thread:
            text, created = one.get("text"), one.get("created")
            if one.get("annotator") == item.annotator and isinstance(text, str) and text and is_time(created):
                quote = item.text[sentence.start : sentence.end]
                yield RemarkLine(item.where, sentence.start, sentence.end, quote, text, str(created))
