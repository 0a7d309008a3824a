"""The bytes of a layer: TinyDB's JSON, one record a line, and what can be read of other shapes.

::

    {"_default": {
    "0": {"kind": "layer", "schema": 1, "annotator": "mei"}
    ,"2581…114": {…}
    ,"2581…114": {…}      a later revision; JSON readers let the later of two equal keys win
    }}

Everything here is pure: bytes in, lines out, and back. A line is a document's key and the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from annotations.errors import RecordError, StorageError

__all__ = [
    "HEAD",
    "TAIL",
    "Contents",
    "Document",
    "Form",
    "Line",
    "batch_of",
    "complete",
    "encode",
    "encode_line",
    "parse",
    "parse_rows",
    "parse_tail",
    "render",
    "reread",
    "settle",
]

Document = dict[str, Any]
Line = tuple[str, Document]

HEAD = b'{"_default": {\n'
TAIL = b"}}\n"
TABLE = "_default"
HEAD_KEY = "0"

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BROKEN = re.compile("[\udc80-\udcff]")
_ENTRY = re.compile(r'"(\d+)"\s*:\s*(?=\{)')
_NEXT_LINE = re.compile(r'\n,"\d+": \{')
_LAYER = re.compile(r'\s*\{\s*"_default"')
_SECTOR = 512  # bytes that a disk writes whole or not at all
_PIECE = 1 << 17  # bytes parsed by one call: no call keeps other threads waiting for more than a moment

_to_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_scan = json.JSONDecoder().raw_decode


class Form(Enum):
    """In which state the bytes of a layer were found."""

    EMPTY = "nothing in it yet"
    OURS = "one record a line"
    FOREIGN = "a layer, but not one record a line"
    DAMAGED = "not whole"


@dataclass(slots=True)
class Contents:
    """What the bytes of a layer hold: every line in order, superseded revisions among them."""

    form: Form
    lines: list[Line] = field(default_factory=list)
    tables: tuple[str, ...] = ()
    """Tables beside the one that a layer has."""


class _Repeated(dict[str, Any]):
    """A JSON object in which a key occurs twice; `pairs` has both."""

    pairs: list[tuple[str, Any]]


def encode(value: object) -> str:
    """Return `value` as JSON on one line that every program sees as one line, in valid UTF-8.

    Raises:
        RecordError: It is no JSON value, or holds two surrogates side by side, which JSON would join.
    """
    try:
        text = _to_json(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise RecordError(f"it cannot be written as JSON: {error}") from None
    if _ODD.search(text) is None:
        return text
    if _PAIR.search(text):
        raise RecordError("it holds half characters (surrogates) side by side, which JSON would join")
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def encode_line(key: str, document: Document) -> bytes:
    """Return the bytes of a line that is not the first."""
    return f',"{key}": {encode(document)}\n'.encode()


def reread(key: str, document: Document) -> tuple[bytes, Line]:
    """Return the bytes of a line that is not the first, and the line as reading them will give it."""
    text = encode(document)
    return f',"{key}": {text}\n'.encode(), (key, json.loads(text))


def render(lines: Sequence[Line]) -> bytes:
    """Return a whole file; the first of `lines` is the layer's head."""
    return HEAD + b"".join(encode_line(*line) for line in lines)[1:] + TAIL


def parse(data: bytes, name: str) -> Contents:
    """Read the bytes of a layer, whatever shape it is in.

    Args:
        data: The whole file.
        name: What to call it in an error.

    Raises:
        StorageError: It is no layer at all.
    """
    if not data:
        return Contents(Form.EMPTY)
    lines = _parse_ours(data)
    if lines is not None:
        return Contents(Form.OURS, lines)
    try:
        text = data.decode("utf-8-sig")
        loaded = json.loads(text, object_pairs_hook=_keep_repeated)
    except (ValueError, RecursionError):
        return _salvage(data, name)
    # Line ends of another system and the like: the lines are all there, so acts can still be judged whole.
    lines = _parse_ours(text.replace("\r\n", "\n").rstrip().encode() + b"\n")
    if lines is not None:
        return Contents(Form.FOREIGN, lines)
    return _parse_foreign(loaded, name)


def parse_tail(data: bytes) -> list[Line] | None:
    """Read lines that were appended, up to and with the closing braces; None if they are not such lines."""
    return _parse_lines(data, 0, len(data) - len(TAIL)) if data.endswith(TAIL) else None


def _parse_ours(data: bytes) -> list[Line] | None:
    if not (data.startswith(HEAD + b'"0": ') and data.endswith(b"\n" + TAIL)):
        return None
    return _parse_lines(data, len(HEAD), len(data) - len(TAIL), lead=",")  # only the first has no comma


def _parse_lines(data: bytes, start: int, end: int, lead: str = "") -> list[Line] | None:
    lines: list[Line] = []
    try:
        while start < end:
            # A line that is longer than a piece is a piece of its own.
            cut = data.rfind(b"\n", start, min(start + _PIECE, end)) + 1 or data.find(b"\n", start, end) + 1
            if not cut:
                return None
            lines += parse_rows((lead + data[start : cut - 1].decode()).split("\n"))
            start, lead = cut, ""
    except (ValueError, RecursionError):
        return None
    return lines


def parse_rows(rows: Sequence[str]) -> list[Line]:
    """Parse lines, without their line ends, by one call: an array costs a third of the lines one by one.

    Raises:
        ValueError: They are not one record a line.
        RecursionError: One of them is nested too deeply.
    """
    ends = [row.find('": ') for row in rows]
    keys = [row[2:end] for row, end in zip(rows, ends, strict=True)]
    values = json.loads(f"[{','.join([row[end + 3 :] for row, end in zip(rows, ends, strict=True)])}]")
    whole = (
        len(values) == len(rows)
        and all(row.startswith(',"') for row in rows)
        and all(key.isdecimal() and key.isascii() for key in keys)
        and all(type(value) is dict for value in values)
    )
    if not whole:
        raise ValueError("not one record a line")
    return list(zip(keys, values, strict=True))


def _keep_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(plain := dict(pairs)) == len(pairs):
        return plain
    repeated = _Repeated(pairs)
    repeated.pairs = pairs
    return repeated


def _parse_foreign(loaded: object, name: str) -> Contents:
    table = loaded.get(TABLE, {} if not loaded else None) if isinstance(loaded, dict) else None
    if not isinstance(loaded, dict) or not isinstance(table, dict):
        raise StorageError(f"{name}: this is not a layer of zhupi; move it away or name another annotator")
    repeated = isinstance(table, _Repeated)
    lines = list(table.pairs if isinstance(table, _Repeated) else table.items())
    good = [line for line in lines if _is_entry(*line)]
    if len(good) < len(lines):
        if not any(document.get("kind") == "layer" for _, document in good):
            raise StorageError(f"{name}: this is a TinyDB file, but no layer of zhupi; move it away")
        return Contents(Form.DAMAGED, settle(good))
    if not repeated:
        lines = settle(
            lines
        )  # stock TinyDB keeps newest revisions only, so acts look incomplete that are not
    return Contents(Form.FOREIGN, lines, tuple(key for key in loaded if key != TABLE))


def _is_entry(key: str, document: object) -> bool:
    return key.isdecimal() and key.isascii() and isinstance(document, dict)


def _salvage(data: bytes, name: str) -> Contents:
    """Keep every record that is whole in bytes that are not JSON."""
    text = data.decode("utf-8", "surrogateescape")
    lines = list(_whole_entries(text))
    bare = data.strip(b"\0 \t\r\n")
    begun = HEAD.startswith(bare) or not data[:_SECTOR].strip(b"\0")  # a first write that did not arrive
    if not lines and not _LAYER.match(text) and not begun:
        raise StorageError(f"{name}: this is not a layer of zhupi; move it away or name another annotator")
    # A write that was cut short leaves part of an act at the end: that stays an incomplete act. Elsewhere
    # something else did the damage, and what is left of an act is better shown than hidden.
    last = batch_of(lines[-1][1])[0] if lines else None
    return Contents(Form.DAMAGED, settle(lines, but=last))


def _whole_entries(text: str) -> Iterable[Line]:
    at = 0
    while found := _ENTRY.search(text, at):
        try:
            document, at = _scan(text, found.end())
        except ValueError:
            at = found.end()
            continue
        except RecursionError:  # none of ours; trying again one level further in would never end
            if (at := text.find("}", found.end())) < 0:
                return
            continue
        if _NEXT_LINE.search(text, found.end(), at):  # it lost its closing brace and swallowed what follows
            at = found.end()
            continue
        ours = isinstance(document.get("uid"), str) or document.get("kind") == "layer"
        if ours and _BROKEN.search(text, found.end(), at) is None:
            yield found[1], document


def batch_of(document: Document) -> tuple[str | None, int]:
    """Return the act that a document belongs to and how many records that act has."""
    batch = document.get("batch")
    if isinstance(batch, list) and len(batch) == 2 and isinstance(batch[0], str) and type(batch[1]) is int:
        return batch[0], batch[1]
    return None, 1


def _sizes(lines: Iterable[Line]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for _, document in lines:
        batch, size = batch_of(document)
        if size > 1 and batch is not None:
            sizes[batch] = sizes.get(batch, 0) + 1
    return sizes


def complete(lines: Sequence[Line]) -> Sequence[Line]:
    """Return `lines` without those of an act that is not all there."""
    sizes = _sizes(lines)
    if not sizes:
        return lines
    return [line for line in lines if (batch := batch_of(line[1]))[1] <= sizes.get(batch[0] or "", 1)]


def settle(lines: Sequence[Line], but: str | None = None) -> list[Line]:
    """Return `lines` with every act said to be as large as what is left of it, except the act `but`.

    For lines from which superseded revisions were dropped: those that remain are meant to count.
    """
    sizes = _sizes(lines)
    settled = []
    for key, document in lines:
        batch, size = batch_of(document)
        if batch is not None and batch != but and size > sizes.get(batch, 1):
            document = {**document, "batch": [batch, sizes[batch]]}
        settled.append((key, document))
    return settled
