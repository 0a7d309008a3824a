"""What was gone through stays so, whoever else goes through it, and costs no more as it grows."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tui.session import ticks
from tui.session.ticks import Ticks


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHUPI_STATE", str(tmp_path))


def file_of(folder: Path) -> Path:
    (file,) = folder.glob("*.lists.jsonl")
    return file


def test_it_is_there_again_by_query_annotator_and_project(tmp_path: Path) -> None:
    one = Ticks(Path("/news"), "mei")
    one.tick("開會", ("a", 3))
    one.tick("開會", ("a", 3))
    one.tick('"x\ty" \ud800', ("b", 0))
    again = Ticks(Path("/news"), "mei")
    assert again.of("開會") == {("a", 3)}
    assert again.of('"x\ty" \ud800') == {("b", 0)}
    assert not Ticks(Path("/news"), "Mei").of("開會")
    assert not Ticks(Path("/olds"), "mei").of("開會")


def test_two_programs_lose_nothing_of_each_other_s(tmp_path: Path) -> None:
    one, other = Ticks(Path("/news"), "mei"), Ticks(Path("/news"), "mei")
    one.tick("開會", ("a", 1))
    other.tick("開會", ("a", 2))
    one.tick("開會", ("a", 3))
    assert Ticks(Path("/news"), "mei").of("開會") == {("a", 1), ("a", 2), ("a", 3)}


def test_each_adds_what_it_is_and_nothing_else(tmp_path: Path) -> None:
    one = Ticks(Path("/news"), "mei")
    sizes = []
    for start in range(100, 200):
        one.tick("開會", ("a", start))
        sizes.append(file_of(tmp_path).stat().st_size)
    assert {after - before for before, after in pairwise(sizes)} == {sizes[0]}


def test_what_was_cut_off_costs_itself_alone(tmp_path: Path) -> None:
    one = Ticks(Path("/news"), "mei")
    one.tick("開會", ("a", 1))
    one.tick("開會", ("a", 2))
    file = file_of(tmp_path)
    file.write_bytes(file.read_bytes()[:-3])
    Ticks(Path("/news"), "mei").tick("開會", ("a", 3))
    assert Ticks(Path("/news"), "mei").of("開會") == {("a", 1), ("a", 3)}
    file.write_text('[1]\n{}\n["q", "a", []]\nnull\n["q", "a", 4]', encoding="utf-8")
    assert Ticks(Path("/news"), "mei").of("q") == {("a", 4)}


def test_the_list_that_was_at_work_longest_ago_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticks, "_KEPT", 4)
    one = Ticks(Path("/news"), "mei")
    for query, start in (("old", 1), ("new", 1), ("old", 2), ("new", 2), ("new", 3)):
        one.tick(query, ("a", start))
    again = Ticks(Path("/news"), "mei")
    assert (len(again.of("old")), len(again.of("new"))) == (0, 3)
    assert "old" not in file_of(tmp_path).read_text(encoding="utf-8")
