"""A layer that something emptied or took away: said where its annotator looks, with the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import zhupi_here
from team import layer_records, team

from annotations.storage.backup.copies import copy_layers


def zhupi(*arguments: str | Path, **options) -> tuple[int, str, str]:
    """Return the exit code, and what is on standard output and standard error."""
    result = zhupi_here(*arguments, **options)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = team(tmp_path / "p", {"mei": ["c", "o"], "bo": ["c", "o"], "lin": []})
    assert copy_layers(root) == []
    return root


def commands(root: Path, who: str) -> list[tuple[str | Path, ...]]:
    return [
        ("stats", root, "--as", who),
        ("show", root / "a.txt", "--as", who),
        ("export", root, "--as", who),
        ("hand-in", root, "--as", who, "-o", "-"),
    ]


def test_an_emptied_layer_is_said_at_once_and_put_back_by_one_command(root: Path) -> None:
    path = root / "annotations" / "mei.json"
    data = path.read_bytes()
    path.write_bytes(b"")
    for command in commands(root, "mei"):
        _, _, errors = zhupi(*command)
        assert "it is empty, but the copy in" in errors, command
        assert "zhupi check --repair puts it back" in errors
    for command in commands(root, "bo"):
        assert "empty" not in zhupi(*command)[2], "it is mei's to hear, and the lead's"
    for command in ("stats", "agree"):
        assert "it is empty, but the copy in" in zhupi(command, root, "--as", "lin", "--review")[2]
    code, out, _ = zhupi("check", root, "--repair")
    assert code == 0, out
    assert path.read_bytes() == data
    assert len(layer_records(root, "mei", "sentence")) == 2


def test_a_layer_that_is_gone_is_said(root: Path) -> None:
    (root / "annotations" / "mei.json").unlink()
    for command in commands(root, "mei"):
        assert "it is gone, but" in zhupi(*command)[2], command
    _, out, _ = zhupi("check", root)
    assert "the layer of which this is a copy is gone" in out


def test_who_begins_hears_nothing(root: Path) -> None:
    for command in commands(root, "new")[:2]:
        assert zhupi(*command)[2] == ""


def test_an_empty_layer_without_a_copy_is_none(root: Path) -> None:
    (root / "annotations" / "kai.json").write_bytes(b"")
    assert zhupi("stats", root, "--as", "kai")[2] == ""
