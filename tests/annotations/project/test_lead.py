"""The lead's word: the same sentences for everybody, however names are spelled."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from team import act, team

from annotations.editing.editor import Editor
from annotations.project.agreement import Layers
from annotations.project.lead import Lead, lead_of
from annotations.project.project import Project
from annotations.records.acts import Act
from annotations.storage.layer.layer import open_layer


def joined(editor: Editor) -> Iterable[Act]:
    yield editor.bounds.join(0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = team(tmp_path / "news", {"mei": ["c"], "kai": ["c"]})
    act(root, "lin", "a.txt", joined)
    return root


def sentences(root: Path, annotator: str) -> int:
    project = Project.open([root], annotator=annotator)
    article = project.article(project.places[0])
    with lead_of(project, open_layer(project.layer_path, project.annotator)) as lead:
        return len(lead.bounded(article).sentences)


def test_the_leads_bounds_hold_for_everybody(root: Path) -> None:
    assert {sentences(root, name) for name in ("lin", "mei", "kai")} == {4}
    project = Project.at(root, annotator="kai")
    [identity] = open_layer(project.layer_path, "kai").articles()
    compared = Layers(project).article(identity)
    assert compared is not None
    assert len(compared.sentences) == 4


@pytest.mark.parametrize("spelling", ["Lin", "LIN", "ｌｉｎ"])
def test_the_lead_is_one_person_however_spelled(root: Path, spelling: str) -> None:
    (root / "zhupi.toml").write_text(f'lead = "{spelling}"\n', encoding="utf-8")
    assert Project.at(root, annotator="lin").is_lead
    assert Project.at(root, annotator=spelling).annotator == "lin"
    assert sentences(root, "mei") == 4


def test_without_a_lead_one_bounds_only_what_is_ones_own(root: Path) -> None:
    (root / "zhupi.toml").write_text("", encoding="utf-8")
    assert (sentences(root, "lin"), sentences(root, "mei")) == (4, 5)


def test_nobody_says_nothing(root: Path) -> None:
    project = Project.open([root], annotator="mei")
    article = project.article(project.places[0])
    assert Lead(lambda identity: ()).bounded(article) == article
    assert Lead(lambda identity: ()).corrections(article) == []
