"""Two people under one name, one person at two machines, and a hand-in that is taken under another name."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from program import zhupi_here
from team import act, layer_records, team

from annotations.records.record import revise
from annotations.storage.layer.layer import open_layer


def zhupi(*arguments: str | Path, **options) -> tuple[int, str, str]:
    """Return the exit code, and what is on standard output and standard error."""
    result = zhupi_here(*arguments, **options)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def collect(root: Path, *arguments: str | Path) -> tuple[int, str, str]:
    return zhupi("collect", *arguments, "--project", root, "--by", "lin")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return team(tmp_path / "here", {"lin": []})


def hand_in(tmp_path: Path, machine: str, name: str = "u") -> Path:
    target = tmp_path / f"{machine}.jsonl"
    code, _, errors = zhupi("hand-in", tmp_path / machine, "--as", name, "-o", target)
    assert code == 0, errors
    return target


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    team(tmp_path / "a", {"u": ["c", "c", "c"]})
    team(tmp_path / "b", {"u": ["o", "o", "o", "o"]})
    return hand_in(tmp_path, "a"), hand_in(tmp_path, "b")


def labels(root: Path, name: str) -> list[str]:
    return [one["labels"][0] for one in layer_records(root, name, "sentence")]


def test_two_people_under_one_login_name(here: Path, files: tuple[Path, Path], tmp_path: Path) -> None:
    a, b = files
    assert collect(here, a)[0] == 0
    before = (here / "annotations" / "u.json").read_bytes()
    for _ in range(2):  # b presses on and hands in again
        code, out, errors = collect(here, b)
        assert (code, out) == (1, "")
        assert "two people" in errors
        assert f"zhupi collect {b} --as NAME" in errors
        assert f"zhupi collect {b} --one-person" in errors
        assert "nothing of it was taken" in errors
        assert (here / "annotations" / "u.json").read_bytes() == before
        act(tmp_path / "b", "u", "a.txt", lambda editor: [editor.labels.toggle([0], "quote")])
        b = hand_in(tmp_path, "b").rename(b)
    code, out, errors = collect(here, b, "--as", "bo")
    assert (code, errors) == (0, "")
    assert "for bo" in out
    assert (here / "annotations" / "u.json").read_bytes() == before
    assert len(layer_records(here, "bo")) == len(layer_records(tmp_path / "b", "u"))
    assert {one["annotator"] for one in layer_records(here, "bo")} == {"bo"}
    code, out, _ = zhupi("check", here)
    assert code == 0, out
    # From now on b's files find their way.
    act(tmp_path / "b", "u", "a.txt", lambda editor: [editor.labels.say_none([4])])
    for more in ((), ("--as", "bo")):
        code, out, errors = collect(here, hand_in(tmp_path, "b"), *more)
        assert (code, errors) == (0, "")
        assert "for bo" in out
    assert len(layer_records(here, "bo", "sentence")) == 5
    assert collect(here, a) == (0, "collected 0 records of 0 articles for u; 4 were here already\n", "")


def test_what_comes_at_once_is_told_apart_as_well(here: Path, files: tuple[Path, Path]) -> None:
    for both in (files, files[::-1]):
        code, out, errors = collect(here, *both)
        assert (code, out, errors.count("two people")) == (1, "", 2)
        assert not (here / "annotations" / "u.json").exists()
    assert collect(here, files[0])[0] == 0
    code, out, errors = collect(here, *files)
    assert (code, "4 were here already" in out, errors.count("two people")) == (1, True, 1)


def test_one_person_at_two_machines_is_said_once(
    here: Path, files: tuple[Path, Path], tmp_path: Path
) -> None:
    assert collect(here, files[0])[0] == 0
    before = (here / "annotations" / "u.json").read_bytes()
    code, out, errors = collect(here, files[1], "--one-person")
    assert "not the same as here" in out, "the same sentences, and other labels: nothing of a's goes"
    assert code == 1
    assert labels(here, "u") == ["claim"] * 3 + ["opinion"]
    [copy] = (here / "annotations" / ".backup").glob("*/before-collect-*u.json")
    assert copy.read_bytes() == before
    act(tmp_path / "b", "u", "a.txt", lambda editor: [editor.labels.say_none([4])])
    code, _, errors = collect(here, hand_in(tmp_path, "b"))
    assert "two people" not in errors
    assert len(layer_records(here, "u", "sentence")) == 5


def test_one_annotator_whose_layer_went_to_another_machine_stays_one(here: Path, tmp_path: Path) -> None:
    team(tmp_path / "a", {"u": ["c"]}, done=False)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    act(tmp_path / "a", "u", "a.txt", lambda editor: [editor.labels.toggle([1], "claim")])
    act(tmp_path / "b", "u", "a.txt", lambda editor: [editor.labels.toggle([2], "opinion")])
    for machine in "ab":
        code, _, errors = collect(here, hand_in(tmp_path, machine))
        assert (code, errors) == (0, "")
    assert labels(here, "u") == ["claim", "claim", "opinion"]


def test_compaction_changes_nobodys_identity(here: Path, tmp_path: Path) -> None:
    team(tmp_path / "a", {"u": ["c", "c"]}, done=False)
    assert collect(here, hand_in(tmp_path, "a"))[0] == 0
    path = tmp_path / "a" / "annotations" / "u.json"
    with closing(open_layer(path, "u")) as layer:
        for uid in [one["uid"] for one in layer.records()]:
            for number in range(1500):
                layer.put([revise(layer.latest(uid), note=str(number))])
        size = path.stat().st_size
    assert path.stat().st_size < size
    code, _, errors = collect(here, hand_in(tmp_path, "a"))
    assert (code, errors) == (0, "")


@pytest.mark.parametrize("name", ["bo", "u 2", "王"])
def test_taken_under_another_name_it_is_that_ones_whole(
    here: Path, files: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    assert collect(here, files[0], "--as", name)[0] == 0
    assert labels(here, name) == ["claim"] * 3
    rows = [json.loads(line) for line in zhupi("export", here, "--as", name)[1].splitlines()]
    theirs = [json.loads(line) for line in zhupi("export", tmp_path / "a", "--as", "u")[1].splitlines()]
    assert rows == [{**row, "annotator": name} for row in theirs]
    assert [row["done"] for row in rows] == [True] * len(rows)


def test_a_name_that_is_somebodys_is_refused(here: Path, files: tuple[Path, Path], tmp_path: Path) -> None:
    assert collect(here, files[0])[0] == 0
    team(tmp_path / "c", {"kai": ["q"]})
    assert collect(here, hand_in(tmp_path, "c", "kai"))[0] == 0
    code, out, errors = collect(here, files[1], "--as", "kai")
    assert (code, out, "two people" in errors) == (1, "", True)
    assert labels(here, "kai") == ["quote"]
    for name, code in (("a/b", 1), ("", 1)):
        assert collect(here, files[1], "--as", name)[0] == code
    code, _, errors = collect(here, files[0], hand_in(tmp_path, "c", "kai"), "--as", "bo")
    assert (code, "of one annotator" in errors) == (2, True)


def test_the_leads_name_says_who_collects(here: Path, files: tuple[Path, Path]) -> None:
    code, out, errors = zhupi("collect", files[0], "--project", here, "--as", "lin")
    assert (code, out, errors) == (0, "collected 4 records of 1 article for u\n", "")


def test_the_file_of_a_layer_is_collected_as_it_is(here: Path, files: tuple[Path, Path], tmp_path) -> None:
    assert collect(here, files[0])[0] == 0
    layer = tmp_path / "b" / "annotations" / "u.json"
    code, _, errors = collect(here, layer)
    assert (code, "two people" in errors) == (1, True)
    code, _, errors = collect(here, layer, "--as", "bo")
    assert (code, errors) == (0, "")
    assert labels(here, "bo") == ["opinion"] * 4
    layer.write_bytes(layer.read_bytes()[:-40])
    code, _, errors = collect(here, layer, "--as", "bo")
    assert (code, "not whole" in errors) == (1, True)


def test_a_rescued_file_is_known_by_its_identity(here: Path, tmp_path: Path) -> None:
    from annotations.exchange.hand_in import read_hand_in
    from annotations.project.rescue import rescued
    from annotations.records.origin import births, origin_of

    team(tmp_path / "a", {"u": ["c"]}, done=False)
    assert collect(here, hand_in(tmp_path, "a"))[0] == 0
    identity = origin_of(births(layer_records(tmp_path / "a", "u")))
    act(tmp_path / "a", "u", "a.txt", lambda editor: [editor.labels.toggle([2], "opinion")])
    waiting = layer_records(tmp_path / "a", "u")[1:]
    target = tmp_path / "rescued.jsonl"
    target.write_bytes(b"".join(rescued([], waiting, "u", "default/1", identity)))
    assert read_hand_in(target.read_bytes().splitlines(keepends=True), "x").identity == identity
    assert collect(here, target)[0] == 0
    assert labels(here, "u") == ["claim", "opinion"]
