"""What is known of the articles of a project, for a list of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotations.search.fold import fold

if TYPE_CHECKING:
    from tui.session.review import Tally  # who annotates does without

__all__ = ["Listing", "Standing"]

_CHUNK = 4_096
"""Articles that are sorted, or folded, at once: a thread that is at it holds up no key for longer."""


class Standing(NamedTuple):
    """How the annotator stands to one article of which anything is said."""

    settled: int = 0
    sentences: int = 0
    done: bool = False
    flags: int = 0
    notes: int = 0
    touched: str = ""
    back: bool = False
    """Whether the lead gave something back that waits for an answer."""
    apart: int = 0
    """Marks that belong to an earlier text of the article, or to one whose file is gone."""
    gone: bool = False
    """Whether its file is not there any more."""
    tally: Tally | None = None
    """How its review stands, for a lead at it; None where nobody said anything."""


@dataclass(slots=True)
class Listing:
    """What is known of each article, by its index among the project's; one list for each thing."""

    sources: list[str] = field(default_factory=list)
    """How the project names its place."""
    folders: list[int] = field(default_factory=list)
    """Which of `names` its file lies in."""
    names: list[str] = field(default_factory=list)
    """The folders, in the order in which they come first; that of the project is empty."""
    titles: list[str] = field(default_factory=list)
    """Empty where it has not been read yet, or cannot be."""
    dates: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    """Characters; -1 where it has not been read yet."""
    sentences: list[int] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)
    """Why those cannot be read that cannot."""
    places: int = 0
    """How many of them are places of the project; those behind are annotated, and their files are gone."""

    _texts: list[str] = field(default_factory=list)
    _orders: dict[str, list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.sources)

    def add_gone(self, source: str, title: str) -> int:
        """Add an annotated article whose file is gone, and return its index."""
        for many, one in (
            (self.sources, source),
            (self.titles, title),
            (self.dates, ""),
            (self.articles, ""),
        ):
            many.append(one)
        for numbers, number in ((self.lengths, -1), (self.sentences, 0)):
            numbers.append(number)
        folder = os.path.dirname(source)  # noqa: PTH120
        if folder not in self.names:
            self.names.append(folder)
        self.folders.append(self.names.index(folder))
        return len(self.sources) - 1

    def where(self) -> dict[str, list[int]]:
        """Return at which indexes each article is, by its id: one text may lie in several places."""
        found: dict[str, list[int]] = {}
        for index, article in enumerate(self.articles):
            if article:
                found.setdefault(article, []).append(index)
        return found

    # -- what costs time with many, and is worked out once --------------------------------

    def prepare(self) -> None:
        """Work out what keys will ask for; on a worker's thread."""
        self.texts()
        for name in ("titles", "dates", "lengths"):
            self.order_by(name)

    def texts(self) -> Sequence[str]:
        """Return of each article its title and its file, folded, to look for something in."""
        if len(self._texts) < len(self):
            texts: list[str] = []
            for start in range(0, len(self), _CHUNK):
                end = start + _CHUNK
                pairs = zip(self.titles[start:end], self.sources[start:end], strict=True)
                piece = "\n".join(f"{title}\t{source}".replace("\n", " ") for title, source in pairs)
                texts += fold(piece).split("\n")
            self._texts = texts
        return self._texts

    def order_by(self, name: str) -> Sequence[int]:
        """Return the articles sorted by ``titles``, ``dates`` or ``lengths``, the least first."""
        if name not in self._orders or len(self._orders[name]) < len(self):
            values = getattr(self, name)
            order: list[int] = []
            for start in range(0, len(values), _CHUNK):
                order += sorted(range(start, min(start + _CHUNK, len(values))), key=values.__getitem__)
            order.sort(key=values.__getitem__)  # of runs that are sorted it is soon made
            self._orders[name] = order
        return self._orders[name]
