"""`zhupi find`: what it prints, and with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from team import laid_out, team

from tui.cli.main import run

TEXT = "據新華社報道，今天開會。明天休息。他說：「後天開會。」"


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHUPI_ANNOTATOR", "mei")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return laid_out(tmp_path / "news", texts={"a.txt": TEXT, "b.txt": "没有。"})


def test_a_line_a_sentence(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "开会", str(news)]) == 0
    assert capfd.readouterr().out == "a.txt:1: 據新華社報道，今天開會。\na.txt:3: 他說：「後天開會。」\n"


def test_an_object_a_line(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "--json", "/據.*報道/", str(news)]) == 0
    (line,) = capfd.readouterr().out.splitlines()
    row = json.loads(line)
    assert list(row) == ["article", "title", "source", "sentence", "start", "end", "text", "hits"]
    assert (row["source"], row["sentence"], row["text"]) == ("a.txt", 1, TEXT[row["start"] : row["end"]])
    assert [TEXT[start:end] for start, end in row["hits"]] == ["據新華社報道"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["鑫"], 1, ""),
        (["label:clam"], 2, "[label:clam]: there is none such; there are claim, none, opinion, quote"),
        (["@nothing"], 2, "no query is kept as nothing; there are: none yet"),
        ([], 2, "say what to find"),
        (["a", "b", "c"], 2, "put the query in quotation marks"),
    ],
)
def test_what_is_not_found_or_not_right(
    news: Path,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(news)
    assert run(["find", *arguments]) == code
    output = capfd.readouterr()
    assert output.out == ""
    assert words in output.err
    assert len(output.err.splitlines()) <= 1


def test_a_folder_that_is_not_there_is_named(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "開會", f"{news}/none"]) == 1
    assert "no such folder; the project comes after the query" in capfd.readouterr().err


def test_a_query_is_kept_and_asked_again(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "開會 not label:quote", "--keep", "會", str(news), "--count"]) == 0
    assert run(["find", "--count", "@會", str(news)]) == 0
    assert capfd.readouterr().out == "2\n2\n"
    assert run(["find", "--kept", str(news)]) == 0
    assert capfd.readouterr().out == "@會  開會 not label:quote\n"
    assert (news / "queries.tsv").read_text(encoding="utf-8") == "會\t開會 not label:quote\n"


def test_a_kept_query_is_removed_and_said(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (news / "queries.tsv").write_text("會\t開會\nmoney\tmoney > 5\n", encoding="utf-8")
    assert run(["find", "--forget", "@會", str(news)]) == 0
    assert "@會 is kept no longer; it was: 開會" in capfd.readouterr().err
    assert run(["find", "--kept", str(news)]) == 0
    assert capfd.readouterr().out == "@money  money > 5\n"
    assert run(["find", "--forget", "會", str(news)]) == 2
    assert "no query is kept as 會; there are: money" in capfd.readouterr().err
    assert run(["find", "--forget", "money", "--kept", str(news)]) == 1, "and none is left"


def test_others_are_for_the_lead_who_reviews(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    root = team(tmp_path / "news", {"an": ["c", "o"], "mei": ["o"]})
    for annotator, more, code in (("mei", [], 1), ("lin", [], 1), ("lin", ["--review"], 0)):
        assert run(["find", "annotator:an label:claim", *more, str(root), "--as", annotator]) == code
    assert capfd.readouterr().out.startswith("a.txt:1: ")
    assert run(["find", "annotator:an", "--review", str(root), "--as", "mei"]) == 2
    output = capfd.readouterr()
    assert output.out == ""
    assert "lin" in output.err


def test_nothing_from_outside_reaches_a_terminal_raw(news: Path, capfd: pytest.CaptureFixture[str]) -> None:
    laid_out(news, texts={"c.txt": "開\x1b[31m會。開會\u202e。"})
    assert run(["find", "開會", str(news)]) == 0
    assert "c.txt:2" in capfd.readouterr().out
    assert run(["find", "\x1b[31m(", str(news)]) == 2
    assert "\x1b" not in capfd.readouterr().err
