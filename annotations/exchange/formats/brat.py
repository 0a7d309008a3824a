"""brat standoff: a ``.txt`` and an ``.ann`` for each article, and the two files that configure brat.

- Names and numbers are spans of their type.
- A sentence is a span of the type ``Sentence``; its labels are attributes of it, and so is the status
  ``none`` or ``implied``. Its note is a note of brat's, as JSON where it has several lines.
- Who is quoted is a span ``Speaker`` with a relation ``SaidBy`` from the sentence.
- What brat has no field for stands in a ``.json`` beside them, which brat passes over: by the ids that brat
  keeps, so that all of it comes back with what was changed in brat.

Offsets are code points, and no line end is inside a span: one that goes on below is in fragments,
``0 5;6 11``. Names of types have Latin letters only (:mod:`annotations.exchange.formats.brat_names`);
``visual.conf`` says how they read. Of several annotators each has a folder, and so has each split.

Lost, and counted: names without text or of a line end alone, and halves of characters; of brat's own files
relations, events, links, and what is said of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from annotations.exchange.carried import article_more, compact, on_line, span_more, spans_within, whole
from annotations.exchange.file_names import annotator_names, document_name, file_name
from annotations.exchange.format import Order
from annotations.exchange.formats.brat_names import (
    SAID_BY,
    SENTENCE,
    SPEAKER,
    STATUS,
    annotation_conf,
    type_of,
    visual_conf,
)
from annotations.exchange.item_rows import more_of
from annotations.exchange.items import Group, Item, ItemSentence, ItemSpan, Unit
from annotations.exchange.parcels import Parcel, Source
from annotations.model.quotes import sound_quote
from annotations.wording import msg

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "fragments", "read", "recognises", "write"]

NAME = "brat"
UNITS: tuple[Unit, ...] = ("article",)
MAIN = ""
DIVIDES = True
OPTIONS: Mapping[str, Sequence[str]] = {}
NEEDS = None
_LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""What ends a line for somebody who reads the files."""
_FIRST = re.compile(rb"\xef\xbb\xbf?(?:$|[TREAMN#]\d+\t|\*\t)|(?:$|[TREAMN#]\d+\t|\*\t)")
_HEAD = 1 << 10


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write the groups, an article at a time, and at last what tells brat of their types."""
    types: dict[str, None] = {}
    labels: dict[str, None] = {}
    names = annotator_names(order.annotators)
    for group in groups:
        for item in group:
            folders = [names.get(item.annotator) or file_name(item.annotator)] if order.together else []
            folders += [order.split_of(item)] if order.splits else []
            name = "/".join([*folders, document_name(item)])
            text = whole(item.text, order.losses)
            lines, more = _Annotations(item, text, order).all()
            types.update(dict.fromkeys(one.label for one in item.spans or ()))
            labels.update(dict.fromkeys(each for one in item.sentences for each in one.labels))
            files = {"txt": text, "ann": "".join(lines), "json": compact(more) + "\n"}
            for suffix, content in files.items():
                with parcel.open(f"{name}.{suffix}") as sink:
                    sink.write(content.encode())
    for name, content in (
        ("annotation.conf", annotation_conf(order.scheme, sorted(types), sorted(labels))),
        ("visual.conf", visual_conf(order.scheme, sorted(types), sorted(labels))),
    ):
        with parcel.open(name) as sink:
            sink.write(content.encode())


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a span between line ends; none where it is nothing but line ends."""
    found, at = [], start
    for one in _LINE_END.finditer(text, start, end):
        found.append((at, one.start()))
        at = one.end()
    found.append((at, end))
    return [(begin, stop) for begin, stop in found if begin < stop]


class _Annotations:
    """The lines of one ``.ann``, and what stands beside it."""

    def __init__(self, item: Item, text: str, order: Order) -> None:
        self._item = item
        self._text = text
        self._order = order
        self._lines: list[str] = []
        self._numbers = dict.fromkeys("TAR#", 0)
        self._beside: dict[str, dict[str, Any]] = {}
        self._unplaced: list[Any] = []

    def all(self) -> tuple[list[str], dict[str, Any]]:
        """Return the lines, and what is to stand in the file beside them."""
        for sentence in self._item.sentences:
            self._sentence(sentence)
        for span in spans_within(self._item, self._order.losses):
            self._span(span)
        more = article_more(self._item) | {"annotations": self._beside}
        if self._unplaced:
            more["unplaced"] = self._unplaced
            one, many = msg("sentence or name that is but a line end"), msg("sentences or names of line ends")
            self._order.losses.add(one, many, len(self._unplaced))
        return self._lines, more

    def _add(self, kind: str, content: str) -> str:
        self._numbers[kind] += 1
        name = f"{kind}{self._numbers[kind]}"
        self._lines.append(f"{name}\t{content}\n")
        return name

    def _text_bound(self, kind: str, start: int, end: int) -> str | None:
        """Add a span and return its id; None where no text of it is left."""
        parts = fragments(self._text, start, end)
        if not parts:
            return None
        places = ";".join(f"{begin} {stop}" for begin, stop in parts)
        surface = " ".join(self._text[begin:stop] for begin, stop in parts)
        return self._add("T", f"{kind} {places}\t{surface}")

    def _sentence(self, sentence: ItemSentence) -> None:
        name = self._text_bound(SENTENCE, sentence.start, sentence.end)
        more = {"start": sentence.start, "end": sentence.end, "labels": list(sentence.labels)}
        more |= more_of(sentence)
        if name is None:
            self._unplaced.append(more)
            return
        self._beside[name] = more
        for label in sentence.labels:
            self._add("A", f"{type_of(label)} {name}")
        if not sentence.labels and sentence.status in ("none", "implied"):
            self._add("A", f"{STATUS} {name} {sentence.status}")
        if sentence.note:
            self._add("#", f"AnnotatorNotes {name}\t{on_line(sentence.note)}")
        for start, end in speakers_of(sentence, self._item.text):
            speaker = self._text_bound(SPEAKER, start, end)
            if speaker is not None:
                self._add("R", f"{SAID_BY} Arg1:{name} Arg2:{speaker}")

    def _span(self, span: ItemSpan) -> None:
        name = self._text_bound(type_of(span.label), span.start, span.end)
        more = span_more(span)
        if name is None:
            self._unplaced.append([span.start, span.end, span.label, more])
        else:
            self._beside[name] = {"start": span.start, "end": span.end, **more}


def speakers_of(sentence: ItemSentence, text: str) -> list[tuple[int, int]]:
    """Return where the speakers of a sentence stand, each once, in their order."""
    found: dict[tuple[int, int], None] = {}
    for quote in sentence.quotes:
        for one in sound_quote(quote, text)["speakers"]:
            start, end = one["start"], one["end"]
            if start is not None and end is not None and start < end:
                found[start, end] = None
    return list(found)


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield an item for each ``.ann`` that has its ``.txt``.

    Raises:
        ReadingError: There is no such pair.
    """
    from annotations.exchange.formats.brat_reader import items_in

    yield from items_in(source, order)


def recognises(source: Source) -> bool:
    """Tell whether there is an ``.ann`` beside its ``.txt``, and it begins as one does."""
    with suppress(Exception):
        names = set(source.names())
        for name in sorted(names):
            stem, dot, suffix = name.rpartition(".")
            if dot and suffix in ("ann", "a1") and f"{stem}.txt" in names:
                with source.open(name) as file:
                    return _FIRST.match(file.read(_HEAD)) is not None
    return False
