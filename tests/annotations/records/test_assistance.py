"""What a mark remembers of predictions."""

from __future__ import annotations

import pytest

from annotations.records.assistance import (
    assistance_in,
    assistance_of_rows,
    assistance_rows,
    assisted,
)


@pytest.mark.parametrize(
    ("labels", "followed"),
    [(["claim"], ["a"]), (["quote", "claim"], ["b"]), ([], ["c"]), (["opinion"], [])],
)
def test_who_was_followed(labels: list[str], followed: list[str]) -> None:
    shown = {"a": ["claim"], "b": ("claim", "quote"), "c": ()}
    said = assisted(shown, labels)
    assert said["followed"] == followed
    assert said["models"] == {"a": ["claim"], "b": ["claim", "quote"], "c": []}
    assert assistance_in(said) == said


@pytest.mark.parametrize("value", [None, 3, [], {"models": 3}, {"followed": ["a"]}])
def test_what_cannot_be_understood_is_nothing(value: object) -> None:
    assert assistance_in(value) is None


def test_what_others_write_is_taken_as_far_as_it_goes() -> None:
    assert assistance_in({"models": {"a": ["x", 1], "b": 3}, "followed": 2}) == {
        "models": {"a": ["x", "1"]},
        "followed": [],
    }


def test_it_goes_out_a_row_a_model_and_comes_back() -> None:
    said = assisted({"b": ["quote", "claim"], "a": ()}, ["claim", "quote"])
    rows = assistance_rows([{}, {"predicted": said}, {"predicted": 3}])
    assert rows == [
        {"model": "a", "labels": [], "followed": False},
        {"model": "b", "labels": ["claim", "quote"], "followed": True},
    ]
    assert assistance_of_rows(rows) == said
    assert assistance_rows([{"labels": ["claim"]}]) == []


def test_of_two_marks_of_one_sentence_the_first_tells_of_a_model() -> None:
    one, two = assisted({"a": ["claim"]}, ["claim"]), assisted({"a": ["quote"], "b": []}, ["claim"])
    rows = assistance_rows([{"predicted": one}, {"predicted": two}])
    assert [(row["model"], row["labels"], row["followed"]) for row in rows] == [
        ("a", ["claim"], True),
        ("b", [], False),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        {"model": "a"},
        [{"label": "claim"}],
        [{"model": 1, "labels": [], "followed": True}],
        [{"model": "a", "labels": [2], "followed": True}],
        [{"model": "a", "labels": [], "followed": 1}],
        [{"model": "a", "labels": [], "followed": True}, 3],
    ],
)
def test_rows_of_another_form_are_none_of_it(rows: object) -> None:
    assert assistance_of_rows(rows) is None
