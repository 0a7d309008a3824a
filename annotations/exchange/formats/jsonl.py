"""zhupi's own JSONL as a format among others: lossless, a line a sentence or an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
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

NAME = "jsonl"
UNITS: tuple[Unit, ...] = ("sentence", "article")
MAIN = "export.jsonl"
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {"lists": ("text", "nested")}
"""``text``: lists and maps as JSON text, which every library loads; ``nested``: as such."""
NEEDS = None

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
    row = nested(row)
    return item_of_article(row, where) if "sentences" in row else item_of_row(row, where)
