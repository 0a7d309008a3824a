"""zhupi's own JSONL as a format among others: lossless, a line a sentence or an article.

Written is what :mod:`annotations.exchange.jsonl` describes. Lost, and counted, are names and numbers over the
end of a sentence where the lines are sentences. Read are earlier forms too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.flat import flat, nested
from annotations.exchange.format import Order
from annotations.exchange.item_rows import article_row, item_of_article, item_of_row, sentence_rows
from annotations.exchange.items import Group, Item, Unit
from annotations.exchange.jsonl import encode
from annotations.exchange.jsonl_reader import rows_of
from annotations.exchange.own_files import is_output
from annotations.exchange.parcels import Parcel, Sink, Source
from annotations.wording import msg

NAME = "jsonl"
UNITS: tuple[Unit, ...] = ("sentence", "article")
MAIN = "export.jsonl"
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {"lists": ("text", "nested")}
"""``text``: lists and maps as JSON text, which every library loads; ``nested``: as such."""
NEEDS = None

_USUAL: Mapping[str, Any] = {
    "title": "",
    "source": "",
    "metadata": {},
    "article_labels": [],
    "article_attributes": {},
    "entities": [],
    "numbers": [],
}
_USUAL_OF_SENTENCE: Mapping[str, Any] = {
    "sentence": 0,
    "raw_start": 0,
    "raw_end": 0,
    "part": "body",
    "attributes": {},
    "thread": [],
    "prediction": [],
}
_USUAL_OF_SPAN = {
    "by": "auto",
    "certain": True,
    **dict.fromkeys(("value", "high", "iso", "unit", "modifier")),
    "exact": "",
    "high_exact": "",
}
_OUTSIDE = msg("name or number outside sentences"), msg("names and numbers outside sentences")
_HEAD = 1 << 16
_ENDINGS = (".jsonl", ".json", ".ndjson")


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write a line for each sentence or article, of one annotator after the other within an article."""
    nests = order.options.get("lists") == "nested"
    with ExitStack() as stack:
        sinks: dict[str, Sink] = {}
        for name in order.splits or ("",):
            file = f"{name}.jsonl" if name else MAIN
            sinks[name] = stack.enter_context(parcel.open(file))
        for group in groups:
            for item in group:
                sink = sinks[order.split_of(item) if order.splits else ""]
                if order.unit == "sentence":
                    inside = sum(len(item.spans_in(one)) for one in item.sentences)
                    order.losses.add(*_OUTSIDE, max(0, len(item.spans or ()) - inside))
                rows = [article_row(item)] if order.unit == "article" else sentence_rows(item)
                for row in rows:
                    sink.write(encode(row if nests else flat(row)))


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield an item for each line; a line that cannot be understood is a fault."""
    for name in source.names():
        with source.open(name) as lines:
            for row, where in rows_of(lines, source.where(name), order.faults.add):
                yield _item(row, where)


def recognises(source: Source) -> bool:
    """Tell whether a file begins as an export of zhupi does."""
    names = source.names()
    if len(names) != 1 and not all(one.endswith(_ENDINGS) for one in names):
        return False
    try:
        with source.open(names[0]) as file:
            line = file.readline(_HEAD)
    except (IndexError, ReadingError):
        return False
    return b"raw_start" in line and (is_output(line) or len(line) == _HEAD)


def _item(row: dict[str, Any], where: str) -> Item:
    """Return what a row says, whose text, labels and marks were looked at; the first form had fewer keys."""
    whole = nested(row)
    spoken = isinstance(whole.get("entities"), list)
    _fill(whole, _USUAL)
    for one in whole.get("sentences", [whole]):
        _fill(one, _USUAL_OF_SENTENCE)
        one.setdefault("voice_by", None)
        one["prediction"] = [each for each in one["prediction"] if isinstance(each, dict)]
    for key, named in (("entities", "type"), ("numbers", "kind")):
        whole[key] = [{**_USUAL_OF_SPAN, **one} for one in whole[key] if _is_span(one, named)]
    item = item_of_article(whole, where) if "sentences" in whole else item_of_row(whole, where)
    return item if spoken else replace(item, spans=None)


def _fill(row: dict[str, Any], usual: Mapping[str, Any]) -> None:
    """Let `row` have what is `usual` under each key under which it has nothing, or something else."""
    for key, value in usual.items():
        if not isinstance(row.get(key), type(value)):
            row[key] = value


def _is_span(one: object, named: str) -> bool:
    return (
        isinstance(one, dict)
        and type(one.get("start")) is int
        and type(one.get("end")) is int
        and isinstance(one.get(named), str)
    )
