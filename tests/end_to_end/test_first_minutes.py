"""The first ten minutes in a real terminal: zhupi alone, an empty folder, the tour, a project that begins."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.project.settings import read_settings


def at_home(run, folder: Path, *arguments: str, temporary: Path | None = None, **options):
    """Run zhupi with `folder` as the current one."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        environ = {"TMPDIR": str(temporary)} if temporary else {}
        return run(*arguments, environ={"ZHUPI_ANNOTATOR": "mei", **environ}, **options)
    finally:
        os.chdir(before)


def test_alone_in_a_folder_of_articles_it_opens_it_and_says_what_to_press(run, founding) -> None:
    terminal = at_home(run, founding.parent)
    text = terminal.wait("you are mei")
    assert "c claim o opinion q quote, Enter next, ? all keys, H a tour; you are mei" in text
    assert terminal.leave() == 0


@pytest.mark.usefixtures("known")
def test_a_folder_and_a_file_are_opened(run, founding) -> None:
    for named in (founding.parent, founding):
        terminal = run(named, "--as", "mei")
        terminal.wait("you are mei")
        assert terminal.leave() == 0


def test_in_an_empty_folder_it_says_the_next_step(run, tmp_path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    terminal = at_home(run, empty, columns=200)
    said = "put some there and start again; zhupi tour shows how it goes"
    terminal.wait(lambda text: said in text.replace("\n", ""))  # the folder's name may be long
    assert terminal.exit_code() == 1
    assert list(empty.iterdir()) == []


def test_the_tour_leaves_nothing_behind(run, tmp_path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    terminal = at_home(run, tmp_path, "tour", temporary=temporary)
    terminal.wait("Press c")
    terminal.wait("saved")
    assert len(list(temporary.glob("zhupi-tour-*"))) == 1
    for number, key in enumerate(("c", "Enter", "o", "u", "q"), 2):
        terminal.send(key)
        terminal.wait(f"{number} of 8")
    terminal.send("H")
    terminal.wait("1 of 8")
    terminal.send("Esc")
    assert terminal.exit_code() == 0
    assert list(temporary.glob("zhupi-tour-*")) == []
    assert b"today:" not in terminal.written, "what is thrown away is no day's work"


def test_a_project_begins_by_questions(run, tmp_path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("今天很好。\n", "utf-8")
    terminal = at_home(run, folder, "init", columns=120)
    for asked, answer in (
        ("Folder of the articles [.]:", "\r"),
        ("Labels", "fact:b:事實\r"),
        ("Who annotates", "mei,lin\r"),
        ("Who leads", "\r"),
        ("When do annotators see", "done\r"),
    ):
        terminal.wait(asked)
        terminal.send(answer)
    terminal.wait("zhupi assign --annotators mei,lin --overlap 2")
    assert terminal.exit_code() == 0
    read = read_settings(folder)
    assert (read.lead, read.others, read.scheme.labels[0].title) == ("mei", "done", "事實")
