"""Errors that are made of fields reach another process with all of them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from annotations.errors import (
    BadName,
    HandInLoses,
    NoCommonFolder,
    NoFolder,
    NothingAnnotated,
    OthersHidden,
    StorageError,
    ZhupiError,
)


@pytest.mark.parametrize(
    "error",
    [
        BadName("a/b", "it has a /", where="zhupi.toml"),
        HandInLoses("mei.jsonl", 2),
        NoCommonFolder(),
        NoFolder(Path("news"), beside=True),
        NothingAnnotated(Path("news")),
        OthersHidden("agree", "lin"),
        StorageError("mei.json: it is full"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_they_travel_whole(error: ZhupiError) -> None:
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert arrived.__dict__ == error.__dict__


def test_a_hand_in_says_how_many_it_would_lose() -> None:
    assert str(HandInLoses("mei.jsonl", 1)) == "mei.jsonl: 1 record in it is not in the layer"
    assert str(HandInLoses("mei.jsonl", 2000)) == "mei.jsonl: 2,000 records in it are not in the layer"
    assert str(HandInLoses("mei.jsonl", problem="it is no JSON")) == "it is no JSON"
