"""`zhupi export`: what stands in its lines, who loads them, and that they come back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from export_lines import SCHEMA, checked, demand
from libraries import LIBRARIES, REWRITERS, Loaded
from team import TEXT, act, team

from annotations.exchange.flat import nested
from tui.cli.main import run

Load = Callable[[Sequence[Path], Path], Loaded]
SPEAKER = {"text": "張三", "name": "張三", "start": 18, "end": 20, "by": "person"}
ROWS = [
    {"id": 101, "url": "https://a.example/1", "text": TEXT},
    {"id": "x-102", "text": TEXT[::-1], "score": 10**30},
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project in which mei quotes, bo never does, and lin has settled what both say."""
    root = team(tmp_path / "news", {"bo": ["", "o", "", "", "o"], "mei": ["c", "o", "qc", "", ""]})
    act(root, "mei", "a.txt", lambda one: [one.quotes.set_speakers([2], 0, [SPEAKER])])
    assert run(["settle", str(root), "--as", "lin", "--review"]) == 0
    return root


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a project whose articles are rows of a file, one sentence of each marked."""
    root = tmp_path / "table"
    root.mkdir()
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    (root / "in.jsonl").write_text(lines, encoding="utf-8")
    act(root, "mei", "in.jsonl", lambda one: [one.labels.toggle([0], "claim")])
    act(root, "mei", "in.jsonl", lambda one: [one.labels.toggle([0], "claim")], at=1)
    return root


def export(root: Path, out: Path, *options: str, annotator: str = "mei") -> Path:
    assert run(["export", str(root), "--as", annotator, "-o", str(out), *options]) == 0
    return out


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("load", LIBRARIES)
def test_annotators_and_gold_are_loaded_together(load: Load, root: Path, tmp_path: Path) -> None:
    files = [export(root, tmp_path / f"{name}.jsonl", annotator=name) for name in ("bo", "mei")]
    files.append(export(root, tmp_path / "gold.jsonl", "--gold", annotator="lin"))
    rows = load(files, tmp_path)
    assert [row["annotator"] for row in rows] == ["bo"] * 5 + ["mei"] * 5 + ["gold"] * 2
    assert json.loads(rows[7]["quotes"])[0]["speakers"][0]["name"] == "張三"
    assert [(row["how"], json.loads(row["votes"])) for row in rows[-2:]] == [
        ("unanimous", {"opinion": 2}),
        ("unanimous", {"none": 2}),
    ]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("again", REWRITERS)
@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_what_a_library_wrote_again_is_imported_as_it_was(
    again: Callable[[Path, Path], bytes], unit: str, root: Path, tmp_path: Path
) -> None:
    exported = export(root, tmp_path / "mei.jsonl", "--unit", unit)
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "a.txt").write_text(TEXT, encoding="utf-8")
    tags = tmp_path / "back.jsonl"
    tags.write_bytes(again(exported, tmp_path))
    assert run(["import", str(tags), "--project", str(copy)]) == 0
    assert export(copy, tmp_path / "copy.jsonl", "--unit", unit).read_bytes() == exported.read_bytes()


@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_a_line_says_what_its_row_said(unit: str, table: Path, tmp_path: Path) -> None:
    rows = list(checked(export(table, tmp_path / "tags.jsonl", "--unit", unit).read_bytes()))
    wanted = [{key: row[key] for key in row if key != "text"} for row in ROWS]
    assert len(rows) > len(wanted) or unit == "article"
    for one, place in zip(wanted, ("in.jsonl#1", "in.jsonl#2"), strict=True):
        found = [row["metadata"] for row in rows if row["source"] == place]
        assert found
        assert all(metadata == one for metadata in found)


@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_nested_lines_say_the_same(unit: str, root: Path, tmp_path: Path) -> None:
    plain = export(root, tmp_path / "flat.jsonl", "--unit", unit).read_bytes()
    lists = export(root, tmp_path / "nested.jsonl", "--unit", unit, "--nested")
    rows = [json.loads(line) for line in lists.read_bytes().splitlines()]
    assert rows == list(checked(plain))
    assert all(isinstance(row["entities"], list) for row in rows)
    before = (root / "annotations" / "mei.json").read_bytes()
    assert run(["import", str(lists), "--project", str(root)]) == 0
    assert (root / "annotations" / "mei.json").read_bytes() == before


def test_lines_of_the_first_form_are_read(root: Path, tmp_path: Path) -> None:
    """They have none of the keys that came later, and null where nothing is said."""
    later = {"format", "metadata", "prediction", "article_labels", "article_attributes"}
    later |= {"decided_by", "how", "votes"}
    rows = list(checked(export(root, tmp_path / "flat.jsonl").read_bytes()))
    first = tmp_path / "first.jsonl"
    with first.open("w", encoding="utf-8") as out:
        for row in rows:
            then = {key: value for key, value in row.items() if key not in later}
            for what in ("entities", "numbers"):
                then[what] = [
                    {key: one[key] for key in one if key not in ("certain", "exact", "high_exact")}
                    for one in row[what]
                ]
            out.write(json.dumps(then, ensure_ascii=False) + "\n")
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run(["import", str(first), "--project", str(copy)]) == 0
    assert list(checked(export(copy, tmp_path / "copy.jsonl").read_bytes())) == rows


def test_the_schema_is_printed_without_a_project(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", str(tmp_path / "nowhere"), "--schema"]) == 0
    assert json.loads(capfd.readouterr().out) == SCHEMA


def test_what_was_found_as_a_table(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text(
        "".join(json.dumps({"id": at, "text": text}) + "\n" for at, text in ((1, "3萬人。"), ("b", "。"))),
        encoding="utf-8",
    )
    out = tmp_path / "found.jsonl"
    for _ in range(2):  # what zhupi wrote is written over
        assert run(["analyse", str(tmp_path / "in.jsonl"), "--flat", "-o", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n")[:-1]]
    for line in lines:
        demand(line, "analysed_line")
    assert [json.loads(line["metadata"]) for line in lines] == [{"id": 1}, {"id": "b"}]
    assert [one["value"] for one in json.loads(lines[0]["numbers"])] == [30000.0]
    assert run(["analyse", str(tmp_path / "in.jsonl")]) == 0
    row, _ = [json.loads(line) for line in capfd.readouterr().out.split("\n")[:-1]]
    assert (row["id"], row["sentences"], type(row["numbers"][0]["value"])) == (1, [[0, 4]], int)


@pytest.mark.parametrize("options", [(), ("--unit", "article"), ("--unit", "article", "--nested")])
def test_an_export_is_no_article(
    options: Sequence[str], root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = export(root, tmp_path / "tags.jsonl", *options)
    assert run(["show", str(out)]) == 1
    assert "is an export of zhupi" in capfd.readouterr().err


def test_pandas_made_a_number_of_a_name(
    root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    row: dict[str, Any] = json.loads(export(root, tmp_path / "tags.jsonl").read_bytes().split(b"\n")[0])
    (tmp_path / "seven.jsonl").write_text(json.dumps(row | {"annotator": 7, "title": 1984}), encoding="utf-8")
    assert run(["import", str(tmp_path / "seven.jsonl"), "--project", str(root)]) == 1
    assert "annotator must be a name, but is 7; pandas makes numbers of such texts" in capfd.readouterr().err
    assert nested(row | {"title": 1984})["title"] == 1984
