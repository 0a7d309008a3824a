"""zhupi tag: the acts of keys from a shell and from a pipe, each durable, each to be taken back."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from subprocess import PIPE, Popen
from types import SimpleNamespace

import pytest
from team import OTHER, TEXT, give_back, laid_out, layer_records, team

from annotations.errors import StorageError
from annotations.project.project import Project
from annotations.storage.layer.layer import TinyDBLayer
from tui.cli.main import run
from tui.cli.tag import rewritten

OWN = """
lead = "lin"
[scheme]
name = "own"
version = 1
[[scheme.labels]]
name = "claim"
key = "c"
[[scheme.labels]]
name = "news"
of = "article"
[[scheme.attributes]]
name = "worth"
kind = "choice"
labels = ["claim"]
values = ["low", "high"]
[[scheme.attributes]]
name = "sure"
kind = "flag"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return laid_out(tmp_path / "news", texts={"a.txt": TEXT, "b.txt": OTHER})


def tag(root: Path, *words: str, annotator: str = "mei") -> int:
    return run(["tag", *words, "--as", annotator, "--project", str(root)])


def said(root: Path, annotator: str = "mei") -> dict[int, list[str]]:
    marks = layer_records(root, annotator, "sentence")
    return {one["start"]: one["labels"] or [one["status"]] for one in marks}


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))


def test_tags_go_on_and_off_and_saying_it_twice_changes_nothing(root, capsys) -> None:
    assert tag(root, "a.txt", "1-2", "4", "+claim", "+opinion") == 0
    assert capsys.readouterr().out == "a.txt 1-2 4: +claim; +opinion\n"
    assert said(root) == {0: ["claim", "opinion"], 9: ["claim", "opinion"], 27: ["claim", "opinion"]}
    before = (root / "annotations" / "mei.json").read_bytes()
    assert tag(root, "a.txt", "1-2", "4", "+claim") == 0
    assert capsys.readouterr().out == "a.txt 1-2 4: as it was\n"
    assert (root / "annotations" / "mei.json").read_bytes() == before
    assert tag(root, "a.txt", "1", "3", "-claim", "+none") == 0
    assert said(root)[0] == ["none"], "+none takes the labels off, as the key does"
    assert said(root)[18] == ["none"]
    assert tag(root, "a.txt", "3", "-none") == 0
    assert said(root)[18] == ["open"]


def test_each_act_is_one_write_of_its_own(root) -> None:
    tag(root, "a.txt", "1-3", "+claim", "+opinion", "--flag")
    batches = {tuple(one["batch"]) for one in layer_records(root, "mei")}
    assert {size for _, size in batches} == {3}
    assert all(one["flag"] for one in layer_records(root, "mei", "sentence"))


def test_what_belongs_to_labels(root, capsys) -> None:
    more = ("--speaker", "張三", "--speaker", "", "--form", "direct", "--voice", "both", "--note", "看")
    assert tag(root, "a.txt", "@20", "+claim", "+quote", *more) == 0
    [mark] = layer_records(root, "mei", "sentence")
    [quote] = mark["quotes"]
    assert (mark["start"], mark["voice"], mark["voice_by"], mark["note"]) == (18, "both", "person", "看")
    assert quote["form"] == "direct"
    assert [(one["name"], one["start"], one["by"]) for one in quote["speakers"]] == [
        ("張三", 18, "person"),
        ("", None, "person"),
    ]
    capsys.readouterr()
    assert tag(root, "a.txt", "@20", *more) == 0
    assert "as it was" in capsys.readouterr().out
    assert tag(root, "a.txt", "4", "--goes-on") == 0
    assert layer_records(root, "mei", "sentence")[1]["quotes"][0]["cont"] is True


def test_the_rules_propose_who_is_quoted_as_they_do_on_screen(root) -> None:
    assert tag(root, "a.txt", "3", "+quote") == 0
    [mark] = layer_records(root, "mei", "sentence")
    [speaker] = mark["quotes"][0]["speakers"]
    assert (speaker["name"], speaker["by"]) == ("張三", "rule")
    project = Project.open([root / "a.txt"], annotator="mei", root=root)
    article = project.article(project.places[0])
    assert project.frozen.load(article.id) is not None
    assert project.frozen.load_analysis(article.id) is not None, "what was found is kept with its text"


def test_done_and_back(root) -> None:
    assert tag(root, "a.txt", "--done") == 0
    [mark] = layer_records(root, "mei", "article")
    assert (mark["done"], mark["seen"]) == (True, [[0, len(TEXT)]])
    assert tag(root, "a.txt", "--no-done") == 0
    assert layer_records(root, "mei", "article")[0]["done"] is False


def test_undo_takes_back_the_last_act_of_whichever_program(root, capsys) -> None:
    tag(root, "a.txt", "1", "+claim")
    tag(root, "b.txt", "2", "+opinion")
    capsys.readouterr()
    assert tag(root, "--undo", "--dry-run") == 0
    assert "would do: b.txt 2: undone: +opinion" in capsys.readouterr().out
    assert len(said(root)) == 2
    assert tag(root, "--undo") == 0
    assert tag(root, "--undo") == 0
    assert capsys.readouterr().out == "b.txt 2: undone: +opinion\na.txt 1: undone: +claim\n"
    assert said(root) == {}
    assert tag(root, "--undo") == 2


def test_a_dry_run_writes_nothing_at_all(root, capsys) -> None:
    assert tag(root, "a.txt", "all", "+claim", "--dry-run") == 0
    assert capsys.readouterr().out == "would do: a.txt 1-5: +claim\n"
    assert not (root / "annotations").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a.txt", "1", "+rumour"], "no label rumour; there are claim, opinion, quote, none"),
        (["a.txt", "6", "+claim"], "a.txt has no sentence 6; it has 1 to 5"),
        (["a.txt", "3-2", "+claim"], "a.txt has no sentence 3-2; it has 1 to 5"),
        (["a.txt", "@999", "+claim"], "a.txt: no sentence stands at @999"),
        (["a.txt", "one", "+claim"], "one is no sentence"),
        (["a.txt", "1"], "nothing to say of it"),
        (["a.txt", "+claim"], "name an article and a sentence"),
        (["c.txt", "1", "+claim"], "c.txt: no such article"),
        (["f" * 20, "1", "+claim"], "no article of this project has that id"),
        (["a.txt", "1", "--voice", "nobody"], "voice is one of author, speaker, both, not nobody"),
        (["a.txt", "1", "--voice", "both"], "a voice belongs to claim or opinion; sentence 1 has none"),
        (["a.txt", "1", "--form", "direct"], "sentence 1 is no quote yet; +quote makes it one"),
        (["a.txt", "1", "--goes-on"], "no quote stands shortly before sentence 1"),
        (["a.txt", "1", "--set", "worth=high"], "no attribute worth; there are none"),
        (["a.txt", "1", "--set", "worth"], "--set worth: write NAME=VALUE; NAME= takes it away"),
        (["a.txt", "9" * 5000, "+claim"], "is no sentence"),
        (["a.txt", "@" + "9" * 5000, "+claim"], "is no sentence"),
        (["字" * 100, "1", "+claim"], "no such article"),
        (["--undo", "+claim"], "--undo takes back the last act"),
    ],
)
def test_what_cannot_be_is_one_line_and_writes_nothing(root, capsys, words, message) -> None:
    assert tag(root, *words) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert told.err.count("\n") == 1
    assert said(root) == {} if (root / "annotations" / "mei.json").exists() else True


def test_labels_and_attributes_of_the_projects_own(tmp_path, capsys) -> None:
    root = laid_out(tmp_path / "own", OWN)
    assert tag(root, "a.txt", "1", "+claim", "+news", "--set", "worth=high", "--set", "sure=yes") == 0
    [mark] = layer_records(root, "mei", "sentence")
    assert (mark["labels"], mark["attributes"]) == (["claim"], {"worth": "high", "sure": True})
    assert layer_records(root, "mei", "article")[0]["labels"] == ["news"]
    assert tag(root, "a.txt", "1", "--set", "worth=", "-news") == 0
    assert layer_records(root, "mei", "sentence")[0]["attributes"] == {"sure": True}
    assert tag(root, "a.txt", "1", "--set", "worth=none") == 2
    assert "worth is one of low, high" in capsys.readouterr().err


def test_lines_of_a_pipe_each_with_tags_of_its_own(root, capsys, monkeypatch) -> None:
    pipe(monkeypatch, "a.txt\t1 2\n\nb.txt\t3 +opinion\nc.txt\t1\na.txt\t9\nb.txt 1\n")
    assert tag(root, "-", "+claim") == 2, "the last line is none"
    pipe(monkeypatch, "a.txt\t1 2\n\nb.txt\t3 +opinion\nc.txt\t1\na.txt\t9\n")
    assert tag(root, "-", "+claim") == 1
    told = capsys.readouterr()
    assert "b.txt 3: +opinion; +claim" in told.out or "b.txt 3: as it was" in told.out
    assert "line 4: c.txt: no such article" in told.err
    assert "line 5: a.txt has no sentence 9" in told.err
    assert said(root) == {0: ["claim"], 9: ["claim"], 15: ["claim", "opinion"]}


def test_a_line_whose_article_is_a_whole_sentence_does_not_keep_the_others(root, capsys, monkeypatch) -> None:
    pipe(monkeypatch, f"{'字' * 100}\t1\na.txt\t{'9' * 5000}\na.txt\t1\n")
    assert tag(root, "-", "+claim") == 1
    told = capsys.readouterr()
    assert "no such article" in told.err
    assert "tagged 1 sentence of 1 article" in told.err


def test_what_find_and_export_write_is_tagged_by_its_offset(root, capsys, monkeypatch) -> None:
    project = Project.open([root / "b.txt"], annotator="mei", root=root)
    article = project.article(project.places[0])
    rows = [
        {"article": article.id, "source": "b.txt", "sentence": 2, "start": 8, "end": 16, "text": "x"},
        {"article": article.id, "source": "b.txt", "sentence": 3},
    ]
    pipe(monkeypatch, "".join(f"{json.dumps(row)}\n" for row in rows))
    assert tag(root, "-", "+claim") == 0
    assert "tagged 2 sentences of 1 article" in capsys.readouterr().err
    assert said(root) == {8: ["claim"], 15: ["claim"]}
    assert run(["export", str(root), "--as", "mei", "-o", str(root.parent / "out.jsonl")]) == 0
    pipe(monkeypatch, (root.parent / "out.jsonl").read_text(encoding="utf-8"))
    assert tag(root, "-", "-claim") == 0
    assert said(root) == {8: ["open"], 15: ["open"]}
    pipe(monkeypatch, '{"article": 3}\n')
    assert tag(root, "-", "+claim") == 2
    pipe(monkeypatch, f'{{"article": "{article.id}"}}\n')
    assert tag(root, "-", "+claim") == 2


def test_what_find_writes_for_people_is_tagged_too(root, capsys, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    word = OTHER.split("。")[1][:2]
    capsys.readouterr()
    assert run(["find", word, str(root), "--as", "mei"]) == 0
    found = capsys.readouterr().out
    assert found.startswith("b.txt:2: ")
    pipe(monkeypatch, found)
    assert tag(root, "-", "+claim") == 0
    assert said(root) == {8: ["claim"]}


def test_a_mark_after_the_lead_has_spoken_says_so(tmp_path) -> None:
    root = team(tmp_path / "news", {"mei": ["c", "o"]})
    give_back(root, "a.txt", 1)
    assert tag(root, "a.txt", "2", "+claim") == 0
    mark = next(one for one in layer_records(root, "mei", "sentence") if one["start"] == 9)
    assert (mark["after_review"], mark["first_labels"]) == (True, ["opinion"])


def test_tags_are_told_from_options() -> None:
    assert rewritten(["a.txt", "3-5", "+claim", "-quote", "-", "--note", "-x", "--as", "mei"]) == [
        *("a.txt", "3-5", "--tag=+claim", "--tag=-quote", "-", "--note", "-x", "--as", "mei")
    ]
    assert rewritten(["-h", "-引語", "-3"]) == ["-h", "--tag=-引語", "-3"]


class Piped:
    """A pipe into which somebody writes a piece at a time."""

    def __init__(self, log: list[str], *pieces: str) -> None:
        self._log = log
        self._pieces = [one.encode() for one in pieces]

    def read1(self, size: int) -> bytes:
        self._log.append("wait")
        return self._pieces.pop(0) if self._pieces else b""


@pytest.fixture
def log(monkeypatch) -> list[str]:
    """What happens, in order: waiting for the pipe, flushes of so many acts, lines that are told."""
    log: list[str] = []
    flush = TinyDBLayer.flush

    def flushed(layer: TinyDBLayer, pending) -> None:
        if pending:
            log.append(f"flush {len(pending)}")
        flush(layer, pending)

    monkeypatch.setattr(TinyDBLayer, "flush", flushed)
    monkeypatch.setattr("tui.cli.tag.print_line", lambda line: log.append(line.split(":")[0]))
    return log


def test_what_is_there_to_read_shares_a_flush_and_is_told_after_it(root, monkeypatch, log) -> None:
    pieces = ("a.txt\t1\na.txt\t2\nb.tx", "t\t1\n", "a.txt\t3")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Piped(log, *pieces)))
    assert tag(root, "-", "+claim") == 0
    assert log == [
        *("wait", "flush 2", "a.txt 1", "a.txt 2"),
        *("wait", "flush 1", "b.txt 1"),
        *("wait", "wait", "flush 1", "a.txt 3"),
    ]


def test_many_lines_are_told_now_and_then(tmp_path, monkeypatch, log) -> None:
    root = laid_out(tmp_path / "news", texts={"a.txt": "今天開會。" * 150})
    pipe(monkeypatch, "".join(f"a.txt\t{number}\n" for number in range(1, 151)))
    assert tag(root, "-", "+claim") == 0
    assert [one for one in log if one.startswith("flush")] == ["flush 64", "flush 64", "flush 22"]
    assert log.index("a.txt 64") < log.index("flush 64", log.index("flush 64") + 1)
    assert len(layer_records(root, "mei", "sentence")) == 150


def test_what_the_disk_refuses_is_told_of_nobody(root, monkeypatch, capsys) -> None:
    def full(layer: TinyDBLayer, pending) -> None:
        if pending:
            raise StorageError("the disk failed to store it")

    monkeypatch.setattr(TinyDBLayer, "flush", full)
    pipe(monkeypatch, "a.txt\t1\na.txt\t2\n")
    assert tag(root, "-", "+claim") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "the disk failed to store it" in told.err
    assert "tagged" not in told.err


def test_what_came_before_a_line_that_cannot_be_read_is_durable_and_told(root, monkeypatch, log) -> None:
    pipe(monkeypatch, "a.txt\t1\nb.txt 1\n")
    assert tag(root, "-", "+claim") == 2
    assert log == ["flush 1", "a.txt 1"]


def test_what_was_told_is_there_when_the_program_is_killed(root) -> None:
    command = [sys.executable, "-m", "tui", "tag", "-", "+claim", "--as", "mei", "--project", str(root)]
    with Popen(command, stdin=PIPE, stdout=PIPE, cwd=Path(__file__).parents[3]) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(b"a.txt\t1\nb.txt\t1\na.txt\t2\n")
        program.stdin.flush()
        assert [program.stdout.readline() for _ in range(3)][-1] == b"a.txt 2: +claim\n"
        program.kill()
    assert said(root) == {0: ["claim"], 9: ["claim"]}
    assert len(layer_records(root, "mei", "sentence")) == 3
