"""What the core says is wrong, and the option that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

import annotations.errors as errors
from annotations.errors import (
    BadName,
    HandInLoses,
    NoArticles,
    NoCommonFolder,
    NoFolder,
    NothingAnnotated,
    OthersHidden,
    ReadingError,
    ZhupiError,
)
from tui.presenters.advice import told

ROOT = Path("news")
TOLD = [
    (BadName("a/b", "it is bad"), "name 'a/b' cannot be used: it is bad; choose another with --as NAME"),
    (BadName("", "it is empty", where="f, line 2"), "f, line 2: annotator name '' cannot be used"),
    (HandInLoses("f", 2), "f: 2 records in it are not in the layer; take it in with zhupi collect"),
    (HandInLoses("f", problem="f, line 1: cut"), "f, line 1: cut; choose another file with -o, or"),
    (
        NoArticles(ROOT, [".txt", ".md"]),
        "news: no articles (.txt .md); put some there and start again; zhupi",
    ),
    (
        NoArticles(ROOT, [".txt"], ["1 file is not read: a.pdf; save it"]),
        "1 file is not read: a.pdf; save it",
    ),
    (NoArticles(ROOT, [".txt"], (), ["a.csv"]), "; zhupi open a.csv reads the texts in that file"),
    (NoCommonFolder(), "these files share no folder; name the project's with --project DIR"),
    (NoFolder(ROOT), "news is no folder; name the folder of the project"),
    (NoFolder(ROOT, beside=True), "news is no folder; --project takes the folder of the project"),
    (
        NothingAnnotated(ROOT, "mei"),
        "annotated nothing here; name the project's folder and, with --as,",
    ),
    (NothingAnnotated(ROOT), "news: nobody has annotated anything here; name the project's folder"),
    (OthersHidden("agree", "lin"), 'shows to lin, who leads it; others = "always" in zhupi.toml'),
    (ReadingError("a.txt: is empty"), "a.txt: is empty"),
]


@pytest.mark.parametrize(("error", "words"), TOLD, ids=lambda one: type(one).__name__)
def test_what_is_wrong_and_what_to_do(error: ZhupiError, words: str) -> None:
    assert words in told(error)
    assert "\n" not in told(error)


def test_the_core_names_no_option() -> None:
    for error, _ in TOLD:
        assert " -" not in str(error)
        assert type(error).__name__ in errors.__all__
