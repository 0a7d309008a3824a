"""`zhupi progress`: who is shown, how it looks, and what a program gets."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from team import THREE, team

from annotations.progress.pace import moment
from annotations.project.settings import ASSIGNMENTS
from annotations.storage.readers.by_article import LayerByArticle
from tui.cli.main import run
from tui.cli.progress import PersonRow


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = team(tmp_path / "新聞", THREE)
    (root / "b.txt").write_text("第二篇說了一件事。", encoding="utf-8")
    (root / ASSIGNMENTS).write_text(
        "a.txt\t-\tan,bo,mei\t40\t-\nb.txt\t-\tan,mei:test\t9\t-\n", encoding="utf-8"
    )
    return root


def test_a_table_of_everybody(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["progress", str(root), "--as", "lin"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    lines = told.out.splitlines()
    assert lines[0] == "progress: 新聞, 2 articles, 3 annotators, overlap open: 0"
    assert [line.split()[:2] for line in lines[2:]] == [
        ["annotator", "done"],
        ["an", "1/2"],
        ["bo", "1/1"],
        ["mei", "1/2"],
        ["all", "3/5"],
    ]
    assert max(map(len, lines)) <= 80


def test_who_may_not_see_others_is_told_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["progress", str(root), "--as", "mei"]) == 0
    told = capsys.readouterr().out
    assert "mei " in told
    assert "\nan " not in told
    assert "of others nothing is shown: lin leads this project" in told


def test_an_object_a_line(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cli.progress.date", SimpleNamespace(today=lambda: _day_of_work(root)))
    assert run(["progress", str(root), "--as", "lin", "--json"]) == 0
    rows = list(map(json.loads, capsys.readouterr().out.splitlines()))
    assert [one["annotator"] for one in rows] == ["an", "bo", "mei"]
    for row in rows:
        assert list(row) == list(PersonRow.__annotations__)
    mei = rows[2]
    assert (mei["articles"], mei["assigned"], mei["done"], mei["new"], mei["overlap"]) == (2, 2, 1, 1, 2)
    assert mei["end"] is None
    assert mei["articles_a_day"] is None
    assert len(mei["last_days"]) == 14
    assert mei["last_days"][-1] == 1, "it was done today"


def _day_of_work(root: Path) -> date:
    """Return the day on which mei was done, wherever the clock is that runs meanwhile."""
    with closing(LayerByArticle(root / "annotations/mei.json", "mei")) as layer:
        layer.refresh()
        [done] = [
            one
            for article in layer.articles()
            for one in layer.of_article(article)
            if one["kind"] == "article" and one["done"]
        ]
    return date.fromtimestamp(moment(done["updated"]))  # noqa: DTZ012 - the day of whoever looks


def test_a_layer_that_cannot_be_read_is_a_failure(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "annotations/an.json").write_bytes(b"\xff\xfe nothing")
    assert run(["progress", str(root), "--as", "lin"]) == 1
    assert "an.json" in capsys.readouterr().err


def test_wrong_use(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["progress", str(tmp_path / "nowhere"), "--as", "lin"]) != 0
    (root / ASSIGNMENTS).write_text("<<<<<<< mine\n", encoding="utf-8")
    assert run(["progress", str(root), "--as", "lin"]) != 0
    assert "line 1" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert run(["progress", str(tmp_path / "empty"), "--as", "lin"]) == 2


def test_on_a_terminal_it_is_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["progress", str(root), "--as", "lin"])
    plain = capsys.readouterr().out
    main, other = pty.openpty()
    command = [sys.executable, "-m", "tui", "progress", str(root), "--as", "lin"]
    subprocess.run(command, stdout=other, check=True, timeout=60)
    os.close(other)
    assert os.read(main, 1 << 16).decode().replace("\r\n", "\n") == plain
    os.close(main)
