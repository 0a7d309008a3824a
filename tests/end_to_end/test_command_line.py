"""The command line: exit codes, one line for what is wrong, and no Textual where no screen opens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from export_lines import checked
from program import zhupi_here
from terminal import zhupi

from annotations.editing.editor import Editor
from annotations.model.article import Analysis
from annotations.project.project import Project
from annotations.storage.layer.layer import open_layer


def zhupi_run(*arguments: str | Path, **options) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        zhupi(*arguments), capture_output=True, timeout=60, **{"stdin": subprocess.DEVNULL, **options}
    )


def fails(result: subprocess.CompletedProcess[bytes], code: int, *named: str) -> str:
    """Check that it failed in one clear, harmless line, and return it."""
    text = result.stderr.decode("utf-8")
    assert result.returncode == code, text
    assert "Traceback" not in text
    assert text.count("\n") == 1, text
    assert text.startswith("zhupi: ")
    assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in text.rstrip("\n"))
    for part in named:
        assert part in text
    return text


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("今天很好。張三說:「好。」\n", encoding="utf-8")
    return folder


def write_bad(folder: Path, kind: str) -> Path:
    path = folder / f"{kind}.txt"
    if kind == "binary":
        path.write_bytes(bytes(range(256)) * 400)
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(100_000_000)
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "e\x1b[31mvil" or kind == "empty":
        path.write_bytes(b"")
    elif kind == "blank":
        path.write_bytes(b" \n\n\t ")
    return path


@pytest.mark.parametrize("kind", ["missing", "binary", "huge", "pipe", "empty", "e\x1b[31mvil"])
def test_bad_files(news, kind) -> None:
    path = write_bad(news, kind)
    fails(zhupi_here("show", path, "--as", "mei"), 1, ".txt")


def test_bad_files_among_good_ones_are_named_and_the_rest_goes_on(news) -> None:
    result = zhupi_here("analyse", write_bad(news, "missing"), news / "a.txt", write_bad(news, "empty"))
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 2
    assert b"Traceback" not in result.stderr
    [row] = [json.loads(line) for line in result.stdout.decode().split("\n")[:-1]]
    assert row["text"].startswith("今天很好。")


def test_a_folder_without_articles(tmp_path) -> None:
    folder = tmp_path / "none"
    folder.mkdir()
    fails(zhupi_here("show", folder, "--as", "mei"), 1, "no articles")


def test_an_export_opened_as_an_article(news) -> None:
    row = {
        "article": "x",
        "sentence": 1,
        "text": "今天。",
        "labels": [],
        "status": "open",
        "annotator": "mei",
    }
    export = news / "mei.jsonl"
    export.write_text(json.dumps(row), encoding="utf-8")
    fails(zhupi_here("show", export, "--as", "mei"), 1, "mei.jsonl", "export")


@pytest.mark.parametrize("name", ["a/b", "..", "a\x1b[31mb", "x" * 300, "articles", ""])
def test_bad_annotators(news, name) -> None:
    fails(zhupi_here("show", news / "a.txt", "--as", name), 1, "--as NAME")


def test_broken_settings(news, tmp_path) -> None:
    (news / "zhupi.toml").write_text("[scheme")
    fails(zhupi_here("show", news / "a.txt", "--as", "mei"), 1, "zhupi.toml")
    fails(zhupi_here("export", news, "--as", "mei"), 1, "zhupi.toml")
    (news / "zhupi.toml").unlink()
    settings = tmp_path / "settings.toml"
    settings.write_text("annotator = [")
    environ = {**os.environ, "ZHUPI_CONFIG": str(settings)}
    fails(zhupi_here("show", news / "a.txt", env=environ), 1, "settings.toml")


def test_nothing_to_export(news) -> None:
    fails(zhupi_here("export", news, "--as", "mei"), 1, "mei has annotated nothing")
    fails(zhupi_here("export", news / "no", "--as", "mei"), 1, "no folder")


def test_an_output_that_cannot_be_written(news) -> None:
    fails(zhupi_here("analyse", news / "a.txt", "-o", news / "no" / "out.jsonl"), 2, "out.jsonl")


@pytest.mark.parametrize(
    "arguments",
    [["oepn"], ["open", "--wrong"], ["export", "--unit", "word"], ["show"], ["show", "a", "b\x1b[31m"]],
)
def test_wrong_use(arguments) -> None:
    fails(zhupi_here(*arguments), 2, "--help")


def test_open_without_a_terminal(news) -> None:
    fails(zhupi_run("open", news, "--as", "mei"), 2, "terminal")
    assert not (news / "annotations").exists()


def test_no_command_shows_the_help() -> None:
    result = zhupi_run()
    assert result.returncode == 2
    for command in (b"open", b"show", b"analyse", b"export"):
        assert command in result.stdout


def test_bad_lines_on_standard_input() -> None:
    lines = '{"text": "今天。", "id": 7}\nno json\n{"id": 1}\n[]\n{"text": 3}\n\n{"text": "明天。"}\n'
    result = zhupi_here("analyse", stdin=lines.encode())
    assert result.returncode == 1
    rows = [json.loads(line) for line in result.stdout.decode().split("\n")[:-1]]
    assert [(row["text"], row.get("id")) for row in rows] == [("今天。", 7), ("明天。", None)]
    assert [line.split(b": ")[1] for line in result.stderr.splitlines()] == [
        f"standard input, line {number}".encode() for number in (2, 3, 4, 5)
    ]


@pytest.mark.parametrize("command", ["open", "show", "analyse", "export"])
def test_every_command_has_help_with_an_example(command) -> None:
    result = zhupi_here(command, "--help")
    assert result.returncode == 0
    assert f"Example: zhupi {command}".encode() in result.stdout


CHECK = """
import sys
from tui.__main__ import main
sys.argv = ["zhupi", *sys.argv[1:]]
try:
    code = main()
finally:
    loaded = {name.partition(".")[0] for name in sys.modules}
    print("LOADED", *sorted(loaded & {"textual", "tinydb", "jieba", "numpy", "opencc"}), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["export", "--help"], set()),
        (["--version"], set()),
        (["show", "{news}/a.txt", "--as", "mei"], {"tinydb"}),
        (["analyse", "{news}/a.txt"], {"jieba", "numpy", "opencc"}),
    ],
)
def test_commands_without_a_screen_import_no_textual(news, arguments, allowed) -> None:
    command = [sys.executable, "-c", CHECK, *(one.format(news=news) for one in arguments)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    loaded = set(result.stderr.strip().split("\n")[-1].split()[1:])
    assert loaded <= allowed


def test_export_imports_no_textual_and_a_closed_pipe_is_quiet(news) -> None:
    (news / "long.txt").write_text("今天很好。" * 6000, encoding="utf-8")
    project = Project.open([news / "long.txt"], annotator="mei")
    article = project.article(project.places[0])
    annotating = Editor(project.scheme, "mei")
    annotating.ledger.open(article, ())
    project.frozen.freeze(article)
    project.frozen.freeze_analysis(article, Analysis())
    layer = open_layer(project.layer_path, "mei")
    layer.put(annotating.labels.toggle([0], "claim").after)
    layer.close()
    out = news / "out.jsonl"
    command = [sys.executable, "-c", CHECK, "export", str(news), "--as", "mei", "-o", str(out)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    assert set(result.stderr.split()[1:]) <= {"tinydb"}
    assert out.read_bytes().count(b"\n") == 6000
    whole = zhupi_run("export", news, "--as", "mei", "--unit", "article")
    [row] = checked(whole.stdout)
    assert len(row["sentences"]) == 6000
    # Somebody who reads one line and goes.
    with subprocess.Popen(
        zhupi("export", news, "--as", "mei"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        first = process.stdout.readline()
        process.stdout.close()
        assert [row["labels"] for row in checked(first)] == [["claim"]]
        assert process.stderr.read() == b""
        assert process.wait(60) == 1
