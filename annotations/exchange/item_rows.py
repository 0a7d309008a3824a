"""Items and rows of zhupi's own JSONL: one into the other, nothing lost.

Formats with room for metadata carry what else is said of a sentence as :func:`more_of` gives it, and read it
back with :func:`with_more`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from annotations.exchange.items import Item, ItemCorrection, ItemDecision, ItemSentence, ItemSpan
from annotations.exchange.jsonl import FORMAT

__all__ = [
    "article_row",
    "item_of_article",
    "item_of_row",
    "item_of_sentences",
    "more_of",
    "more_of_item",
    "sentence_rows",
    "with_more",
]

_AMOUNT = ("value", "exact", "high", "high_exact", "iso", "unit", "modifier")
_DECISION = ItemDecision._fields
_WHERE = ("part", "sentence", "start", "end", "raw_start", "raw_end")
_TIMES = ("created", "updated", "scheme")
_OWN = ("start", "end", "labels", "decision")
"""What every format has a field for, or what is flat in :func:`more_of`."""


def item_of_article(row: Mapping[str, Any], where: str = "") -> Item:
    """Return the item that a row of the unit article is; its lists and maps as such."""
    return replace(_item(row, row["text"], row["sentences"], 0), where=where)


def item_of_row(row: Mapping[str, Any], where: str = "") -> Item:
    """Return the item that a row of the unit sentence is: a piece of its article."""
    start = row["start"]
    item = _item(row, row["text"], [row], 0)
    piece = replace(item.sentences[0], start=0, end=len(item.text))
    corrections = tuple(
        one._replace(start=one.start - start, end=one.end - start) for one in item.corrections
    )
    return replace(
        item, unit="sentence", base=start, where=where, sentences=(piece,), corrections=corrections
    )


def item_of_sentences(rows: Iterable[Mapping[str, Any]], text: str) -> Item:
    """Return the item that the rows of an article's sentences are.

    Args:
        rows: Of one annotator and one article, ascending, at least one.
        text: The article's, whole.
    """
    rows = list(rows)
    item = _item(rows[0], text, rows, 0)
    spans = tuple(one for row in rows for one in _spans(row, row["start"]))
    corrections = {one: None for row in rows for one in _corrections(row)}
    return replace(item, spans=spans, corrections=tuple(corrections))


def article_row(item: Item) -> dict[str, Any]:
    """Return the row of the unit article that says what `item` says, for an item of a whole article."""
    return {
        "format": FORMAT,
        "article": item.article,
        "title": item.title,
        "source": item.source,
        "metadata": dict(item.metadata),
        "text": item.text,
        "sentences": [_sentence_row(one, number, item) for number, one in enumerate(item.sentences, 1)],
        **({} if item.spans is None else _span_rows(item.text, item.spans)),
        "corrections": _correction_rows(item.text, item.corrections),
        "article_labels": list(item.labels),
        "article_attributes": dict(item.attributes),
        "done": bool(item.done),
        "annotator": item.annotator,
        "scheme": item.scheme,
    }


def sentence_rows(item: Item) -> Iterator[dict[str, Any]]:
    """Yield a row of the unit sentence for each sentence of `item`, of a whole article."""
    whole = article_row(replace(item, sentences=(), spans=(), corrections=()))
    common = {key: whole[key] for key in ("format", "article", "title", "source", "metadata")}
    for number, one in enumerate(item.sentences, 1):
        start, end = one.start, one.end
        near = [each for each in item.corrections if each.start < end and each.end > start]
        spans = [each._replace(start=each.start - start, end=each.end - start) for each in item.spans_in(one)]
        text = item.text[start:end]
        decision = one.decision or ItemDecision()
        row = _sentence_row(one, number, item)
        where = {key: row.pop(key) for key in _WHERE}
        times = {key: row.pop(key) for key in _TIMES}
        yield {
            **common,
            **where,
            "text": text,
            **row,
            **_span_rows(text, spans),
            "corrections": _correction_rows(item.text, near),
            **{key: whole[key] for key in ("article_labels", "article_attributes", "annotator")},
            **times,
            **{key: _listed(each) for key, each in decision._asdict().items()},
        }


def more_of(sentence: ItemSentence) -> dict[str, Any]:
    """Return what is said of a sentence besides its labels, as JSON has it; what is default is left out."""
    values = _VALUES(sentence)
    more = {
        key: value
        for key, value, usual in zip(_KEYS, values, _USUAL, strict=True)
        if value is not usual and value != usual
    }
    if sentence.decision is not None:
        more |= {key: _listed(value) for key, value in sentence.decision._asdict().items()}
    return more


def _listed(value: Any) -> Any:
    """Return `value` as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def with_more(sentence: ItemSentence, more: Mapping[str, Any]) -> ItemSentence:
    """Return `sentence` with what :func:`more_of` gave; values of a wrong type are left out."""
    known: dict[str, Any] = {}
    for key, value in more.items():
        if key in _KINDS and isinstance(value, _KINDS[key]):
            known[key] = tuple(value) if isinstance(value, list) else value
    if isinstance(raw := known.get("raw"), tuple) and not (
        len(raw) == 2 and all(type(one) is int for one in raw)
    ):
        del known["raw"]
    if any(key in more for key in _DECISION):
        known["decision"] = _decision(more)
    return replace(sentence, **known)


def more_of_item(item: Item) -> dict[str, Any]:
    """Return what is said of an article as a whole, as JSON has it; what is default is left out."""
    more: dict[str, Any] = {"done": item.done, "scheme": item.scheme, "metadata": dict(item.metadata)}
    more |= {"labels": list(item.labels), "attributes": dict(item.attributes)}
    more["corrections"] = [list(one) for one in item.corrections]
    return {key: value for key, value in more.items() if value or value is False}


_KEYS = tuple(one.name for one in fields(ItemSentence) if one.name not in _OWN)
_VALUES = attrgetter(*_KEYS)
_USUAL = _VALUES(ItemSentence(0, 0))
"""What is said of a sentence of which nothing is said."""
_KINDS: Mapping[str, type | tuple[type, ...]] = (
    dict.fromkeys(("status", "part", "note", "scheme", "voice", "voice_by", "created", "updated"), str)
    | dict.fromkeys(("quotes", "thread", "prediction", "raw"), list)
    | {"number": int, "flag": bool, "attributes": dict, "scores": dict}
)


def _item(row: Mapping[str, Any], text: str, sentences: Iterable[Mapping[str, Any]], base: int) -> Item:
    return Item(
        text,
        article=row["article"],
        title=row["title"],
        source=row["source"],
        metadata=row["metadata"],
        annotator=row["annotator"],
        done=row["done"],
        scheme=row["scheme"],
        sentences=tuple(_sentence(one) for one in sentences),
        spans=tuple(_spans(row, base)),
        corrections=tuple(_corrections(row)),
        labels=tuple(row["article_labels"]),
        attributes=row["article_attributes"],
    )


def _decision(row: Mapping[str, Any]) -> ItemDecision:
    return ItemDecision(
        tuple(row.get("decided_by", ())),
        row.get("how", ""),
        row.get("votes", {}),
        tuple(row.get("left_open", ())),
        tuple(row.get("absent", ())),
    )


def _sentence(row: Mapping[str, Any]) -> ItemSentence:
    decision = _decision(row) if row.get("decided_by") or row.get("how") else None
    return ItemSentence(
        row["start"],
        row["end"],
        labels=tuple(row["labels"]),
        status=row["status"],
        part=row["part"],
        number=row["sentence"],
        voice=row["voice"],
        voice_by=row["voice_by"],
        quotes=tuple(row["quotes"]),
        attributes=row["attributes"],
        note=row["note"],
        flag=row["flag"],
        thread=tuple(row["thread"]),
        prediction=tuple(row["prediction"]),
        created=row["created"],
        updated=row["updated"],
        scheme=row["scheme"],
        raw=(row["raw_start"], row["raw_end"]),
        decision=decision,
    )


def _sentence_row(one: ItemSentence, number: int, item: Item) -> dict[str, Any]:
    raw = one.raw or (one.start, one.end)
    return {
        "part": one.part,
        "sentence": one.number or number,
        "start": one.start,
        "end": one.end,
        "raw_start": raw[0],
        "raw_end": raw[1],
        "labels": list(one.labels),
        "status": one.status,
        "done": bool(item.done),
        "voice": one.voice,
        "voice_by": one.voice_by,
        "quotes": [dict(each) for each in one.quotes],
        "attributes": dict(one.attributes),
        "note": one.note,
        "flag": one.flag,
        "prediction": [dict(each) for each in one.prediction],
        "thread": [dict(each) for each in one.thread],
        "created": one.created,
        "updated": one.updated,
        "scheme": one.scheme or item.scheme,
    }


def _spans(row: Mapping[str, Any], base: int) -> list[ItemSpan]:
    names = [
        ItemSpan(base + one["start"], base + one["end"], one["type"], "name", one["by"], one["certain"])
        for one in row["entities"]
    ]
    numbers = [
        ItemSpan(
            *(base + one["start"], base + one["end"], one["kind"], "number", one["by"], one["certain"]),
            amount={key: one[key] for key in _AMOUNT},
        )
        for one in row["numbers"]
    ]
    return sorted([*names, *numbers], key=lambda one: (one.start, one.end))


def _correction_rows(text: str, corrections: Iterable[ItemCorrection]) -> list[dict[str, Any]]:
    return [
        {"start": one.start, "end": one.end, "text": text[one.start : one.end], "correction": one.correction}
        for one in corrections
    ]


def _span_rows(text: str, spans: Iterable[ItemSpan]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {"entities": [], "numbers": []}
    for one in spans:
        common = {"start": one.start, "end": one.end, "text": text[one.start : one.end]}
        told = {"certain": one.certain, "by": one.by or "auto"}
        if one.what == "name":
            rows["entities"].append({**common, "type": one.label, **told})
        else:
            amount = {key: one.amount.get(key, "" if "exact" in key else None) for key in _AMOUNT}
            rows["numbers"].append({**common, "kind": one.label, **amount, **told})
    return rows


def _corrections(row: Mapping[str, Any]) -> list[ItemCorrection]:
    return [ItemCorrection(one["start"], one["end"], one["correction"]) for one in row["corrections"]]
