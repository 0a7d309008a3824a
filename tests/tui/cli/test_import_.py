"""`zhupi import`: exit codes, what it says and where, and standard input."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from export_lines import checked
from program import zhupi_here
from readable import readable

from annotations.editing.editor import Editor
from annotations.project.project import Project
from annotations.storage.layer.layer import open_layer

ZHUPI = [sys.executable, "-m", "tui"]
TEXT = "今天很好。張三說:「好。」沒有了。\n"


def take(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, list[str]]:
    """Import; return the exit code, what is on standard output, and the lines on standard error."""
    result = zhupi_here("import", *arguments, stdin=stdin)
    lines = result.stderr.decode().split("\n")[:-1]
    assert all(line.startswith("zhupi: ") for line in lines), lines
    return result.returncode, result.stdout.decode(), lines


def make(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return what was exported from a project with two labels, a none, and the article done."""
    root = make(tmp_path_factory.mktemp("export") / "first")
    project = Project.open([root], annotator="mei")
    article = project.article(project.places[0])
    project.frozen.freeze(article)
    annotating = Editor(project.scheme, "mei")
    annotating.ledger.open(article, ())
    layer = open_layer(project.layer_path, "mei")
    for act in (
        annotating.labels.toggle([0, 1], "claim"),
        annotating.labels.say_none([2]),
        annotating.article.toggle_done(0),
    ):
        layer.put(act.after)
    layer.close()
    result = zhupi_here("export", root, "--as", "mei")
    assert (result.returncode, result.stderr) == (0, b"")
    return result.stdout


def test_there_and_back(tmp_path: Path, export: bytes) -> None:
    root = make(tmp_path / "second")
    file = tmp_path / "tags.jsonl"
    file.write_bytes(export)
    assert take(file, "--project", root) == (0, "imported 3 marks of 1 article for mei\n", [])
    assert zhupi_here("export", root, "--as", "mei").stdout == export
    layer = (root / "annotations" / "mei.json").read_bytes()
    assert take("-", "--project", root, stdin=export) == (
        *(0, "imported 0 marks of 0 articles for mei; 3 were there already\n"),
        [],
    )
    assert (root / "annotations" / "mei.json").read_bytes() == layer


def test_what_is_left_and_what_is_replaced(tmp_path: Path, export: bytes) -> None:
    root = make(tmp_path / "second")
    take("-", "--project", root, stdin=export)
    other = export.replace(b'\\"claim\\"', b'\\"rumour\\\\u001b[31m\\"')
    code, out, said = take("-", "--project", root, stdin=other)
    assert (code, out) == (
        1,
        "imported 0 marks of 0 articles for mei; 1 was there already; 2 left (see above)\n",
    )
    assert len(said) == 2
    assert all("--replace takes the file's" in line and "\x1b" not in line for line in said)
    code, out, said = take("-", "--project", root, "--replace", stdin=other)
    copies = list((root / "annotations" / ".backup").rglob("*.json"))
    assert code == 0
    assert out == (
        "imported 0 marks of 1 article for mei;"
        f" 2 replaced what was there, which is in {copies[0]}; 1 was there already\n"
    )
    assert len(said) == 1
    assert "does not know: rumour" in said[0]
    kept = tmp_path / "kept"
    make(kept)
    (kept / "annotations").mkdir()
    copies[0].rename(kept / "annotations" / "mei.json")
    (root / "annotations" / "articles").rename(kept / "annotations" / "articles")
    back = list(checked(zhupi_here("export", kept, "--as", "mei").stdout))
    assert [row["labels"] for row in back] == [["claim"], ["claim"], []], "what was replaced stays readable"


def test_without_the_article(tmp_path: Path, export: bytes) -> None:
    (tmp_path / "empty").mkdir()
    code, out, said = take("-", "--project", tmp_path / "empty", "--as", "ben", stdin=export)
    assert (code, out) == (1, "imported 0 marks of 0 articles for ben; 1 article not here (see above)\n")
    assert len(said) == 1
    assert "3 marks were left out" in said[0]
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "named"),
    [
        (["-"], b"{", 1, "standard input, line 1: it is not JSON"),
        (["-"], b"", 1, "standard input: nothing is in it"),
        (["no.jsonl"], b"", 1, "no.jsonl: No such file"),
        (["."], b"", 1, "looks like no format"),
        (["-", "--project", "nowhere"], b"", 1, "is no folder"),
        (["-", "--as", "a/b"], b"", 1, "annotator name"),
        ([], b"", 2, "FILE"),
    ],
)
def test_wrong_use(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    stdin: bytes,
    code: int,
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, said = take(*arguments, stdin=stdin)
    assert (status, out, len(said)) == (code, "", 1)
    assert named in said[0]


def test_help_has_an_example() -> None:
    result = zhupi_here("import", "--help")
    assert result.returncode == 0
    assert b"Example: zhupi import tags.jsonl" in result.stdout


def test_progress_on_a_terminal(tmp_path: Path, export: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no patience the first and the last step are shown on a terminal, and nothing of them stays."""
    root = make(tmp_path / "second")
    code = "import sys; import tui.terminal.progress as p; p.PATIENCE = 0; from tui.cli.main import run; "
    code += f"sys.exit(run(['import', '-', '--project', {str(root)!r}]))"
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=slave
    ) as process:
        os.close(slave)
        out, _ = process.communicate(export, timeout=60)
        shown = b""
        while readable(master, 0):
            try:
                shown += os.read(master, 65536)
            except OSError:  # the other end is closed
                break
    os.close(master)
    assert process.returncode == 0
    assert b"imported 3 marks" in out
    assert b"looking for 1 article:" in shown
    assert b"writing the layer of mei" in shown
    assert shown.endswith(b"\x1b[?25h\r\x1b[1A\x1b[2K"), "the cursor is back, and the line is gone"
