"""How fast somebody goes, told by keys and their times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.progress.meter import Meter
from annotations.progress.pace import PAUSE


def read(meter: Meter, seconds: list[float], begin: float = 0.0, article: str = "a") -> float:
    """Stand on one sentence after the other for so many seconds each; return the time at the end."""
    now = begin
    for sentence, stay in enumerate([*seconds, 0.0]):
        meter.stand(article, sentence, now)
        now += stay
    return now


def test_a_pace_is_known_after_some_sentences() -> None:
    meter = Meter()
    assert meter.an_hour is None
    end = read(meter, [30, 10, 10, 10])
    assert meter.an_hour is None
    read(meter, [10], end, "b")
    assert meter.an_hour == pytest.approx(360), "how long the first took, nobody knows"


def test_a_sentence_that_the_cursor_only_passes_is_not_read() -> None:
    meter = Meter()
    read(meter, [0.1] * 50)
    assert meter.an_hour is None
    assert meter.stand("a", 0, 5.1) is None


def test_what_was_read_and_left_is_told_once() -> None:
    meter = Meter()
    meter.stand("a", 1, 0)
    assert meter.stand("a", 1, 3) is None
    assert meter.stand("a", 2, 4) == 1
    assert meter.stand("a", 1, 8) == 2
    assert meter.stand("a", 2, 12) is None, "it was told"
    assert meter.stand("b", 2, 30) is None, "another article"


def test_a_mark_counts_at_once_and_reading_on_does_not_count_it_again() -> None:
    meter = Meter()
    meter.stand("a", 0, 0)
    meter.press(6)
    assert meter.deal("a", 0)
    assert not meter.deal("a", 0)
    assert meter.stand("a", 1, 8) is None


def test_pauses_do_not_count() -> None:
    meter = Meter()
    end = read(meter, [10] * 5)
    read(meter, [10] * 5, end + PAUSE + 1000, "b")
    assert meter.an_hour == pytest.approx(360)


def test_it_is_the_pace_of_the_latest_sentences() -> None:
    meter = Meter()
    end = read(meter, [100] * 200)
    read(meter, [10] * 200, end, "b")
    assert meter.an_hour == pytest.approx(360)


@given(st.lists(st.floats(0, 1000, allow_nan=False), max_size=80))
def test_a_pace_is_never_faster_than_its_sentences_can_be(seconds: list[float]) -> None:
    meter = Meter()
    read(meter, seconds)
    assert meter.an_hour is None or 0 < meter.an_hour <= 3600 / 0.7 * 1.2 + 1
