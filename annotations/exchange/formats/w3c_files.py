"""The Web Annotations of files: lines, lists, pages and collections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from annotations.exchange.format import Order
from annotations.exchange.formats.w3c_places import listed
from annotations.exchange.parcels import Source
from annotations.plain_json import loads
from annotations.wording import tr

__all__ = ["annotations_in"]

Found = tuple[str, Mapping[str, Any]]
"""Where an annotation stands, for messages, and the annotation."""
_SUFFIXES = (".jsonld", ".json", ".jsonl", ".ndjson")
_INSIDE = ("items", "first", "annotations", "rows", "@graph", "as:items")
"""Under which keys annotations stand: of pages, collections, interfaces and graphs."""
_DEEP = 4


def annotations_in(source: Source, order: Order) -> Iterator[Found]:
    """Yield all annotations of all files of JSON, those of lines one by one.

    Args:
        source: The files; of a single one any name will do.
        order: Takes what is wrong with them.
    """
    names = list(source.names())
    chosen = [one for one in names if one.endswith(_SUFFIXES)] or (names if len(names) == 1 else [])
    for name in chosen:
        where = source.where(name)
        with source.open(name) as file:
            begin = file.readline().removeprefix(b"\xef\xbb\xbf").strip()
            head = begin.endswith(b'"items":[')
            if head or _annotation(_object(begin)) is not None:
                yield from _lines(file if head else chain([begin], file), 1 + head, where, order)
                continue
        with source.open(name) as file:
            yield from _all(file, where, order)


def _lines(lines: Iterable[bytes], first: int, where: str, order: Order) -> Iterator[Found]:
    """Yield the annotations of lines: of a file of lines, or of a page that has one on each."""
    for number, line in enumerate(lines, first):
        place = tr("{where}, line {number}", where=where, number=number)
        content = line.strip().rstrip(b",")
        found = _annotation(_object(content))
        if found is not None:
            yield place, found
        elif content and not content.startswith(b"]"):
            order.faults.add(tr("{where}: this is no Web Annotation; it is left out", where=place))


def _all(file: BinaryIO, where: str, order: Order) -> Iterator[Found]:
    """Yield the annotations of a file that is one value of JSON."""
    try:
        value = loads(file.read().decode("utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        order.faults.add(tr("{where}: no JSON: {error}", where=where, error=f"{error!s:.80}"))
        return
    for number, one in enumerate(_inside(value, 0), 1):
        place = tr("{where}, annotation {number}", where=where, number=number)
        found = _annotation(one)
        if found is not None:
            yield place, found
        else:
            order.faults.add(tr("{where}: this is no Web Annotation; it is left out", where=place))


def _inside(value: object, level: int) -> Iterator[object]:
    if isinstance(value, list):
        for one in value:
            yield from _inside(one, level + 1) if level < _DEEP else ()
    elif isinstance(value, Mapping) and _annotation(value) is None:
        found = [value[key] for key in _INSIDE if isinstance(value.get(key), list | dict)]
        for one in found:
            yield from _inside(one, level + 1) if level < _DEEP else ()
        if not found:
            yield value
    else:
        yield value


def _object(data: bytes) -> object:
    try:
        return loads(data.decode())
    except ValueError:
        return None


def _annotation(value: object) -> Mapping[str, Any] | None:
    """Return an annotation, what Hypothesis has for one as one, and None for what is none."""
    if not isinstance(value, Mapping):
        return None
    kinds = [str(one).rpartition(":")[2] for one in listed(value.get("type", value.get("@type")))]
    if "Annotation" in kinds:
        return value
    if isinstance(value.get("uri"), str) and isinstance(value.get("target"), list) and "tags" in value:
        bodies = [{"purpose": "tagging", "value": one} for one in listed(value["tags"])]
        if isinstance(value.get("text"), str) and value["text"]:
            bodies.append({"purpose": "commenting", "value": value["text"]})
        name = str(value.get("user", "")).removeprefix("acct:").partition("@")[0]
        times = {"created": value.get("created"), "modified": value.get("updated")}
        return {"target": value["target"], "body": bodies, "creator": {"name": name}, **times}
    return None
