"""JSON from outside, read so that everything in it can be worked with and written again.

Python reads some of what is no JSON, and raises three kinds of errors for what it does not read. Here all
that cannot be used is one: ValueError, with words for a message that names the file.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from annotations.wording import tr

__all__ = ["DEEP", "demand_shallow", "finite", "loads", "no_json", "reason"]

DEEP = 100
"""How deep a value may be nested. Ours have four levels; Python gives up somewhere near a thousand, which
depends on who asks, so that what could be read could not always be written again."""

_OPENING = re.compile(r"[\[{]")


def finite(text: str) -> float:
    """Return the number that `text` is; ValueError for one that is too large to be written again."""
    value = float(text)
    if math.isinf(value):
        raise ValueError(tr("{text:.40} is too large a number", text=text))
    return value


def no_json(text: str) -> float:
    """Refuse ``NaN`` and ``Infinity``, which Python reads and JSON does not have."""
    raise ValueError(tr("{text} is not a number of JSON", text=text))


def demand_shallow(value: object) -> None:
    """Raise ValueError if `value` has more than `DEEP` levels."""
    level = [value]
    for _ in range(DEEP):
        below: list[object] = []
        for one in level:
            below += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        if not below:
            return
        level = below
    raise ValueError(tr("nested too deeply"))


_decode = json.JSONDecoder(parse_float=finite, parse_constant=no_json).decode


def loads(text: str) -> Any:
    """Return what `text` means as JSON.

    Raises:
        ValueError: It is no JSON (json.JSONDecodeError, which knows where), has a number that is too large to
            be worked with, or is nested too deeply.
    """
    try:
        value = _decode(text.removeprefix("\ufeff"))
    except RecursionError:
        raise ValueError(tr("nested too deeply")) from None
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        raise ValueError(reason(error)) from None
    if len(text) > DEEP and sum(1 for _ in _OPENING.finditer(text)) > DEEP:
        demand_shallow(value)
    return value


def reason(error: Exception) -> str:
    """Return in a few words why JSON, TOML or the like could not be read."""
    if isinstance(error, RecursionError):
        return tr("nested too deeply")
    if "integer string conversion" in str(error):  # Python's own words tell programmers what to switch
        return tr("a number in it has more than 4,300 digits")
    return str(error)
