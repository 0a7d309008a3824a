"""Plain lists of texts with labels or spans, as people and their models have them; only read.

JSONL and JSON (a list of objects, held whole), CSV and TSV with headings or without, and text: a line a text
with a tab between it and its label, in whichever order, or fastText's ``__label__``. A record is a text and
what is said of it under keys of many spellings; ids are not needed. ``each=article`` says that every text is
an article of its own, and not a sentence of one.

What stands under keys of no known name is kept as metadata. An empty label is no answer, and the label
``none`` says that no label fits. What has scores, or names a model, is a prediction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO

from annotations.errors import ReadingError, UsageError
from annotations.exchange.format import Order
from annotations.exchange.formats.json_records import json_records
from annotations.exchange.formats.record_fields import fields_of
from annotations.exchange.formats.record_items import Reader, unit_of
from annotations.exchange.formats.table_files import read_table
from annotations.exchange.formats.table_reading import guessed_headings, read_rows
from annotations.exchange.formats.table_text import HEAD, head_rows
from annotations.exchange.items import Group, Item, Unit
from annotations.exchange.parcels import Parcel, Source
from annotations.wording import tr

__all__ = [
    "DIVIDES",
    "MAIN",
    "NAME",
    "NEEDS",
    "OPTIONS",
    "UNITS",
    "read",
    "recognises",
    "write",
]

NAME = "plain"
UNITS: tuple[Unit, ...] = ()
MAIN = ""
DIVIDES = False
OPTIONS: Mapping[str, Sequence[str]] = {
    "each": ("sentence", "article"),
    "encoding": ("utf-8", "gb18030", "big5"),
}
NEEDS: tuple[str, str] | None = None

_TABLES = {".csv": ",;\t", ".tsv": "\t", ".tab": "\t"}
_JSON = (".jsonl", ".ndjson", ".json", ".jsonlines")
_TEXT = (".txt", ".text", ".data")
_FASTTEXT = "__label__"
_OTHERS = frozenset(
    ("answer", "Comments", "options", "accept", "@context", "zhupi", "raw_start", "annotations")
)
"""Keys of records that other formats know better."""
_SAID = frozenset(("labels", "spans", "token_tags", "scores"))
_LIST = re.compile(r'\s*(?:\[\s*|\{\s*"(?:data|examples|items|records|rows)"\s*:\s*\[\s*)?')
_TAG = frozenset("BIOESMLU")


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Refuse: there are formats that lose less.

    Raises:
        UsageError: Always.
    """
    raise UsageError(tr("plain lists are only read; write csv, jsonl or hf"))


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield what each record says; all that is wrong with records is told to ``order.faults``.

    Raises:
        ReadingError: There is no file of a list, or one is none.
    """
    names = source.names()
    known = [one for one in names if one.lower().endswith((*_TABLES, *_JSON, *_TEXT))]
    if not (found := known or (names if len(names) == 1 else [])):
        raise ReadingError(tr("{title}: there is no file with a list of texts", title=source.title))
    for name in found:
        yield from _file(source, name, order)


def recognises(source: Source) -> bool:
    """Tell whether there is a list of texts with labels, and none that another format knows better."""
    with suppress(Exception):
        names = source.names()
        if len(names) > 1 and not all(one.lower().endswith((*_TABLES, *_JSON)) for one in names):
            return False
        for name in names[:1]:
            with source.open(name) as file:
                return _like_list(name.lower(), file.read(HEAD))
    return False


def _file(source: Source, name: str, order: Order) -> Iterator[Item]:
    where, lower = source.where(name), name.lower()
    for suffix, delimiters in _TABLES.items():
        if lower.endswith(suffix):
            yield from read_table(source, name, order, delimiters)
            return
    reader = Reader(order.faults, order.scheme.names, cells=False, unit=unit_of(order))
    with source.open(name) as file:
        head = file.read(HEAD)
    with source.open(name) as file:
        if lower.endswith(_JSON) or _begins_json(head):
            for place, record in json_records(file, where, order):
                keys = tuple(record)
                yield from reader.items(keys, list(record.values()), fields_of(keys), place)
        else:
            yield from _text_lines(file, head, where, order)


def _text_lines(file: BinaryIO, head: bytes, where: str, order: Order) -> Iterator[Item]:
    """Yield the lines of a text: a text each, with what stands behind or before a tab as its label."""
    encoding = order.options.get("encoding", "utf-8")
    reader = Reader(order.faults, order.scheme.names, unit=unit_of(order))
    rows = _lines(file, "utf-8-sig" if encoding == "utf-8" else encoding, where)
    if _FASTTEXT.encode() in head:
        for line, cells in rows:
            words = (cells[0] if cells else "").split(" ")
            labels = [one.removeprefix(_FASTTEXT) for one in words if one.startswith(_FASTTEXT)]
            text = " ".join(one for one in words if not one.startswith(_FASTTEXT)).strip()
            keys = ("text", "labels")
            yield from reader.items(keys, [text, labels], fields_of(keys), _place(where, line))
    elif b"\t" in head:
        yield from read_rows(rows, where, order, reader, place=lambda line: _place(where, line))
    else:
        for line, cells in rows:
            yield from reader.items(("text",), cells or [""], fields_of(("text",)), _place(where, line))


def _lines(file: BinaryIO, encoding: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that is not blank, and its number.

    Raises:
        ReadingError: A line is encoded otherwise.
    """
    for number, line in enumerate(file, 1):
        try:
            text = line.decode(encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            raise ReadingError(
                tr(
                    "{where}, line {number}: it is not {encoding}; set encoding=gb18030 or encoding=big5",
                    where=where,
                    number=number,
                    encoding=encoding.removesuffix("-sig").upper(),
                )
            ) from None
        if text.strip():
            yield number, text.split("\t")


def _begins_json(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'{"', b"[{", b"[\n", b'["', b"{\n", b"{ "))


def _like_list(name: str, head: bytes) -> bool:
    for suffix, delimiters in _TABLES.items():
        if name.endswith(suffix):
            rows = head_rows(head, delimiters)
            return bool(rows) and (fields_of(tuple(rows[0])).readable or _like_labelled(rows))
    if name.endswith(_JSON) or _begins_json(head):
        return _like_record(head)
    if not name.endswith(_TEXT):
        return False
    lines = head.decode("utf-8-sig", "replace").split("\n")
    lines = [one.rstrip("\r") for one in (lines[:-1] if len(head) == HEAD else lines) if one.strip()]
    if lines and all(one.startswith(_FASTTEXT) for one in lines):
        return True
    rows = [one.split("\t") for one in lines]
    return _like_labelled(rows) or (len(rows) > 1 and _headed(rows[0]))


def _headed(row: list[str]) -> bool:
    fields = fields_of(tuple(row))
    return fields.readable and "labels" in fields.once


def _like_labelled(rows: list[list[str]]) -> bool:
    """Tell whether rows without headings are a text and a label each, and no tokens with their tags."""
    if not rows or any(len(one) < 2 for one in rows):
        return False
    keys, _ = guessed_headings(rows, ())
    text, label = keys.index("text"), keys.index("label")
    longest = max(len(row[text]) for row in rows if len(row) > text)
    tags = all(row[label][:1] in _TAG and row[label][1:2] in ("", "-") for row in rows if len(row) > label)
    few = len({row[label] for row in rows if len(row) > label}) <= max(2, len(rows) / 2)
    return longest > 3 and few and not tags


def _like_record(head: bytes) -> bool:
    text = _LIST.sub("", head.decode("utf-8-sig", "ignore"), count=1)
    try:
        record, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(record, dict) or not _OTHERS.isdisjoint(record):
        return False
    fields = fields_of(tuple(record))
    own = fields.ours or any(key.startswith("_") for key in record)
    return not own and fields.readable and not _SAID.isdisjoint(fields.once)


def _place(where: str, line: int) -> str:
    return tr("{name}, line {number}", name=where, number=line)
