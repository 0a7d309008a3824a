"""How long sentences took: pauses, acts, imports, and that histograms add up."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict
from itertools import pairwise
from random import Random

import pytest
from desk import article
from hypothesis import given
from hypothesis import strategies as st

from annotations.editing.editor import Editor
from annotations.model.scheme import DEFAULT
from annotations.progress.pace import ACT, PAUSE, UNKNOWN, Mark, Pace, moment, moments_of, paces

NAMES = ("claim",)


def marks(*times: float) -> list[Mark]:
    return [(1000 + at, NAMES) for at in times]


def took(*times: float) -> dict[int, int]:
    everything, each = paces([marks(*times)])
    assert each == ({"claim": everything} if everything.tenths else {})
    return dict(everything.tenths)


def test_a_sentence_took_the_time_since_the_one_before() -> None:
    assert took(0, 4, 10.04, 12) == {40: 1, 60: 1, 20: 1}


def test_the_first_of_an_article_and_what_follows_a_pause_took_nobody_knows_what() -> None:
    assert took() == took(0) == {}
    assert took(0, PAUSE) == {int(PAUSE) * 10: 1}
    assert took(0, PAUSE + 0.1) == {}
    assert took(0, 3, 3600, 3605) == {30: 1, 50: 1}
    assert paces([marks(0), marks(5), []])[0] == Pace()


def test_marks_of_one_act_share_its_time() -> None:
    assert took(0, 10, 10.001, 10.002, 10.003, 10.004) == {20: 5}
    assert took(0, 0.002, 6) == {60: 1}, "the act before it ends with its last mark"
    assert took(0, ACT / 2, ACT, 1.5 * ACT) == {}


def test_an_act_takes_no_longer_than_that() -> None:
    assert paces([[(-6.0, NAMES), (0.0, NAMES), (ACT, NAMES)]])[0] == Pace({30: 2})
    assert paces([[(-6.0, NAMES), (0.0, NAMES), (ACT * 1.01, NAMES)]])[0].tenths[60] == 1


def test_marks_that_came_all_at_once_have_no_pace() -> None:
    assert took(*[7.0] * 50) == {}
    assert Pace().median is None


@pytest.mark.parametrize(
    ("tenths", "median"),
    [({5: 1}, 0.5), ({5: 1, 8: 1}, 0.65), ({0: 1}, 0.0), ({9: 3, 1: 2}, 0.9), ({1: 2, 9: 2}, 0.5)],
)
def test_the_median(tenths: dict[int, int], median: float) -> None:
    assert Pace(tenths).median == median


TIMES = st.lists(st.integers(0, 4000).map(lambda tenths: tenths / 4), max_size=12)


@given(st.lists(TIMES, max_size=5), st.lists(TIMES, max_size=5))
def test_the_sum_of_histograms_has_the_median_of_all_gaps(
    one: list[list[float]], other: list[list[float]]
) -> None:
    gaps = []
    for times in (sorted(set(each)) for each in (*one, *other)):
        gaps += [late - soon for soon, late in pairwise(times) if late - soon <= PAUSE]
    parts = [paces([marks(*set(times)) for times in each])[0] for each in (one, other)]
    together = Pace.total(parts)
    assert together.sentences == len(gaps) == sum(each.sentences for each in parts)
    if gaps:
        assert together.median == pytest.approx(statistics.median(gaps), abs=0.0501)
    else:
        assert together.median is None
    assert together == Pace.total([together, Pace()]) == Pace.total(reversed(parts))
    assert list(together.tenths) == sorted(together.tenths)
    assert all(0 <= tenths <= PAUSE * 10 for tenths in together.tenths)


SAID = st.sampled_from([("claim",), ("claim", "quote"), ("none",), ()])
MARKS = st.lists(st.tuples(st.integers(1, 9999).map(lambda at: at / 30), SAID), min_size=1, max_size=20)


@given(st.lists(MARKS, max_size=4), st.randoms(use_true_random=False))
def test_neither_the_order_of_marks_nor_that_of_articles_matters(
    articles: list[list[Mark]], dice: Random
) -> None:
    shuffled = [dice.sample(one, len(one)) for one in dice.sample(articles, len(articles))]
    assert paces(shuffled) == paces(articles)


@given(st.lists(MARKS, max_size=4))
def test_a_label_has_the_sentences_that_carry_it(articles: list[list[Mark]]) -> None:
    everything, each = paces(articles)
    for one in each.values():
        assert all(number <= everything.tenths[tenths] for tenths, number in one.tenths.items())
    known = sum(len(one) for one in articles)
    assert everything.sentences <= known - len(articles)


def test_json_gives_it_back() -> None:
    pace = Pace({3: 2, 40: 1})
    assert Pace.from_json(json.loads(json.dumps(asdict(pace)))) == pace


def test_moments() -> None:
    assert moment("2026-01-31T08:00:00.125Z") == moment("2026-01-31T08:00:00Z") + 0.125
    assert moment("1970-01-01T00:00:05Z") == 5.0
    for strange in (None, 5, "", "soon", "2026-01-31", "2026-01-31T08:00:00", b"2026"):
        assert moment(strange) == UNKNOWN
    local = [{"kind": "sentence", "created": at} for at in ("2026-01-31T08:00:00", "2026-01-31T08:00:00Z")]
    assert moments_of(local) == [UNKNOWN, moment("2026-01-31T08:00:00Z")]


def test_a_range_marked_at_once_is_one_act() -> None:
    """What the program itself writes, so that `ACT` is wide enough for it."""
    annotating = Editor(DEFAULT, "mei")
    annotating.ledger.open(article(), [])
    act = annotating.labels.say_none(range(4))
    found = moments_of(act.after)
    assert len(found) == 4
    assert paces([[(at, ()) for at in found]])[0] == Pace()
