"""The files of doccano: which they are, and the records in them, whatever their shape."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from annotations.exchange.format import Faults
from annotations.exchange.json_streams import head, json_lines, json_objects
from annotations.exchange.parcels import Source
from annotations.plain_json import loads
from annotations.wording import tr

__all__ = ["FIELDS", "JOINED", "has_records", "looks_like", "rows_of"]

FIELDS = ("label", "labels", "cats", "categories", "entities", "annotations")
"""Where labels may be; the last one only in the first versions."""
JOINED = "#label"
"""Under which the labels of a table are as they stand there: one may have ``#`` in its name."""
_COMPANIONS = frozenset(("project.json", "label_config.json", "span_label_config.json"))
_STRANGE = re.compile(r'"(?:_[a-z_]+|tokens|options|accept|@context|data|sentences)"\s*:')
_PLACED = re.compile(r'"(?:label|labels|entities)"\s*:\s*\[\s*\[\s*\d+\s*,\s*\d+\s*,\s*"')
_FASTTEXT = re.compile(r"__label__\S+ ")
_COMMENT = re.compile(r"\s__comment__(.*)")
_NO_UTF8 = re.compile("[\udc80-\udcff]")
_LONGEST_CELL = 1 << 28


def looks_like(source: Source) -> bool:
    """Tell whether there are records of doccano in it."""
    return any(has_records(source, name) for name in source.names())


def has_records(source: Source, name: str) -> bool:
    """Tell whether a file looks as if records of doccano were in it."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in (".jsonl", ".json", ".csv", ".txt", "") or PurePosixPath(name).name in _COMPANIONS:
        return False
    begin = head(source, name)
    if suffix == ".txt":
        return _FASTTEXT.match(begin) is not None
    if suffix == ".csv":
        columns = set(begin.partition("\n")[0].strip("\r").replace('"', "").split(","))
        return columns >= {"text", "label"} and bool(columns & {"Comments", "zhupi"})
    if not begin.startswith("[" if suffix == ".json" else "{"):
        return False
    return _is_record(begin.lstrip("[ \r\n\t").partition("\n")[0].rstrip("], \r"))


def _is_record(begin: str) -> bool:
    """Tell whether a record begins so, which may go on beyond what was read."""
    try:
        row = loads(begin)
    except ValueError:  # it goes on
        start = begin[:200]
        return start.startswith(('{"label": [', '{"cats": [', '{"entities": [')) or (
            _PLACED.search(begin) is not None and _STRANGE.search(begin) is None
        )
    if not isinstance(row, dict) or "text" not in row or _STRANGE.search(begin):
        return False
    if "Comments" in row or ("zhupi" in row and any(key in row for key in FIELDS)):
        return True
    if isinstance(row.get("label"), list) and (type(row.get("id")) is int or _PLACED.search(begin)):
        return True
    entities = row.get("entities")
    return isinstance(entities, list) and any(
        isinstance(one, dict) and "start_offset" in one for one in entities
    )


def rows_of(source: Source, name: str, faults: Faults) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the records of a file, and what to call each; what is none is told."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".json":
        for number, row in json_objects(source, name, faults):
            yield tr("{name}, record {number}", name=source.where(name), number=number), row
    elif suffix in (".csv", ".txt"):
        with source.open(name) as file:
            newline = "" if suffix == ".csv" else "\n"
            text = io.TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline)
            rows = _cells(text) if suffix == ".csv" else _plain(text)
            for number, row in _sound(rows, source.where(name), faults):
                where = tr("{name}, line {number}", name=source.where(name), number=number)
                if any(_NO_UTF8.search(one) for one in row.values() if isinstance(one, str)):
                    faults.add(tr("{where}: it is not UTF-8", where=where))
                else:
                    yield where, row
    else:
        yield from json_lines(source, name, faults)


def _sound(
    rows: Iterator[tuple[int, dict[str, Any]]], name: str, faults: Faults
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a table until it is none any more, which is told."""
    try:
        yield from rows
    except csv.Error as error:
        faults.add(tr("{name}: {error}; what follows was not read", name=name, error=error))


def _cells(text: io.TextIOWrapper) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(text)
    for row in reader:
        cells = {key: one for key, one in row.items() if isinstance(key, str) and isinstance(one, str)}
        joined = cells.get("label", "")
        labels = [one for one in joined.split("#") if one]
        comments = _comments(cells.get("Comments", ""))
        yield reader.line_num, {**cells, "label": labels, JOINED: joined, "Comments": comments}


def _comments(cell: str) -> list[str]:
    """Return the comments that stand in a cell: a list, as Python or as JSON writes it, or a text."""
    if not cell.startswith("["):
        return [cell] if cell else []
    try:
        found = ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [cell]
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else [cell]


def _plain(text: io.TextIOWrapper) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text, 1):
        bare = line.strip()
        if len(bare) > 1 and bare[0] == bare[-1] == '"':  # doccano writes the lines as a table of one column
            bare = bare[1:-1].replace('""', '"')
        said, *comments = _COMMENT.split(bare)
        words = said.split(" ")
        found = [one.removeprefix("__label__") for one in words if one.startswith("__label__")]
        bare = " ".join(one for one in words if not one.startswith("__label__"))
        if bare or found:
            yield number, {"text": bare, "label": found, "Comments": [one for one in comments if one]}
