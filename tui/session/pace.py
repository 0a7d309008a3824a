"""The pace at which the annotator goes through the open article, and how long the rest of it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from math import ceil
from typing import NamedTuple

from annotations.progress.meter import Meter
from annotations.records.record import Record
from tui.session.article import OpenArticle

__all__ = ["PaceNow", "ReadingPace"]


class PaceNow(NamedTuple):
    """How fast it goes."""

    an_hour: int | None
    """Sentences an hour; None where that is not known yet."""
    minutes: int | None
    """Minutes that what is left of the open article will take, rounded up; None where that is not known."""


class ReadingPace:
    """Follows the annotator through articles. Each key costs the same, however long an article is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin now; `clock` tells the time in seconds."""
        self._clock = clock
        self._meter = Meter()
        self._cursor = 0
        self._read: dict[str, set[int]] = {}
        """By article where the sentences begin that were read, and of which nothing is said."""

    def moved(self, article: OpenArticle, cursor: int) -> None:
        """Take note that the cursor stands on sentence `cursor` of the open article."""
        if article.settling or not article.sentences:
            return
        left = self._meter.stand(article.id, article.sentences[cursor].start, self._clock())
        before, self._cursor = self._cursor, cursor
        if left is None or before >= len(article.sentences):
            return
        if article.sentences[before].start == left and article.marks.is_open(before):
            self._read.setdefault(article.id, set()).add(left)

    def said(self, records: Sequence[Record]) -> None:
        """Take note of what the annotator has just said."""
        self._meter.press(self._clock())
        for one in records:
            if one["kind"] == "sentence":
                self._meter.deal(one["article"], one["start"])
                self._read.get(one["article"], set()).discard(one["start"])

    def now(self, article: OpenArticle) -> PaceNow:
        """Return how fast it goes, and how long what is left of `article` will take."""
        rate = self._meter.an_hour
        if rate is None:
            return PaceNow(None, None)
        marks = article.marks
        left = 0 if marks.done else marks.size - marks.settled - len(self._read.get(article.id, ()))
        return PaceNow(round(rate), ceil(60 * max(0, left) / rate))
