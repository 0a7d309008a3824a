"""What a query asks, as terms that are joined; :mod:`annotations.search.syntax` reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

__all__ = [
    "ANY",
    "About",
    "All",
    "Amount",
    "Either",
    "Moment",
    "Not",
    "Pattern",
    "Query",
    "Said",
    "Series",
    "Spoken",
    "Term",
    "Words",
    "terms",
]

ANY = "*"
"""As a value: any there is."""


class Words(NamedTuple):
    """Text that stands in the article, beginning in the sentence; folded."""

    text: str


class Series(NamedTuple):
    """Texts that stand in the sentence one after the other, with anything between them; folded."""

    texts: tuple[str, ...]


class Pattern(NamedTuple):
    """A regular expression that fits somewhere in the sentence, which is folded."""

    fits: re.Pattern[str]
    literals: tuple[str, ...]
    """Texts that stand wherever it fits."""


class Said(NamedTuple):
    """What an annotator says of the sentence."""

    what: str
    """``label``, ``attribute``, ``note``, ``status``, ``flag`` or ``annotator``."""
    value: str
    """Folded for notes and attributes."""
    attribute: str = ""
    """Which one, where it is about one."""


class Spoken(NamedTuple):
    """Who is quoted in the sentence; folded, a part of the name is enough."""

    name: str


class About(NamedTuple):
    """What the analysis, or the file, says: a name in the sentence, the title or the file of the article."""

    what: str
    """``name``, ``title`` or ``file``."""
    text: str
    """Folded, a part is enough."""
    type: str = ""
    """Of a name; empty for any."""


class Amount(NamedTuple):
    """A number in the sentence, compared by its value."""

    kind: str
    """One of the kinds of number, or ``number`` for any."""
    sign: str
    """``<``, ``<=``, ``=``, ``!=``, ``>=``, ``>``, or `ANY`."""
    value: float = 0
    high: float = 0
    """The upper end of what ``=`` takes; `value` if it is one number."""
    unit: str = ""
    """Folded; empty for any."""


class Moment(NamedTuple):
    """A date, time or duration in the sentence, compared as ISO 8601, as far as the shorter one goes."""

    kind: str
    sign: str
    iso: str


Term: TypeAlias = Words | Series | Pattern | Said | Spoken | About | Amount | Moment


class Not(NamedTuple):
    """Holds where `part` does not."""

    part: Query


class All(NamedTuple):
    """Holds where all of `parts` do."""

    parts: tuple[Query, ...]


class Either(NamedTuple):
    """Holds where one of `parts` does."""

    parts: tuple[Query, ...]


Query: TypeAlias = Term | Not | All | Either


def terms(query: Query) -> Iterator[Term]:
    """Yield every term of `query`, denied ones too."""
    match query:
        case Not(part):
            yield from terms(part)
        case All(parts) | Either(parts):
            for one in parts:
                yield from terms(one)
        case _:
            yield query
