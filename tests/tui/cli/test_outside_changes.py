"""What stock TinyDB changed or deleted while zhupi was closed reaches the lead, as new revisions."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from program import zhupi_here
from team import act, layer_records, team
from tinydb import TinyDB, where

from annotations.storage.backup.copies import copy_layers
from annotations.storage.layer.last_copy import keep_last
from annotations.storage.layer.layer import open_layer


def zhupi(*arguments: str | Path, **options) -> tuple[int, str, str]:
    """Return the exit code, and what is on standard output and standard error."""
    result = zhupi_here(*arguments, **options)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Return mei's project, her tags brought in by an import so that zhupi itself has left the layer."""
    made = team(tmp_path / "made", {"mei": ["c", "o", "q", ""]}, lead="")
    tags = tmp_path / "tags.jsonl"
    assert zhupi("export", made, "--as", "mei", "-o", tags)[0] == 0
    there = tmp_path / "there"
    there.mkdir()
    shutil.copy(made / "a.txt", there)
    assert zhupi("import", tags, "--project", there)[0] == 0
    return there


@pytest.fixture
def here(tmp_path: Path, there: Path) -> Path:
    """Return the lead's project, in which mei's layer was collected."""
    here = team(tmp_path / "here", {"lin": []})
    collect(here, there)
    return here


def collect(here: Path, there: Path) -> tuple[int, str, str]:
    target = there.parent / "mei.jsonl"
    target.unlink(missing_ok=True)
    code, _, errors = zhupi("hand-in", there, "--as", "mei", "-o", target)
    assert code == 0, errors
    code, out, more = zhupi("collect", target, "--project", here, "--by", "lin")
    return code, out, errors + more


def said(root: Path) -> dict[int, list[str]]:
    return {one["start"]: one["labels"] for one in layer_records(root, "mei", "sentence")}


def outside(there: Path) -> None:
    with closing(TinyDB(there / "annotations" / "mei.json", encoding="utf-8")) as db:
        starts = sorted(one["start"] for one in db.search(where("kind") == "sentence"))
        db.update({"labels": ["quote", "claim"]}, where("start") == starts[0])
        assert db.remove(where("start") == starts[1])


def test_a_change_and_a_deletion_reach_the_lead_and_are_said(here: Path, there: Path) -> None:
    starts = sorted(said(there))
    outside(there)
    code, out, errors = collect(here, there)
    assert code == 0, errors
    assert "that program changed 1 record and took 1 record out" in errors
    assert "2 newer than what was here" in out
    assert said(here) == said(there)
    assert said(here)[starts[0]] == ["quote", "claim"]
    assert starts[1] not in said(here)
    assert collect(here, there)[1].startswith("collected 0 records"), (
        "whoever reads it again comes to the same"
    )


def test_the_next_press_writes_it_down(here: Path, there: Path) -> None:
    outside(there)
    before = said(there)
    act(there, "mei", "a.txt", lambda editor: [editor.labels.toggle_flag([3])])
    assert said(there) == before
    text = (there / "annotations" / "mei.json").read_text(encoding="utf-8")
    assert text.count('"writer": "another program"') == 2
    assert json.loads(text)
    keep_last(there / "annotations" / "mei.json")
    code, out, errors = zhupi("check", there)
    assert (code, "another program" in out) == (0, False), errors
    assert "that program" not in collect(here, there)[2]
    assert said(here) == before


def test_check_says_it_and_repair_writes_it_down(here: Path, there: Path) -> None:
    outside(there)
    before = said(there)
    code, out, _ = zhupi("check", there)
    assert (code, "1 changed and 1 deleted since zhupi wrote it" in out) == (1, True)
    code, out, _ = zhupi("check", there, "--repair")
    assert code == 0, out
    assert "took 1 record as changed by another program, took 1 record as deleted by another program" in out
    assert said(there) == before
    collect(here, there)
    assert said(here) == before


def test_a_rewrite_that_changes_nothing_is_no_change(here: Path, there: Path) -> None:
    path = there / "annotations" / "mei.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    _, out, errors = collect(here, there)
    assert out.startswith("collected 0 records")
    assert "that program" not in errors


def test_line_ends_of_another_system_delete_nothing(there: Path) -> None:
    path = there / "annotations" / "mei.json"
    lines = path.read_bytes().split(b"\n")
    del lines[3]  # as on another branch of git
    path.write_bytes(b"\r\n".join(lines))
    with closing(open_layer(path, "mei")) as layer:
        assert not [one for one in layer.newest() if one["deleted"]]


def test_without_the_layer_as_it_was_left_nothing_is_taken_for_deleted(here: Path, there: Path) -> None:
    shutil.rmtree(there / "annotations" / ".backup")
    starts = sorted(said(there))
    outside(there)
    code, _, errors = collect(here, there)
    assert code == 0
    assert "changed 1 record," in errors, "its checksum tells"
    assert said(here)[starts[0]] == ["quote", "claim"]
    assert starts[1] in said(here)


def test_a_copy_of_a_day_tells_as_well(here: Path, there: Path) -> None:
    shutil.rmtree(there / "annotations" / ".backup")
    assert copy_layers(there) == []
    outside(there)
    assert "changed 1 record and took 1 record out" in collect(here, there)[2]
    assert said(here) == said(there)


def test_somebody_elses_layer_in_its_place_deletes_nothing(there: Path, tmp_path: Path) -> None:
    other = team(tmp_path / "other", {"mei": ["o"]}, lead="")
    path = there / "annotations" / "mei.json"
    path.write_text(json.dumps(json.loads((other / "annotations" / "mei.json").read_text("utf-8"))), "utf-8")
    with closing(open_layer(path, "mei")) as layer:
        assert not [one for one in layer.newest() if one["deleted"]]


def test_in_a_shared_folder_a_decision_is_looked_at_again(here: Path, tmp_path: Path) -> None:
    root = team(tmp_path / "shared", {"mei": ["c"], "bo": ["c"]})
    assert zhupi("settle", root, "--review", "--as", "lin")[0] == 0
    gold = zhupi("export", root, "--gold", "--as", "lin")[1]
    with closing(TinyDB(root / "annotations" / "mei.json", encoding="utf-8")) as db:
        db.update({"labels": ["opinion"]}, where("kind") == "sentence")
    after = zhupi("export", root, "--gold", "--as", "lin")[1]
    assert len(after.splitlines()) == len(gold.splitlines()) - 1


def test_dropped_tables_are_said_and_put_back(there: Path) -> None:
    path = there / "annotations" / "mei.json"
    before = said(there)
    with closing(TinyDB(path, encoding="utf-8")) as db:
        db.drop_tables()
    for command in (("stats", there), ("export", there), ("show", there / "a.txt")):
        assert "it is empty, but the copy in" in zhupi(*command, "--as", "mei")[2]
    assert zhupi("check", there, "--repair")[0] == 0
    assert said(there) == before
