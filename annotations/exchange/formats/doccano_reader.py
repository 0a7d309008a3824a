"""Reading files of doccano: JSONL, JSON, CSV and fastText of its versions, and their archives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.carried import labelled, object_in
from annotations.exchange.carried_map import CarriedMap
from annotations.exchange.file_names import is_named_after
from annotations.exchange.format import Faults, Order
from annotations.exchange.formats.doccano_files import FIELDS, JOINED, has_records, rows_of
from annotations.exchange.formats.doccano_offsets import Counting, Finding
from annotations.exchange.formats.foreign_record import foreign_item
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.parcels import Source
from annotations.wording import msg, tr

__all__ = ["records_of"]

_NOBODY = frozenset(("all", "unknown", "train", "validation", "test", "dev", "data", "dataset", "export"))
"""Names of files that are nobody's."""
_ABOUT = frozenset(
    (
        *FIELDS,
        "id",
        "text",
        "data",
        "relations",
        "Comments",
        "comments",
        "zhupi",
        "title",
        "source",
        "#label",
    )
)


def records_of(source: Source, order: Order) -> Iterator[Item]:
    """Yield what each record says, in the name of whom its file is called after where there are several.

    A record without labels says nothing, unless zhupi wrote it and knows that none applies.

    Raises:
        ReadingError: There is no record in it.
    """
    names = [name for name in source.names() if has_records(source, name)]
    if not names and len(source.names()) == 1:
        names = list(source.names())
    several = len(names) > 1 or "project.json" in source.names() or source.title.lower().endswith(".zip")
    known = False
    for name in names:
        stem = PurePosixPath(name).stem
        reader = _Reader(order, stem if several and stem.lower() not in _NOBODY else None)
        for where, row in rows_of(source, name, order.faults):
            text = row.get("text", row.get("data"))
            if not isinstance(text, str) or not text:
                order.faults.add(tr("{where}: it has no text", where=where))
                continue
            known = True
            yield from reader.items(row, text, where)
    if not known:
        raise ReadingError(tr("{title}: there is no record of doccano in it", title=source.title))


class _Reader:
    def __init__(self, order: Order, annotator: str | None) -> None:
        self._order = order
        self._annotator = annotator
        self._finding = Finding(order.options.get("offsets", "UTF-16"))

    def items(self, row: Mapping[str, Any], text: str, where: str) -> Iterator[Item]:
        """Yield what one record says; several items only of what the first versions wrote."""
        told = row.get("zhupi")
        own = told if isinstance(told, dict) else object_in(told)
        carried = self._carried(row, own, text, where)
        relations = row.get("relations")
        self._order.losses.add(
            msg("relation"), msg("relations"), len(relations) if isinstance(relations, list) else 0
        )
        by_user: dict[object, list[Any]] = {}
        for one in _listed(row.get("annotations")):
            if isinstance(one, dict):
                by_user.setdefault(str(one.get("user", "")), []).append(one)
        for user, said in by_user.items():
            mine = CarriedMap(replace(carried.item, annotator=str(user)), carried.told)
            yield self._item(mine, {**row, "label": said}, own, where)
        if not by_user:
            yield self._item(carried, row, own, where)

    def _carried(self, row: Mapping[str, Any], own: Mapping[str, Any], text: str, where: str) -> CarriedMap:
        if own:
            carried = CarriedMap.of(own, text, where)
            mine = self._annotator is None or is_named_after(self._annotator, carried.item.annotator)
            return carried if mine else carried.by_another(self._annotator or "")
        meta = row["meta"] if isinstance(row.get("meta"), dict) else {}
        item = foreign_item(
            text,
            {**row, **meta},
            self._order,
            labelled=bool(self._said(row, where, Faults())[0]),
            where=where,
            leave=_ABOUT,
        )
        return CarriedMap(replace(item, annotator=self._annotator or ""), {})

    def _item(self, carried: CarriedMap, row: Mapping[str, Any], own: Mapping[str, Any], where: str) -> Item:
        labels, places = self._said(row, where, self._order.faults)
        item = carried.item
        known = (
            item.labels if item.unit == "article" else [one for each in item.sentences for one in each.labels]
        )
        if row.get(JOINED) == "#".join(known):
            labels = list(known)
        task = own.get("task")
        counting = self._counting(item.text, places, own)
        spans = (
            self._spans(places, counting, item.text, where)
            if places or task in ("sequence", "both")
            else None
        )
        if item.unit == "sentence":
            found = carried.with_spans(spans)
            if task != "sequence":
                found = replace(found, sentences=(carried.sentence(labels, answered=False),))
            return _commented(found, row)
        if task == "sequence":
            sentences, names = _of_sentences(item.sentences, spans or [], own, counting)
            return _commented(replace(carried.with_spans(names), sentences=sentences), row)
        return _commented(replace(carried.with_spans(spans), labels=tuple(dict.fromkeys(labels))), row)

    def _counting(self, text: str, places: list[tuple[int, int, str]], own: Mapping[str, Any]) -> Counting:
        told = own.get("offsets")
        if isinstance(told, str):
            return Counting(text, told)
        return self._finding.counting(text, [one[:2] for one in places])

    def _said(
        self, row: Mapping[str, Any], where: str, faults: Faults
    ) -> tuple[list[str], list[tuple[int, int, str]]]:
        """Return the labels of a record as a whole, and those of places in it, offsets as they stand."""
        labels: list[str] = []
        places: list[tuple[int, int, str]] = []
        for key in FIELDS[:-1]:
            value = row.get(key)
            for one in [value] if isinstance(value, str | int) else _listed(value):
                match one:
                    case bool():
                        pass
                    case str() | int():
                        labels.append(str(one))
                        continue
                    case [int(start), int(end), str(label), *_]:
                        places.append((start, end, label))
                        continue
                    case {
                        "start_offset": int(start),
                        "end_offset": int(end),
                        "label": str() | int() as label,
                    }:
                        places.append((start, end, str(label)))
                        continue
                    case {"label": str() | int() as label}:
                        labels.append(str(label))
                        continue
                faults.add(tr("{where}: {one!r:.60} is no label", where=where, one=one))
        return [one for one in labels if one], places

    def _spans(
        self, places: list[tuple[int, int, str]], counting: Counting, text: str, where: str
    ) -> list[ItemSpan]:
        found = []
        for start, end, label in places:
            try:
                first, last = counting.into(start, end)
            except ValueError as error:
                self._order.faults.add(tr("{where}: {error}", where=where, error=error))
                continue
            if first < last and label:
                found.append(ItemSpan(first, last, label))
            else:
                self._order.faults.add(
                    tr("{where}: a label from {start} to {end} is empty", where=where, start=start, end=end)
                )
        return sorted(found, key=lambda one: (one.start, one.end))


def _of_sentences(
    sentences: tuple[ItemSentence, ...], spans: list[ItemSpan], own: Mapping[str, Any], counting: Counting
) -> tuple[tuple[ItemSentence, ...], list[ItemSpan]]:
    """Return the sentences with the labels that stand at their places, and the names among `spans`."""
    kinds = {one for one in _listed(own.get("kinds")) if isinstance(one, str)}
    bounds = {(one.start, one.end) for one in sentences}
    at: dict[tuple[int, int], list[str]] = {}
    names = []
    for one in spans:
        if one.label in kinds:
            at.setdefault((one.start, one.end), []).append(one.label)
        else:
            names.append(one)
    found = [
        labelled(one, at.get((one.start, one.end), ()), list(one.labels))
        if counting.holds(one.start, one.end)
        else one
        for one in sentences
    ]
    new = [ItemSentence(*place, tuple(at[place]), "marked") for place in at if place not in bounds]
    return tuple(sorted([*found, *new], key=lambda one: (one.start, one.end))), names


def _commented(item: Item, row: Mapping[str, Any]) -> Item:
    """Return `item` with the comments of a record: a note on a sentence, metadata of an article."""
    value = row.get("Comments", row.get("comments"))
    listed = [value] if isinstance(value, str) else _listed(value)
    texts = [one.get("comment") if isinstance(one, dict) else one for one in listed]
    note = "\n".join(one for one in texts if isinstance(one, str) and one)
    if not note:
        return item
    if item.unit == "sentence" and item.sentences:
        (sentence,) = item.sentences
        both = "\n".join(filter(None, (sentence.note, note)))
        return replace(item, sentences=(replace(sentence, note=both),))
    return replace(item, metadata={**item.metadata, "Comments": note})


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
