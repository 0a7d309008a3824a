"""Copies that a sync program leaves beside a layer: never a voice, always said, merged by one command."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from program import zhupi_here
from team import layer_records, team

from annotations.records.record import as_act, revise
from annotations.storage.layer.layer import open_layer


def zhupi(*arguments: str | Path, **options) -> tuple[int, str, str]:
    """Return the exit code, and what is on standard output and standard error."""
    result = zhupi_here(*arguments, **options)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


COPIES = ("mei 2", "mei (conflicted copy)", "mei.sync-conflict-20261127-101112-AB", "Copy of mei", "zzz")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project in which bo says opinion of all, and mei said so too and changed her mind since."""
    root = team(tmp_path / "p", {"mei": ["o"] * 4, "bo": ["o"] * 4, "lin": []}, others="always")
    shutil.copy(root / "annotations" / "mei.json", tmp_path / "old.json")
    with closing(open_layer(root / "annotations" / "mei.json", "mei")) as layer:
        marks = [one for one in layer.records() if one["kind"] == "sentence"]
        layer.put(as_act(revise(one, labels=["claim"], voice="author") for one in marks))
    return root


def leave(root: Path, name: str) -> Path:
    return Path(shutil.copy(root.parent / "old.json", root / "annotations" / f"{name}.json"))


def agreement(root: Path) -> list[str]:
    _, out, _ = zhupi("agree", root, "--as", "lin", "--review", "--format", "json")
    return sorted(out.split("\n"))


@pytest.mark.parametrize("name", COPIES)
def test_a_stale_copy_is_no_voice_anywhere(root: Path, name: str) -> None:
    before = agreement(root)
    _, counts, _ = zhupi("stats", root, "--as", "lin", "--review", "--format", "json")
    _, gold, _ = zhupi("export", root, "--as", "lin", "--gold", "--review")
    copy = leave(root, name)
    assert agreement(root) == before
    for command in (
        ("stats", root, "--as", "lin", "--review", "--format", "json"),
        ("export", root, "--as", "lin", "--gold", "--review"),
    ):
        _, out, errors = zhupi(*command)
        assert out in (counts, gold)
        assert copy.name in errors
        assert "zhupi check --repair" in errors
    code, _, errors = zhupi("agree", root, "--as", "lin", "--review")
    assert code == 1
    assert copy.name in errors
    code, out, errors = zhupi("settle", root, "--as", "lin", "--review")
    assert copy.name in errors
    assert "settled 0" in out or "0 sentences" in out or "nothing" in out + errors, "bo and mei differ"
    for who, said in (("mei", True), ("bo", False)):
        for command in (("stats", root), ("export", root), ("show", root / "a.txt"), ("hand-in", root)):
            target = ("-o", "-") if command[0] == "hand-in" else ()
            _, out, errors = zhupi(*command, "--as", who, *target)
            assert (copy.name in errors) == said, (command, errors)


@pytest.mark.parametrize("name", COPIES)
def test_one_command_brings_it_together_and_keeps_it_aside(root: Path, name: str) -> None:
    copy = leave(root, name)
    data = copy.read_bytes()
    said = layer_records(root, "mei")
    code, out, errors = zhupi("check", root)
    assert code == 1
    assert out.startswith(f"annotations/{copy.name}: a copy of mei's layer")
    assert "nothing that is not in the layer too" in out
    assert "1 of which --repair may mend" in errors
    code, out, errors = zhupi("check", root, "--repair")
    assert (code, errors.count("nothing else is wrong")) == (0, 1), out
    assert not copy.exists()
    [kept] = (root / "annotations" / ".backup").glob(f"*/before-merge-*{copy.name}")
    assert kept.read_bytes() == data
    assert layer_records(root, "mei") == said
    assert zhupi("check", root)[0] == 0


def test_what_the_copy_has_more_comes_into_the_layer_as_after_a_merge(root: Path) -> None:
    copy = leave(root, "mei 2")
    with closing(open_layer(copy, "mei")) as layer:
        marks = [one for one in layer.records() if one["kind"] == "sentence"]
        layer.put([revise(revise(revise(marks[0], labels=["quote"])), note="later")], check=False)
        layer.put([revise(marks[1], labels=["quote"], writer="another")])
    with closing(open_layer(root / "annotations" / "mei.json", "mei")) as layer:
        first = layer.get(marks[0]["uid"])
        assert first["labels"] == ["claim"]
    code, out, _ = zhupi("check", root, "--repair")
    assert "1 record newer than here and 1 record in conflict" in out
    assert code == 1, "a conflict is for a person"
    with closing(open_layer(root / "annotations" / "mei.json", "mei")) as layer:
        assert layer.get(marks[0]["uid"])["labels"] == ["quote"]
        assert layer.get(marks[1]["uid"])["labels"] == ["claim"], "what stood in the layer counts"
        [(counts, other)] = layer.conflicts(marks[1]["article"])
        assert (counts["labels"], other["labels"]) == (["claim"], ["quote"])


def test_a_copy_beside_an_emptied_layer_gives_everything_back(root: Path) -> None:
    leave(root, "mei 2")
    (root / "annotations" / "mei.json").write_bytes(b"")
    code, out, _ = zhupi("check", root, "--repair")
    assert code == 0, out
    assert len(layer_records(root, "mei", "sentence")) == 4


def test_two_people_are_not_mixed(root: Path, tmp_path: Path) -> None:
    other = team(tmp_path / "q", {"mei": ["q", "q"]})
    copy = root / "annotations" / "mei (1).json"
    shutil.copy(other / "annotations" / "mei.json", copy)
    before = (root / "annotations" / "mei.json").read_bytes()
    code, out, _ = zhupi("check", root, "--repair")
    assert code == 1
    assert "no record in common" in out
    assert "zhupi collect" in out
    assert "--one-person" in out
    assert copy.exists()
    assert (root / "annotations" / "mei.json").read_bytes() == before


def test_nobody_annotates_in_a_copy(root: Path) -> None:
    leave(root, "mei 2")
    code, _, errors = zhupi("show", root / "a.txt", "--as", "mei 2")
    assert code == 1
    assert "mei's layer, of which it is a copy" in errors


def test_every_layer_is_there_once_from_python(root: Path) -> None:
    from annotations import open_project

    leave(root, "mei 2")
    assert [one.annotator for one in open_project(root).layers()] == ["bo", "lin", "mei"]
    assert json.dumps(len(open_project(root).layer("mei").records())) == "5"


def test_a_copy_of_the_day_of_a_copy_misses_no_layer(root: Path) -> None:
    copy = leave(root, "mei 2")
    day = root / "annotations" / ".backup" / "2026-11-23"
    day.mkdir(parents=True)
    shutil.copy(copy, day / copy.name)
    for _ in range(2):
        _, out, _ = zhupi("check", root, "--repair")
        assert "is gone" not in out
    (day / "kai.json").write_bytes((day / copy.name).read_bytes().replace(b'"mei"', b'"kai"'))
    assert "kai.json: note: the layer of which this is a copy is gone" in zhupi("check", root)[1]
