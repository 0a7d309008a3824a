"""The power is cut after any step: nothing acknowledged is lost, and what is left can be opened.

tests/benchmarks/power_cut.py looks at more of the states that a disk may be left in.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from power_cut import cuts, write_state
from power_cut_cases import CASES, KILLED, record
from power_cut_verdicts import SPARE, TWICE, after_kills, cut_twice, muted, verdicts
from recorded_files import RecordedFiles

SEED = 20260131


@pytest.mark.parametrize("name", CASES)
def test_whenever_the_power_is_cut_nothing_acknowledged_is_lost(tmp_path, name):
    case = CASES[name]
    files = record(case, tmp_path / "project")
    found = list(verdicts(case, files, tmp_path / "state", seed=SEED, most=12))
    problems = [one for one in found if one is not None]
    if name == "two writers":  # of two acts in the air the first may be torn while the second one is whole
        problems = [one for one in problems if one.kind != "half"]
    assert problems == []
    assert len(found) > len([one for one in files.events if type(one).__name__ != "Word"])


@pytest.mark.parametrize("name", KILLED)
def test_what_a_killed_program_left_unflushed_is_made_durable_by_the_next_one(tmp_path, name):
    found = list(after_kills(name, tmp_path, seed=SEED, most=6))
    assert [one for one in found if one is not None] == []
    assert len(found) >= 10


@pytest.mark.parametrize("name", TWICE)
def test_a_second_cut_during_the_mending_loses_nothing_either(tmp_path, name):
    found = list(cut_twice(name, tmp_path, seed=SEED, most=6, limit=4))
    assert [one for one in found if one is not None] == []
    assert len(found) >= 20


def test_every_flush_is_missed_where_it_is_left_out(tmp_path):
    found = {site: problem for site, _, problem in muted(tmp_path, seed=SEED, most=8)}
    assert {site for site, problem in found.items() if problem is None} == set(SPARE)
    assert len(found) > 2 * len(SPARE)


@pytest.fixture
def files(tmp_path):
    write_state({"a": b"a" * 600}, tmp_path / "project")
    return RecordedFiles(tmp_path / "project")


def test_what_was_not_flushed_may_be_there_in_any_part(tmp_path, files):
    fd = files.open(tmp_path / "project" / "a", os.O_RDWR)
    files.pwrite(fd, b"b" * 1000, 500)
    files.say("written")
    found = {cut.state["a"] for cut in cuts(files, SEED, 100)}
    new, old = b"a" * 500 + b"b" * 1000, (b"a" * 600).ljust(1500, b"\0")
    parts = [(old[at : at + 512], new[at : at + 512]) for at in range(0, 1500, 512)]
    torn = {one + two + three for one in parts[0] for two in parts[1] for three in parts[2]}
    assert found == torn | {one[:600] for one in torn}
    files.fdatasync(fd)
    files.say("flushed")
    assert [cut.state["a"] for cut in cuts(files, SEED, 100) if "flushed" in cut.words] == [new]
    files.close(fd)


def test_a_name_may_be_lost_until_its_folder_is_flushed_whatever_was_flushed_in_it(tmp_path, files):
    root = tmp_path / "project"
    files.mkdir(root / "b")
    fd = files.open(root / "b" / "c", os.O_RDWR | os.O_CREAT)
    files.pwrite(fd, b"c", 0)
    files.fdatasync(fd)
    files.close(fd)
    files.replace(root / "b" / "c", root / "b" / "d")
    files.say("renamed")
    rest = [{name for name in one.state if name != "a"} for one in cuts(files, SEED, 100) if one.words]
    assert sorted(map(sorted, rest)) == [[], ["b"], ["b", "b/c"], ["b", "b/d"]]
    files.fsync_dir(root / "b")
    files.say("its folder")
    assert [len(one.state) for one in cuts(files, SEED, 100) if "its folder" in one.words] == [1, 3]
    files.fsync_dir(root)
    files.say("all")
    assert [one.state for one in cuts(files, SEED, 100) if "all" in one.words] == [
        {"a": b"a" * 600, "b": None, "b/d": b"c"}
    ]


def test_a_file_that_takes_a_name_may_be_empty_there_until_it_is_flushed(tmp_path, files):
    root = tmp_path / "project"
    fd = files.open(root / "b", os.O_RDWR | os.O_CREAT)
    files.pwrite(fd, b"b", 0)
    files.replace(root / "b", root / "a")
    files.fsync_dir(root)
    files.say("renamed")
    assert [one.state for one in cuts(files, SEED, 100) if one.words] == [
        {"a": b""},
        {"a": b"\0"},
        {"a": b"b"},
    ]
    files.close(fd)
