"""What somebody did today, told by the records of a layer."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Self

import pytest

from annotations.progress.day import Day, day_begins
from annotations.progress.pace import PAUSE
from annotations.records.record import Record, article_mark, sentence_mark, tombstone

COMMON = {"annotator": "mei", "writer": "one", "scheme": "default/1"}
BEGINS = "2026-11-27T00:00:00.000Z"
EARLY = "2026-11-26T23:59:59.000Z"


def at(minutes: float) -> str:
    time = datetime(2026, 11, 27, 9, tzinfo=UTC) + timedelta(minutes=minutes)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def mark(start: int, when: str, **fields: object) -> Record:
    article = str(fields.pop("article", "a" * 20))
    return sentence_mark(article, start, start + 2, "如此", at=when, **COMMON, **fields)  # type: ignore[arg-type]


def test_a_day() -> None:
    found = Day.of(
        [
            mark(0, EARLY, status="marked", labels=["claim"]),
            mark(10, at(0), status="marked", labels=["claim", "quote"]),
            mark(20, at(2), status="none"),
            mark(30, at(4), flag=True),
            mark(0, at(90), status="marked", labels=["opinion"], article="b" * 20),
            article_mark("a" * 20, done=True, seen=[], at=at(5), **COMMON),
            article_mark("c" * 20, done=True, seen=[], at=EARLY, **COMMON),
            article_mark("d" * 20, done=False, seen=[], at=at(6), **COMMON),
        ],
        BEGINS,
    )
    assert found == Day(done=1, articles=2, sentences=3, labels=4, minutes=6)


def test_nothing_was_done() -> None:
    assert Day.of([], BEGINS) == Day()
    assert Day.of([mark(0, EARLY, status="none")], BEGINS) == Day()


def test_what_was_changed_or_taken_back_is_work_too() -> None:
    old = mark(0, EARLY, status="marked", labels=["claim"]) | {"updated": at(0), "rev": 2}
    gone = tombstone(mark(10, at(1), status="none"), at=at(3))
    assert Day.of([old, gone], BEGINS) == Day(articles=1, sentences=1, labels=1, minutes=3)


def test_an_import_is_nobodys_work() -> None:
    brought = mark(0, at(0), status="marked", labels=["claim"]) | {"imported": "by"}
    assert Day.of([brought], BEGINS) == Day()
    assert Day.of([brought | {"rev": 2, "updated": at(1)}], BEGINS).sentences == 1


def test_a_pause_does_not_count() -> None:
    marks = [mark(0, at(0), status="none"), mark(9, at(PAUSE / 60 + 1), status="none")]
    assert Day.of(marks, BEGINS).minutes == 0


def test_a_day_begins_at_midnight_where_the_user_is() -> None:
    taipei = timezone(timedelta(hours=8))
    assert day_begins(datetime(2026, 11, 27, 7, 30, 1, 5, tzinfo=taipei)) == "2026-11-26T16:00:00.000Z"


def test_a_day_in_which_the_clock_is_changed_begins_at_its_own_midnight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Spring(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 3, 29, 15, tzinfo=tz)

    class Autumn(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 10, 25, 15, tzinfo=tz)

    begins = []
    with monkeypatch.context() as berlin:
        berlin.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        for afternoon in (Spring, Autumn):
            berlin.setattr("annotations.progress.day.datetime", afternoon)
            begins.append(day_begins())
    time.tzset()
    assert begins == ["2026-03-28T23:00:00.000Z", "2026-10-24T22:00:00.000Z"]
