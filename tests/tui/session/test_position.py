"""Where the annotator was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.session import position
from tui.session.position import Memory


def state() -> Path:
    return Path(os.environ["ZHUPI_STATE"])


def test_it_comes_back(tmp_path: Path) -> None:
    first = Memory(tmp_path, "mei")
    assert (first.source, first.sentence_start("a")) == ("", None)
    first.note("a.txt", "a", 310)
    first.note("b.txt", "b", 0)
    again = Memory(tmp_path, "mei")
    assert again.source == "b.txt"
    assert again.sentence_start("a") == 310
    assert again.sentence_start("b") == 0


def test_it_is_kept_for_each_project_and_annotator(tmp_path: Path) -> None:
    Memory(tmp_path, "mei").note("a.txt", "a", 3)
    assert Memory(tmp_path, "lan").source == ""
    assert Memory(tmp_path / "other", "mei").source == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"source": 1, "at": {}}', '{"source": "a"}', "\x00\xff"])
def test_a_damaged_file_counts_as_none(tmp_path: Path, text: str) -> None:
    Memory(tmp_path, "mei").note("a.txt", "a", 3)
    [path] = state().iterdir()
    path.write_text(text, encoding="latin-1")
    damaged = Memory(tmp_path, "mei")
    assert damaged.source == ""
    damaged.note("a.txt", "a", 4)
    assert Memory(tmp_path, "mei").sentence_start("a") == 4


def test_a_place_that_is_no_offset_counts_as_none(tmp_path: Path) -> None:
    Memory(tmp_path, "mei").note("a.txt", "a", 3)
    [path] = state().iterdir()
    path.write_text('{"source": "a.txt", "at": {"a": "3"}}')
    assert Memory(tmp_path, "mei").sentence_start("a") is None


def test_no_news_is_not_written(tmp_path: Path) -> None:
    kept = Memory(tmp_path, "mei")
    kept.note("a.txt", "a", 3)
    [path] = state().iterdir()
    path.unlink()
    kept.note("a.txt", "a", 3)
    assert not path.exists()
    kept.note("a.txt", "a", 4)
    assert path.exists()


def test_the_one_left_longest_ago_is_forgotten_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(position, "_KEEP", 2)
    kept = Memory(tmp_path, "mei")
    for article in ("a", "b", "a", "c"):
        kept.note(f"{article}.txt", article, 1)
    again = Memory(tmp_path, "mei")
    assert again.sentence_start("b") is None
    assert again.sentence_start("a") == again.sentence_start("c") == 1


def test_a_home_that_cannot_be_written_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("ZHUPI_STATE", str(blocked / "state"))
    kept = Memory(tmp_path, "mei")
    kept.note("a.txt", "a", 3)
    assert kept.sentence_start("a") == 3


def test_an_odd_name_of_a_file(tmp_path: Path) -> None:
    kept = Memory(tmp_path / "\udcff", "mei")
    kept.note("\udcff.txt", "a", 3)
    assert Memory(tmp_path / "\udcff", "mei").source == "\udcff.txt"
