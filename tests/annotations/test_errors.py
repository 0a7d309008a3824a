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
