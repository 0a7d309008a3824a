"""A hub that moves, and who goes on over it with the folder that they have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from postgres import Postgres
from team_of_hub import TEXT, Person, Team

pytestmark = pytest.mark.peer("psycopg")


@pytest.fixture
def team(tmp_path: Path, postgres: Postgres) -> Team:
    return Team(tmp_path, postgres)


def test_a_copy_at_another_address_takes_everybody_along(team: Team) -> None:
    team.begin("mei")
    mei = Person(team.base, "mei")
    assert mei("join", team.by("mei"), "here")[0] == 0
    assert team.lin("hub", "backup", "copy.zip", "--project", "news", "--admin", "postgres")[0] == 0
    assert mei("tag", "here/a.txt", "1", "+claim")[0] == 0
    assert mei("hub", "sync", "here")[0] == 0, "the copy lacks it"
    there = team.server.database()
    moved = team.server.url(there, "postgres")
    (team.root / "zhupi.toml").write_text('lead = "lin"\nothers = "done"\n')
    code, out, said = team.lin("hub", "init", moved, "--from", "copy.zip", "--project", "news")
    assert code == 0, said
    assert "zhupi hub add" not in out, "they are in it"

    assert mei("tag", "here/a.txt", "2", "+quote")[0] == 0
    code, out, said = mei("join", team.server.url(there, "mei"), "here")
    assert (code, said) == (0, "")
    assert f'{there}"' in (mei.home / "here/zhupi.toml").read_text()
    assert mei("hub", "status", "here")[0] == 0
    assert team.lin("hub", "sync", "news")[0] == 0
    at_lead = (team.root / "annotations/mei.json").read_text()
    assert at_lead.count('"kind": "sentence"') == 2


def test_who_worked_by_files_goes_on_in_the_same_folder(team: Team) -> None:
    mei = Person(team.base, "mei")
    shutil.copytree(team.root, mei.home / "news")
    assert mei("tag", "news/a.txt", "1", "+claim")[0] == 0
    team.begin("mei")
    code, _, said = mei("join", team.by("mei"), "news")
    assert (code, said) == (0, "")
    assert mei.settings.hubs == (team.by("mei"),)
    assert "of 1 article" in team.lin("hub", "sync", "news")[1]


def test_another_project_is_not_given_to_a_hub(team: Team) -> None:
    team.begin("mei")
    mei = Person(team.base, "mei")
    other = mei.home / "other"
    other.mkdir()
    (other / "a.txt").write_text(f"{TEXT}別的。\n", encoding="utf-8")
    (other / "zhupi.toml").write_text('lead = "mei"\n')
    code, out, said = mei("join", team.by("mei"), "other")
    assert (code, out) == (2, "")
    assert "it is no project of this hub" in said
    assert (other / "zhupi.toml").read_text() == 'lead = "mei"\n'
    assert mei.settings.hubs == ()


def test_what_is_next_can_be_typed_as_it_stands(team: Team) -> None:
    code, out, said = team.lin("hub", "init", team.by("postgres"), "--project", "news")
    assert code == 0, said
    line = out.rpartition("zhupi hub add NAME")[2].split()
    assert line == ["--admin", "postgres", "--project", "news"]
    code, out, said = team.lin("hub", "add", "mei", "wu", *line)
    assert (code, said) == (0, "")
    assert all(len(one) < 80 for one in out.splitlines() if not one.startswith(" "))
    code, out, _ = team.lin("hub", "status", "news")
    assert "annotators read one another's tags in articles that they have marked done" in out


def test_many_new_texts_are_counted_and_few_are_named(team: Team) -> None:
    team.begin("mei")
    mei = Person(team.base, "mei")
    assert mei("join", team.by("mei"), "here")[0] == 0
    for count, said in ((2, "b0.txt, b1.txt"), (9, "7 texts")):
        for number in range(count):
            (team.root / f"b{number}.txt").write_text(f"第{number}篇。\n", encoding="utf-8")
        assert team.lin("hub", "sync", "news")[0] == 0
        assert mei("hub", "sync", "here")[1].endswith(f"new from the lead: {said}\n")
