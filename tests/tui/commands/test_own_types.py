"""Types of names that a project has of its own: chosen, drawn, exported, promoted and led on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from team import laid_out, layer_records

from annotations.analysis.gazetteer import Gazetteer
from annotations.errors import SettingsError
from annotations.model.article import Analysis, Name
from annotations.project.gazetteer import promote
from annotations.project.project import Project
from tui.cli.main import run

SCHEME = """lead = "mei"
[scheme]
[[scheme.labels]]
name = "claim"
[[scheme.types]]
name = "PER"
key = "p"
[[scheme.types]]
name = "LAW"
key = "z"
title = "法律"
color = "#ff00ff"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return laid_out(tmp_path / "news", SCHEME)


async def test_it_is_chosen_by_letter_or_digit_and_has_its_colour(root: Path, opened) -> None:
    async with opened(root, size=(160, 50)) as reader:
        await reader.press("a", "enter")
        assert "1 p PER" in reader.panel
        assert "2 z LAW" in reader.panel
        assert "法律" in reader.panel
        await reader.press("z")
        assert "LAW" in reader.panel
        colours = {
            segment.style.color.name
            for segment in reader.strip(0)
            if segment.style and segment.style.underline
        }
        assert colours == {"#ff00ff"} or len(colours) == 1
        await reader.press("e", "1")
        [one] = layer_records(root, "mei", "span")
        assert one["type"] == "PER"
        await reader.press("e", "z")
        assert "LAW" in reader.panel
    [one] = layer_records(root, "mei", "span")
    assert one["type"] == "LAW"


async def test_another_name_for_it_leads_what_was_said_on(root: Path, opened, capsys) -> None:
    async with opened(root) as reader:
        await reader.press("c", "a", "enter", "z")
    [said] = layer_records(root, "mei", "span")
    assert promote(root / "gazetteer.tsv", "憲法", "LAW", types=["LAW"])
    assert run(["scheme", "rename", "LAW", "STATUTE", "--project", str(root), "--as", "mei"]) == 0
    assert 'name = "STATUTE"' in (root / "zhupi.toml").read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["export", str(root), "--as", "mei", "-o", "-"]) == 0
    row = json.loads(capsys.readouterr().out.split("\n")[0])
    entities = json.loads(row["entities"])
    assert [(one["text"], one["type"]) for one in entities if one["type"] == "STATUTE"] == [
        (said["quote"], "STATUTE")
    ]
    assert run(["check", str(root)]) == 0


async def test_a_type_that_the_scheme_does_not_have_is_named(root: Path, opened, capsys) -> None:
    async with opened(root) as reader:
        await reader.press("c", "a", "enter", "z")
    (root / "zhupi.toml").write_text(SCHEME.replace("LAW", "ACT"), encoding="utf-8")
    assert run(["scheme", "remove", "ACT", "--project", str(root), "--as", "mei"]) == 1
    assert "merge it into another type" in capsys.readouterr().err
    assert run(["scheme", "--project", str(root), "--as", "mei"]) == 1
    assert "mei: 1 mark says type LAW" in capsys.readouterr().out
    assert run(["check", str(root)]) == 1
    assert "no type 'LAW'" in capsys.readouterr().out


def test_names_that_were_found_are_called_as_the_type_is_now(root: Path) -> None:
    project = Project.open([root], annotator="mei")
    article = project.article(project.places[0])
    project.frozen.freeze(article)
    project.frozen.freeze_analysis(article, Analysis((Name(0, 2, "LAW"), Name(2, 4, "PER")), ()))
    assert run(["scheme", "rename", "LAW", "ACT", "--project", str(root), "--as", "mei"]) == 0
    found = Project.open([root], annotator="bo").frozen.load_analysis(article.id)
    assert found is not None
    assert [one.type for one in found.names] == ["ACT", "PER"]
    assert run(["check", str(root)]) == 0
    assert run(["scheme", "undo", "--project", str(root), "--as", "mei"]) == 0
    found = Project.open([root], annotator="bo").frozen.load_analysis(article.id)
    assert found is not None
    assert found.names[0].type == "LAW"


def test_the_gazetteer_knows_the_types_of_its_project(root: Path) -> None:
    path = root / "gazetteer.tsv"
    assert promote(path, "憲法", "LAW", types=["PER", "LAW"])
    found = Gazetteer.read(path).apply("憲法說", [])
    assert [one.type for one in found] == ["LAW"]
    (root / "zhupi.toml").write_text('lead = "mei"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="'LAW' is no type"):
        Gazetteer.read(path)
