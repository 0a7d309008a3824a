"""What a number amounts to, as somebody types it."""

from __future__ import annotations

from typing import TypedDict

from annotations.errors import UsageError
from annotations.expressions import lazily
from annotations.wording import tr

__all__ = ["TIMED", "TypedAmount", "read_amount", "typed_amount"]

TIMED = frozenset({"date", "time", "duration"})
"""The kinds of number whose amount is written as ISO 8601."""

_DAY = r"(?:-?\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d(?:-\d)?)?|--\d\d(?:-\d\d)?|---\d\d)"
_CLOCK = r"T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d(?::\d\d)?)?"
_LENGTH = r"P(?!$)(?:\d+(?:\.\d+)?[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?"
_ISO = lazily(rf"(?:{_DAY}(?:{_CLOCK})?|{_CLOCK}|{_LENGTH})")
_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
_LONGEST = 80
"""Characters of what may be a number; Python refuses to read very long ones."""
_RANGE = lazily(rf"({_NUMBER})(?:\s*(?:-|–|~|\.\.|to)\s*({_NUMBER}))?")


class TypedAmount(TypedDict):
    """What somebody types of a number: its kind and unit are known before."""

    value: int | float | None
    high: int | float | None
    iso: str | None


def read_amount(kind: str, typed: str) -> TypedAmount:
    """Return `typed`, the amount of a number of `kind`, as the fields ``value``, ``high`` and ``iso``.

    Dates, times and durations are ISO 8601, partial where the text is (``--02-01``), two of them parted by a
    stroke for a range; all others a number, or two of them as ``5-10``. Nothing typed is no amount.

    Raises:
        UsageError: It is neither.
    """
    typed = typed.strip()
    nothing: TypedAmount = {"value": None, "high": None, "iso": None}
    if not typed:
        return nothing
    if kind in TIMED:
        if not all(_ISO().fullmatch(part) for part in typed.split("/", 1)):
            raise UsageError(
                tr("{typed} is no ISO 8601; write 2025-02-01, --02-01, T14:30, P3D, two as A/B", typed=typed)
            )
        return {**nothing, "iso": typed}
    match = _RANGE().fullmatch(typed) if len(typed) <= _LONGEST else None
    if match is None:
        raise UsageError(
            tr("{typed} is no number; write 24, 0.5, 600000000000, or a range as 5-10", typed=typed)
        )
    value, high = _number(match[1]), _number(match[2]) if match[2] else None
    if high is not None and high < value:
        raise UsageError(tr("{typed} runs backwards; write the lower number first", typed=typed))
    return {**nothing, "value": value, "high": high}


def typed_amount(kind: str, value: float | None, high: float | None, iso: str | None) -> str:
    """Return what one would type for an amount; `read_amount` gives it back."""
    if kind in TIMED:
        return iso or ""
    if value is None:
        return ""
    return f"{_plain(value)}" if high is None else f"{_plain(value)}..{_plain(high)}"


def _plain(number: float) -> str:
    shown = str(number)
    return f"{number:f}".rstrip("0").rstrip(".") if "e" in shown else shown


def _number(text: str) -> int | float:
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)
