"""By which day somebody will be through, and when nobody can tell."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotations.progress.articles import ArticleCounts
from annotations.progress.forecast import WORKING_DAYS, Days

FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 23)


def days(done: Mapping[date, int], *worked: date) -> Days:
    return Days(Counter(done), frozenset({*done, *worked}))


def this_week(number: int) -> Days:
    """Return so many articles on each day from Monday to Thursday."""
    return days({MONDAY + timedelta(days=one): number for one in range(4)})


def at(day: date, hour: int = 12) -> int:
    return int(time.mktime((day.year, day.month, day.day, hour, 0, 0, 0, 0, -1)))


def test_the_days_of_articles() -> None:
    found = Days.of(
        [
            ArticleCounts(first=at(MONDAY), last=at(MONDAY, 20), done=True, done_at=at(MONDAY, 23)),
            ArticleCounts(first=at(FRIDAY, 9), last=at(FRIDAY, 9)),
            ArticleCounts(done=True),  # nobody knows when
            ArticleCounts(done=True, done_at=at(MONDAY, 1)),
        ]
    )
    assert found == Days(Counter({MONDAY: 2}), frozenset({MONDAY, FRIDAY}))
    assert found.last == FRIDAY
    assert found.on_last(5, FRIDAY) == [2, 0, 0, 0, 0]
    assert Days().last is None


def test_the_end_is_the_day_on_which_the_last_article_is_done() -> None:
    steady = this_week(4)
    assert steady.rate(FRIDAY) == 4
    assert steady.end(4, FRIDAY) == FRIDAY
    assert steady.end(5, FRIDAY) == FRIDAY + timedelta(days=3), "over a weekend that is free"
    assert steady.end(28, FRIDAY) == FRIDAY + timedelta(days=10)


def test_what_was_done_today_is_not_done_again() -> None:
    today = days({**this_week(4).done, FRIDAY: 4})
    assert today.rate(FRIDAY) == 4, "today is not over"
    assert today.end(4, FRIDAY) == FRIDAY + timedelta(days=3)
    more = days({**this_week(4).done, FRIDAY: 9})
    assert more.end(4, FRIDAY) == FRIDAY + timedelta(days=3)


def test_who_works_on_a_weekend_goes_on_doing_so() -> None:
    sunday = MONDAY - timedelta(days=1)
    always = days({**this_week(4).done, sunday: 4})
    assert always.end(8, FRIDAY) == FRIDAY + timedelta(days=2)
    assert this_week(4).end(8, FRIDAY) == FRIDAY + timedelta(days=3)


def test_a_day_without_an_article_done_slows_down() -> None:
    monday = {MONDAY: 6}
    assert days(monday, MONDAY + timedelta(days=1)).rate(FRIDAY) == 3


def test_nobody_can_tell_where_too_little_is_known() -> None:
    assert Days().end(5, FRIDAY) is None
    assert days({MONDAY: 9}).end(5, FRIDAY) is None, "one day"
    assert days({MONDAY: 1}, MONDAY + timedelta(days=1)).end(5, FRIDAY) is None, "one article"
    assert days({FRIDAY: 9}).end(5, FRIDAY) is None, "today alone"
    assert this_week(4).end(5, FRIDAY + timedelta(days=40)) is None, "nothing for weeks"
    assert this_week(4).end(0, FRIDAY) is None, "nothing left"
    assert this_week(4).end(1_000_000, FRIDAY) is None, "not in ten years"


def test_only_the_last_working_days_count() -> None:
    long_ago = {MONDAY - timedelta(days=one): 100 for one in range(5, 9)}
    found = days({**long_ago, **this_week(2).done})
    assert len(found.recent(FRIDAY)) == WORKING_DAYS
    assert found.rate(FRIDAY) == (4 * 2 + 100) / 5


def test_the_days_of_all() -> None:
    both = Days.total([this_week(2), this_week(3)])
    assert both.rate(FRIDAY) == 5
    assert both.worked == this_week(1).worked


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 9)), st.integers(1, 200))
def test_more_work_never_ends_sooner(done: dict[int, int], left: int) -> None:
    found = days({FRIDAY - timedelta(days=back): number for back, number in done.items()})
    end, later = found.end(left, FRIDAY), found.end(left + 1, FRIDAY)
    if end is not None:
        assert end >= FRIDAY
        assert later is None or later >= end
