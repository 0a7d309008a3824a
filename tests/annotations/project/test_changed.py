"""How many articles a project has, whatever lies where."""

from __future__ import annotations

from pathlib import Path

from annotations.project.changed import Texts
from annotations.project.project import Project


def test_a_text_in_two_places_counts_once_and_what_cannot_be_read_by_itself(tmp_path: Path) -> None:
    root = tmp_path / "news"
    root.mkdir()
    for name, text in (("a", "央行降息。"), ("b", "央行降息。"), ("c", "天晴。")):
        (root / f"{name}.txt").write_text(text, encoding="utf-8")
    for name in ("d", "e"):
        (root / f"{name}.txt").write_bytes(b"\x7fELF\0\1\2" * 40)
    project = Project.open([root], annotator="mei")
    texts = Texts.of(project, tmp_path / "cache")
    assert len(project.places) == 5
    assert texts.articles == 4
