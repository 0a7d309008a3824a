"""A table for spreadsheets, whatever file it becomes: a row a sentence, and its headings.

Where several annotators' marks are wanted, the columns of text stand once, and what each says beside them:
``labels:mei`` and ``labels:kai`` side by side, so that a difference is seen. Cells are texts, whole numbers,
true or false, or None. Labels are divided by ``|``; names and numbers are JSON, ``[[0, 2, "ORG", "央行"]]``,
offsets in the row's text; ``more`` is JSON with all that has no column.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotations.exchange.carried import compact
from annotations.exchange.format import Order
from annotations.exchange.formats.record_fields import CHINESE, EACH
from annotations.exchange.formats.record_rows import sentences_of
from annotations.exchange.formats.record_values import SEPARATORS
from annotations.exchange.items import Group, Item, ItemSentence
from annotations.wording import msg

__all__ = ["OPTIONS", "headings", "rows"]

OPTIONS: Mapping[str, Sequence[str]] = {"headings": ("english", "chinese")}

_BEFORE = ("title", "source", "part", "sentence", "text")
_AFTER = ("article", "start", "end")
_FIRST = ("labels", "status", "voice", "speakers", "note", "flag", "spans")


def headings(order: Order) -> list[str]:
    """Return the headings of all columns, in the language that is wanted."""
    named = CHINESE if order.options.get("headings") == "chinese" else {}
    fields = [(one, "") for one in _BEFORE]
    if order.together:
        fields += [(field, name) for field in _FIRST for name in order.annotators]
    else:
        fields += [(one, "") for one in ("annotator", *_FIRST)]
    fields += [(one, "") for one in _AFTER]
    fields += [("more", name) for name in order.annotators] if order.together else [("more", "")]
    return [named.get(field, field) + (f":{name}" if name else "") for field, name in fields]


def rows(group: Group, order: Order) -> Iterator[list[object]]:
    """Yield the rows of an article, each with as many cells as there are headings."""
    return _together(group, order) if order.together else _apart(group, order)


def _apart(group: Group, order: Order) -> Iterator[list[object]]:
    for item in group:
        for one, said in sentences_of(item, order.losses):
            cells = _cells(said)
            yield [
                *_text_cells(item, one),
                item.annotator,
                *cells[:-1],
                *(item.article, one.start, one.end),
                cells[-1],
            ]


def _together(group: Group, order: Order) -> Iterator[list[object]]:
    """Yield a row for each place that anybody has for a sentence; who has none there has empty cells."""
    said: dict[tuple[int, int], dict[str, list[object]]] = {}
    shown: dict[tuple[int, int], tuple[Item, ItemSentence]] = {}
    for item in group:
        if item.annotator not in order.annotators:
            order.losses.add(
                msg("answer of somebody without a column"), msg("answers of somebody without a column")
            )
            continue
        for one, fields in sentences_of(item, order.losses):
            place = (one.start, one.end)
            shown.setdefault(place, (item, one))
            said.setdefault(place, {})[item.annotator] = _cells(fields)
    nothing: list[object] = [None] * len(EACH)
    for place in sorted(shown):
        item, one = shown[place]
        columns = list(zip(*(said[place].get(name, nothing) for name in order.annotators), strict=True))
        yield [
            *_text_cells(item, one),
            *(cell for column in columns[:-1] for cell in column),
            *(item.article, one.start, one.end),
            *columns[-1],
        ]


def _text_cells(item: Item, one: ItemSentence) -> list[object]:
    return [item.title, item.source, one.part, one.number or None, item.text[one.start : one.end]]


def _cells(said: Mapping[str, Any]) -> list[object]:
    """Return what somebody says of a sentence as cells, ``more`` last."""
    spans, more = said["spans"], said["more"]
    return [
        _labels(said["labels"]),
        *(said[field] for field in _FIRST[1:-1]),
        None if spans is None else compact(spans) if spans else "[]",
        compact(more) if more else "{}",
    ]


def _labels(labels: Sequence[str]) -> str:
    text = SEPARATORS[0].join(labels)
    if not text or text.isalnum():
        return text
    plain = all(one.strip() == one and one and one[0] not in "[{" for one in labels)
    if plain and not any(divider in one for one in labels for divider in SEPARATORS):
        return text
    return json.dumps(labels, ensure_ascii=False)
