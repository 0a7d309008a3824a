"""What a file of any format says of a text: the form in which formats and projects meet.

A format makes its files of items and items of its files; it knows neither project nor layer. A project makes
items of its layers (:mod:`annotations.project.items`) and takes items in
(:mod:`annotations.project.intake`). Offsets are code points of :attr:`Item.text`, end exclusive, whatever
the format counts; only what a quote says of places counts in the article, for a speaker may stand in
another sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal, NamedTuple

__all__ = ["Group", "Item", "ItemCorrection", "ItemDecision", "ItemSentence", "ItemSpan", "Unit"]

_START = attrgetter("start")

Unit = Literal["sentence", "article"]
"""What an example of a file is: a sentence by itself, or an article whole."""


class ItemSpan(NamedTuple):
    """A name, a number, or whatever else a file marks in a text."""

    start: int
    end: int
    label: str
    """The type of a name (``PER``), the kind of a number (``money``), or what the file calls it."""
    what: Literal["name", "number"] = "name"
    by: str = ""
    """``auto``, ``person`` or ``gold``; empty where the file does not tell."""
    certain: bool = True
    score: float | None = None
    """How sure a model is, from 0 to 1; None where nothing is told."""
    amount: Mapping[str, Any] = {}
    """Of a number: ``value``, ``exact``, ``high``, ``high_exact``, ``iso``, ``unit`` and ``modifier``."""


class ItemCorrection(NamedTuple):
    """A damaged place, and what is to be shown there."""

    start: int
    end: int
    correction: str


class ItemDecision(NamedTuple):
    """How a sentence of the gold came about."""

    decided_by: tuple[str, ...] = ()
    how: str = ""
    votes: Mapping[str, Any] = {}
    left_open: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemSentence:
    """What is said of one sentence, or of the place that a file takes for one."""

    start: int
    end: int
    labels: tuple[str, ...] = ()
    status: str = "open"
    """``marked``, ``none``, ``implied`` (none because the article is done) or ``open`` (nothing said)."""
    part: str = "body"
    number: int = 0
    """Which sentence of its article it is, from 1; 0 where the file does not tell."""
    voice: str | None = None
    voice_by: str | None = None
    quotes: tuple[Mapping[str, Any], ...] = ()
    """As a row of zhupi's own JSONL has them; offsets in the article."""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    flag: bool = False
    thread: tuple[Mapping[str, Any], ...] = ()
    created: str | None = None
    updated: str | None = None
    scheme: str = ""
    raw: tuple[int, int] | None = None
    """Where it stands in the article's text before repair; None where the file does not tell."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """How sure a model is of each label, from 0 to 1."""
    prediction: tuple[Mapping[str, Any], ...] = ()
    """What models predicted where the annotator was shown it, as a row of zhupi's own JSONL has it."""
    decision: ItemDecision | None = None
    """Only of gold."""

    @property
    def judged(self) -> bool:
        """Tell whether something is said of it, if only that no label fits."""
        return bool(self.labels) or self.status != "open"


@dataclass(frozen=True, slots=True)
class Item:
    """What a file says of one text, in one person's or model's name.

    Attributes of an article (`unit` ``article``) and of a piece of one (``sentence``) are the same; a piece
    has one sentence, which is the whole of its text unless the file says otherwise.
    """

    text: str
    unit: Unit = "article"
    where: str = ""
    """The file and the place in it, for messages."""
    article: str = ""
    """The article's id in zhupi; empty where the file does not know it."""
    document: str = ""
    """What the file itself calls the document; pieces that share it are of one article, in this order."""
    base: int | None = 0
    """Where `text` begins in the article; None where the file of a piece does not tell."""
    title: str = ""
    source: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    annotator: str = ""
    """Who says so, or the name of the model; empty where the file does not tell."""
    predicted: bool = False
    """Whether a model says so, and no person."""
    done: bool | None = None
    """Whether the article is done; None where the file does not tell."""
    scheme: str = ""
    sentences: tuple[ItemSentence, ...] = ()
    spans: tuple[ItemSpan, ...] | None = None
    """Ascending; None where nothing is said of names and numbers, which is not to say that there are none."""
    corrections: tuple[ItemCorrection, ...] = ()
    labels: tuple[str, ...] = ()
    """Those of the article as a whole."""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    """Those of the article as a whole."""

    def spans_in(self, sentence: ItemSentence) -> list[ItemSpan]:
        """Return the spans that lie inside `sentence`, offsets still in `text`."""
        spans, end = self.spans or (), sentence.end
        found = []
        for at in range(bisect_left(spans, sentence.start, key=_START), len(spans)):
            one = spans[at]
            if one.start > end:
                break
            if one.end <= end:
                found.append(one)
        return found


Group = Sequence[Item]
"""One article as everybody said whose marks are handed on: the same text, an item each, in order of names."""
