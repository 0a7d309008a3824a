"""JSON_MIN of Label Studio: a task as a flat object, an object for each annotation, made a task again.

Its CSV and TSV have the same, a row an annotation.

It loses which region a choice is of where there is one choice for each, and the ids of regions.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from annotations.exchange.format import Faults, Order
from annotations.exchange.formats.label_studio_config import NOTE, OURS, WHOLE
from annotations.exchange.parcels import Source
from annotations.plain_json import loads
from annotations.wording import tr

__all__ = ["full_task", "is_table", "table_rows"]

_TABLES = {".csv": ",", ".tsv": "\t"}

_ABOUT = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement")
_CHOICES = frozenset(
    ("choice", "choices", "label", "labels", "tag", "tags", "class", "category", "sentiment")
)
_REGIONS = ("labels", "hypertextlabels")


def is_table(name: str, begin: str) -> bool:
    """Tell whether a file that begins so is the table that Label Studio exports."""
    if not name.lower().endswith(tuple(_TABLES)):
        return False
    columns = set(re.split(r"[,\t]", begin.partition("\n")[0].strip("\r").replace('"', "")))
    return {"annotation_id", "annotator"} <= columns


def table_rows(source: Source, name: str, faults: Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of such a table as objects of JSON_MIN, each with its number from 1."""
    csv.field_size_limit(max(csv.field_size_limit(), 1 << 28))
    delimiter = next(one for suffix, one in _TABLES.items() if name.lower().endswith(suffix))
    with source.open(name) as file:
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        number = 0
        try:
            for number, row in enumerate(csv.DictReader(text, delimiter=delimiter), 1):
                yield number, {key: _cell(one) for key, one in row.items() if isinstance(key, str)}
        except (csv.Error, UnicodeDecodeError) as error:
            faults.add(
                tr(
                    "{where}, after row {number}: {error}; what follows was not read",
                    where=source.where(name),
                    number=number,
                    error=error,
                )
            )


def full_task(row: Mapping[str, Any], order: Order, where: str) -> dict[str, Any]:
    """Return the task that an object of JSON_MIN was made of; an empty one if it is none."""
    if not ({"annotation_id", "annotator", "lead_time"} & row.keys()):
        return {}
    own = row.get("zhupi")
    article = isinstance(own, dict) and own.get("unit") == "article"
    labels = order.scheme.names | {one.name for one in order.scheme.article_labels}
    data: dict[str, Any] = {}
    results: list[dict[str, Any]] = []
    for key, value in row.items():
        if key in _ABOUT:
            continue
        found = [] if key == "zhupi" else list(_results(key, value, labels, isinstance(own, dict)))
        if article and key not in (WHOLE,) and (lost := [one for one in found if _lost(one)]):
            found = [one for one in found if one not in lost]
            order.faults.add(
                tr(
                    "{where}: JSON_MIN does not tell which sentences {key} are of; export it as JSON",
                    where=where,
                    key=key,
                )
            )
        if found:
            results += found
        else:
            data[key] = value
    if row.get("annotation_id") is None and not results:
        return {"data": data}
    who = row.get("annotator")
    return {
        "data": data,
        "annotations": [
            {
                "id": row.get("annotation_id"),
                "completed_by": None if who in ("None", "{}") else who,
                "result": results,
            }
        ],
    }


def _cell(text: str | None) -> Any:
    """Return what a cell says: JSON where it is a list or an object, None where it is empty."""
    if not text:
        return None
    if text.startswith(("[", "{")):
        with suppress(ValueError):
            return loads(text)
    return text


def _lost(result: Mapping[str, Any]) -> bool:
    return result["type"] in ("choices", "textarea") and "start" not in result["value"]


def _results(key: str, value: object, labels: frozenset[str], ours: bool) -> Iterator[dict[str, Any]]:
    """Yield the results that a key of an object stands for; none where it is data."""
    listed = value if isinstance(value, list) else [value]
    for one in listed:
        if isinstance(one, dict):
            kind = next(
                (each for each in (*_REGIONS, "choices", "text") if isinstance(one.get(each), list)), ""
            )
            if kind:
                yield _result(key, "textarea" if kind == "text" else kind, one)
        elif isinstance(one, str) and one:
            if key == NOTE and ours:
                yield _result(key, "textarea", {"text": [one]})
            elif OURS.fullmatch(key) if ours else key.lower() in _CHOICES or one in labels:
                yield _result(key, "choices", {"choices": [one]})


def _result(key: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"from_name": key, "to_name": "text", "type": kind, "value": dict(value)}
