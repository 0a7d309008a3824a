"""Articles of brat's files, those of zhupi and those of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.carried import (
    is_place,
    labelled,
    object_in,
    off_line,
    sentence_with,
    span_with,
    with_article_more,
)
from annotations.exchange.format import Order
from annotations.exchange.formats.brat import fragments, speakers_of
from annotations.exchange.formats.brat_lines import Attribute, Lines, Places, lines_in
from annotations.exchange.formats.brat_names import SAID_BY, SENTENCE, SPEAKER, STATUS, label_of
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.parcels import Source
from annotations.wording import msg, tr

__all__ = ["items_in"]

_SUFFIXES = ("ann", "a1", "a2")
"""brat's own, and those of the BioNLP shared tasks, which divide one between them."""


def items_in(source: Source, order: Order) -> Iterator[Item]:
    """Yield an item for each text that has annotations.

    Raises:
        ReadingError: There is none.
    """
    names = set(source.names())
    found = False
    for name in sorted(names):
        stem, dot, suffix = name.rpartition(".")
        if not dot or suffix not in _SUFFIXES:
            continue
        if f"{stem}.txt" not in names:
            order.faults.add(
                tr(
                    "{where}: its text {text} is not there; name the folder that has both",
                    where=source.where(name),
                    text=f"{stem}.txt",
                )
            )
            found = True
        elif suffix == next(one for one in _SUFFIXES if f"{stem}.{one}" in names):
            found = True
            item = _Document(source, stem, names, order).item()
            if item is not None:
                yield item
    if not found:
        raise ReadingError(
            tr("{source}: no .ann with its .txt; name the folder that has both", source=source.title)
        )


class _Document:
    """One text and its annotations."""

    def __init__(self, source: Source, stem: str, names: set[str], order: Order) -> None:
        self._source = source
        self._stem = stem
        self._names = names
        self._main = next(f"{stem}.{one}" for one in _SUFFIXES if f"{stem}.{one}" in names)
        self._order = order
        self._lines = Lines()
        self._more: dict[str, Any] = {}
        self._text = ""
        self._places: dict[str, tuple[int, int]] = {}
        """Where spans stand, by their ids."""
        self._attributes: defaultdict[str, list[Attribute]] = defaultdict(list)
        self._notes: defaultdict[str, list[str]] = defaultdict(list)
        self._speakers: defaultdict[str, list[str]] = defaultdict(list)

    def item(self) -> Item | None:
        """Return what is said, or None where the text cannot be read."""
        text = self._read(f"{self._stem}.txt")
        if text is None:
            return None
        self._text = text.removeprefix("\ufeff")
        for suffix in _SUFFIXES:
            name = f"{self._stem}.{suffix}"
            if name in self._names and (annotations := self._read(name)) is not None:
                lines_in(annotations, self._lines, partial(self._fault, name))
        if f"{self._stem}.json" in self._names:
            self._more = object_in(self._read(f"{self._stem}.json"))
        for attribute in self._lines.attributes:
            self._attributes[attribute.target].append(attribute)
        for target, note in self._lines.notes:
            self._notes[target].append(note)
        for kind, sentence, speaker in self._lines.relations:
            if kind == SAID_BY:
                self._speakers[sentence].append(speaker)
        self._find(text.startswith("\ufeff"))
        sentences, spans = list(self._sentences()), list(self._spans())
        self._left_out()
        item = Item(
            self._text,
            where=self._source.where(self._main),
            document=self._stem,
            spans=tuple(sorted(spans, key=lambda one: one[:3])),
            sentences=tuple(sorted(sentences, key=lambda one: (one.start, one.end))),
        )
        return with_article_more(item, self._more)

    def _read(self, name: str) -> str | None:
        with self._source.open(name) as file:
            data = file.read()
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            where = self._source.where(name)
            self._order.faults.add(
                tr("{path}: byte {start} is no UTF-8; save it as UTF-8", path=where, start=error.start)
            )
            return None

    def _fault(self, name: str, line: int, problem: str) -> None:
        where = self._source.where(name)
        self._order.faults.add(
            tr("{where}, line {number}: {problem}", where=where, number=line, problem=problem)
        )

    def _find(self, marked: bool) -> None:
        """Find where all spans stand; one whose words do not stand there is a fault."""
        places = Places(self._text, marked, list(self._lines.spans.values()))
        broken = 0
        for name, span in self._lines.spans.items():
            parts = places.of(span)
            if parts is None:
                stands = self._text[span.places[0][0] : span.places[-1][1]]
                self._fault(
                    self._main,
                    span.line,
                    tr(
                        "{surface!r:.40} does not stand there, but {found!r:.40}; it is left out",
                        surface=span.surface or "",
                        found=stands,
                    ),
                )
                continue
            start, end = parts[0][0], parts[-1][1]
            broken += self._is_broken(parts)
            own = self._told(name).get("start", start), self._told(name).get("end", end)
            if is_place(*own, len(self._text)) and fragments(self._text, *own) == parts:
                start, end = own  # with the line ends at its borders
            self._places[name] = start, end
        self._order.losses.add(
            msg("gap inside a span, which now goes from its first part to its last"),
            msg("gaps inside spans, which now go from their first part to their last"),
            broken,
        )

    def _is_broken(self, parts: Sequence[tuple[int, int]]) -> bool:
        """Tell whether something is left out between the parts of a span but line ends and space."""
        gaps = pairwise(parts)
        return any(self._text[one[1] : other[0]].strip() or one[1] > other[0] for one, other in gaps)

    def _told(self, name: str) -> Mapping[str, Any]:
        annotations = self._more.get("annotations")
        told = annotations.get(name) if isinstance(annotations, dict) else None
        return told if isinstance(told, dict) else {}

    def _unplaced(self) -> list[Any]:
        listed = self._more.get("unplaced")
        return listed if isinstance(listed, list) else []

    def _is_sentence(self, kind: str) -> bool:
        return kind == SENTENCE or kind in self._order.scheme.names

    def _sentences(self) -> Iterator[ItemSentence]:
        """Yield the sentences; where spans are called as labels of sentences are, these are sentences."""
        labels: dict[tuple[int, int], list[str]] = {}
        names: dict[tuple[int, int], str] = {}
        for name, place in self._places.items():
            kind = self._lines.spans[name].type
            if self._is_sentence(kind):
                labels.setdefault(place, [])
                if kind == SENTENCE:
                    names.setdefault(place, name)
                else:
                    labels[place].append(kind)
        for place, found in labels.items():
            name = names.get(place, "")
            told = {key: value for key, value in self._told(name).items() if key not in ("status", "note")}
            sentence = sentence_with(ItemSentence(*place), told)
            yield self._said(labelled(sentence, found), name, found, told)
        for one in self._unplaced():
            if isinstance(one, dict) and is_place(one.get("start"), one.get("end"), len(self._text)):
                sentence = sentence_with(ItemSentence(one["start"], one["end"]), one)
                listed = one.get("labels")
                yield labelled(sentence, [each for each in listed or () if isinstance(each, str)])

    def _said(
        self, sentence: ItemSentence, name: str, labels: Sequence[str], told: Mapping[str, Any]
    ) -> ItemSentence:
        """Return a sentence with its attributes, notes and speakers, as brat has them now."""
        found, status, values = list(labels), "open", dict(sentence.attributes)
        for attribute in self._attributes.get(name, ()):
            if attribute.value is None:
                found.append(label_of(attribute.name))
            elif attribute.name == STATUS and attribute.value in ("none", "implied"):
                status = attribute.value
            else:
                values[label_of(attribute.name)] = attribute.value
        notes = [off_line(note) for note in self._notes.get(name, ())]
        sentence = replace(sentence, status=status, attributes=values, note="\n".join(notes))
        speakers = [self._places[one] for one in self._speakers.get(name, ()) if one in self._places]
        sentence = replace(sentence, quotes=self._quotes(sentence, speakers))
        return labelled(sentence, found, told.get("labels"))

    def _quotes(
        self, sentence: ItemSentence, speakers: Sequence[tuple[int, int]]
    ) -> tuple[Mapping[str, Any], ...]:
        """Return the quotes of a sentence, without speakers that are gone and with those that are new."""
        carried = speakers_of(sentence, self._text)
        gone = {one for one in carried if one not in speakers and fragments(self._text, *one)}
        quotes = [dict(one) for one in sentence.quotes]
        for quote in quotes if gone else ():
            listed = quote.get("speakers")
            quote["speakers"] = [
                one
                for one in (listed if isinstance(listed, list) else ())
                if not (isinstance(one, dict) and (one.get("start"), one.get("end")) in gone)
            ]
        new = [
            {
                "text": self._text[start:end],
                "name": self._text[start:end],
                "start": start,
                "end": end,
                "by": "person",
            }
            for start, end in speakers
            if (start, end) not in carried
        ]
        if new and not quotes:
            quotes = [{"form": "", "cont": False, "content": None, "speakers": [], "by": "person"}]
        if new:
            quotes[-1]["speakers"] = [*(quotes[-1].get("speakers") or ()), *new]
        return tuple(quotes)

    def _spans(self) -> Iterator[ItemSpan]:
        speakers = {one for each in self._speakers.values() for one in each}
        for name, place in self._places.items():
            kind = self._lines.spans[name].type
            if not self._is_sentence(kind) and not (kind == SPEAKER and name in speakers):
                yield span_with(ItemSpan(*place, label_of(kind)), self._told(name))
        for one in self._unplaced():
            if isinstance(one, list) and len(one) == 4 and isinstance(one[3], dict):
                start, end, label, more = one
                if is_place(start, end, len(self._text)) and isinstance(label, str):
                    yield span_with(ItemSpan(start, end, label), more)

    def _left_out(self) -> None:
        """Count what is said of names, and between them, for which there is no place."""
        kinds = {name: self._lines.spans[name].type for name in self._places}
        sentences = {name for name, kind in kinds.items() if kind == SENTENCE}
        losses = self._order.losses
        of_names = [one for one in self._lines.attributes if one.target not in sentences]
        losses.add(msg("attribute of a name"), msg("attributes of names"), len(of_names))
        notes = [target for target, _ in self._lines.notes if target not in sentences]
        losses.add(msg("note on a name"), msg("notes on names"), len(notes))
        relations = [one for one in self._lines.relations if one[0] != SAID_BY]
        count = len(relations) + self._lines.others
        losses.add(msg("relation, event or link"), msg("relations, events and links"), count)
