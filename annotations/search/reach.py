"""Which articles a query can find anything in, from what is known without reading them."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np
import numpy.typing as npt

from annotations.search.query import ANY, About, All, Either, Not, Pattern, Query, Said, Series, Words

__all__ = ["Which", "demanded", "narrowed"]

Which = npt.NDArray[np.bool_]
"""Of each article whether it is one."""


def narrowed(
    query: Query, containing: Callable[[str], Which], spoken_of: Callable[[], Which]
) -> Which | None:
    """Return in which articles `query` may find something; in no others does it. None means in any.

    Args:
        query: What is asked.
        containing: Returns in which articles a folded text may stand.
        spoken_of: Returns of which articles anybody says anything whom the asker may see.
    """

    def within(one: Query) -> Which | None:
        match one:
            case Words(text):
                return containing(text)
            case Series(literals) | Pattern(_, literals):
                return _all([containing(text) for text in literals])
            case About("name", text, _) if text != ANY:
                return containing(text)
            case Said(what, value) if _is_something(what, value):
                return spoken_of()
            case All(parts):
                return _all([held for part in parts if (held := within(part)) is not None])
            case Either(parts):
                sure = [held for part in parts if (held := within(part)) is not None]
                return reduce(np.logical_or, sure) if len(sure) == len(parts) else None
            case Not(_):
                return None  # what may stand there need not
        return None

    return within(query)


def demanded(query: Query) -> list[str]:
    """Return folded texts that stand in every article in which `query` finds anything."""
    match query:
        case Words(text):
            return [text]
        case Series(literals) | Pattern(_, literals):
            return [*literals]
        case About("name", text, _) if text != ANY:
            return [text]
        case All(parts):
            return [text for part in parts for text in demanded(part)]
    return []


def _all(held: list[Which]) -> Which | None:
    return reduce(np.logical_and, held) if held else None


def _is_something(what: str, value: str) -> bool:
    """Tell whether a term is true only where somebody has said something."""
    return (what, value) not in (("status", "open"), ("flag", "no"))
