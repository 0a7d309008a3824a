"""What a reviewer looks for."""

from __future__ import annotations

import pytest
from review_desk import ReviewDesk, done, mark

from annotations.adjudication.filters import Filter, filters
from annotations.model.scheme import DEFAULT
from annotations.records.record import revise
from annotations.wording import speak

QUOTE = {"form": "direct", "cont": False, "content": None, "speakers": [], "by": "rule"}


@pytest.fixture
def desk() -> ReviewDesk:
    return ReviewDesk(
        mark("an", 1, "claim", flag=True),
        mark("bo", 1, "opinion"),
        mark("an", 2, "quote", quotes=[QUOTE], note="?"),
        mark("bo", 2, "quote", quotes=[{**QUOTE, "form": "mixed"}]),
        mark("an", 3, "claim"),
        mark("bo", 3, "claim"),
        done("mei"),
    )


def found(desk: ReviewDesk, wanted: Filter, **where) -> list[int]:
    return [unit.index for unit in desk.of.units if wanted.fits(unit, desk.of, **where)]


@pytest.mark.parametrize(
    ("wanted", "indexes"),
    [
        (Filter(), [1, 2, 3]),
        (Filter("label", "opinion"), [1]),
        (Filter("label", "claim"), [1, 3]),
        (Filter("annotator", "mei"), [1, 2, 3]),
        (Filter("annotator", "zoe"), []),
        (Filter("attribute", "form"), [2]),
        (Filter("flagged"), [1]),
        (Filter("noted"), [2]),
        (Filter("stale"), []),
        (Filter("anything"), [1, 2, 3]),
        (Filter("names"), []),
        (Filter("answered"), []),
    ],
)
def test_each(desk: ReviewDesk, wanted: Filter, indexes: list[int]) -> None:
    assert found(desk, wanted) == indexes


def test_what_is_settled_is_looked_at_only_when_asked_for(desk: ReviewDesk) -> None:
    desk.do(desk.settling.accept([1], "an"))
    assert found(desk, Filter()) == [2, 3]
    assert found(desk, Filter().turned()) == [1, 2, 3]
    assert found(desk, Filter("flagged")) == []
    assert found(desk, Filter("flagged").turned()) == [1]
    assert Filter().turned().turned() == Filter()


def test_what_is_stale_is_looked_for_again(desk: ReviewDesk) -> None:
    desk.do(desk.settling.accept([1], "an"))
    old = desk.layers["bo"][mark("bo", 1)["uid"]]
    desk.put([revise(old, labels=["claim"])])
    assert found(desk, Filter("stale")) == [], "that is what was decided"
    old = desk.layers["bo"][mark("bo", 1)["uid"]]
    desk.put([revise(old, labels=["quote"])])
    assert found(desk, Filter("stale")) == [1]
    assert 1 in found(desk, Filter())


def test_what_others_have_found(desk: ReviewDesk) -> None:
    assert found(desk, Filter("names"), names={2}) == [2]
    assert found(desk, Filter("answered"), answered={3}) == [3]


def test_there_is_one_for_each_label_and_annotator() -> None:
    there = list(filters(DEFAULT, ["an"]))
    assert there[0] == Filter()
    assert {("label", "claim"), ("annotator", "an"), ("attribute", "voice"), ("attribute", "speaker")} <= {
        (one.aspect, one.value) for one in there
    }
    assert len({one.words for one in there}) == len(there)


def test_what_is_looked_for_is_said_in_the_readers_language() -> None:
    try:
        speak("zh_Hant")
        assert Filter("label", "claim").words == "標籤 事實主張"
        assert not any(one.aspect in one.words for one in filters(DEFAULT, ("an", "bo")))
    finally:
        speak("en")
    assert Filter().words == "differing"
