"""``zhupi export`` of others: who may, what it says, and what it says where there is nothing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from export_lines import checked
from team import OTHER, team

from tui.cli.main import run

SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = team(tmp_path / "news", SAIDS)
    return team(root, {"an": ["c", "c", "o"]}, name="b.txt", text=OTHER)


def exported(capsys: pytest.CaptureFixture[str], root: Path, *more: str, who: str = "lin"):
    """Return the exit code, the rows, and what was said."""
    code = run(["export", str(root), "--as", who, *more])
    out, errors = capsys.readouterr()
    return code, list(checked(out)) if out else [], errors


def annotators(rows: list[dict[str, object]]) -> dict[str, int]:
    return dict(Counter(str(row["annotator"]) for row in rows))


@pytest.mark.parametrize("asked", [["--all"], ["--review"], ["--all", "--review"]])
def test_everybody_in_one_file(root: Path, capsys, asked) -> None:
    code, rows, errors = exported(capsys, root, *asked)
    assert code == 0
    assert annotators(rows) == {"an": 8, "bo": 5}
    assert errors == "zhupi: 13 lines: an 8, bo 5\n"
    single = [row for who in ("an", "bo") for row in exported(capsys, root, who=who)[1]]
    assert rows == single, "each row as its annotator exports it"


def test_one_article_a_line(root: Path, capsys) -> None:
    code, rows, _ = exported(capsys, root, "--all", "--unit", "article")
    assert (code, annotators(rows)) == (0, {"an": 2, "bo": 1})


def test_a_lead_who_decides_alone_has_no_line(root: Path, capsys) -> None:
    assert run(["settle", str(root), "--as", "lin", "--review"]) == 0
    capsys.readouterr()
    code, rows, errors = exported(capsys, root, "--all")
    assert (code, annotators(rows)) == (0, {"an": 8, "bo": 5})
    assert "lin 0" in errors


def test_one_other(root: Path, capsys) -> None:
    code, rows, errors = exported(capsys, root, "--annotator", "bo")
    assert (code, annotators(rows), errors) == (0, {"bo": 5}, "")
    code, rows, errors = exported(capsys, root, "--annotator", "zoe")
    assert (code, rows) == (1, [])
    assert "zoe has annotated nothing here" in errors


def test_oneself_by_name_needs_no_leave(root: Path, capsys) -> None:
    assert exported(capsys, root, "--annotator", "bo", who="bo")[0] == 0


@pytest.mark.parametrize("asked", [["--all"], ["--review"], ["--annotator", "an"]])
def test_who_may_not_see_others_is_told_why_and_nothing_is_written(
    root: Path, capsys, tmp_path, asked
) -> None:
    code, rows, errors = exported(capsys, root, *asked, "-o", str(tmp_path / "out.jsonl"), who="bo")
    assert (code, rows) == (2, [])
    assert errors.count("\n") == 1
    assert "this project shows to lin, who leads it" in errors
    assert not (tmp_path / "out.jsonl").exists()
    settings = root / "zhupi.toml"
    settings.write_text('lead = "lin"\nothers = "always"\n', encoding="utf-8")
    assert exported(capsys, root, *asked, who="bo")[0] == 0


@pytest.mark.parametrize("asked", [[], ["--all"], ["--annotator", "lin"]])
def test_an_empty_one_says_so(root: Path, capsys, tmp_path, asked) -> None:
    assert run(["settle", str(root), "--as", "lin", "--review"]) == 0
    for name in ("an", "bo"):
        (root / "annotations" / f"{name}.json").unlink()
    capsys.readouterr()
    out = tmp_path / "out.jsonl"
    code, rows, errors = exported(capsys, root, *asked, "-o", str(out))
    assert (code, rows) == (1, [])
    assert "an empty export: of what lin said nothing holds any more, or it is no tag" in errors
    assert out.read_bytes() == b""


def test_of_nobody(tmp_path: Path, capsys) -> None:
    code, _, errors = exported(capsys, tmp_path, "--all")
    assert code == 1
    assert "nobody has annotated anything here" in errors


def test_what_is_called_as_a_layer_and_is_none_is_not_left_out_in_silence(root: Path, capsys) -> None:
    (root / "annotations" / "zoe.json").mkdir()
    code, rows, errors = exported(capsys, root, "--all")
    assert (code, rows) == (1, [])
    assert "zoe.json: this is a folder and no layer" in errors


def test_it_is_taken_in_again(root: Path, capsys, tmp_path: Path) -> None:
    out = tmp_path / "all.jsonl"
    assert exported(capsys, root, "--all", "-o", str(out))[0] == 0
    other = team(tmp_path / "other", {}, name="a.txt")
    (other / "b.txt").write_text(OTHER, encoding="utf-8")
    assert run(["import", str(out), "--project", str(other)]) == 0
    capsys.readouterr()
    again = exported(capsys, other, "--all")[1]
    first = [json.loads(json.dumps(row)) for row in exported(capsys, root, "--all")[1]]
    key = [(row["annotator"], row["text"], row["labels"], row["status"]) for row in first]
    assert [(row["annotator"], row["text"], row["labels"], row["status"]) for row in again] == key
