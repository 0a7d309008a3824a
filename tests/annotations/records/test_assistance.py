"""What a mark remembers of predictions."""

from __future__ import annotations

import pytest

from annotations.records.assistance import assistance_in, assisted


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
