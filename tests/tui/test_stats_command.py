"""`zhupi stats`: whose marks are read, what is printed, and how it looks at 80 columns."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from annotations.counts import LayerCounts
from annotations.record import article_mark, sentence_mark
from annotations.scheme import DEFAULT
from annotations.storage import counting
from annotations.storage.layer import open_layer
from tui.cli import run
from tui.layout.cells import cell_width
from tui.stats import _objects, _table

Command = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Return a project of four articles that two annotators have begun."""
    root = tmp_path / "新聞"
    (root / "annotations").mkdir(parents=True)
    for name in "abcd":
        (root / f"{name}.txt").write_text(f"{name}。如此。", encoding="utf-8")
    begin(root, "mei", ["claim"], ["claim", "quote"], [], done=["a" * 20])
    begin(root, "林語堂", ["opinion"], ["其他"])
    return root


def begin(root: Path, annotator: str, *labels: Sequence[str], done: Sequence[str] = ()) -> None:
    """Let an annotator mark a sentence for each of `labels`, none where they are empty."""
    common = {"annotator": annotator, "writer": "test", "scheme": "default/1"}
    layer = open_layer(root / "annotations" / f"{annotator}.json", annotator)
    for number, names in enumerate(labels):
        status = "marked" if names else "none"
        mark = sentence_mark(
            "a" * 20,
            9 * number,
            9 * number + 2,
            "如此",
            status=status,
            labels=names,
            flag=not number,
            **common,
        )
        layer.put([mark])
    for article in done:
        layer.put([article_mark(article, done=True, note="好", **common)])
    layer.close()


@pytest.fixture
def stats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs the command: its code, what it printed, and its complaints."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def go(*arguments: str | Path) -> tuple[int, str, list[str]]:
        code = run(["stats", *map(str, arguments)])
        out, err = capfd.readouterr()
        assert all(line.startswith("zhupi: ") for line in err.split("\n")[:-1])
        return code, out, err.split("\n")[:-1]

    return go


def test_my_own_progress(news: Path, stats: Command) -> None:
    code, out, complaints = stats(news, "--as", "mei")
    assert (code, complaints) == (0, [])
    assert (
        out
        == """\
mei in 新聞

articles                              4
  touched                             1  25%
  done                                1  25%
sentences decided                     3
  claim 事實主張                      2  67%
  opinion 觀點                        0   0%
  quote 引語                          1  33%
  none                                1  33%
sentences with a flag or a note only  0
flags                                 1
notes                                 1
"""
    )


def test_the_others_are_read_for_review_only(
    news: Path, stats: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = counting.count_layer
    monkeypatch.setattr(
        counting, "count_layer", lambda path, **options: read.append(path.stem) or real(path, **options)
    )
    _, out, _ = stats(news, "--as", "mei", "--format", "json")
    assert [json.loads(line)["annotator"] for line in out.split("\n")[:-1]] == ["mei"]
    assert read == ["mei"]
    _, out, _ = stats(news, "--as", "林語堂", "--format", "json", "--review")
    assert [json.loads(line)["annotator"] for line in out.split("\n")[:-1]] == ["林語堂", "mei"]
    assert read == ["mei", "林語堂"], "and what is known from before is not read again"


def test_every_line_of_json_has_the_same_keys(news: Path, stats: Command) -> None:
    _, out, _ = stats(news, "--as", "mei", "--format", "json", "--review")
    rows = [json.loads(line) for line in out.split("\n")[:-1]]
    assert rows[0] == {
        "annotator": "mei",
        "scheme": "default/1",
        "articles": 4,
        "touched": 1,
        "records": 4,
        "done": 1,
        "marked": 2,
        "none": 1,
        "open": 0,
        "flags": 1,
        "notes": 1,
        "labels": {"claim": 2, "opinion": 0, "quote": 1},
    }
    assert rows[1].keys() == rows[0].keys()
    assert rows[1]["labels"] == {"claim": 0, "opinion": 1, "quote": 0, "其他": 1}


def test_a_name_that_is_not_utf8_is_json_all_the_same() -> None:
    (row,) = _objects({"mei\udcff": LayerCounts()}, 0, DEFAULT)
    assert json.loads(row.encode("utf-8"))["annotator"] == "mei\udcff"


def test_everybody_and_a_total(news: Path, stats: Command) -> None:
    code, out, _ = stats(news, "--as", "mei", "--review")
    assert code == 0
    rows = [line.split() for line in out.split("\n")]
    assert rows[0] == ["新聞:", "4", "articles"]
    assert ["mei", "1", "1", "2", "1", "0", "1", "1"] in rows
    assert ["林語堂", "1", "0", "2", "0", "0", "1", "0"] in rows
    assert ["total", "2", "1", "4", "1", "0", "2", "1"] in rows
    assert ["annotator", "claim", "opinion", "quote", "其他"] in rows
    assert ["林語堂", "0", "0%", "1", "50%", "0", "0%", "1", "50%"] in rows
    assert ["total", "2", "40%", "1", "20%", "1", "20%", "1", "20%"] in rows


def test_more_labels_than_fit_go_into_another_table(news: Path, stats: Command) -> None:
    rows = "".join(f'[[scheme.labels]]\nname = "標籤{key}"\nkey = "{key}"\n' for key in "abcdef")
    (news / "zhupi.toml").write_text(f'[scheme]\nname = "own"\nversion = 2\n{rows}', encoding="utf-8")
    _, out, _ = stats(news, "--as", "mei", "--review")
    lines = out.split("\n")
    assert all(cell_width(line) <= 80 for line in lines)
    heads = [line.split()[1:] for line in lines if line.startswith("annotator")]
    labels = [name for head in heads[1:] for name in head]
    assert labels == [*(f"標籤{key}" for key in "abcdef"), "claim", "opinion", "quote", "其他"]


@pytest.mark.parametrize("name", ["mei", "一" * 60, "m" * 60, "林語堂林語堂林語堂林語堂"])
@pytest.mark.parametrize("number", [0, 999, 1_000_000])
def test_tables_are_aligned_and_fit(name: str, number: int) -> None:
    cells = [f"{number:,}"] * 7
    rows = [["annotator", "touched", "done", "marked", "none", "open", "flags", "notes"]]
    rows += [[name, *cells], ["li", *cells], ["total", *cells]]
    lines = [*_table(rows)]
    assert all(cell_width(line) <= 80 for line in lines)
    assert len({cell_width(line) for line in lines}) == 1, "the last column ends at one place"
    assert lines[2].startswith("li ")
    assert all(cell in line for line in lines[1:] for cell in cells)


def test_what_would_command_the_terminal_is_not_printed(news: Path, stats: Command) -> None:
    begin(news, "li", ["claim\x1b[31m"])
    path = news / "annotations" / "li.json"
    path.rename(path.with_name("\x1b[31m\u202eli.json"))
    _, out, complaints = stats(news, "--as", "mei", "--review")
    assert "[31m" in out
    assert complaints, "that it says it is the layer of li"
    assert "\x1b" not in out + "".join(complaints)
    assert "\u202e" not in out + "".join(complaints)


def test_who_has_done_nothing_has_zeros(news: Path, stats: Command) -> None:
    code, out, complaints = stats(news, "--as", "wang", "--format", "json")
    assert (code, complaints) == (0, [])
    row = json.loads(out)
    assert (row["annotator"], row["articles"], row["touched"], row["records"]) == ("wang", 4, 0, 0)
    assert not (news / "annotations" / "wang.json").exists()
    assert stats(news, "--as", "wang")[0] == 0


def test_a_layer_that_cannot_be_read_is_told_and_the_rest_counted(news: Path, stats: Command) -> None:
    (news / "annotations" / "wang.json").write_text("no layer", encoding="utf-8")
    damaged = news / "annotations" / "林語堂.json"
    damaged.write_bytes(damaged.read_bytes()[:-5])
    code, out, complaints = stats(news, "--as", "mei", "--review", "--format", "json")
    assert code == 1
    assert {json.loads(line)["annotator"] for line in out.split("\n")[:-1]} == {"mei", "林語堂"}
    assert any("wang.json" in one for one in complaints)
    assert any("damaged" in one for one in complaints)
    assert stats(news, "--as", "mei", "--format", "json")[0] == 0, "what others' layers are like is theirs"


def test_a_folder_that_is_no_project(tmp_path: Path, stats: Command) -> None:
    (tmp_path / "empty").mkdir()
    for path, code in ((tmp_path / "empty", 2), (tmp_path / "gone", 1)):
        found, out, complaints = stats(path, "--as", "mei")
        assert (found, out, len(complaints)) == (code, "", 1)
        assert path.name in complaints[0]


def test_annotations_without_articles_are_counted_too(news: Path, stats: Command) -> None:
    for path in news.glob("*.txt"):
        path.unlink()
    code, out, _ = stats(news, "--as", "mei", "--format", "json")
    assert code == 0
    assert (json.loads(out)["articles"], json.loads(out)["touched"]) == (0, 1)


def counted_in_terminal(news: Path, tmp_path: Path, *arguments: str) -> bytes:
    """Run the command with a terminal as its standard error and return what that shows."""
    ours, theirs = pty.openpty()
    environment: dict[str, Any] = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "tui", "stats", str(news), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux: the other end is closed
            pass
        assert process.stdout is not None
        assert b"\x1b" not in process.stdout.read()
    os.close(ours)
    assert process.returncode == 0
    return shown


def test_a_bar_while_counting_and_none_when_there_is_nothing_to_count(news: Path, tmp_path: Path) -> None:
    assert b"counting" in counted_in_terminal(news, tmp_path, "--as", "mei")
    assert counted_in_terminal(news, tmp_path, "--as", "mei") == b""
