"""What was said before others were seen, kept beside a layer: agreement counts it and tells of changes."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from program import zhupi_here
from team import THREE, team

from annotations.errors import StorageError
from annotations.project.agreement import Compared, compare
from annotations.project.check import check_project
from annotations.project.migration import migration_of
from annotations.project.project import Project
from annotations.records.migration import scheme_change
from annotations.records.record import Record, revise
from annotations.storage.first_judgements.first_files import FirstFiles
from annotations.storage.layer.layer import open_layer


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the project of a lead and three, of whom mei said another thing after she saw the others."""
    root = team(tmp_path / "news", THREE)
    path = root / "annotations" / "mei.json"
    with closing(open_layer(path, "mei")) as layer:
        marks = sorted((one for one in layer.records() if one["kind"] == "sentence"), key=_start)
        article = marks[0]["article"]
        firsts = {article: layer.of_article(article)}
        layer.put([revise(marks[3], labels=["opinion", "quote"])])  # she alone said opinion
        layer.put([revise(marks[0], note="so it is")])
    assert FirstFiles.of(root, "mei").put(firsts) == {article}
    assert FirstFiles.of(root, "mei").put({article: []}) == set()  # it is written once
    assert FirstFiles.of(root, "mei").read() == firsts
    return root


def first_of(root: Path) -> Path:
    """Return the file of what mei said first."""
    (path,) = (root / "annotations" / "firsts" / "mei").iterdir()
    return path


def compared(root: Path) -> Compared:
    return compare(Project.at(root, annotator="lin"))


def percent(found: Compared) -> float | None:
    return next(
        one.value
        for one in found.report.figures
        if one.measure == "percent" and one.about.scope == "project" and not one.about.label
    )


def test_agreement_counts_what_was_said_before(root: Path, tmp_path: Path) -> None:
    found = compared(root)
    untouched = compared(team(tmp_path / "before", THREE))
    assert percent(found) == percent(untouched)
    first_of(root).unlink()
    assert percent(compared(root)) != percent(untouched)  # by files nobody knows
    assert (
        found.lines[0] == "mei: 1 judgement was changed after others were seen; what was said before counts"
    )


def test_what_was_said_before_is_read_as_the_scheme_has_it_now(root: Path) -> None:
    then = percent(compared(root))
    lead = Project.open([root], annotator="lin")
    migration_of(lead, scheme_change("label", "rename", ["opinion"], ["view"])).carry_out()
    found = compared(root)
    assert percent(found) == then
    assert found.report.changed[0].changed == 1


def test_what_cannot_be_read_is_told_and_the_rest_compared(root: Path) -> None:
    file = first_of(root)
    file.write_text(file.read_text(encoding="utf-8")[:-9], encoding="utf-8")
    found = compared(root)
    assert any("what was said before others were seen cannot be read" in line for line in found.lines)
    assert not found.report.changed
    with pytest.raises(StorageError):
        FirstFiles.of(root, "mei").put({"../x": []})


def test_agree_tells_how_much_was_changed(root: Path) -> None:
    def agree(*more: str) -> str:
        return zhupi_here("agree", root, "--review", "--as", "lin", *more).stdout.decode()

    assert "mei: 1 judgement was changed after others were seen" in " ".join(agree().split())
    rows = list(map(json.loads, agree("--format", "json").splitlines()))
    values = {
        (one["annotator"], one["measure"]): one["value"]
        for one in rows
        if one["why"] == "after others were seen"
    }
    assert values == {("mei", "changed"): 1.0, ("mei", "made after"): 0.0}
    positions = map(json.loads, agree("--positions", "--format", "json").splitlines())
    assert [one["why"] for one in positions if one["annotator"] == "mei"].count("before review") == 1


def test_of_a_lead_who_annotates_it_is_said_that_no_hub_can_tell(root: Path) -> None:
    def told() -> bool:
        return any(line.startswith("mei leads, and may read everybody") for line in compared(root).lines)

    assert not told()
    settings = root / "zhupi.toml"
    settings.write_text('lead = "mei"\n', encoding="utf-8")
    assert not told()  # by files nobody reads what was not handed in
    settings.write_text('hub = "postgresql://one/news"\nlead = "mei"\n', encoding="utf-8")
    assert told()


def test_check_knows_the_file(root: Path) -> None:
    def told() -> list[str]:
        return [str(one.path) for one in check_project(root) if "firsts" in str(one.path)]

    assert told() == []
    first_of(root).write_text("{", encoding="utf-8")
    assert told() == [str(first_of(root))]
    (root / "annotations" / "firsts" / "x.txt").write_text("", encoding="utf-8")
    assert len(told()) == 2


def _start(record: Record) -> int:
    assert record["kind"] == "sentence"
    return record["start"]
