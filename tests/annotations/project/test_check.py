"""A project is checked and mended: what of it cannot be read keeps nothing from being found."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import team

from annotations.project.check import _find, check_project, repair_project
from annotations.project.project import Project

SAIDS = {"an": ["c", "o", "cq", "oq", ""]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", SAIDS, name="m.txt")


@pytest.fixture
def identity(root: Path) -> str:
    project = Project.open([root], annotator="an")
    return project.article(project.places[0]).id


def test_articles_are_found_beside_what_cannot_be_read(root: Path, identity: str) -> None:
    for name in ("a.txt", "z.txt"):
        (root / name).write_bytes(bytes(range(256)) * 40)
    (root / "b.txt").write_text("別的。", encoding="utf-8")
    found = _find(root, frozenset({identity}))
    assert list(found) == [identity]
    assert {one.id for one in found[identity]} == {identity}
    assert len(found[identity]) == 2, "with residue taken out and with it left in"
    assert _find(root, frozenset({"0" * 20})) == {}
    assert _find(root / "annotations", frozenset({identity})) == {}


def test_a_frozen_article_that_is_gone_is_made_again(root: Path, identity: str) -> None:
    [path] = root.glob(f"annotations/articles/*/{identity}.json")
    before = path.read_bytes()
    assert check_project(root, jobs=1) == []
    path.unlink()
    (root / "a.txt").write_bytes(bytes(range(256)) * 40)
    findings = check_project(root, jobs=1)
    assert findings
    repair_project(root, findings)
    assert check_project(root, jobs=1) == []
    assert path.read_bytes() == before
