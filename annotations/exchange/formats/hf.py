"""A folder that Hugging Face's ``load_dataset`` loads as it is: JSONL or Parquet by split, and a card.

The card's YAML says which files are which split and what each column holds; labels are classes, in a list,
which ``datasets`` makes of their names (with datasets 5.2: also where a list is empty, and in either kind of
file). Data sets of anybody are read too: texts with a class or several, tokens with tags, spans; names of
classes come from the card, from Parquet's own notes or ``dataset_infos.json``. In those, an empty list of
classes says that none fits; -1 is no answer.

Labels, status, voice, note, flag, names and numbers have columns; all else is JSON in ``more``.
Lost, and counted: halves of characters, and with the unit sentence names and repairs in no sentence or over
the end of one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.formats.hf_card import Tally, card
from annotations.exchange.formats.hf_features import class_names, front_matter, info_of, named
from annotations.exchange.formats.hf_parquet import ParquetSink, parquet_features, parquet_rows
from annotations.exchange.formats.hf_rows import ARTICLE, SENTENCE, article_item, is_article, rows_of
from annotations.exchange.formats.json_records import json_records
from annotations.exchange.formats.record_fields import fields_of
from annotations.exchange.formats.record_items import Reader, unit_of
from annotations.exchange.items import Group, Item, Unit
from annotations.exchange.parcels import Parcel, Sink, Source
from annotations.plain_json import loads
from annotations.wording import tr

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "hf"
UNITS: tuple[Unit, ...] = ("sentence", "article")
MAIN = ""
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {"files": ("jsonl", "parquet"), "each": ("sentence", "article")}
"""``files``: what is written; ``each``: what a text of somebody else's data set is."""
NEEDS: tuple[str, str] | None = None

CARD = "README.md"
_INFOS = "dataset_infos.json"
_JSON = (".jsonl", ".json", ".ndjson")
_PARQUET = ".parquet"
_CARD_BYTES = 1 << 20
_ONLY = "train"
"""What a data set's only split is called."""
_encode = json.JSONEncoder(ensure_ascii=False).encode


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write the files of all splits that have rows, article by article, and the card.

    Raises:
        UsageError: Parquet is wanted, and pyarrow is not installed.
    """
    suffix = order.options.get("files", "jsonl")
    columns = ARTICLE if order.unit == "article" else SENTENCE
    tally = Tally()
    files: dict[str, str] = {}
    sinks: dict[str, _Lines | ParquetSink] = {}
    with ExitStack() as stack:
        for group in groups:
            split = (order.split_of(group[0]) if order.splits else "") or _ONLY
            if split not in sinks:
                files[split] = f"data/{split}.{suffix}"
                sink = stack.enter_context(parcel.open(files[split]))
                sinks[split] = ParquetSink(sink, columns) if suffix == "parquet" else _Lines(sink)
            for item in group:
                tally.add(item)
                for row in rows_of(item, order):
                    sinks[split].add(row)
                    tally.rows[split] += 1
            tally.articles[split].add(group[0].article)
        for each in sinks.values():
            each.close()
    in_order = {split: files[split] for split in (*order.splits, *files) if split in files}
    with parcel.open(CARD) as sink:
        sink.write(card(order, tally, in_order).encode())


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield what the rows of all files say; all that is wrong with rows is told to ``order.faults``.

    Raises:
        ReadingError: There is no file of rows, one cannot be read, or has no column of texts.
        UsageError: A file is Parquet, and pyarrow is not installed.
    """
    names = [one for one in source.names() if one.endswith((*_JSON, _PARQUET)) and not one.endswith(_INFOS)]
    if not names:
        raise ReadingError(
            tr("{title}: there is no JSONL and no Parquet in it; name the folder", title=source.title)
        )
    infos = list(_infos(source))
    for name in names:
        classes: dict[str, Any] = {}
        for one in infos:
            classes = {**class_names(one, name), **classes}
        yield from _file(source, name, classes, order)


def recognises(source: Source) -> bool:
    """Tell whether there is a file of Parquet, or a card that names files or columns beside JSONL."""
    with suppress(Exception):
        names = source.names()
        if any(one.endswith(_PARQUET) for one in names):
            return True
        if CARD in names and any(one.endswith(_JSON) for one in names):
            with source.open(CARD) as file:
                front = front_matter(file.read(_CARD_BYTES).decode("utf-8", "replace"))
            return "configs:" in front or "dataset_info:" in front
    return False


class _Lines:
    """Takes rows and writes them as JSONL."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def add(self, row: Mapping[str, Any]) -> None:
        self._sink.write(_encode(row).encode("utf-8", "replace") + b"\n")

    def close(self) -> None:
        """Do nothing: each row was handed on."""


def _file(source: Source, name: str, classes: Mapping[str, Any], order: Order) -> Iterator[Item]:
    where = source.where(name)
    if name.endswith(_PARQUET):
        with source.open(name) as file:
            noted = parquet_features(file, where)
        info = noted.get("info") if isinstance(noted, Mapping) else None
        classes = {**class_names({"dataset_info": info}), **classes}
    reader = Reader(order.faults, order.scheme.names, cells=False, unit=unit_of(order))
    of_classes = Reader(order.faults, order.scheme.names, cells=False, unit=unit_of(order), empty="none")
    known = False
    with source.open(name) as file:
        records: Iterator[tuple[str, Mapping[str, Any]]] = (
            _numbered(parquet_rows(file, where), where)
            if name.endswith(_PARQUET)
            else json_records(file, where, order)
        )
        for place, record in records:
            record = named(record, classes) if classes else record
            if is_article(record):
                known = True
                if (item := article_item(record, place, order.faults)) is not None:
                    yield item
                continue
            keys = tuple(record)
            fields = fields_of(keys)
            if not known and not fields.readable:
                raise ReadingError(
                    tr("{where}: it has no column of texts, but {keys}", where=where, keys=", ".join(keys))
                )
            known = True
            at = fields.once.get("labels")
            classed = at is not None and keys[at] in classes
            yield from (of_classes if classed else reader).items(keys, list(record.values()), fields, place)


def _numbered(rows: Iterator[dict[str, Any]], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, row in enumerate(rows, 1):
        yield tr("{where}, row {number}", where=where, number=number), row


def _infos(source: Source) -> Iterator[Any]:
    """Yield what the card and ``dataset_infos.json`` say of columns, as a card's YAML has it."""
    for name in source.names():
        last = name.rpartition("/")[2]
        if last not in (CARD, _INFOS):
            continue
        with source.open(name) as file:
            text = file.read(_CARD_BYTES).decode("utf-8", "replace")
        if last == CARD:
            yield info_of(front_matter(text))
            continue
        with suppress(ValueError):
            value = loads(text)
            if isinstance(value, dict):
                pairs = [(key, one) for key, one in value.items() if isinstance(one, dict)]
                yield {"dataset_info": [{"config_name": key, **one} for key, one in pairs]}
