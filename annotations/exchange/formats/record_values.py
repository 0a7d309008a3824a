"""What stands in the fields of records: labels and spans in the forms that people have them in."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from annotations.errors import ReadingError
from annotations.exchange.carried import span_with
from annotations.exchange.items import ItemSpan
from annotations.exchange.offsets import Offsets, demand_text
from annotations.plain_json import loads
from annotations.wording import tr

__all__ = ["ABOVE", "SEPARATORS", "labels_in", "like_spans", "native", "spans_in", "whole_number"]

SEPARATORS = "|;；#、,，\n"
"""What divides several labels in a cell, the likeliest first; zhupi writes the first."""
ABOVE = 0.5
"""The score from which a label counts as said, where a file gives scores alone."""
_STARTS = ("start", "start_offset", "start_idx", "begin", "start_char", "start_pos", "offset")
_ENDS = ("end", "end_offset", "end_idx", "end_char", "stop", "end_pos")
_LABELS = (
    "label",
    "type",
    "labels",
    "tag",
    "entity_group",
    "entity_type",
    "class",
    "category",
    "entity_label",
)
_SURFACES = ("text", "word", "surface", "entity", "mention", "span", "name")
_NO = frozenset(("", "0", "0.0", "false", "no", "nan", "none", "否", "n"))
_JSON = re.compile(r"\s*[\[{]")


def native(value: object) -> object:
    """Return what a cell says: a list or an object where it is one as JSON, None where it is empty."""
    if isinstance(value, str):
        if not value.strip():
            return None
        if _JSON.match(value):
            try:
                return loads(value)
            except ValueError:
                return value
    elif isinstance(value, float) and math.isnan(value):
        return None
    return value


def whole_number(value: object) -> int | None:
    """Return the whole number that `value` is, as libraries and spreadsheets write one; None for others."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < 1 << 53 else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1 << 53 else None
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,15}(?:\.0+)?\s*", value, re.ASCII):
        return int(value.partition(".")[0])
    return None


def labels_in(value: object, known: Collection[str], *, cell: bool) -> tuple[list[str], dict[str, float]]:
    """Return the labels that `value` is, each once, and how sure of each it is.

    Args:
        value: A text, a number, a list of such, or an object with a yes or no or a score for each label.
        known: The labels of the scheme, which are not divided.
        cell: Whether several may stand in one text, as in a cell; those in a list are not divided.

    Raises:
        ValueError: It is something else.
    """
    scores: dict[str, float] = {}
    if isinstance(value, Mapping):
        sure = [one for one in value.values() if isinstance(one, float) and 0 <= one <= 1]
        scored = any(not one.is_integer() for one in sure)  # else it is how libraries write yes and no
        for label, said in value.items():
            if isinstance(said, float) and 0 <= said <= 1:
                if scored:
                    scores[str(label)] = said
            elif isinstance(said, str) or not isinstance(said, int):
                raise ValueError(
                    tr("{label:.40} is neither yes nor no but {said!r:.40}", label=label, said=said)
                )
        return [str(one) for one, said in value.items() if said is True or _yes(said)], scores
    names: list[str] = []
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, Mapping) and isinstance(label := _first(one, _LABELS), str):
            if isinstance(score := one.get("score"), int | float) and 0 <= score <= 1:
                scores[label] = float(score)
            names.append(label)
        elif isinstance(one, str):
            names += _divided(one, known) if cell and one is value else [one.strip()]
        elif isinstance(one, int | float):
            number = whole_number(one)
            names.append(str(one).lower() if number is None else str(number))
        elif one is not None:
            raise ValueError(tr("{value!r:.60} is no label", value=one))
    return [one for one in dict.fromkeys(names) if one], scores


def like_spans(value: object) -> bool:
    """Tell whether `value` is a list of places in the text, or an object of such, and no list of labels."""
    if isinstance(value, Mapping):
        return bool(value) and all(
            isinstance(one, Mapping) and all(isinstance(places, list) for places in one.values())
            for one in value.values()
        )
    if not isinstance(value, list | tuple) or not value:
        return False
    first = value[0]
    if isinstance(first, Mapping):
        return _first(first, _STARTS) is not None
    return isinstance(first, list | tuple) and len(first) >= 3


def spans_in(value: object, text: str, where: str, fault: Callable[[str], None]) -> tuple[ItemSpan, ...]:
    """Return the spans that `value` says are in `text`, ascending.

    Lists ``[start, end, label]``, objects with these under the names that tools give them, and
    ``{label: {surface: [[start, end]]}}`` are read. Where a span has its surface, its offsets are tried as
    code points, with an end that is included, and as UTF-16; where none fits, `fault` is told.
    """
    if isinstance(value, Mapping):
        value = [
            {"start": place[0], "end": place[1], "label": str(label), "text": str(surface)}
            for label, surfaces in value.items()
            if isinstance(surfaces, Mapping)
            for surface, places in surfaces.items()
            for place in (places if isinstance(places, list) else [])
            if isinstance(place, list) and len(place) == 2
        ]
    if not isinstance(value, list | tuple):
        fault(tr("{where}: its spans are no list but {value!r:.60}", where=where, value=value))
        return ()
    found: list[ItemSpan] = []
    for number, one in enumerate(value, 1):
        place = tr("{where}, span {number}", where=where, number=number)
        try:
            found.append(_span(one, text, place))
        except ReadingError as error:
            fault(str(error))
    return tuple(sorted(found, key=lambda one: one[:3]))


def _span(one: object, text: str, where: str) -> ItemSpan:
    start, end, label, surface, more = _parts(one)
    if not isinstance(label, str | int) or start is None or end is None:
        raise ReadingError(tr("{where}: it is no start, end and label but {one!r:.60}", where=where, one=one))
    if isinstance(surface, str) and surface and text[start:end] != surface:
        if text[start : end + 1] == surface:
            end += 1
        elif (wide := _from_utf16(text, start, end)) and text[slice(*wide)] == surface:
            start, end = wide
        else:
            demand_text(text, start, end, surface, where)
    if not 0 <= start < end <= len(text):
        demand_text(text, start, end, "", where)
        raise ReadingError(
            tr("{where}: it is empty, from {start} to {end}", where=where, start=start, end=end)
        )
    return span_with(ItemSpan(start, end, str(label)), more)


def _parts(one: object) -> tuple[int | None, int | None, object, object, Mapping[str, Any]]:
    """Return start, end, label, surface and what else is said of a span, in whatever form it stands."""
    if isinstance(one, Mapping):
        label = _first(one, _LABELS)
        surface = _first(one, _SURFACES)
        if label is None:  # of some models ``entity`` is the type, of some files the words
            label, surface = one.get("entity"), one.get("word", one.get("text"))
        if isinstance(label, list) and len(label) == 1:
            label = label[0]
        score = one.get("score")
        more = {**one, "score": float(score)} if isinstance(score, int | float) else one
        if isinstance(inner := one.get("more"), str) and inner:
            more = {**more, **_object(inner)}
        return whole_number(_first(one, _STARTS)), whole_number(_first(one, _ENDS)), label, surface, more
    if isinstance(one, list | tuple) and len(one) >= 3:
        more = one[4] if len(one) > 4 and isinstance(one[4], Mapping) else {}
        first, second, third = one[:3]
        if isinstance(first, str) and whole_number(first) is None:  # label first
            first, second, third = second, third, first
        return whole_number(first), whole_number(second), third, one[3] if len(one) > 3 else None, more
    return None, None, None, None, {}


def _object(text: str) -> Mapping[str, Any]:
    value = native(text)
    return value if isinstance(value, Mapping) else {}


def _first(one: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((one[key] for key in keys if one.get(key) is not None), None)


def _from_utf16(text: str, start: int, end: int) -> tuple[int, int] | None:
    offsets = Offsets(text, "UTF-16")
    try:
        return offsets.into(start), offsets.into(end)
    except ValueError:
        return None


def _divided(text: str, known: Collection[str]) -> Iterator[str]:
    """Yield the labels that stand in one text, divided by the first separator that it has."""
    text = text.strip()
    divider = next((one for one in SEPARATORS if one in text), None)
    if text in known or divider is None:
        yield text
        return
    for one in text.split(divider):
        yield one.strip()


def _yes(said: object) -> bool:
    if isinstance(said, float):
        return said >= ABOVE
    return str(said).strip().casefold() not in _NO
