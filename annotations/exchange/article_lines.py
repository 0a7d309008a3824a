"""What a line of zhupi's own JSONL says of an article, of its sentences and of its damaged places.

Offsets are code points of the article's text, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotations.exchange.span_lines import SpanLine
from annotations.records.assistance import Assistance

__all__ = ["ArticleLine", "CorrectionLine", "MarkLine", "RemarkLine"]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """What is said of one sentence."""

    where: str
    """The file and the line, for messages."""
    start: int
    end: int
    quote: str
    """What stands in the article from `start` to `end`."""
    status: str
    """``marked``, ``none`` or ``open``, as in a record."""
    labels: tuple[str, ...]
    voice: str | None
    quotes: tuple[Mapping[str, Any], ...]
    note: str
    flag: bool
    created: str | None
    updated: str | None
    scheme: str
    others: Mapping[str, Any]
    """What is said under the keys that not every line has: ``voice_by``, ``attributes``."""
    predicted: Assistance | None = None
    """What models had said, where the annotator was shown it."""

    @property
    def fields(self) -> dict[str, Any]:
        """Return what it says under the names that a record has for it."""
        return {
            "status": self.status,
            "labels": self.labels,
            "voice": self.voice,
            "quotes": self.quotes,
            "note": self.note,
            "flag": self.flag,
            **self.others,
        }

    @property
    def empty(self) -> bool:
        """Tell whether it says nothing any more, as a mark does whose label was taken off again."""
        return self.status == "open" and not (
            self.voice or self.quotes or self.note or self.flag or self.others.get("attributes")
        )


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A damaged place of an article, ``quote``, and what is to be shown there, ``text``."""

    where: str
    start: int
    end: int
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """What the annotator of the line has said about a sentence after its note."""

    where: str
    start: int
    end: int
    quote: str
    text: str
    created: str


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """What one line says: of a whole article, or of it and one of its sentences."""

    where: str
    article: str
    title: str
    source: str
    annotator: str
    done: bool
    marks: tuple[MarkLine, ...]
    """Only of sentences of which something is said, or once was: the others never had a mark."""
    corrections: tuple[CorrectionLine, ...]
    judged: tuple[tuple[int, int], ...] = ()
    """Where the sentences stand of which it says anything or implies none."""
    unseen: bool = False
    """Whether any sentence of an article that is done was left open, because it was never seen."""
    sentences: tuple[tuple[int, int], ...] = ()
    """Where the sentences stand of which it speaks."""
    spans: tuple[SpanLine, ...] | None = None
    """The names and numbers in them; None where it says nothing of these."""
    reserved: int = 0
    """Of how many sentences it has predictions that zhupi did not write and cannot keep."""
    labels: tuple[str, ...] = ()
    """Those of the article as a whole."""
    attributes: Mapping[str, object] = field(default_factory=dict)
    remarks: tuple[RemarkLine, ...] = ()
    adds: bool = False
    """Whether its names and numbers come beside those found here, and a missing one tells nothing."""
