"""JSON that is too long for memory: written and read an object at a time."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.format import Faults
from annotations.exchange.parcels import Parcel, Sink, Source
from annotations.plain_json import demand_shallow, finite, loads, no_json, reason
from annotations.wording import tr

__all__ = ["Opened", "head", "json_lines", "json_objects", "line_of", "score_of"]

_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 16
_HEAD = 1 << 14
_LONGEST = 1 << 28
"""Characters of one object: an article may have 20 million, and may be in it several times."""
_SPACE = " \t\r\n"
_UNFINISHED = 64
"""A fault as near as this to the end of what was read may be none, once more is read."""


class Opened:
    """The files of a parcel that are open at once, each by its name; a context that closes them."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel
        self._stack = ExitStack()
        self._sinks: dict[str, Sink] = {}

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def sink(self, name: str, begin: bytes = b"", end: bytes = b"") -> Sink:
        """Return what takes the bytes of the file `name`; `begin` is its beginning, `end` its end."""
        if name not in self._sinks:
            self._sinks[name] = sink = self._stack.enter_context(self._parcel.open(name))
            sink.write(begin)
            self._stack.callback(sink.write, end)
        return self._sinks[name]


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=lambda value: _plain(value))
_ESCAPING = json.JSONEncoder(default=lambda value: _plain(value))


def line_of(value: object) -> bytes:
    """Return `value` as JSON on one line, no newline behind it; half a character is escaped."""
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError:
        return _ESCAPING.encode(value).encode()


def score_of(value: object) -> float | None:
    """Return how sure a model is, from 0 to 1; None for all that is no such number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return float(value)


def head(source: Source, name: str) -> str:
    """Return how a file begins, without what is before its first character; empty if it cannot be read."""
    try:
        with source.open(name) as file:
            begin = file.read(_HEAD)
    except (ReadingError, OSError):
        return ""
    return begin.removeprefix(_BOM).decode("utf-8", "ignore").lstrip(_SPACE)


def json_lines(source: Source, name: str, faults: Faults) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the object of each line of a file, and what to call the line; lines that are none are told."""
    with source.open(name) as file:
        for number, line in enumerate(file, 1):
            bare = line.removeprefix(_BOM).strip(b" \t\r\n")
            if not bare:
                continue
            where = tr("{name}, line {number}", name=source.where(name), number=number)
            try:
                value = loads(bare.decode("utf-8"))
            except UnicodeDecodeError:
                faults.add(tr("{where}: it is not UTF-8", where=where))
            except ValueError as error:
                faults.add(tr("{where}: it is no JSON: {error}", where=where, error=error))
            else:
                if isinstance(value, dict):
                    yield where, value
                else:
                    faults.add(tr("{where}: it is not a JSON object", where=where))


def json_objects(source: Source, name: str, faults: Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object of a file that is a list of them, or one after the other, with its number from 1.

    Behind a place that is no JSON nothing more can be found, so that it is told and the rest passed over.
    """
    where = source.where(name)
    number = 0
    try:
        for value in _values(source, name):
            number += 1
            if isinstance(value, dict):
                yield number, value
            else:
                faults.add(
                    tr("{where}, number {number}: it is not a JSON object", where=where, number=number)
                )
    except UnicodeDecodeError:
        faults.add(tr("{where}, after number {number}: it is not UTF-8", where=where, number=number))
    except (ValueError, RecursionError) as error:
        faults.add(
            tr(
                "{where}, after number {number}: it is no JSON: {error}; what follows was not read",
                where=where,
                number=number,
                error=reason(error),
            )
        )


def _values(source: Source, name: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(parse_float=finite, parse_constant=no_json)
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    with source.open(name) as file:
        text, at, ended, listed = "", 0, False, False
        size = _CHUNK
        while True:
            while at < len(text) and text[at] in _SPACE + ("," if listed else ""):
                at += 1
            if at < len(text) and text[at] == "[" and not listed:
                listed, at = True, at + 1
                continue
            if at < len(text) and text[at] == "]" and listed:
                listed, at = False, at + 1
                continue
            if at < len(text):
                try:
                    value, end = decoder.raw_decode(text, at)
                except json.JSONDecodeError as error:
                    if ended or not _unfinished(error, len(text)):
                        raise
                else:
                    if end < len(text) or ended:  # a number may go on
                        demand_shallow(value)
                        yield value
                        at, size = end, _CHUNK
                        continue
            elif ended:
                if listed:
                    raise ValueError(tr("its list has no end"))
                return
            if len(text) - at > _LONGEST:
                raise ValueError(tr("one object of it is too long"))
            more = file.read(size)
            ended, size = not more, size * 2
            text, at = text[at:] + decode(more, ended), 0


def _unfinished(error: json.JSONDecodeError, length: int) -> bool:
    """Tell whether a fault may be one because the text goes on."""
    return error.pos >= length - _UNFINISHED or error.msg.startswith(("Unterminated", "Invalid \\"))


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
