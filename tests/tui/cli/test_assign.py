"""``zhupi assign``: what it writes, says and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.cli.main import run


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    news = tmp_path / "news"
    news.mkdir()
    for number in range(12):
        (news / f"{number:02}.txt").write_text(
            f"第{number}篇。央行宣布降息。" * (number + 1), encoding="utf-8"
        )
    (news / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    return news


def assign(news: Path, *options: str, who: str = "lin") -> int:
    return run(["assign", str(news), "--as", who, *options])


def readers(news: Path) -> dict[str, set[str]]:
    lines = (news / "assignments.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    return {row[0]: set(row[2].split(",")) for row in rows}


def test_each_article_is_given_to_as_many_as_asked(news, capsys):
    assert assign(news, "--annotators", "mei,wu,zhao", "--overlap", "2", "--pilot", "3") == 0
    found = readers(news)
    assert sorted(map(len, found.values())) == [2] * 9 + [3] * 3
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == [
        "annotator",
        "articles",
        "characters",
        "train",
        "pilot",
        "tests",
        "new",
        "gone",
    ]
    assert "read by two: mei+wu 3, mei+zhao 3, wu+zhao 3" in out
    before = (news / "assignments.tsv").read_bytes()
    assert assign(news) == 0, "what is not said is as it was the last time"
    assert (news / "assignments.tsv").read_bytes() == before


def test_a_dry_run_writes_nothing(news, capsys):
    assert assign(news, "--annotators", "mei", "--dry-run") == 0
    assert not (news / "assignments.tsv").exists()
    assert "nothing was written" in capsys.readouterr().err


def test_what_somebody_leaves_behind_goes_to_others(news, capsys):
    assert assign(news, "--annotators", "mei,wu") == 0
    assert assign(news, "--reassign", "mei", "--to", "wu,an") == 0
    assert {name for names in readers(news).values() for name in names} == {"an", "wu"}
    assert "6 articles of mei given away" in capsys.readouterr().err
    assert assign(news, "--reassign", "mei") == 2
    assert "mei has no articles; they are with an, wu" in capsys.readouterr().err


def test_an_annotator_is_shown_her_own_queue_and_gives_out_nothing(news, capsys):
    assert assign(news, "--annotators", "mei,wu") == 0
    capsys.readouterr()
    assert assign(news, "--show", who="mei") == 0
    out = capsys.readouterr().out
    assert "mei" in out
    assert "wu" not in out
    assert assign(news, "--annotators", "mei", who="mei") == 2
    assert "lin leads this project and gives out articles; mei does not" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "among whom?"),
        (["--annotators", "mei,wu", "--overlap", "3"], "an overlap of 3 needs"),
        (["--annotators", "mei", "--overlap", "lots"], "overlap 'lots'"),
        (["--annotators", "mei/wu"], "--annotators: annotator name"),
        (["--annotators", ","], "--annotators names nobody"),
        (["--annotators", "mei", "--per", "0"], "--per takes a number from 1 on"),
        (["--reassign", "mei,wu"], "--reassign takes one name"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(news, options, said, capsys):
    assert assign(news, *options) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert not (news / "assignments.tsv").exists()


@pytest.mark.parametrize("option", ["--annotators", "--reassign", "--to"])
def test_an_option_that_names_nobody_is_none_left_out(news, option, capsys):
    """A shell gives it where a variable is not set; by it nothing is given out anew."""
    assert assign(news, "--annotators", "mei,wu") == 0
    before = (news / "assignments.tsv").read_bytes()
    more = ["--annotators", "mei,wu,zhao", "--reassign", "mei"] if option == "--to" else []
    assert assign(news, *more, option, "") == 2
    assert f"{option} names nobody" in capsys.readouterr().err
    assert (news / "assignments.tsv").read_bytes() == before


def test_a_broken_file_is_named_with_its_line_and_left_alone(news, capsys):
    (news / "assignments.tsv").write_text("00.txt\n", encoding="utf-8")
    assert assign(news, "--annotators", "mei") == 1
    assert "assignments.tsv, line 1: no tab" in capsys.readouterr().err
    assert (news / "assignments.tsv").read_text(encoding="utf-8") == "00.txt\n"


def test_a_queue_that_is_full_takes_over_nothing_and_that_is_said(news, capsys):
    assert assign(news, "--annotators", "mei,wu,an", "--per", "4") == 0
    assert assign(news, "--reassign", "mei", "--to", "wu,an") == 0
    line = "4 articles stay with mei: a queue has 4 at the most; a larger --per gives them away"
    assert line in capsys.readouterr().err
    assert sum(names == {"mei"} for names in readers(news).values()) == 4
    assert assign(news, "--reassign", "mei", "--to", "wu,an", "--per", "0") == 2
    assert assign(news, "--reassign", "mei", "--to", "wu,an", "--per", "6") == 0
    assert "4 articles of mei given away" in capsys.readouterr().err
    assert "--per 6" in (news / "assignments.tsv").read_text(encoding="utf-8")


def test_it_names_the_files_to_send_when_there_is_something_new_in_them(news, capsys):
    line = "zhupi: send assignments.tsv, zhupi.toml to everybody who works in a folder of their own\n"
    assert assign(news, "--annotators", "mei,wu", "--dry-run") == 0
    assert line not in capsys.readouterr().err
    assert assign(news, "--annotators", "mei,wu") == 0
    assert capsys.readouterr().err.endswith(line)
    assert assign(news) == 0
    assert line not in capsys.readouterr().err
