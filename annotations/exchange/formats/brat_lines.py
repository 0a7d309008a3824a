"""The lines of an ``.ann``, and where what they speak of stands in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from annotations.wording import tr

__all__ = ["Attribute", "Lines", "Places", "TextBound", "lines_in"]

_TEXT_BOUND = re.compile(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)(?:\t(.*))?", re.DOTALL)
_ATTRIBUTE = re.compile(r"(\S+)[ \t](\S+)(?:[ \t](.+))?")
_RELATION = re.compile(r"(\S+)[ \t]\S+?:(\S+) \S+?:(\S+)\s*")
_NOTE = re.compile(r"(\S+)[ \t](\S+)(?:\t(.*))?", re.DOTALL)
_ID = re.compile(r"(?:[TREAMN#]\d+|\*)\s")
_OTHERS = "EN*"
"""Events, normalisations and equivalences, for which zhupi has no place."""


class TextBound(NamedTuple):
    """A span as its line has it."""

    line: int
    type: str
    places: tuple[tuple[int, int], ...]
    """In the unit of the file."""
    surface: str | None


class Attribute(NamedTuple):
    """Something said of a span."""

    name: str
    target: str
    value: str | None


@dataclass(slots=True)
class Lines:
    """What the lines of an ``.ann`` say, by the ids in it."""

    spans: dict[str, TextBound] = field(default_factory=dict)
    attributes: list[Attribute] = field(default_factory=list)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    """The type, and the two ids."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """The id that it is about, and the note."""
    others: int = 0
    """How many lines say what zhupi has no place for."""


def lines_in(text: str, lines: Lines, fault: Callable[[int, str], None]) -> None:
    """Take in the lines of `text`; what cannot be read is told to `fault` with the number of its line."""
    last = ""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.rstrip("\r")
        if _taken(line, number, lines):
            last = line.partition("\t")[0]
        elif not _goes_on(line, lines.spans.get(last), lines, last) and line.strip():
            fault(number, tr("{line!r:.40} is no line of brat's; it is left out", line=line))


def _goes_on(line: str, span: TextBound | None, lines: Lines, name: str) -> bool:
    """Tell whether a line belongs to the words of the span before, which have a line end; and add it."""
    if span is None or span.surface is None or _ID.match(line):
        return False
    length = sum(end - start for start, end in span.places)
    if len(span.surface) + 1 + len(line) > length:
        return False
    lines.spans[name] = span._replace(surface=f"{span.surface}\n{line}")
    return True


def _taken(line: str, number: int, lines: Lines) -> bool:
    name, _, content = line.partition("\t")
    kind = name[:1]
    if kind == "T" and (found := _TEXT_BOUND.fullmatch(content)):
        pairs = (one.split(" ") for one in found[2].split(";"))
        places = tuple((int(start), int(end)) for start, end in pairs)
        lines.spans[name] = TextBound(number, found[1], places, found[3])
        return True
    if kind in ("A", "M") and (found := _ATTRIBUTE.fullmatch(content.strip())):
        lines.attributes.append(Attribute(found[1], found[2], found[3]))
        return True
    if kind == "R" and (found := _RELATION.fullmatch(content)):
        lines.relations.append((found[1], found[2], found[3]))
        return True
    if kind == "#" and (found := _NOTE.fullmatch(content)):
        lines.notes.append((found[2], found[3] or ""))
        return True
    other = bool(content) and kind in _OTHERS
    lines.others += other
    return other


class Places:
    """Finds the spans of a file in its text, whatever the file counts.

    brat counts code points, and two for a line end of Windows. Files come that count one for it, or what
    stands before the text (a byte order mark), or UTF-16 units, as programs in browsers do. What the file
    counts is what most of its surfaces say.

    Args:
        text: The text, without byte order mark.
        marked: Whether there was one.
        spans: The spans of the file.
    """

    def __init__(self, text: str, marked: bool, spans: Sequence[TextBound]) -> None:
        self._text = text
        self._offsets: list[int] = list(range(len(text) + 1))
        told = [one for one in spans if one.surface is not None]
        most = self._matches(self._offsets, told)
        for offsets in _countings(text, marked) if most < len(told) else ():
            count = self._matches(offsets, told)
            if count > most:
                self._offsets, most = offsets, count

    def of(self, span: TextBound) -> list[tuple[int, int]] | None:
        """Return where the fragments of a span stand; None if its words do not stand there."""
        found = _placed(span, self._offsets)
        return found if found is not None and self._agrees(found, span) else None

    def _matches(self, offsets: Sequence[int], spans: Sequence[TextBound]) -> int:
        placed = ((_placed(one, offsets), one) for one in spans)
        return sum(1 for found, one in placed if found is not None and self._agrees(found, one))

    def _agrees(self, found: Sequence[tuple[int, int]], span: TextBound) -> bool:
        if span.surface is None:
            return True
        words = " ".join(self._text[start:end] for start, end in found)
        return words == span.surface or _bare(words) == _bare(span.surface)


def _bare(text: str) -> str:
    return "".join(text.split())


def _placed(span: TextBound, offsets: Sequence[int]) -> list[tuple[int, int]] | None:
    found = []
    for start, end in span.places:
        if not 0 <= start < end < len(offsets) or offsets[start] < 0 or offsets[end] < 0:
            return None
        found.append((offsets[start], offsets[end]))
    return found


def _countings(text: str, marked: bool) -> Iterator[list[int]]:
    """Yield for each other way to count where each offset stands in `text`; -1 inside a character."""
    ways = ((False, True) if marked else (False,), (False, True) if "\r\n" in text else (False,))
    astral = (False, True) if text and max(text) > "\uffff" else (False,)
    for mark, one_line_end, units in product(*ways, astral):
        if not (mark or one_line_end or units):
            continue
        offsets = [0] if mark else []
        before = ""
        for at, one in enumerate(text):
            if not (one_line_end and one == "\n" and before == "\r"):
                offsets.append(at)
                if units and one > "\uffff":
                    offsets.append(-1)
            before = one
        yield [*offsets, len(text)]
