"""Patterns as paths: what the shell did not expand, the project does."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.errors import ReadingError
from annotations.project.project import Project


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    for name in ("a1.txt", "a2.txt", "b1.txt", "a3.md", "sub/a4.txt", "sub/deep/a5.txt", "名1.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"今天很好。{name}\n", encoding="utf-8")
    return folder


def sources(*paths: Path, root: Path | None = None) -> list[str]:
    project = Project.open(list(paths), annotator="mei", root=root)
    return [project.source_of(place) for place in project.places]


@pytest.mark.parametrize(
    ("pattern", "fitting"),
    [
        ("a*.txt", ["a1.txt", "a2.txt"]),
        ("a?.txt", ["a1.txt", "a2.txt"]),
        ("[ab]1.txt", ["a1.txt", "b1.txt"]),
        ("[!a]1.txt", ["b1.txt", "名1.txt"]),
        ("*.md", ["a3.md"]),
        ("名*.txt", ["名1.txt"]),
        ("s*/a4.txt", ["a4.txt"]),
        ("s*/*.txt", ["a4.txt"]),
    ],
)
def test_a_pattern_is_what_it_fits_in_order_of_name(news: Path, pattern: str, fitting: list[str]) -> None:
    assert sources(news / pattern) == fitting
    assert (news / pattern).is_absolute(), "a pattern may begin at the root"


def test_a_pattern_from_the_current_folder(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news)
    assert sources(Path("a*.txt")) == ["a1.txt", "a2.txt"]
    assert sources(Path("sub/../a*.txt")) == ["a1.txt", "a2.txt"]


def test_patterns_among_other_paths(news: Path) -> None:
    assert sources(news / "b1.txt", news / "a*.txt", news / "sub") == [
        "b1.txt",
        "a1.txt",
        "a2.txt",
        "sub/a4.txt",
        "sub/deep/a5.txt",
    ]


def test_a_pattern_may_fit_folders(news: Path) -> None:
    project = Project.open([news / "su*"], annotator="mei")
    assert project.root == news / "sub", "one folder is the project, as if it had been named"
    assert [project.source_of(place) for place in project.places] == ["a4.txt", "deep/a5.txt"]


def test_the_common_folder_of_what_fits_is_the_project(news: Path) -> None:
    assert Project.open([news / "a*.txt"], annotator="mei").root == news
    assert sources(news / "s*/a4.txt", root=news) == ["sub/a4.txt"]


def test_hidden_files_do_not_fit_a_star(news: Path) -> None:
    (news / ".a0.txt").write_text("藏。", encoding="utf-8")
    assert sources(news / "*1.txt") == ["a1.txt", "b1.txt", "名1.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(news: Path) -> None:
    for name in ("a[1].txt", "a*.txt", "what?.txt"):
        (news / name).write_text(f"方括號。{name}", encoding="utf-8")
        assert sources(news / name) == [name]
    assert sources(news / "a[[]1].txt") == ["a[1].txt"], "and it can be fitted too"


def test_a_broken_link_whose_name_looks_like_a_pattern(news: Path) -> None:
    (news / "a[1].txt").symlink_to("nowhere")
    project = Project.open([news / "a[1].txt"], annotator="mei")
    with pytest.raises(ReadingError) as error:
        project.article(project.places[0])
    assert "\n" not in str(error.value)


def test_a_pattern_that_fits_nothing_is_named(news: Path) -> None:
    for pattern in ("no*.txt", "a[", "no/*.txt", "**x"):
        with pytest.raises(ReadingError) as error:
            Project.open([news / "a1.txt", news / pattern], annotator="mei")
        assert str(news / pattern) in str(error.value)
        assert "\n" not in str(error.value)
    assert not (news / "annotations").exists()
