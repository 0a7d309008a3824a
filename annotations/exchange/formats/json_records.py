"""The records of files of JSON: JSONL, or a list as one value, told apart by what stands there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.formats.record_fields import fields_of
from annotations.plain_json import loads, reason
from annotations.wording import tr

__all__ = ["json_records"]


def json_records(file: BinaryIO, where: str, order: Order) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the objects of JSONL, or of a list of JSON, each with its place for messages.

    Raises:
        ReadingError: There is no object in it.
    """
    found, before = False, len(order.faults.lines)
    for place, text in _json_texts(file, where):
        try:
            values = loads(text.decode("utf-8-sig"))
        except UnicodeDecodeError:
            order.faults.add(tr("{where}: it is not UTF-8; save it as UTF-8", where=place))
            continue
        except ValueError as error:
            order.faults.add(tr("{where}: it is no JSON ({reason})", where=place, reason=reason(error)))
            continue
        listed = values if isinstance(values, list) else _listed(values)
        for number, one in enumerate(listed, 1):
            here = place if len(listed) == 1 else tr("{where}, item {number}", where=where, number=number)
            if isinstance(one, dict):
                found = True
                yield here, one
            elif isinstance(one, str) and one:
                found = True
                yield here, {"text": one}
            else:
                order.faults.add(tr("{where}: it is no object but {one!r:.40}", where=here, one=one))
    if not found and before < len(order.faults.lines):  # nothing in it could be read: that says why
        raise ReadingError(order.faults.lines[before])
    if not found:
        raise ReadingError(tr("{where}: there is no object of JSON in it", where=where))


def _json_texts(file: BinaryIO, where: str) -> Iterator[tuple[str, bytes]]:
    """Yield the lines of JSONL, or the whole of a file that is one value of JSON over several lines."""
    first = file.readline()
    while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
        first = file.readline()
    bare = first.strip(b"\xef\xbb\xbf \t\r\n")
    if bare.startswith(b"[") or not _is_json(bare):
        rest = file.read()
        if bare.startswith(b"[") or _is_json(first + rest):
            yield where, first + rest
            return
        lines: Iterable[bytes] = [bare, *rest.split(b"\n")]
    else:
        lines = _chained(bare, file)
    for number, line in enumerate(lines, 1):
        if line := line.strip(b" \t\r\n"):
            yield tr("{name}, line {number}", name=where, number=number), line


def _chained(first: bytes, file: BinaryIO) -> Iterator[bytes]:
    yield first
    yield from file


def _listed(value: object) -> Sequence[object]:
    """Return the records of an object that holds a list of them, or the object."""
    if isinstance(value, dict) and not fields_of(tuple(value)).readable:
        for key in ("data", "examples", "items", "records", "rows"):
            if isinstance(value.get(key), list):
                return list(value[key])
    return [value]


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
