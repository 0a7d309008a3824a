"""How good a model is: counts by hand, the figures of scikit-learn, and what is undefined."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.agreement.scores import ALL, Score, Scored, scores_of

NAMES = ("claim", "quote")
labels = st.sets(st.sampled_from(NAMES))
articles = st.lists(st.lists(st.tuples(labels, labels), min_size=1, max_size=6), min_size=1, max_size=8)


def scored(found: Sequence[Sequence[tuple[set[str], set[str]]]]) -> Scored:
    result = Scored(names=NAMES)
    for one in found:
        result.add_sentences(one)
    return result


def by_name(scores: list[Score]) -> dict[str, Score]:
    return {one.name: one for one in scores}


def test_by_hand() -> None:
    found = scored(
        [[({"claim"}, {"claim"}), ({"claim"}, set()), (set(), {"claim"}), ({"quote"}, {"quote"})]] * 6
    )
    scores = by_name(scores_of(found.labels))
    assert found.sentences == 24
    assert found.same == 12
    claim = scores["claim"]
    assert (claim.judged, claim.predicted, claim.hits) == (12, 12, 6)
    assert (claim.precision.value, claim.recall.value, claim.f1.value) == (0.5, 0.5, 0.5)
    assert (claim.f1.low, claim.f1.high) == (0.5, 0.5), "the articles are all alike"
    assert claim.kappa.value == 0
    assert scores["quote"].f1.value == 1
    assert scores[ALL].f1.value == pytest.approx(12 / 18)


def test_what_does_not_occur_has_no_figure() -> None:
    never = scored([[({"claim"}, set())]])
    scores = by_name(scores_of(never.labels))
    assert list(scores) == ["claim"]
    assert scores["claim"].precision.value is None
    assert scores["claim"].recall.value == 0
    assert scores["claim"].recall.low is None, "one article is no sample"


def test_spans_count_from_the_same_to_the_same_offset() -> None:
    found = Scored(types=("PER", "ORG"))
    found.add_spans([(0, 2, "PER"), (5, 7, "ORG")], [(0, 2, "PER"), (5, 8, "ORG"), (9, 10, "PER")])
    scores = by_name(scores_of(found.spans))
    assert (scores["PER"].judged, scores["PER"].predicted, scores["PER"].hits) == (1, 2, 1)
    assert scores["ORG"].f1.value == 0
    assert scores["ORG"].kappa.value is None


@pytest.mark.peer("sklearn")
@settings(max_examples=30)
@given(articles)
def test_the_figures_are_those_of_scikit_learn(found: list[list[tuple[set[str], set[str]]]]) -> None:
    from sklearn.metrics import cohen_kappa_score, precision_recall_fscore_support

    scores = by_name(scores_of(scored(found).labels))
    for name in NAMES:
        judged = [name in one for article in found for one, _ in article]
        predicted = [name in one for article in found for _, one in article]
        if not any(judged) and not any(predicted):
            assert name not in scores
            continue
        precision, recall, f1, _ = precision_recall_fscore_support(
            judged, predicted, average="binary", zero_division=0
        )
        one = scores[name]
        assert (one.precision.value or 0) == pytest.approx(precision)
        assert (one.recall.value or 0) == pytest.approx(recall)
        assert one.f1.value == pytest.approx(f1)
        if one.kappa.value is not None:
            assert one.kappa.value == pytest.approx(cohen_kappa_score(judged, predicted))
