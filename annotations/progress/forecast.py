"""When an annotator will be through, by the pace of the last days that were worked on.

A day counts from midnight to midnight of whoever looks. Today is not over and says nothing of the pace yet.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from annotations.progress.articles import ArticleCounts

__all__ = ["WORKING_DAYS", "Days"]

WORKING_DAYS = 5
"""Working days whose pace is gone by. Chosen: a week, so that one slow day is not the whole of it."""
_LEAST_DAYS = 2
_LEAST_ARTICLES = 3
"""Working days, and articles done in them, that it takes to say anything. Chosen: fewer are an accident."""
_SILENCE = 14
"""Days after which nobody knows whether somebody still works here; of so many it is known which weekdays are
worked on."""
_WEEKEND = 5
"""The first weekday that is a free one, unless somebody is seen to work on it."""
_FARTHEST = 3_650
"""Days ahead that are looked at: an end in ten years is none."""


@dataclass(frozen=True)
class Days:
    """The days on which one annotator worked, and how many articles were done on each."""

    done: Counter[date] = field(default_factory=Counter)
    """How many articles were done on each day on which any were."""
    worked: frozenset[date] = frozenset()
    """The days on which a sentence was marked or an article was done."""

    @classmethod
    def of(cls, articles: Iterable[ArticleCounts]) -> Days:
        """Return the days of `articles`; what was done nobody knows when is on none."""
        done: Counter[date] = Counter()
        moments: set[int] = set()
        ends: Counter[int] = Counter()
        for one in articles:
            moments.update((one.first, one.last))
            ends[one.done_at] += 1
        days = {moment: _day(moment) for moment in moments | ends.keys() if moment}
        for moment, number in ends.items():
            if moment:
                done[days[moment]] += number
        return cls(done, frozenset(days.values()))

    def recent(self, today: date) -> Sequence[date]:
        """Return the last `WORKING_DAYS` working days before `today`, none of them long ago, oldest first."""
        first = today - timedelta(days=_SILENCE)
        return sorted(day for day in self.worked if first <= day < today)[-WORKING_DAYS:]

    def rate(self, today: date) -> float | None:
        """Return how many articles are done on a working day; None where too little is known."""
        recent = self.recent(today)
        articles = sum(self.done[day] for day in recent)
        if len(recent) < _LEAST_DAYS or articles < _LEAST_ARTICLES:
            return None
        return articles / len(recent)

    def end(self, left: int, today: date) -> date | None:
        """Return the day on which the last of `left` articles will be done; None where nobody can tell.

        A Saturday or Sunday counts as a working day for who has worked on one in the last two weeks.
        """
        rate = self.rate(today)
        if rate is None or left <= 0:
            return None
        first = today - timedelta(days=_SILENCE)
        weekends = {day.weekday() for day in self.worked if first <= day and day.weekday() >= _WEEKEND}
        todo = float(left)
        for ahead in range(_FARTHEST):
            day = today + timedelta(days=ahead)
            if day.weekday() >= _WEEKEND and day.weekday() not in weekends:
                continue
            todo -= rate if ahead else max(0.0, rate - self.done[today])
            if todo <= 1e-9:
                return day
        return None

    @cached_property
    def last(self) -> date | None:
        """The last day that was worked on; None if none is known."""
        return max(self.worked, default=None)

    def on_last(self, days: int, today: date) -> list[int]:
        """Return how many articles were done on each of the last `days` days, today the last."""
        return [self.done[today - timedelta(days=back)] for back in reversed(range(days))]

    @classmethod
    def total(cls, some: Iterable[Days]) -> Days:
        """Return the days of several annotators together."""
        some = list(some)
        done: Counter[date] = Counter()
        for one in some:
            done.update(one.done)
        return cls(done, frozenset().union(*(one.worked for one in some)))


def _day(moment: int) -> date:
    return date(*time.localtime(moment)[:3])
