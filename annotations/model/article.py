"""What is read: an article, its sentences, and the names and numbers in them.

Offsets are Unicode code points into :attr:`Article.text`, end exclusive, everywhere in zhupi.
"""

# Types are no strings here, for a NamedTuple compiles those, at every start.
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from annotations.digest import blake2b
from annotations.expressions import lazily

__all__ = [
    "NAME_TYPES",
    "NUMBER_KINDS",
    "Analysis",
    "Article",
    "Name",
    "Number",
    "Sentence",
    "article_date",
    "article_id",
]

_DATE = lazily(r"\s*(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?)?(?!\d)")

NAME_TYPES = ("PER", "ORG", "LOC", "PRODUCT")
NUMBER_KINDS = (
    "cardinal",
    "ordinal",
    "quantity",
    "money",
    "percent",
    "multiple",
    "date",
    "time",
    "duration",
    "age",
)


def article_date(metadata: Mapping[str, Any]) -> str | None:
    """Return the date of an article as its file gives it, as ISO 8601 (or a year or month of it), or None.

    Read are ``2025-02-01``, with a time or not, ``2025/2/1`` and ``2025年2月1日``.
    """
    date = metadata.get("date")
    match = _DATE().match(date) if isinstance(date, str) else None
    if match is None:
        return None
    return "-".join(part if len(part) == 4 else f"{part:0>2}" for part in match.groups() if part)


def article_id(source: str) -> str:
    """Return the identity of an article: 20 hexadecimal digits that depend on nothing but `source`.

    `source` is the decoded text with its newlines normalised to ``\\n``, before any repair or
    extraction, so that other options or a newer zhupi see the same article.
    """
    return blake2b(source.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


class Sentence(NamedTuple):
    """A run of the article's text, the unit that is tagged.

    Neither end touches white space: what lies between two sentences is white space, or lines of characters
    that nobody sees.
    """

    start: int
    end: int
    opens_paragraph: bool = False
    part: str = "body"
    """Which part of the article it belongs to: ``body``, or ``title``, ``byline`` and the like."""


class Name(NamedTuple):
    """A name in the text and its type, one of `NAME_TYPES`."""

    start: int
    end: int
    type: str
    certain: bool = True
    """False where the analysis itself doubts the name."""
    by: str = "auto"


class Number(NamedTuple):
    """A number in the text: its kind, one of `NUMBER_KINDS`, and what it amounts to."""

    start: int
    end: int
    kind: str
    value: int | float | None = None
    """24 % is 24; 近6000億美元 is 600000000000."""
    high: int | float | None = None
    """The upper end of a range, or None."""
    iso: str | None = None
    """ISO 8601 for dates, times and durations, partial where the text is (``--02-01``)."""
    unit: str | None = None
    """The measure word or unit; for money the ISO 4217 code."""
    modifier: str | None = None
    """``approx``, ``less``, ``more`` or None."""
    by: str = "auto"
    certain: bool = True
    """False where the text does not say its currency and the analysis guesses it."""


class Analysis(NamedTuple):
    """The names and numbers found in one text, each in ascending order, none overlapping its own kind."""

    names: tuple[Name, ...] = ()
    numbers: tuple[Number, ...] = ()
    version: str = ""
    """Which analyser found them; it changes whenever the analyser's results may."""


@dataclass(frozen=True)
class Article:
    """One text to annotate. Immutable: whatever is said about it refers to `text` by offset."""

    id: str
    title: str
    text: str
    raw: str
    """What was decoded and extracted, before repair."""
    removed: tuple[tuple[int, int], ...] = ()
    """The ranges of `raw` that repair took out to make `text`, ascending."""
    source: str = ""
    """Where it came from, as shown to the user and exported: a file name, relative to the project."""
    encoding: str = "utf-8"
    digest: str = ""
    """What tells the bytes that it was read from from others; empty where that was not kept."""
    sentences: tuple[Sentence, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """Date, author, URL and whatever else its file says of it; JSON values only."""
    notes: tuple[str, ...] = ()
    """What its reader should know of the reading, a line each: a guessed encoding, bad bytes."""

    @cached_property
    def _cuts(self) -> tuple[list[int], list[int]]:
        """Where in `text` something was removed, and how much had been removed up to there."""
        lengths = [end - start for start, end in self.removed]
        total = list(accumulate(lengths))
        at = [start - before for (start, _), before in zip(self.removed, [0, *total], strict=False)]
        return at, total

    def raw_offset(self, offset: int) -> int:
        """Return where in `raw` the character at `offset` of `text` stands.

        `offset` may be ``len(text)``; a range ``text[a:b]`` comes from
        ``raw[raw_offset(a):raw_offset(b)]``, which includes what was removed inside and right after it.
        """
        at, total = self._cuts
        passed = bisect_right(at, offset)
        return offset + (total[passed - 1] if passed else 0)
