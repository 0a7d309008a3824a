"""Which of what was said is handed on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Literal

from annotations.exchange.items import Item, Unit

__all__ = ["Selection"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What an export leaves in. By default it is everything."""

    only: Literal["", "done", "marked"] = ""
    """``done``: articles that are done. ``marked``: sentences with a label."""
    labels: Collection[str] = ()
    """Sentences that have one of these; all, where there are none."""
    articles: Sequence[str] = ()
    """Ids, sources or patterns of sources (``2025/*``); all, where there are none."""

    def takes(self, article: str, source: str) -> bool:
        """Tell whether an article is asked for, by its id and its source."""
        return not self.articles or any(
            article == one or source == one or fnmatchcase(source, one) for one in self.articles
        )

    def pick(self, item: Item, unit: Unit) -> Item | None:
        """Return what of `item` is handed on; None if nothing is.

        Where a sentence is the unit these are sentences; where it is an article, the whole of one in which
        such a sentence is.
        """
        if not self.takes(item.article, item.source) or (self.only == "done" and not item.done):
            return None
        kept = tuple(one for one in item.sentences if self.wants(one.labels))
        if not kept and (self.labels or self.only == "marked"):
            return None
        if unit == "article" or len(kept) == len(item.sentences):
            return item
        # What is in a sentence that nobody asked for is no loss of the format's.
        spans = None if item.spans is None else tuple(one for each in kept for one in item.spans_in(each))
        return replace(item, sentences=kept, spans=spans)

    def wants(self, labels: Sequence[str]) -> bool:
        """Tell whether a sentence with these labels is asked for."""
        if self.labels:
            return any(one in self.labels for one in labels)
        return bool(labels) or self.only != "marked"
