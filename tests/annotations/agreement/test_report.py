"""What the figures find where annotators behave as they were made to, and what they never say."""

from __future__ import annotations

import numpy as np
import pytest
from simulated import SHARES, Simulated, careful, random_on, simulate, skips

from annotations.agreement.bootstrap import bounds, resampled
from annotations.agreement.collect import collect
from annotations.agreement.measures import NOBODY, NOT_ALL, NOTHING_SHARED, ONE_VALUE, Figure, Question
from annotations.agreement.report import Report, report
from annotations.model.scheme import DEFAULT


def figures_of(simulated: Simulated) -> dict[tuple[Question, str], Figure]:
    return {(one.about, one.measure): one for one in made(simulated).figures}


def made(simulated: Simulated) -> Report:
    return report(collect(simulated.layers.items(), simulated.articles.get, DEFAULT), DEFAULT)


@pytest.fixture(scope="module")
def three() -> dict[tuple[Question, str], Figure]:
    behaviours = {"careful": careful(), "guesser": random_on("opinion"), "skipper": skips("quote")}
    return figures_of(simulate(behaviours, articles=300, sentences=15))


def value(known: dict[tuple[Question, str], Figure], measure: str, *about: object, **more: object) -> float:
    found = known[Question(*about, **more), measure].value  # type: ignore[arg-type]
    assert found is not None
    return found


def test_the_careful_agree_as_often_as_their_slips_allow(three) -> None:
    # Two who slip in 3 of 100 agree where both are right or both slip.
    agree = 0.97**2 + 0.03**2
    one = three[Question("project", label="claim"), "percent"]
    assert one.units == 4500
    assert one.articles == 300
    assert one.value == pytest.approx(agree, abs=0.01)
    assert one.low is not None
    assert one.high is not None
    assert one.low < agree < one.high


def test_who_guesses_on_opinion_is_found(three) -> None:
    assert value(three, "alpha", "pair", ("careful", "guesser"), label="opinion") == pytest.approx(
        0, abs=0.05
    )
    assert value(three, "alpha", "pair", ("careful", "skipper"), label="opinion") > 0.8
    assert value(three, "alpha", "without", ("guesser",), label="opinion") > 0.8
    assert value(three, "alpha", "without", ("careful",), label="opinion") < 0.1
    assert value(three, "share", "annotator", ("guesser",), label="opinion") == pytest.approx(0.25, abs=0.02)
    assert value(three, "alpha", "annotator", ("guesser",), label="claim") > 0.85, (
        "on that the guesser is good"
    )


def test_who_skips_quotes_is_found(three) -> None:
    about = Question("annotator", ("skipper",), label="quote")
    assert three[about, "share"].value == 0
    assert value(three, "share_others", "annotator", ("skipper",), label="quote") == pytest.approx(
        SHARES["quote"], abs=0.03
    )
    assert value(three, "alpha", "annotator", ("skipper",), label="quote") < 0
    assert value(three, "alpha", "without", ("skipper",), label="quote") > 0.8
    assert value(three, "kappa", "pair", ("careful", "skipper"), label="quote") == 0
    assert value(three, "positive", "pair", ("careful", "skipper"), label="quote") == 0


def test_sets_that_are_partly_alike_count_partly(three) -> None:
    assert value(three, "alpha_masi", "project") > value(three, "alpha", "project")


def test_fleiss_is_there_where_all_judged_all(three) -> None:
    found = value(three, "fleiss", "project", label="claim")
    assert found == pytest.approx(value(three, "alpha", "project", label="claim"), abs=0.001)


def test_the_order_of_articles_and_a_second_run_change_nothing() -> None:
    behaviours = {"careful": careful(), "skipper": skips("quote")}
    simulated = simulate(behaviours, articles=12, sentences=8)
    first, second = made(simulated), made(simulated)
    assert first == second
    turned = Simulated(
        simulated.articles, {name: list(reversed(records)) for name, records in simulated.layers.items()}
    )
    values = {(one.about, one.measure): one.value for one in made(turned).figures}
    for one in first.figures:
        assert values[one.about, one.measure] == pytest.approx(one.value)


def test_each_article_and_its_parts_of_the_whole() -> None:
    simulated = simulate({"a": careful(0.2), "b": careful(0.2)}, articles=9, sentences=10)
    known = figures_of(simulated)
    of_articles = [known[Question("article", article=identity), "percent"] for identity in simulated.articles]
    assert all(one.low is None and one.units == 10 for one in of_articles)
    mean = np.mean([one.value for one in of_articles])
    assert known[Question("project"), "percent"].value == pytest.approx(mean)


def test_confusions_count_every_shared_unit() -> None:
    simulated = simulate({"a": careful(), "b": skips("quote")}, articles=9, sentences=10)
    (table,) = made(simulated).confusions
    assert table.annotators == ("a", "b")
    assert sum(map(sum, table.counts)) == 90
    agree = sum(table.counts[at][at] for at in range(len(table.values)))
    assert figures_of(simulated)[Question("project"), "percent"].value == pytest.approx(agree / 90)
    assert table.values[-1] == "none"


# -- undefined is never a number ------------------------------------------------------


def nothing(dice, truth) -> frozenset[str]:
    return frozenset()


def test_one_value_only_is_undefined() -> None:
    known = figures_of(simulate({"a": nothing, "b": nothing}, articles=4, sentences=20))
    percent, alpha = (known[Question("project"), name] for name in ("percent", "alpha"))
    assert percent.value == 1
    assert (alpha.value, alpha.why) == (None, ONE_VALUE)
    assert known[Question("pair", ("a", "b")), "kappa"].why == ONE_VALUE
    assert known[Question("project", label="claim"), "positive"].why == NOBODY
    assert known[Question("project", label="claim"), "prevalence"].value == 0


def test_nothing_shared_is_undefined() -> None:
    simulated = simulate({"a": careful(), "b": careful()}, articles=6, sentences=5)
    first, second = list(simulated.articles)[:3], list(simulated.articles)[3:]
    layers = {
        "a": [one for one in simulated.layers["a"] if one["article"] in first],
        "b": [one for one in simulated.layers["b"] if one["article"] in second],
    }
    found = made(Simulated(simulated.articles, layers))
    assert (found.units, found.articles, found.confusions) == (0, 0, ())
    assert all(one.value is None for one in found.figures)
    whys = {one.why for one in found.figures}
    assert whys == {NOTHING_SHARED, NOT_ALL}
    assert any(one.about == Question("pair", ("a", "b")) for one in found.figures)


def test_few_units_are_too_few_and_one_article_has_no_interval() -> None:
    known = figures_of(simulate({"a": careful(0.2), "b": careful(0.2)}, articles=1, sentences=49))
    one = known[Question("project"), "alpha"]
    assert one.few
    assert (one.low, one.high) == (None, None)
    known = figures_of(simulate({"a": careful(0.2), "b": careful(0.2)}, articles=2, sentences=25))
    assert not known[Question("project"), "alpha"].few


@pytest.mark.parametrize(("articles", "known"), [(4, False), (5, True)])
def test_a_handful_of_articles_has_no_interval(articles: int, known: bool) -> None:
    found = figures_of(simulate({"a": careful(0.2), "b": careful(0.2)}, articles=articles, sentences=25))
    one = found[Question("project"), "alpha"]
    assert (one.low is not None) == (one.high is not None) == known
    assert one.value is not None


def test_fleiss_needs_all() -> None:
    simulated = simulate({"a": careful(), "b": careful(), "c": careful()}, articles=6, sentences=5)
    some = set(list(simulated.articles)[:3])
    layers = {
        name: [one for one in records if name != "c" or one["article"] in some]
        for name, records in simulated.layers.items()
    }
    known = figures_of(Simulated(simulated.articles, layers))
    assert known[Question("project"), "fleiss"].units == 15
    assert known[Question("project"), "alpha"].units == 30
    layers["c"] = []
    known = figures_of(Simulated(simulated.articles, layers))
    assert known[Question("project"), "fleiss"].why == NOT_ALL


# -- intervals ----------------------------------------------------------------------------


def test_an_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    dice = np.random.default_rng(5)
    held = 0
    for _ in range(200):
        # Articles differ in how well they are agreed on, which sentences drawn one by one would hide.
        odds = dice.beta(6, 2, size=60)
        sums = np.column_stack([dice.binomial(10, odds), np.full(60, 10)]).astype(float)
        found = bounds(resampled(sums)[:, 0] / resampled(sums)[:, 1])
        assert found is not None
        held += found[0] <= 6 / 8 <= found[1]
    assert 180 <= held <= 199


def test_many_articles_are_drawn_a_part_at_a_time_and_all_count(monkeypatch: pytest.MonkeyPatch) -> None:
    sums = np.column_stack([np.arange(50.0), np.ones(50)])
    at_once = resampled(sums)
    monkeypatch.setattr("annotations.agreement.bootstrap._CELLS", 50 * 7)
    by_parts = resampled(sums)
    assert by_parts.shape == at_once.shape == (1000, 2)
    assert (by_parts[:, 1] == 50).all()
    np.testing.assert_array_equal(by_parts, resampled(sums))
    np.testing.assert_allclose(by_parts.std(0), at_once.std(0), rtol=0.15)


def test_no_interval_where_the_measure_is_undefined_too_often() -> None:
    values = np.r_[np.full(60, np.nan), np.linspace(0, 1, 940)]
    assert bounds(values) is None
    assert bounds(values[20:]) is not None
    assert bounds(np.empty(0)) is None
