"""The names, numbers and sentence bounds that a line of an export tells of. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.records.field_values import is_amount
from annotations.records.kinds import Amount, What

__all__ = ["SpanLine", "amount_of", "spans_in"]

_BY_HAND = ("person", "gold")
"""Who sets a name or number that the analysis did not: an annotator, or what was decided."""


@dataclass(frozen=True, slots=True)
class SpanLine:
    """A name or number that a file has."""

    what: What
    start: int
    end: int
    quote: str
    type: str | None
    """Of a name."""
    number: Amount | None
    """Of a number."""
    by_hand: bool


def spans_in(row: Mapping[str, Any], base: int) -> Iterator[SpanLine]:
    """Yield the names and numbers of a line; what is none that could be kept is passed over.

    Args:
        row: The line, with lists as such.
        base: Where the line's own text begins in the article.
    """
    whats: tuple[tuple[str, What], ...] = (("entities", "name"), ("numbers", "number"))
    for key, what in whats:
        for one in row[key] if isinstance(row.get(key), list) else ():
            span = _span(one, what, base) if isinstance(one, dict) else None
            if span is not None:
                yield span


def _span(one: Mapping[str, Any], what: What, base: int) -> SpanLine | None:
    start, end, quote = one.get("start"), one.get("end"), one.get("text")
    if type(start) is not int or type(end) is not int or not isinstance(quote, str):
        return None
    if not 0 <= start < end or len(quote) != end - start:
        return None
    name, number = one.get("type"), amount_of(one) if what == "number" else None
    if not (isinstance(name, str) and name) if what == "name" else number is None:
        return None
    by_hand = one.get("by") in _BY_HAND
    return SpanLine(what, base + start, base + end, quote, name if what == "name" else None, number, by_hand)


def amount_of(one: Mapping[str, Any]) -> Amount | None:
    """Return what a number of a row amounts to; None if the row says nothing that could be kept."""
    found: Amount = {
        "kind": one.get("kind"),
        "value": _value(one, "value", "exact"),
        "high": _value(one, "high", "high_exact"),
        "iso": one.get("iso"),
        "unit": one.get("unit"),
        "modifier": one.get("modifier"),
    }
    return found if is_amount(found) and found["kind"] else None


def _value(one: Mapping[str, Any], key: str, digits: str) -> int | float | None:
    """Return a value as it was before it became a float, which whole numbers are not."""
    exact, value = one.get(digits), one.get(key)
    if isinstance(exact, str) and exact.lstrip("-").isdecimal():
        return int(exact)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
