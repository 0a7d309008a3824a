"""What others have said, an article at a time: theirs alone, and without what is broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from team import OTHER, act, team

from annotations.project.other_layers import Others
from annotations.project.project import Project

SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None], "mei": ["c", "", "", "", ""]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", SAIDS)


def others_of(root: Path, annotator: str = "mei") -> tuple[Others, str]:
    project = Project.open([root], annotator=annotator)
    return Others(project), project.article(project.places[0]).id


def test_nothing_is_read_before_it_is_opened_and_never_ones_own(root: Path) -> None:
    others, article = others_of(root)
    assert others.of_article(article) == {}
    assert others.open() == {article}
    assert list(others.of_article(article)) == ["an", "bo"]
    assert others.articles() == {article: 2}
    assert (others.lines, others.failed) == ([], False)
    others.close()


def test_ones_own_layer_is_known_by_any_spelling(root: Path) -> None:
    (root / "annotations" / "mei.json").rename(root / "annotations" / "ＭＥＩ.json")
    others, article = others_of(root)
    others.open()
    assert list(others.of_article(article)) == ["an", "bo"]


def test_what_comes_and_goes_is_noticed(root: Path) -> None:
    others, article = others_of(root)
    others.open()
    assert others.open() == set()
    act(root, "an", "a.txt", lambda an: [an.labels.toggle_flag([1])])
    assert others.open() == {article}
    assert any(one["flag"] for one in others.of_article(article)["an"] if one["kind"] == "sentence")
    team(root, {"zoe": ["c"]}, name="b.txt", text=OTHER)
    assert len(others.open()) == 1
    (root / "annotations" / "bo.json").unlink()
    assert article in others.open()
    assert list(others.of_article(article)) == ["an"]


def test_two_spellings_and_damage_are_named_and_the_rest_is_there(root: Path) -> None:
    folder = root / "annotations"
    shutil.copy(folder / "an.json", folder / "ＡＮ.json")
    (folder / "zoe.json").write_bytes(b"\x00\x01 no layer")
    others, article = others_of(root)
    others.open()
    assert others.failed
    assert len(others.of_article(article)) == 2
    assert any("another spelling" in line for line in others.lines)
    assert any("zoe.json" in line for line in others.lines)


def test_a_layer_that_cannot_be_read_is_tried_again_the_next_time(root: Path) -> None:
    path = root / "annotations" / "zoe.json"
    path.write_bytes(b"\x00\x01 no layer")
    others, article = others_of(root)
    others.open()
    assert others.names() == ["an", "bo"]
    assert all("zoe.json" in line for line in others.lines)
    assert others.lines[-1].endswith("what is in it is left out")
    path.unlink()
    team(root, {"zoe": ["c", "", "", "", ""]})
    assert others.open() == {article}
    assert (others.names(), others.lines, others.failed) == (["an", "bo", "zoe"], [], False)
    read: list[str] = []
    path.write_bytes(b"\x00\x01 no layer")
    others.open(read.append)
    assert (others.names(), others.failed) == (["an", "bo", "zoe"], True)
    team(root, {"yan": ["c", "", "", "", ""]})
    others.open(read.append)
    assert [line.partition(":")[0] for line in read] == ["reading layer 3 of 4"], (
        "the others are read already"
    )
    others.close()
