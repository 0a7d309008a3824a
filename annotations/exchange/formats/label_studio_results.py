"""The results of an annotation of Label Studio: what they say, wherever their offsets come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.format import Order
from annotations.exchange.json_streams import score_of
from annotations.exchange.offsets import Offsets, OffsetUnit, demand_text
from annotations.wording import msg, tr

__all__ = ["Choice", "Region", "Said", "Unit", "results_of", "said_in"]

_REGIONS = ("labels", "hypertextlabels")
_SPACE = re.compile(r"(?:\\n|\s)+")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """A label of a place in the text, code points."""

    key: str
    control: str
    start: int
    end: int
    label: str
    score: float | None
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, or noted, for a region or for the task."""

    place: Place | None
    control: str
    values: tuple[str, ...]
    score: float | None = None
    key: str = ""


@dataclass(slots=True)
class Said:
    """All that an annotation says."""

    regions: list[Region] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    notes: list[Choice] = field(default_factory=list)


class Unit:
    """What the offsets of a file count, found out by the texts that stand beside them."""

    def __init__(self, option: str) -> None:
        self._usual: OffsetUnit = "code points" if option == "code-points" else "UTF-16"

    def offsets(self, text: str, annotations: Iterable[Mapping[str, Any]]) -> Offsets:
        """Return the offsets of a task: those by which most of its regions have the texts that they tell."""
        if text.isascii() or max(text) <= "\uffff":
            return Offsets(text, "code points")
        units: tuple[OffsetUnit, ...] = ("UTF-16", "code points")
        both = [Offsets(text, one) for one in units]
        values = [value for one in annotations for value in _values(one)]
        fits = [sum(_fits(value, text, each) for value in values) for each in both]
        if fits[0] != fits[1]:
            self._usual = units[fits[1] > fits[0]]
        return both[units.index(self._usual)]


def results_of(annotation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the results of an annotation that are objects."""
    found = annotation.get("result")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def said_in(annotation: Mapping[str, Any], text: str, offsets: Offsets, where: str, order: Order) -> Said:
    """Return what an annotation says; what is of another kind is counted, what has no place is told."""
    said = Said()
    places: dict[str, Place] = {}
    for one in results_of(annotation):
        kind, value, key = one.get("type"), one.get("value"), one.get("id")
        if not isinstance(value, dict):
            value = {}
        control = name if isinstance(name := one.get("from_name"), str) else ""
        place = None
        if kind in _REGIONS or (kind in ("choices", "textarea") and "start" in value):
            try:
                place = _place(value, text, offsets, where)
            except ReadingError as error:
                order.faults.add(str(error))
                continue
            if isinstance(key, str):
                places.setdefault(key, place)
        score = score_of(one.get("score"))
        called = key if isinstance(key, str) else ""
        if kind in _REGIONS and place is not None:
            more = meta if isinstance(meta := one.get("meta"), dict) else {}
            for label in _texts(value.get(str(kind), value.get("labels"))):
                said.regions.append(Region(called, control, *place, label, score, more))
        elif kind == "choices":
            said.choices.append(Choice(place, control, tuple(_texts(value.get("choices"))), score, called))
        elif kind == "textarea":
            said.notes.append(Choice(place, control, tuple(_texts(value.get("text"))), score, called))
        else:
            order.losses.add(msg("result of another kind"), msg("results of other kinds"))
    return _at_places(said, places)


def _at_places(said: Said, places: Mapping[str, Place]) -> Said:
    """Return what is said with the place of the region that has the same id, where a choice has none."""

    def placed(one: Choice) -> Choice:
        place = one.place or places.get(one.key)
        return Choice(place, one.control, one.values, one.score, one.key)

    return Said(said.regions, [placed(one) for one in said.choices], [placed(one) for one in said.notes])


def _values(annotation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in results_of(annotation):
        value = one.get("value")
        if isinstance(value, dict) and isinstance(value.get("text"), str) and "start" in value:
            yield value


def _fits(value: Mapping[str, Any], text: str, offsets: Offsets) -> bool:
    try:
        start, end = (offsets.into(one) for one in _numbers(value))
    except ValueError:
        return False
    return bool(value["text"]) and _bare(text[start:end]) == _bare(value["text"])


def _place(value: Mapping[str, Any], text: str, offsets: Offsets, where: str) -> Place:
    """Return where a region is.

    Raises:
        ReadingError: It is nowhere in the text, or other words stand there.
    """
    try:
        start, end = (offsets.into(one) for one in _numbers(value))
    except ValueError as error:
        raise ReadingError(tr("{where}: {error}", where=where, error=error)) from None
    if end <= start:
        raise ReadingError(
            tr("{where}: a region from {start} to {end} is empty", where=where, start=start, end=end)
        )
    surface = value.get("text")
    if isinstance(surface, str) and surface and _bare(text[start:end]) != _bare(surface):
        demand_text(text, start, end, surface, where)
    return start, end


def _numbers(value: Mapping[str, Any]) -> tuple[int, int]:
    """Return the offsets of a region as they stand.

    Raises:
        ValueError: They are no whole numbers.
    """
    places = value.get("globalOffsets") if isinstance(value.get("globalOffsets"), dict) else value
    start, end = (_whole(places.get(key)) for key in ("start", "end"))  # type: ignore[union-attr]
    if start is None or end is None:
        raise ValueError(tr("a region has no start and end that are whole numbers"))
    return start, end


def _whole(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        return int(value)
    return value if type(value) is int else None


def _bare(text: str) -> str:
    """Return `text` without white space, of which Label Studio makes one space, or none."""
    return _SPACE.sub("", text)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str) and one] if isinstance(value, list) else []
