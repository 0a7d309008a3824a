"""Files from outside that no JSON or TOML reader takes: one line names the file and what to do."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest
from team import team

from annotations.project.project import Project
from annotations.records.record import layer_head, sentence_mark
from annotations.storage.layer.layer import open_layer
from tests.support.falsified import ARTICLE
from tui.cli import main
from tui.session.position import Memory

DIGITS = "9" * 5000
DEEP = "[" * 3000 + "]" * 3000
VALUES = {
    "digits": DIGITS,
    "deep": DEEP,
    "large": "1e400",
    "nan": "NaN",
    "nul": "\0",
    "cut": "[",
    "a brace": "}",
}
TOML = {
    "digits": f"lead = {DIGITS}",
    "hexadecimal": f"lead = 0x{DIGITS}",
    "a version": f"[scheme]\nversion = 0x{DIGITS}",
    "deep": f"lead = {DEEP}",
    "a date": "lead = 2026-01-01",
    "a time": "lead = [[07:32:00]]",
    "nul": "lead = \0",
    "a list": "lead = []",
    "infinite": "others = inf",
    "not a number": "[scheme]\nversion = nan",
    "latin": 'lead = "m\xe9i"',
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with one article and one mark of it."""
    root = tmp_path / "news"
    root.mkdir()
    (root / "a.txt").write_text(ARTICLE.text, encoding="utf-8")
    project = Project.open([root], annotator="mei", root=root)
    article = project.article(project.places[0])
    project.frozen.freeze(article)
    one = article.sentences[0]
    quote = article.text[one.start : one.end]
    mark = sentence_mark(
        article.id, one.start, one.end, quote, annotator="mei", writer="w", scheme="default/1",
        status="marked", labels=["claim"],
    )  # fmt: skip
    layer = open_layer(project.layer_path, "mei")
    layer.put([mark])
    layer.close()
    return root


@pytest.fixture
def run(capfd):
    """Return a function that runs a command and gives its exit code and what it says of errors."""

    def run(*arguments: object) -> tuple[int, str]:
        code = main.run(list(map(str, arguments)))
        told = capfd.readouterr()
        assert "something is wrong inside zhupi" not in told.err, told.err
        assert "Traceback" not in told.err
        assert all(line.startswith("zhupi: ") for line in told.err.splitlines()), told.err
        assert all(len(line) < 1000 for line in told.err.splitlines())
        return code, told.err or told.out

    return run


def is_one_line_about(name: object, result: tuple[int, str]) -> bool:
    code, said = result
    return code in (1, 2) and said.count("\n") == 1 and str(name) in said


@pytest.mark.parametrize("text", TOML.values(), ids=TOML)
def test_settings_of_a_project_and_of_a_user(root, run, tmp_path, monkeypatch, text) -> None:
    (root / "zhupi.toml").write_text(text, encoding="latin-1")
    for command in (["stats", root], ["show", root / "a.txt"]):
        assert is_one_line_about("zhupi.toml", run(*command))
    assert run("check", root)[0] == 1
    (root / "zhupi.toml").unlink()
    own = tmp_path / "settings.toml"
    own.write_text(
        text.replace("lead", "annotator").replace("[scheme]\nversion", "theme"), encoding="latin-1"
    )
    monkeypatch.setenv("ZHUPI_CONFIG", str(own))
    assert is_one_line_about("settings.toml", run("stats", root))


def test_settings_may_begin_with_a_byte_order_mark(root, run) -> None:
    (root / "zhupi.toml").write_text('lead = "mei"\n', encoding="utf-8-sig")
    assert run("settle", root, "--as", "mei", "--review")[0] == 0


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_files_of_articles(tmp_path, run, value) -> None:
    texts = {
        "a.json": f'{{"text": "今天很好。", "x": {value}}}',
        "b.json": f"[{value}]",
        "c.jsonl": f'{{"text": "今天很好。", "x": {value}}}\n',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert is_one_line_about(name, run("analyse", tmp_path / name, "--jobs", 1))


def test_an_article_whose_front_matter_is_nested(tmp_path, run) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: {DEEP}\n---\n今天很好。\n", encoding="utf-8")
    assert run("show", tmp_path / "a.md", "--as", "mei")[0] == 0


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_lines_to_analyse(tmp_path, run, monkeypatch, value) -> None:
    lines = f'{{"text": "今天很好。", "x": {value}}}\n{{"text": "好。"}}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    code, said = run("analyse", "-", "--jobs", 1, "-o", tmp_path / "out.jsonl")
    assert (code, said.count("\n")) == (1, 1)
    assert "line 1" in said
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_what_others_handed_in_and_exported(root, run, tmp_path, value) -> None:
    tags, handed = tmp_path / "tags.jsonl", tmp_path / "mei.handin.jsonl"
    assert run("export", root, "--as", "mei", "-o", tags) == (0, "")
    assert run("hand-in", root, "--as", "mei", "-o", handed)[0] == 0
    before = (root / "annotations" / "mei.json").read_bytes()
    for path, command in ((tags, ["import"]), (handed, ["collect", "--replace", "--as", "mei"])):
        text = path.read_text(encoding="utf-8")
        for old in ('"attributes": {}', '"flag": false', '"kind": "hand-in"'):
            path.write_text(text.replace(old, f"{old.partition(':')[0]}: {value}", 1), encoding="utf-8")
            if old in text:
                code, said = run(command[0], path, "--project", root, *command[1:])
                assert code in (1, 2)
                assert path.name in said
                assert "line " in said
    assert (root / "annotations" / "mei.json").read_bytes() == before


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_frozen_articles(root, run, value) -> None:
    [frozen] = [path for path in root.rglob("*.json") if path.parent.parent.name == "articles"]
    whole = frozen.read_text(encoding="utf-8")
    frozen.write_text(whole.replace('"metadata": {}', f'"metadata": {{"x": {value}}}'), encoding="utf-8")
    assert is_one_line_about(frozen.name, run("export", root, "--as", "mei"))
    assert run("check", root)[0] == 1
    frozen.write_text(whole, encoding="utf-8")
    spans = frozen.with_name(frozen.stem + ".spans.json")
    for names in (value, '[{"start": 0, "end": 1.5, "type": "PER"}]', '[{"start": 0, "end": 1, "type": []}]'):
        spans.write_text(
            f'{{"schema": 1, "kind": "analysis", "id": "{frozen.stem}", "version": "v", "names": {names},'
            ' "numbers": []}',
            encoding="utf-8",
        )
        assert is_one_line_about(spans.name, run("export", root, "--as", "mei"))
        assert run("check", root)[0] == 1


@pytest.mark.parametrize("text", ["x\ty", "x\t" + DIGITS, "\0", f"{DEEP}\tNO", "\tPER"])
def test_a_gazetteer(root, run, text) -> None:
    path = root / "gazetteer.tsv"
    path.write_text(text, encoding="utf-8")
    assert is_one_line_about("gazetteer.tsv, line 1", run("stats", root))


def put_no_file(path: Path, kind: str) -> None:
    """Put in the place of a file what is none."""
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to({"loop": path.name, "nowhere": "gone", "endless": "/dev/zero"}[kind])


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "endless"])
@pytest.mark.parametrize("name", ["zhupi.toml", "gazetteer.tsv"])
def test_what_is_no_file_is_read_as_none(root, run, tmp_path, monkeypatch, name, kind) -> None:
    put_no_file(root / name, kind)
    assert is_one_line_about(name, run("stats", root))
    assert run("check", root)[0] == 1
    if name == "zhupi.toml":
        (root / name).rmdir() if kind == "folder" else (root / name).unlink()
        own = tmp_path / "settings.toml"
        put_no_file(own, kind)
        monkeypatch.setenv("ZHUPI_CONFIG", str(own))
        assert is_one_line_about("settings.toml", run("stats", root))
        monkeypatch.setenv("ZHUPI_CONFIG", os.devnull)
        assert run("stats", root, "--as", "mei")[0] == 0


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "nowhere", "endless"])
def test_whose_layer_is_no_file_is_missed(tmp_path, run, kind) -> None:
    folder = team(tmp_path / "team", {"mei": ["c", "o"], "li": ["c", "o"], "zoe": ["c", "c"]}, lead="mei")
    put_no_file(folder / "annotations/zoe.json", kind)
    for command in ("stats", "agree", "settle"):
        code, said = run(command, folder, "--as", "mei", "--review")
        assert (code, said.count("\n")) == (1, 1), said
        assert "zoe.json: this " in said
    assert run("check", folder)[0] == 1
    assert is_one_line_about("zoe.json: this ", run("export", folder, "--as", "mei", "--gold"))
    for command in ("export", "stats"):
        code, said = run(command, folder, "--as", "mei")
        assert (code, "zoe" in said) == (0, False), "nobody asked for it"


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_what_was_remembered_counts_for_nothing(root, run, tmp_path, value) -> None:
    state = Path(os.environ["ZHUPI_STATE"])
    Memory(root, "mei").note("a.txt", "a" * 20, 3)
    [path] = state.glob("*.json")
    for text in (value, f'{{"source": "a.txt", "at": {{"x": {value}}}}}', '{"source": 1, "at": []}'):
        path.write_text(text, encoding="utf-8")
        memory = Memory(root, "mei")
        assert memory.source == ""
        assert memory.sentence_start("x") is None
    assert run("stats", root)[0] == 0
    caches = [path for path in tmp_path.rglob("*") if path.is_file() and "cache" in str(path.parent).lower()]
    for path in caches:
        path.write_text(value, encoding="utf-8")
    code, said = run("stats", root, "--as", "mei")
    assert code == 0
    assert "claim" in said


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_layer(root, run, value) -> None:
    path = root / "annotations" / "mei.json"
    data = path.read_bytes()
    path.write_bytes(data[:-3] + f',"7": {{"schema": 1, "uid": "x", "kind": {value}}}\n}}}}\n'.encode())
    code, said = run("export", root, "--as", "mei")
    assert code == 0
    assert "mei.json" in said
    assert run("check", root)[0] == 1
    path.write_text(f'{{"_default": {value}}}', encoding="utf-8")
    code, said = run("export", root, "--as", "mei")
    assert code in (0, 1)
    assert "mei.json" in said
    path.write_text(json.dumps({"_default": {"0": layer_head("mei")}}), encoding="utf-8-sig")
    assert run("stats", root, "--as", "mei")[0] == 0
