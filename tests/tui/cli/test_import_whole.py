"""What an export holds comes into another layer whole, names by hand and bounds too, or it is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import zhupi_here
from team import TEXT, act, layer_records, team

from annotations.editing.editor import Editor
from annotations.model.article import Analysis, Name, Number
from annotations.project.project import Project
from annotations.records.acts import Act

BANK, ZHANG = TEXT.index("央行"), TEXT.index("張三")
FOUND = Analysis(
    version="v",
    names=(Name(BANK, BANK + 2, "ORG"), Name(ZHANG, ZHANG + 2, "PER"), Name(ZHANG + 3, ZHANG + 5, "PER")),
    numbers=(Number(TEXT.index("今天"), TEXT.index("今天") + 2, "date", None, None, "2026-01-01"),),
)


def zhupi(*arguments: str | Path, **options) -> tuple[int, str, str]:
    """Return the exit code, and what is on standard output and standard error."""
    result = zhupi_here(*arguments, **options)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def mended(editing: Editor) -> Iterator[Act]:
    """Yield what an annotator does beside tagging."""
    yield editing.spans.change(FOUND.names[0], type="LOC")
    yield editing.spans.change(FOUND.names[1], start=ZHANG, end=ZHANG + 3)
    yield editing.spans.reject(FOUND.names[2])
    yield editing.spans.reject(FOUND.numbers[0])
    at = TEXT.index("物價")
    yield editing.spans.add_name(at, at + 2, "PRODUCT")
    number = {"kind": "cardinal", "value": 10**25, "high": None, "iso": None, "unit": None, "modifier": None}
    yield editing.spans.add_number(TEXT.index("訪談"), TEXT.index("訪談") + 2, number)
    yield editing.labels.toggle_flag([1])
    yield editing.labels.write_note(0, "再看")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project in which one works alone, with everything that can be said."""
    root = team(tmp_path / "p", {"mei": ["c", "o"]}, lead="")
    (root / "zhupi.toml").unlink()
    project = Project.open([root], annotator="mei", root=root)
    article = project.article(project.places[0])
    project.frozen.freeze_analysis(article, FOUND)
    act(root, "mei", "a.txt", mended)
    act(root, "mei", "a.txt", lambda editing: [editing.bounds.join(2)])
    return root


def rows(root: Path, who: str, unit: str = "sentence") -> list[dict]:
    code, out, errors = zhupi("export", root, "--as", who, "--unit", unit, "--nested")
    assert code == 0, errors
    return [{**json.loads(line), "annotator": ""} for line in out.splitlines()]


@pytest.mark.parametrize(
    "form", [(), ("--nested",), ("--unit", "article"), ("--unit", "article", "--nested")]
)
def test_what_is_moved_to_another_name_is_all_there(root: Path, tmp_path: Path, form: tuple[str]) -> None:
    tags = tmp_path / "tags.jsonl"
    assert zhupi("export", root, "--as", "mei", *form, "-o", tags)[0] == 0
    code, out, errors = zhupi("import", tags, "--project", root, "--as", "wang")
    assert (code, errors) == (0, "")
    assert out.startswith(
        "imported 2 marks, 5 names and numbers set by hand and 1 join or split of 1 article"
    )
    assert rows(root, "wang") == rows(root, "mei")
    assert rows(root, "wang", "article") == rows(root, "mei", "article")
    assert zhupi("check", root)[0] == 0
    code, out, _ = zhupi("import", tags, "--project", root, "--as", "wang")
    assert (code, out.startswith("imported 0 marks of 0 articles")) == (0, True), "twice is once"


def test_handed_in_and_collected_it_exports_the_same_bytes(root: Path, tmp_path: Path) -> None:
    there, target = tmp_path / "there", tmp_path / "mei.jsonl"
    there.mkdir()
    (there / "a.txt").write_bytes((root / "a.txt").read_bytes())
    project = Project.open([there], annotator="mei", root=there)
    project.frozen.freeze_analysis(project.article(project.places[0]), FOUND)
    assert zhupi("hand-in", root, "--as", "mei", "-o", target)[0] == 0
    assert zhupi("collect", target, "--project", there, "--by", "somebody")[0] == 0
    for unit in ("sentence", "article"):
        exports = [zhupi("export", one, "--as", "mei", "--unit", unit) for one in (root, there)]
        assert exports[0] == exports[1]


def test_back_into_the_same_layer_nothing_changes(root: Path, tmp_path: Path) -> None:
    tags = tmp_path / "tags.jsonl"
    zhupi("export", root, "--as", "mei", "-o", tags)
    before = (root / "annotations" / "mei.json").read_bytes()
    code, out, errors = zhupi("import", tags, "--project", root)
    assert (code, errors, out.startswith("imported 0 marks of 0 articles")) == (0, "", True)
    assert (root / "annotations" / "mei.json").read_bytes() == before


def test_into_another_project_where_nothing_was_analysed_yet(root: Path, tmp_path: Path) -> None:
    tags, there = tmp_path / "tags.jsonl", tmp_path / "there"
    zhupi("export", root, "--as", "mei", "-o", tags)
    there.mkdir()
    (there / "a.txt").write_bytes((root / "a.txt").read_bytes())
    code, _, errors = zhupi("import", tags, "--project", there, "--as", "wang")
    assert (code, errors) == (0, "")
    hand = [one for row in rows(root, "mei") for one in (*row["entities"], *row["numbers"])]
    found = [one for row in rows(there, "wang") for one in (*row["entities"], *row["numbers"])]
    assert [one for one in hand if one["by"] == "person"] == [one for one in found if one["by"] == "person"]


def test_where_somebody_leads_bounds_and_corrections_stay_behind_and_are_counted(
    root: Path, tmp_path: Path
) -> None:
    tags = tmp_path / "tags.jsonl"
    zhupi("export", root, "--as", "mei", "--nested", "-o", tags)
    lines = [json.loads(line) for line in tags.read_text(encoding="utf-8").splitlines()]
    lines[0]["corrections"] = [{"start": 0, "end": 1, "text": TEXT[0], "correction": "好"}]
    lines[0]["prediction"] = [{"label": "claim"}]
    tags.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    (root / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    code, out, errors = zhupi("import", tags, "--project", root, "--as", "wang")
    assert code == 1
    assert "1 changed sentence bound left behind: lin leads this project" in errors
    assert "1 correction of a damaged place left behind: lin leads this project" in errors
    assert "1 sentence with predictions left behind" in errors
    assert "imported 2 marks and 5 names and numbers set by hand of 1 article" in out


def test_what_the_layer_says_otherwise_stays_unless_it_is_replaced(root: Path, tmp_path: Path) -> None:
    tags = tmp_path / "tags.jsonl"
    zhupi("export", root, "--as", "mei", "-o", tags)
    act(root, "wang", "a.txt", lambda editing: [editing.spans.change(FOUND.names[0], type="PER")])
    code, out, errors = zhupi("import", tags, "--project", root, "--as", "wang")
    assert code == 1
    assert "wang has PER there, the file says LOC" in errors
    assert "1 left" in out
    held = {
        one["target"] and tuple(one["target"]): one["type"] for one in layer_records(root, "wang", "span")
    }
    assert held[BANK, BANK + 2] == "PER"
    code, _, errors = zhupi("import", tags, "--project", root, "--as", "wang", "--replace")
    assert (code, errors) == (0, "")
    assert rows(root, "wang") == rows(root, "mei")


def test_a_file_analysed_otherwise_rejects_nothing(root: Path, tmp_path: Path) -> None:
    tags = tmp_path / "tags.jsonl"
    zhupi("export", root, "--as", "mei", "--nested", "-o", tags)
    lines = [json.loads(line) for line in tags.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line["entities"] = [one for one in line["entities"] if one["by"] == "person"]
    lines[1]["entities"].append(
        {"start": 0, "end": 2, "text": lines[1]["text"][:2], "type": "ORG", "certain": True, "by": "auto"}
    )
    tags.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    assert zhupi("import", tags, "--project", root, "--as", "wang")[0] == 0
    assert not [one for one in layer_records(root, "wang", "span") if one["act"] == "reject"]


def test_lines_that_say_nothing_of_names_change_none(root: Path, tmp_path: Path) -> None:
    tags = tmp_path / "tags.jsonl"
    zhupi("export", root, "--as", "mei", "--nested", "-o", tags)
    lines = [json.loads(line) for line in tags.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        del line["entities"], line["numbers"]
    tags.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    assert zhupi("import", tags, "--project", root, "--as", "wang")[0] == 0
    assert not layer_records(root, "wang", "span")


def test_the_gold_comes_back_whole(root: Path, tmp_path: Path) -> None:
    tags = tmp_path / "gold.jsonl"
    act(root, "bo", "a.txt", lambda editing: [editing.labels.toggle([0], "claim")])
    assert zhupi("settle", root, "--as", "mei", "--review")[0] == 0
    assert zhupi("export", root, "--as", "mei", "--gold", "-o", tags)[0] == 0
    code, _, errors = zhupi("import", tags, "--project", root, "--as", "third")
    assert (code, errors) == (0, "")
    assert [row["labels"] for row in rows(root, "third")][:1] == [["claim"]]
