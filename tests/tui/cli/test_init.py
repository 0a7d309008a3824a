"""``zhupi init``: by options alone without a terminal, by questions with one."""

from __future__ import annotations

import builtins

import pytest

from annotations.project.settings import SETTINGS, read_settings
from tui.cli.main import run


@pytest.fixture
def news(tmp_path, monkeypatch):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("今天很好。\n", "utf-8")
    monkeypatch.setenv("ZHUPI_ANNOTATOR", "mei")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def answers(monkeypatch):
    """Return the list of what is answered, one after the other, and of what was asked."""
    given: list[str] = []
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        if not given:
            raise EOFError
        return given.pop(0)

    monkeypatch.setattr(builtins, "input", answer)
    monkeypatch.setattr("tui.cli.init._at_terminal", lambda: True)
    return given, asked


def test_without_a_terminal_options_are_enough(news, capsys) -> None:
    assert run(["init", "--annotators", "mei,lin", "--labels", "fact:F:事實", "--others", "done"]) == 0
    read = read_settings(news)
    assert (read.lead, read.others, [one.name for one in read.scheme.labels]) == ("mei", "done", ["fact"])
    told = capsys.readouterr().out
    assert "1 article there" in told
    assert "zhupi assign --annotators mei,lin --overlap 2" in told
    assert run(["init", "--annotators", "wu"]) == 1
    assert "it is there already" in capsys.readouterr().err
    assert read_settings(news) == read


def test_who_begins_it_and_annotates_nothing_leads(news, capsys) -> None:
    assert run(["init", "--annotators", "lin,wu"]) == 0
    assert read_settings(news).lead == "mei"
    capsys.readouterr()
    assert run(["assign", "--annotators", "lin,wu", "--overlap", "2"]) == 0, "what is said to come next works"


def test_who_leads_is_in_the_next_line_where_that_is_another_one(news, capsys) -> None:
    assert run(["init", "--annotators", "lin,wu", "--lead", "lin"]) == 0
    assert "zhupi assign --annotators lin,wu --overlap 2 --as lin" in capsys.readouterr().out


def test_enter_at_every_question_is_a_project_for_one(news, answers, capsys) -> None:
    given, asked = answers
    given += ["", "", ""]
    assert run(["init"]) == 0
    assert asked == [
        "Folder of the articles [.]: ",
        "Labels (others as name:key:title) [claim,opinion,quote]: ",
        "Who annotates, with commas between [mei]: ",
    ]
    assert read_settings(news).lead == ""
    assert "next: zhupi open" in capsys.readouterr().out


def test_an_answer_that_cannot_be_used_is_asked_for_again(news, answers, capsys) -> None:
    given, asked = answers
    given += ["nowhere", "..", "fact:f", "fact:b", "lin,mei,a/b", "lin,mei", "", "sometimes", "done"]
    (news.parent / SETTINGS).touch()
    assert run(["init"]) == 2, "the answers ended: the folder above has settings, and this one is in it"
    assert not (news / SETTINGS).exists()
    (news.parent / SETTINGS).unlink()
    given[:] = ["nowhere", "", "fact:f", "fact:b", "lin,mei,a/b", "lin,mei", "", "sometimes", "done"]
    assert run(["init"]) == 0
    told = capsys.readouterr()
    assert "nowhere: no such folder" in told.err
    assert (
        "the key f is claimed by both label-fact and toggle-flag; give one of them another; free are"
        in told.err
    )
    assert "annotator name 'a/b' cannot be used" in told.err
    assert "one of never, done, always" in told.err
    assert asked[-1] == "When do annotators see the others' tags: never, done, always [never]: "
    read = read_settings(news)
    assert (read.lead, read.others) == ("mei", "done"), "who begins it leads"
    assert "zhupi open --as lin" in told.out


def test_what_an_option_says_is_not_asked(news, answers) -> None:
    given, asked = answers
    given += [""]
    assert run(["init", ".", "--annotators", "lin"]) == 0
    assert len(asked) == 1
    assert "zhupi init" not in asked[0]


def test_no_answer_writes_nothing(news, answers, capsys) -> None:
    assert run(["init"]) == 2
    assert "nothing is written" in capsys.readouterr().err
    assert not (news / SETTINGS).exists()


def test_an_empty_folder_says_what_comes_first(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--yes"]) == 0
    assert "no articles" in capsys.readouterr().out
