"""The index of a project says of each article what opening it would."""

from __future__ import annotations

from pathlib import Path

from team import team

from annotations.project.indexed import index_of, refresh_index
from annotations.project.project import Project


def opened(root: Path) -> Project:
    return Project.open([root], annotator="mei")


def test_the_ids_are_those_of_what_was_frozen(tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c", "o"]})
    (file,) = root.glob("*.txt")
    frozen = opened(root).article(opened(root).places[0])
    file.write_text(frozen.text.replace("。", "。  "), encoding="utf-8")
    (root / "other.txt").write_text("別的一篇。", encoding="utf-8")
    project = opened(root)
    index = index_of(project, tmp_path / "cache")
    assert refresh_index(index, project).read == 2
    found = {row.source: (row.article, row.title, row.length) for row in index.rows()}
    expected = {}
    for place in project.places:
        one = project.article(place)
        expected[one.source] = one.id, one.title, len(one.text)
    assert found == expected
    assert found[file.name][0] == frozen.id, "white space came in, and it is the same article"


def test_what_is_frozen_later_holds_from_then_on(tmp_path: Path) -> None:
    """A copy in another folder, with other white space, is one article with what somebody annotates."""
    root = tmp_path / "news"
    annotated = team(tmp_path / "elsewhere", {"an": ["c", "o"]})
    text = opened(annotated).article(opened(annotated).places[0]).text
    root.mkdir()
    (root / "copy.txt").write_text(text.replace("。", "。  "), encoding="utf-8")
    index = index_of(opened(root), tmp_path / "cache")
    refresh_index(index, opened(root))
    (before,) = index.rows()
    (annotated / "annotations").rename(root / "annotations")
    refresh_index(index, opened(root))
    (after,) = index.rows()
    assert after.article != before.article
    assert after.article == opened(root).article(opened(root).places[0]).id


def test_many_articles_are_read_in_other_processes(tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c", "o"]})
    for number in range(60):
        (root / f"{number:02}.txt").write_text(f"第{number}篇。第二句話。", encoding="utf-8")
    project = opened(root)
    index = index_of(project, tmp_path / "cache")
    assert refresh_index(index, project).read == 61
    assert {row.article for row in index.rows()} == {project.article(one).id for one in project.places}
