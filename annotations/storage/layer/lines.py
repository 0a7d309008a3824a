"""The lines of a layer: TinyDB's JSON, one record a line, written and read back.

::

    {"_default": {
    "0": {"kind": "layer", "schema": 1, "annotator": "mei"}
    ,"2581…114": {…, "sum": "8c2f19d0"}
    ,"2581…114": {…, "sum": "51a3e007"}      a later revision; of equal keys JSON readers see the last
    }}

Everything here is pure: bytes in, lines out, and back. A line is a document's key and the document; what
else bytes may look like is the business of :mod:`annotations.storage.layer.contents`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

from annotations.errors import RecordError
from annotations.plain_json import DEEP, demand_shallow, finite, no_json
from annotations.records.field_values import is_count
from annotations.records.kinds import CHECKSUM
from annotations.storage.layer import checksum
from annotations.wording import tr

__all__ = [
    "HEAD",
    "HEAD_KEY",
    "TABLE",
    "TAIL",
    "Document",
    "Line",
    "acts_of",
    "added",
    "batch_of",
    "before_braces",
    "checked",
    "encode",
    "encode_line",
    "loads",
    "missing_records",
    "parse_body",
    "parse_rows",
    "parse_tail",
    "render",
    "reread",
    "scan",
    "settle",
    "whole_lines",
]

Document = dict[str, Any]
Line = tuple[str, Document]

HEAD = b'{"_default": {\n'
TAIL = b"}}\n"
TABLE = "_default"
_JOIN = 64
"""How many bytes before the closing braces must still be there for what follows to be an addition: they
hold the checksum of the last record, so that another record would be noticed. Chosen: read anew at every
press."""
HEAD_KEY = "0"

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
PIECE = 1 << 17
"""Bytes that one call goes through: no call keeps other threads waiting for more than a moment."""

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


_decoder = json.JSONDecoder(parse_float=finite, parse_constant=no_json)
loads = _decoder.decode
"""Reads JSON. ValueError where it is none or has numbers that cannot be written again; RecursionError."""
scan = _decoder.raw_decode
"""Reads the JSON value that begins at an index of a text; returns it and where it ends. Raises as `loads`."""


def encode(value: object) -> str:
    """Return `value` as JSON on one line that every program sees as one line, in valid UTF-8.

    Raises:
        RecordError: It is no JSON value, or holds two surrogates side by side, which JSON would join.
    """
    try:
        text = _to_json(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise RecordError(tr("it cannot be written as JSON: {error}", error=error)) from None
    if _ODD.search(text) is None:
        return text
    if _PAIR.search(text):
        raise RecordError(tr("it holds half characters (surrogates) side by side, which JSON would join"))
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def encode_line(key: str, document: Document) -> bytes:
    """Return the bytes of a line that is not the first, a record with its checksum."""
    return b',"%s": %s\n' % (key.encode(), _sealed(document, encode(document)))


def added(documents: Iterable[tuple[str, Mapping[str, object]]]) -> tuple[bytes, list[Line]]:
    """Return the bytes that documents add to a layer, and the lines as reading them will give them."""
    rows = [reread(*one) for one in documents]
    return b"".join(row for row, _ in rows), [line for _, line in rows]


def reread(key: str, document: Mapping[str, object]) -> tuple[bytes, Line]:
    """Return the bytes of a line that is not the first, and the line as reading them will give it."""
    text = encode(document)
    if text.count("{") + text.count("[") > DEEP:
        try:
            demand_shallow(document)
        except ValueError as error:
            raise RecordError(tr("it cannot be written: {error}", error=error)) from None
    return b',"%s": %s\n' % (key.encode(), _sealed(document, text)), (key, loads(text))


def _sealed(document: Mapping[str, object], text: str) -> bytes:
    """Return the JSON `text` of a document, with its checksum if it is a record that has none.

    A record that has one was not what its checksum says when it was read. It keeps that until somebody
    revises it: a rewrite of the file is no reason to believe it.
    """
    if CHECKSUM in document or not isinstance(document.get("uid"), str):
        return text.encode()
    return checksum.seal(text.encode())


def before_braces(data: bytes) -> bytes:
    """Return the last bytes of `data` before the closing braces: where what was added later begins."""
    return data[: -len(TAIL)] if len(data) <= _JOIN else data[-len(TAIL) - _JOIN : -len(TAIL)]


def render(lines: Sequence[Line]) -> bytes:
    """Return a whole file; the first of `lines` is the layer's head."""
    return HEAD + b"".join(encode_line(*line) for line in lines)[1:] + TAIL


def parse_tail(data: bytes) -> list[Line] | None:
    """Read lines that were appended, up to and with the closing braces; None if they are not such lines."""
    return _parse_lines(data, 0, len(data) - len(TAIL)) if data.endswith(TAIL) else None


def parse_body(data: bytes) -> list[Line] | None:
    """Read a whole file that has one record a line; None if it does not."""
    if not (data.startswith(HEAD + b'"0": ') and data.endswith(b"\n" + TAIL)):
        return None
    return _parse_lines(data, len(HEAD), len(data) - len(TAIL), lead=b",")  # only the first has no comma


def _parse_lines(data: bytes, start: int, end: int, lead: bytes = b"") -> list[Line] | None:
    lines: list[Line] = []
    try:
        for piece in _pieces(data, start, end):
            lines += parse_rows((lead + piece[:-1]).split(b"\n"))
            start, lead = start + len(piece), b""
    except (ValueError, RecursionError):
        return None
    return lines if start == end else None


def whole_lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield bytes that are cut anywhere in pieces that end with a line; of a long line a piece is one.

    Raises:
        ValueError: They end in the middle of a line.
    """
    rest = b""
    for part in parts:
        data, used = rest + part, 0
        for piece in _pieces(data, 0, len(data)):
            used += len(piece)
            yield piece
        rest = data[used:]
    if rest:
        raise ValueError("it ends in the middle of a line")


def _pieces(data: bytes, start: int, end: int) -> Iterator[bytes]:
    """Yield pieces of whole lines as far as there are any."""
    while cut := data.rfind(b"\n", start, min(start + PIECE, end)) + 1 or data.find(b"\n", start, end) + 1:
        yield data[start:cut]
        start = cut


def parse_rows(rows: Sequence[bytes]) -> list[Line]:
    """Parse lines, without their line ends, by one call: an array costs a third of the lines one by one.

    Raises:
        ValueError: They are not one record a line.
        RecursionError: One of them is nested too deeply.
    """
    ends = [row.find(b'": ') + 3 for row in rows]
    keys = [row[2 : end - 3].decode() for row, end in zip(rows, ends, strict=True)]
    objects = b",".join([row[end:] for row, end in zip(rows, ends, strict=True)])
    values = loads(f"[{objects.decode()}]")
    whole = (
        len(values) == len(rows)
        and all(row.startswith(b',"') for row in rows)
        and all(map(str.isdecimal, keys))
        and "".join(keys).isascii()
        and {*map(type, values)} <= {dict}
    )
    if not whole:
        raise ValueError("not one record a line")
    for row, end, value in zip(rows, ends, values, strict=True):
        if row.count(b"{") + row.count(b"[") > DEEP:
            demand_shallow(value)
        if CHECKSUM in value and checksum.is_sealed(row, end):
            del value[CHECKSUM]
    return list(zip(keys, values, strict=True))


def checked(document: Document) -> Document:
    """Return a record that was not read from our own line, without its checksum where that is right.

    The order of keys is part of what is summed up. A program that sorted them leaves nothing to go by, so
    then the record is as good as one that never had a checksum.

    Raises:
        ValueError: It is nested too deeply.
    """
    demand_shallow(document)
    if CHECKSUM not in document:
        return document
    bare = {key: value for key, value in document.items() if key != CHECKSUM}
    if list(document) == sorted(document):
        return bare
    try:
        return bare if checksum.seal(encode(bare).encode()) == encode(document).encode() else document
    except RecordError:
        return document


def batch_of(document: Document) -> tuple[str | None, int]:
    """Return the act that a document belongs to and how many records that act has."""
    batch = document.get("batch")
    if isinstance(batch, list) and len(batch) == 2 and isinstance(batch[0], str) and is_count(batch[1], 1):
        return batch[0], batch[1]
    return None, 1


def acts_of(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many lines there are of each act of several records."""
    sizes: dict[str, int] = {}
    for _, document in lines:
        batch = document.get("batch")
        if isinstance(batch, list) and batch[1:] == [1]:  # most are acts by themselves
            continue
        batch, size = batch_of(document)
        if size > 1 and batch is not None:
            sizes[batch] = sizes.get(batch, 0) + 1
    return sizes


def missing_records(lines: Sequence[Line]) -> int:
    """Return how many records are not there of acts of which others are: somebody took lines out."""
    there = acts_of(lines)
    sizes: dict[str, int] = {}
    for _, document in lines if there else ():
        batch, size = batch_of(document)
        if batch in there:
            sizes[batch] = max(size, sizes.get(batch, 0))
    return sum(max(size - there[batch], 0) for batch, size in sizes.items())


def settle(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` with every act said to be as large as what is left of it.

    For lines from which superseded or harmed ones were dropped: what remains of an act is all of it now.
    """
    sizes = acts_of(lines)
    settled = []
    for key, document in lines:
        batch, size = batch_of(document)
        if batch is not None and size > sizes.get(batch, 1):
            document = _resized(document, [batch, sizes[batch]])
        settled.append((key, document))
    return settled


def _resized(document: Document, batch: list[Any]) -> Document:
    """Return a record as one of another batch; its checksum goes on telling of a changed byte."""
    resized = {**document, "batch": batch}
    if CHECKSUM in document:
        text = encode({key: value for key, value in document.items() if key != CHECKSUM}).encode()
        try:
            flip = checksum.flipped_byte(text, int(document[CHECKSUM], 16))
            was = (
                loads((text[: flip.at] + bytes([flip.was]) + text[flip.at + 1 :]).decode()) if flip else None
            )
        except (TypeError, ValueError):
            return resized
        if isinstance(was, dict):
            resized[CHECKSUM] = f"{crc32(encode({**was, 'batch': batch}).encode()):08x}"
    return resized
