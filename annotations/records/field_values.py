"""What the fields of records may hold."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TypeGuard, get_args

from annotations.expressions import lazily
from annotations.records.lead_kinds import ChangeAct, ChangeOf

__all__ = [
    "MOST",
    "are_revisions",
    "is_amount",
    "is_article_id",
    "is_change",
    "is_count",
    "is_name",
    "is_range",
    "is_said_then",
    "is_text_or_null",
    "is_time",
]

MOST = 2**53
"""Above every offset, revision and count: what a program in any language reads as the number that it is."""

_AMOUNTS = ("value", "high")
_WORDS = ("kind", "iso", "unit", "modifier")
"""What a number amounts to: the keys that hold numbers, and those that hold texts."""

_CHANGES = {"what": get_args(ChangeOf), "act": get_args(ChangeAct)}
_ARTICLE = lazily("[0-9a-f]{20}")
_TIME = lazily(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{3})?Z",
    re.ASCII,
)


def is_time(value: object) -> bool:
    """Tell whether `value` is a moment as records write it, with milliseconds or without."""
    if not isinstance(value, str) or (found := _TIME().fullmatch(value)) is None:
        return False
    if found["day"] <= "28" and value[:4] != "0000":
        return True
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_count(value: object, least: int) -> TypeGuard[int]:
    """Tell whether `value` is a whole number from `least` that a program in any language reads as such."""
    return type(value) is int and least <= value < MOST  # a bool is an int to isinstance


def is_article_id(value: object) -> TypeGuard[str]:
    """Tell whether `value` is what articles are known by: 20 hexadecimal digits."""
    return isinstance(value, str) and _ARTICLE().fullmatch(value) is not None


def is_amount(value: object) -> bool:
    """Tell whether `value` is what a number amounts to; no key is needed, and others are welcome."""
    if not isinstance(value, dict):
        return False
    amounts, words = (value.get(key) for key in _AMOUNTS), (value.get(key) for key in _WORDS)
    return all(one is None or type(one) in (int, float) for one in amounts) and all(
        map(is_text_or_null, words)
    )


def is_text_or_null(value: object) -> bool:
    """Tell whether `value` is a text, maybe an empty one, or null."""
    return value is None or isinstance(value, str)


def is_range(value: object) -> bool:
    """Tell whether `value` is ``[start, end]``; it may be empty."""
    return (
        isinstance(value, list) and len(value) == 2 and is_count(value[0], 0) and is_count(value[1], value[0])
    )


def is_name(value: object) -> bool:
    """Tell whether `value` is a text that is not empty."""
    return isinstance(value, str) and bool(value)


def is_said_then(value: object) -> bool:
    """Tell whether `value` is what somebody said of a sentence when it was decided."""
    if not isinstance(value, dict):
        return False
    labels, quotes = value.get("labels", []), value.get("quotes", [])
    return (
        isinstance(labels, list)
        and all(map(is_name, labels))
        and is_text_or_null(value.get("voice"))
        and isinstance(quotes, list)
        and all(isinstance(one, dict) for one in quotes)
        and isinstance(value.get("attributes", {}), dict)
    )


def are_revisions(value: object) -> bool:
    """Tell whether `value` is a list of revisions of records, each with its uid."""
    return isinstance(value, list) and all(
        isinstance(one, dict) and is_name(one.get("uid")) and is_count(one.get("rev"), 1) for one in value
    )


def is_change(value: object) -> bool:
    """Tell whether `value` is a change of a scheme with as many names as its act has."""
    if not isinstance(value, dict) or any(value.get(key) not in _CHANGES[key] for key in _CHANGES):
        return False
    names = [one for one in (value.get("old"), value.get("new")) if isinstance(one, list)]
    if len(names) < 2 or not all(is_name(one) for each in names for one in each):
        return False
    many = {"rename": (1, 1), "remove": (None, 0), "merge": (None, 1), "split": (1, None)}[value["act"]]
    right = all(most is None or len(one) == most for most, one in zip(many, names, strict=True))
    return right and all(names[: 1 + (value["act"] != "remove")]) and isinstance(value.get("attribute"), str)
