"""The program in Chinese: what it prints and shows fits, and what must be found again is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from annotations.model.scheme import DEFAULT
from annotations.processes.child import Child
from annotations.wording import LANGUAGES, counted, speak, term, tr
from tui.cli import main
from tui.commands.catalogue import keymaps_for
from tui.layout.cells import cell_width
from tui.presenters.agreement_lines import is_agreement
from tui.presenters.heading import Progress, heading_row
from tui.presenters.key_row import key_row

CHINESE = LANGUAGES[1:]
each = pytest.mark.parametrize("spoken", CHINESE)


@pytest.fixture(autouse=True)
def _english_afterwards():
    yield
    speak(LANGUAGES[0])


def printed(spoken: str, *arguments: str) -> tuple[str, str, int]:
    """Return what the command line prints in a language, on both outputs, and its exit code."""
    result = subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "ZHUPI_LANGUAGE": spoken, "COLUMNS": "80"},
        timeout=60,
    )
    return result.stdout, result.stderr, result.returncode


@each
def test_help_of_the_program_and_errors_are_chinese(spoken: str) -> None:
    out, _, code = printed(spoken, "--help")
    assert code == 0
    assert out.startswith("用法：zhupi ")
    for english in ("usage", "options", "show this help", "read and annotate"):
        assert english not in out
    _, told, code = printed(spoken, "stats", "--formt", "json")
    assert code == 2
    assert told.startswith("zhupi: 无法辨认的参数" if spoken == "zh_Hans" else "zhupi: 無法辨認的參數")


@each
@pytest.mark.parametrize("name", [command[0] for command in main._COMMANDS])
def test_help_of_each_command_fits_into_80_columns(spoken: str, name: str, capsys) -> None:
    speak(spoken)
    from tui.cli.argparse_words import translate

    argparse_says = main.argparse._, main.argparse.ngettext  # type: ignore[attr-defined]
    os.environ["COLUMNS"] = "80"
    try:
        translate()
        assert main._run([name, "--help"]) == 0
    finally:
        main.argparse._, main.argparse.ngettext = argparse_says  # type: ignore[attr-defined]
        del os.environ["COLUMNS"]
    lines = capsys.readouterr().out.split("\n")
    assert [line for line in lines if cell_width(line) > 80 and not line.startswith(("範例", "示例"))] == []
    assert "show this help" not in "".join(lines)


@each
@pytest.mark.parametrize("width", [40, 80, 160])
def test_the_last_row_has_the_labels_and_the_help(spoken: str, width: int) -> None:
    speak(spoken)
    row = key_row(keymaps_for(DEFAULT).reading.hints, width)
    text = "".join(run.text for run in row)
    assert cell_width(text) <= width
    assert " ?" in text
    if width >= 160:
        assert tr("help") in text
    if width >= 80:
        assert all(term(label.name) in text for label in DEFAULT.labels)
        assert term("claim") != "claim"


@each
def test_the_heading_fits_and_says_what_is_open(spoken: str) -> None:
    speak(spoken)
    progress = Progress(
        title="很長的標題" * 9,
        article=3,
        articles=40,
        settled=26,
        sentences=29,
        open=3,
        done=False,
        annotator="mei",
        saved=tr("saved"),
        given_back=2,
    )
    text = "".join(run.text for run in heading_row(progress, 80))
    assert cell_width(text) <= 80
    assert "已存" in text


@each
def test_a_child_process_speaks_as_its_parent_does(spoken: str) -> None:
    from annotations.processes.child import _environment

    speak(spoken)
    assert _environment()["ZHUPI_LANGUAGE"] == spoken
    assert Child.__doc__


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_agreement_that_was_printed_in_a_language_is_known_again_in_another(spoken: str) -> None:
    speak(spoken)
    line = tr(
        "{name}: {annotators}; {sentences} of {articles} judged by two or more",
        name="news",
        annotators=counted(3, "annotator"),
        sentences=counted(1_040, "sentence"),
        articles=counted(12, "article"),
    )
    for reader in LANGUAGES:
        speak(reader)
        assert is_agreement(f"{line}\n"), line
    assert not is_agreement("小明：他們有 3 位標註者\n")


def test_a_noun_that_is_counted_has_its_own_word() -> None:
    speak("zh_Hant")
    assert (counted(3, "article"), tr("article")) == ("3 篇文章", "文章")


def test_names_that_a_project_gives_stay_as_they_are() -> None:
    speak("zh_Hant")
    assert term("rumour") == "rumour"
    assert term("claim") == "事實主張"
