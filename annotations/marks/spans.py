"""Names and numbers as people mended them: what was found, less what was rejected, plus what was added.

A record of kind ``span`` is about one found name or number, its `target`, or adds one. With `everywhere` it
covers the same string in the whole article: a change or a rejection wherever the analysis found that string
too, an addition wherever it stands as a word of its own and in no longer name that was found. What is said of
one place goes before what is said everywhere, and that before what was found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from annotations.model.article import Analysis, Name, Number, Sentence
from annotations.records.kinds import SpanRecord, What
from annotations.records.record import Record
from annotations.records.spans import as_number, what_is

__all__ = ["Source", "Spans"]

_Span = TypeVar("_Span", Name, Number)


class Source(NamedTuple):
    """Where a name or number that holds comes from."""

    record: SpanRecord
    moved: int
    """How many characters it stands behind the place that the record is about; 0 if it is that place."""


class Spans:
    """What one annotator has said of the names and numbers of one text; asked a stretch at a time."""

    def __init__(self, text: str, records: Iterable[Record] = ()) -> None:
        """Take in the span `records` of the article of `text`; the newest revision of each counts."""
        self._text = text
        self._records: dict[str, SpanRecord] = {}
        self.state = object()
        """Another object whenever something has changed: what was worked out before holds no longer."""
        self.out_of_place: list[SpanRecord] = []
        """Records whose quoted text is not what stands there: left out, never shown elsewhere."""
        self._targets: dict[tuple[str, int, int], SpanRecord] = {}
        self._places: dict[tuple[str, int, int], SpanRecord] = {}
        self._strings: dict[tuple[str, str], list[tuple[SpanRecord, int]]] = {}
        self._added: dict[str, list[SpanRecord]] = {}
        self._sources: dict[tuple[str, int, int], Source] = {}
        self.apply(records)

    def __bool__(self) -> bool:
        return bool(self._targets or self._added)

    def apply(self, records: Iterable[Record]) -> None:
        """Take in newer revisions; records of other kinds count for nothing."""
        newer = {one["uid"]: one for one in records if one["kind"] == "span"}
        if not newer:
            return
        self._records |= newer
        self.state = object()
        live = [one for one in self._records.values() if not one["deleted"]]
        self.out_of_place = [one for one in live if not self._in_place(one)]
        live = [one for one in live if self._in_place(one)]
        self._targets = {(one["what"], *target): one for one in live if (target := _target(one))}
        self._places = {(one["what"], one["start"], one["end"]): one for one in live}
        self._strings, self._added, self._sources = {}, {}, {}
        for one in live:
            target = _target(one)
            if target is None:
                self._added.setdefault(one["what"], []).append(one)
            elif _everywhere(one):
                self._strings.setdefault((one["what"], self._text[slice(*target)]), []).append(
                    (one, target[0])
                )

    def names(self, found: Iterable[Name], start: int, end: int) -> list[Name]:
        """Return the names that hold of those that begin from `start` to `end`, ascending and disjoint.

        `found` are those of the analysis there, ascending and disjoint too.
        """
        return self._mended("name", list(found), start, end, _as_name)

    def numbers(self, found: Iterable[Number], start: int, end: int) -> list[Number]:
        """Return the numbers that hold of those that begin from `start` to `end`; `found` as for `names`."""
        return self._mended("number", list(found), start, end, _as_number)

    def mended(self, analysis: Analysis, sentences: Sequence[Sentence]) -> Analysis:
        """Return the names and numbers that hold in all `sentences` of the text, each asked by itself."""
        if not self:
            return analysis
        starts = [sentence.start for sentence in sentences]
        names: dict[int, list[Name]] = _by_sentence(starts, analysis.names)
        numbers: dict[int, list[Number]] = _by_sentence(starts, analysis.numbers)
        held_names: list[Name] = []
        held_numbers: list[Number] = []
        for index, one in enumerate(sentences):
            held_names += self.names(names.get(index, ()), one.start, one.end)
            held_numbers += self.numbers(numbers.get(index, ()), one.start, one.end)
        return analysis._replace(names=_disjoint(held_names), numbers=_disjoint(held_numbers))

    def source(self, span: Name | Number) -> Source | None:
        """Return what was said that made `span` what it is, or None if the analysis did or nobody.

        What was said of just this place goes first, also that it is no name or number. `span` is one that
        `names` or `numbers` has returned since the last change, or one that nobody has said anything of.
        """
        what = what_is(span)
        exact = self._places.get((what, span.start, span.end))
        if exact is not None:
            return Source(exact, 0)
        return self._sources.get((what, span.start, span.end)) if span.by == "person" else None

    def in_the_way(self, what: What, start: int, end: int, but: SpanRecord | None) -> SpanRecord | None:
        """Return what was said of a place that has characters between `start` and `end`, if not `but`."""
        for (kind, first, last), record in self._places.items():
            here = kind == what and first < end and start < last and record["act"] != "reject"
            if here and (but is None or record["uid"] != but["uid"]):
                return record
        return None

    # -- how --------------------------------------------------------------

    def _in_place(self, record: SpanRecord) -> bool:
        target = record["target"]
        if target and not 0 <= target[0] < target[1] <= len(self._text):
            return False
        return self._text[record["start"] : record["end"]] == record["quote"]

    def _mended(
        self,
        what: What,
        found: list[_Span],
        start: int,
        end: int,
        made: Callable[[SpanRecord, int, int], _Span],
    ) -> list[_Span]:
        if not self:
            return found
        untouched: list[_Span] = []
        said: list[tuple[Source, _Span, _Span | None]] = []  # by what, what, and in place of what
        rejected: set[tuple[int, int]] = set()
        for span in found:
            record = self._targets.get((what, span.start, span.end))
            if record is not None:
                if record["act"] == "reject":
                    rejected.add((span.start, span.end))
                else:
                    mended = _as_said(span, record, record["start"], record["end"])
                    said.append((Source(record, 0), mended, None))
                continue
            record, at = self._of_string(what, span, start, end)
            if record is None:
                untouched.append(span)
            elif record["act"] != "reject":
                mended = _as_said(span, record, at, at + len(record["quote"]))
                said.append((Source(record, at - record["start"]), mended, span))
        for added, at in self._additions(what, start, end, rejected, untouched):
            last = at + len(added["quote"])
            said.append((Source(added, at - added["start"]), made(added, at, last), None))
        said.sort(key=lambda one: (one[0].moved != 0, one[1].start - one[1].end, one[1].start))
        held: list[_Span] = []
        for source, span, origin in said:
            if not _touches(span, held):
                held.append(span)
                self._sources[what, span.start, span.end] = source
            elif origin is not None:
                untouched.append(origin)
        held += [span for span in untouched if not _touches(span, held)]
        held.sort(key=_begin)
        return held

    def _of_string(self, what: What, span: _Span, start: int, end: int) -> tuple[SpanRecord | None, int]:
        """Return what was said of another place where the string of `span` was found, and where it puts it.

        New edges hold only where the same characters lie between them.
        """
        for record, target in reversed(self._strings.get((what, self._text[span.start : span.end]), ())):
            at = record["start"] + span.start - target
            last = at + len(record["quote"])
            if record["act"] == "reject":
                return record, span.start
            if start <= at and last <= end and self._text[at:last] == record["quote"]:
                return record, at
        return None, 0

    def _additions(
        self,
        what: What,
        start: int,
        end: int,
        rejected: set[tuple[int, int]],
        found: Sequence[_Span],
    ) -> Iterator[tuple[SpanRecord, int]]:
        """Yield what was added and where between `start` and `end` it stands."""
        for record in self._added.get(what, ()):
            quote = record["quote"]
            if start <= record["start"] < end:
                yield record, record["start"]
            for at in self._places_of(quote, start, end) if _everywhere(record) else ():
                last = at + len(quote)
                if (
                    at != record["start"]
                    and (at, last) not in rejected
                    and not any(
                        one.start <= at and last <= one.end and last - at < one.end - one.start
                        for one in found
                    )
                ):
                    yield record, at

    def _places_of(self, string: str, start: int, end: int) -> Iterator[int]:
        """Yield where `string` stands from `start` to `end`; a Latin word or a figure is a whole one."""
        text = self._text
        at = text.find(string, start, end)
        while at >= 0:
            last = at + len(string)
            if not (at and _joined(text[at - 1], string[0])) and not (
                last < len(text) and _joined(string[-1], text[last])
            ):
                yield at
            at = text.find(string, at + 1, end)


def _target(record: SpanRecord) -> tuple[int, int] | None:
    """Return from where to where that stands which `record` mends; None where it adds something."""
    if not record["target"]:
        return None
    start, end = record["target"]
    return start, end


def _everywhere(record: SpanRecord) -> bool:
    return bool(record.get("everywhere", False))


def _joined(first: str, second: str) -> bool:
    """Tell whether two characters beside each other belong to one Latin word or figure."""
    return all(one.isascii() and one.isalnum() for one in (first, second))


def _touches(span: Name | Number, others: Iterable[Name | Number]) -> bool:
    return any(one.start < span.end and span.start < one.end for one in others)


def _by_sentence(starts: Sequence[int], spans: Iterable[_Span]) -> dict[int, list[_Span]]:
    """Return ascending `spans` by the sentence in which each begins; the first takes what is before it."""
    grouped = groupby(spans, lambda span: max(0, bisect_right(starts, span.start) - 1))
    return {index: list(some) for index, some in grouped}


def _disjoint(spans: Iterable[_Span]) -> tuple[_Span, ...]:
    """Return ascending `spans` without what overlaps another: one that begins in the sentence before may."""
    held: list[_Span] = []
    for span in sorted(spans, key=_begin):
        if held and held[-1].end > span.start:
            if span.by != "person" or held[-1].by == "person":
                continue
            held.pop()
        held.append(span)
    return tuple(held)


def _as_said(span: _Span, record: SpanRecord, start: int, end: int) -> _Span:
    if isinstance(span, Name):
        return span._replace(
            start=start, end=end, type=record["type"] or span.type, certain=True, by="person"
        )
    return _as_number(record, start, end)


def _as_name(record: SpanRecord, start: int, end: int) -> Name:
    return Name(start, end, record["type"] or "", by="person")


def _as_number(record: SpanRecord, start: int, end: int) -> Number:
    return as_number(start, end, record["number"], "person")


def _begin(span: Name | Number) -> int:
    return span.start
