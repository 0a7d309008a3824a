"""Settings and assignments that travel beside a hand-in: which of them is to be sent, or asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.exchange.hand_in import HandIn, read_hand_in, write_hand_in
from annotations.project.companions import companions, companions_of, unlike
from annotations.project.project import Project

ROWS = "a.txt\tpilot\tlin,mei\nb.txt\t-\tmei\nc.txt\t-\tlin\n"
SETTINGS = 'lead = "wu"\n'


def at(folder: Path, annotator: str, rows: str = ROWS, settings: str = SETTINGS) -> Project:
    folder.mkdir(exist_ok=True)
    for name, text in (("assignments.tsv", rows), ("zhupi.toml", settings)):
        (folder / name).write_text(text, encoding="utf-8")
        if not text:
            (folder / name).unlink()
    return Project.at(folder, annotator=annotator)


def sent(project: Project) -> HandIn:
    lines = write_hand_in(project.annotator, project.scheme.id, [], [], beside=companions_of(project))
    return read_hand_in(lines, "one")


def told(here: Project, there: Project) -> list[str]:
    return unlike(here, Project.at(here.root, annotator=there.annotator), [sent(there)])


SEND = "{} here is not the one that mei had at the hand-in; send it to mei"
ASK = "{} here is not the one that wu had at the hand-in; ask wu for it"


@pytest.mark.parametrize(
    ("rows", "settings", "files"),
    [
        (ROWS, SETTINGS, []),
        ("# a remark\r\n" + ROWS.replace("\n", "\r\n"), '# who leads\nlead="wu"', []),
        (ROWS.replace("c.txt\t-\tlin", "c.txt\t-\tkai"), SETTINGS, []),  # nothing of mei's
        (ROWS.replace("b.txt\t-\tmei", "b.txt\t-\tlin"), SETTINGS, ["assignments.tsv"]),
        (ROWS.replace("pilot", "-"), SETTINGS, ["assignments.tsv"]),
        ("", SETTINGS, ["assignments.tsv"]),
        (ROWS, SETTINGS + 'others = "done"\n', ["zhupi.toml"]),
        ("", "", ["zhupi.toml", "assignments.tsv"]),
        ("a.txt\tno such part\tmei\n", SETTINGS, []),  # which nobody can compare
    ],
)
def test_the_lead_is_told_what_to_send(tmp_path: Path, rows: str, settings: str, files: list[str]) -> None:
    there = at(tmp_path / "there", "mei", rows, settings)
    assert told(at(tmp_path / "here", "wu"), there) == [SEND.format(file) for file in files]


def test_who_gets_what_the_lead_hands_in_is_told_what_to_ask_for(tmp_path: Path) -> None:
    here = at(tmp_path / "here", "mei", "", SETTINGS)
    assert told(here, at(tmp_path / "there", "wu")) == [ASK.format("assignments.tsv")]
    assert told(here, at(tmp_path / "there", "wu", ROWS.replace("mei", "kai"))) == []
    assert told(at(tmp_path / "here", "mei"), at(tmp_path / "there", "wu", "")) == [], "it has none to send"
    assert told(here, at(tmp_path / "there", "lin")) == [], "annotators send each other nothing"


def test_of_several_hand_ins_one_that_had_it_is_enough(tmp_path: Path) -> None:
    here = at(tmp_path / "here", "wu")
    mei = Project.at(here.root, annotator="mei")
    old, new = sent(at(tmp_path / "old", "mei", "")), sent(at(tmp_path / "new", "mei"))
    assert unlike(here, mei, [old, new]) == []
    assert unlike(here, mei, [old]) == [SEND.format("assignments.tsv")]
    assert unlike(here, mei, [silent(old)]) == []


def silent(one: HandIn) -> HandIn:
    """Return it as a zhupi wrote it that did not say what it had."""
    return HandIn(one.name, one.annotator, one.scheme, one.texts, one.records)


def test_only_files_that_are_there_travel(tmp_path: Path) -> None:
    assert companions(at(tmp_path / "p", "wu")) == ["assignments.tsv", "zhupi.toml"]
    assert companions(at(tmp_path / "p", "wu", "")) == ["zhupi.toml"]
