"""The beginning of a path, and what it may mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.session.paths import completed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("甲一.csv", "甲二.csv", ".hidden", "one.zip"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "乙").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("begun", "whole", "names"),
    [
        ("甲", "甲", ["甲一.csv", "甲二.csv"]),
        ("甲一", "甲一.csv", ["甲一.csv"]),
        ("乙", "乙/", ["乙/"]),
        ("o", "one.zip", ["one.zip"]),
        ("", "", ["one.zip", "乙/", "甲一.csv", "甲二.csv"]),
        (".h", ".hidden", [".hidden"]),
        ("x", "x", []),
        ("nowhere/x", "nowhere/x", []),
        ("\0", "\0", []),
    ],
)
def test_it_is_completed_as_far_as_all_agree(folder: Path, begun: str, whole: str, names: list[str]) -> None:
    assert completed(f"{folder}/{begun}") == (f"{folder}/{whole}", names or ())


def test_home_stays_as_it_was_typed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert completed("~/one") == ("~/one.zip", ["one.zip"])
