"""Places that are kept in little room are the same as those that are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.project.places import sources_of
from annotations.project.project import Project
from annotations.reading import Place, Places

PLAIN = [Place(Path("/a/b.txt")), Place(Path("/a/c.jsonl"), 0, 1), Place(Path("/a/c.jsonl"), 90, 2)]


def test_they_are_a_sequence_of_places() -> None:
    places = Places(PLAIN)
    assert list(places) == PLAIN
    assert [places[0], places[-1]] == [PLAIN[0], PLAIN[-1]]
    assert places[1:] == PLAIN[1:]
    assert len(places) == 3
    assert PLAIN[1] in places
    assert [one.number for one in places] == [None, 1, 2]
    places.add_file("/a/d.txt")
    assert places[3] == Place(Path("/a/d.txt"))
    assert places != Places(PLAIN)
    places = Places(PLAIN)
    places.extend(Places(PLAIN[:1]))
    assert list(places.named())[-2:] == [("/a/c.jsonl", 90, 2), ("/a/b.txt", None, None)]


@pytest.mark.parametrize(
    "name", ["a.TXT", "b.md", "c.d.txt", "x/y z/e.html", "新聞/甲.txt", "with..dots.txt", "z.srt", "..f.txt"]
)
def test_a_folder_names_its_articles_as_each_place_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "0.txt").write_text("一句。", encoding="utf-8")
    for one in (name, ".hidden.txt", "README.md", "~$word.txt", "noending", "txt", "guidelines.md"):
        (tmp_path / one).write_text("一句。", encoding="utf-8")
    project = Project.open([tmp_path], annotator="mei")
    shown = (
        ["0.txt"] if name.startswith(".") else sorted(["0.txt", name], key=lambda one: (os.sep in one, one))
    )
    assert list(sources_of(project.root, project.places)) == shown
    assert [project.source_of(place) for place in project.places] == shown


def test_what_lies_elsewhere_is_named_by_its_whole_path(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "a.txt").write_text("一句。", encoding="utf-8")
    (tmp_path / "news" / "b.txt").write_text("一句。", encoding="utf-8")
    both = [tmp_path / "news", tmp_path / "a.txt"]
    project = Project.open(both, annotator="mei", root=tmp_path / "news")
    assert list(sources_of(project.root, project.places)) == ["b.txt", str(tmp_path / "a.txt")]
    assert [project.source_of(place) for place in project.places] == ["b.txt", str(tmp_path / "a.txt")]
