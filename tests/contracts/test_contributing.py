"""CONTRIBUTING.md names the rooms that are there, and files and commands that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TREE = re.search(r"^## The rooms\n\n```\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def named(package: str) -> list[str]:
    """Return the rooms that the tree lists under `package`."""
    assert TREE is not None
    _, _, below = TREE[1].partition(f"{package}/\n")
    rooms = []
    for line in below.split("\n"):
        room = re.match(r"  ([a-z_]+)/ +\S", line)
        if room is None:
            break
        rooms.append(room[1])
    return rooms


@pytest.mark.parametrize("package", ["annotations", "tui"])
def test_each_room_has_a_line_and_each_line_a_room(package: str) -> None:
    there = [
        path.name
        for path in (ROOT / package).iterdir()
        if path.is_dir() and any(one.is_file() for one in path.iterdir()) and path.name != "__pycache__"
    ]
    assert len(there) > 5
    assert sorted(named(package)) == sorted(there)


def test_every_path_it_names_is_there() -> None:
    """A path is whole, or begins in one of the two packages."""
    paths = {path.rstrip("/") for path in re.findall(r"`([a-z_]+(?:/[a-zA-Z_.]+)+/?)`", TEXT)}
    assert len(paths) > 10
    for path in paths:
        assert any((base / path).exists() for base in (ROOT, ROOT / "annotations", ROOT / "tui")), path


def test_the_benchmarks_it_names_are_there() -> None:
    line = next(line for line in TEXT.split("\n") if "tests/benchmarks/keys.py" in line)
    for name in re.findall(r"\w+\.py", line):
        assert (ROOT / "tests" / "benchmarks" / name).is_file(), name


def test_it_names_the_settings_and_names_that_it_tells_to_change() -> None:
    from annotations.analysis.pipeline import RULES
    from annotations.model.attributes import KINDS

    assert RULES
    assert KINDS
    for name in ("RULES", "KINDS"):
        assert f"`{name}`" in TEXT
