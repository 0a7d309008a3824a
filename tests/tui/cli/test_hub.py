"""A team's hub from the command line, on a real server: set up, joined, asked, left; and got wrong."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
from postgres import Postgres, login
from team_of_hub import PASSWORD, TEXT, Person, Team

from annotations.hub.address import Address
from annotations.hub.project_folder import name_hub

pytestmark = pytest.mark.peer("psycopg")


@pytest.fixture
def team(tmp_path: Path, postgres: Postgres) -> Team:
    return Team(tmp_path, postgres)


def test_from_a_folder_to_a_team(team: Team) -> None:
    code, out, said = team.lin("hub", "init", team.by("postgres"), "--project", "news", "--new")
    assert code == 0, said
    assert f"{team.place}: a hub is set up" in out
    assert PASSWORD.search(out), "nobody was there to be asked whether it is to be kept"
    assert (team.root / "zhupi.toml").read_text() == (
        f'# ours\nlead = "lin"\nothers = "done"\nhub = "{team.place}"\n'
    )
    assert team.lin.settings.hubs == (team.by("lin"),)
    code, out, said = team.add("mei", "--new")
    assert (code, said) == (0, "")
    assert f"    zhupi join {team.by('mei')}\n" in out
    [password] = PASSWORD.findall(out)
    assert password not in (team.root / "zhupi.toml").read_text()

    mei = Person(team.base, "mei")
    code, out, said = mei("join", team.by("mei"))
    assert code == 0, said
    folder = mei.home / team.database
    assert (folder / "a.txt").read_text() == TEXT
    assert 'lead = "lin"' in (folder / "zhupi.toml").read_text()
    assert f'hub = "{team.place}"' in (folder / "zhupi.toml").read_text()
    assert "joined as mei, 1 article" in out
    assert out.endswith(f"next: zhupi open {team.database}\n")
    assert mei.settings.hubs == (team.by("mei"),)

    assert mei("tag", "1", "+claim", "--project", folder, folder / "a.txt")[0] in (0, 2)
    code, out, said = team.lin("hub", "status", "news")
    assert code == 0, said
    assert "2 members: lin (leads), mei" in out
    assert re.search(r"^  mei: since \d{4}-\d\d-\d\d \d\d:\d\d, nothing sent yet$", out, re.MULTILINE)
    assert "since" not in mei("hub", "status", folder)[1], "it is told who leads"
    assert "everything that is saved here is sent" in out


def test_two_projects_are_not_mixed_in_one_hub(team: Team) -> None:
    team.begin()
    other = team.lin.home / "other"
    other.mkdir()
    (other / "b.txt").write_text("別的文章。\n", encoding="utf-8")
    (other / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    code, _, said = team.lin("hub", "init", team.by("postgres"), "--project", "other")
    assert code != 0
    assert f"{team.place}: this hub has another project" in said
    assert (other / "zhupi.toml").read_text() == 'lead = "lin"\n'
    copy = team.lin.home / "copy"  # from another machine, with the same texts
    copy.mkdir()
    shutil.copy(team.root / "a.txt", copy)
    (copy / "zhupi.toml").write_text('lead = "lin"\nothers = "done"\n', encoding="utf-8")
    assert team.lin("hub", "init", team.by("postgres"), "--project", "copy")[0] == 0


def test_what_commands_save_and_the_lead_changes_goes_by_sync(team: Team) -> None:
    team.begin("mei")
    mei = Person(team.base, "mei")
    assert mei("join", team.by("mei"), "here")[0] == 0
    assert mei("tag", "here/a.txt", "1", "+claim")[0] == 0
    code, out, _ = mei("hub", "status", "here")
    assert code == 1
    assert "1 record waits to be sent; zhupi open does, and zhupi hub sync" in out
    assert re.search(r"^received last: 20\d\d-\d\d-\d\d \d\d:\d\d$", out, re.MULTILINE)
    assert "sent last" not in out
    assert mei("hub", "sync", "here") == (
        0, "what was saved here is sent; nothing new came of what others say\n", ""
    )  # fmt: skip
    assert mei("hub", "status", "here")[0] == 0

    code, _, said = team.lin("assign", "news", "--annotators", "mei,wu")
    assert code == 0
    assert said.startswith("zhupi: zhupi hub sync sends assignments.tsv, zhupi.toml to everybody")
    assert "new came of 1 article" in team.lin("hub", "sync", "--project", "news")[1]
    assert (team.root / "annotations/mei.json").exists()
    code, out, said = mei("hub", "sync", "here")
    assert (code, said) == (0, "")
    assert out.endswith("new from the lead: assignments.tsv\n")
    assert (mei.home / "here/assignments.tsv").read_bytes() == (team.root / "assignments.tsv").read_bytes()


def test_what_waits_is_told_without_a_network(team: Team) -> None:
    team.begin()
    assert team.lin("hub", "sync", "news")[0] == 0
    assert team.lin("tag", "news/a.txt", "1", "+claim", "--project", "news")[0] == 0
    team.server.run(f'ALTER DATABASE "{team.database}" RENAME TO {team.database}_away')
    code, out, said = team.lin("hub", "status", "news")
    assert code == 1
    assert "1 record waits to be sent" in out
    assert re.search(r"^sent last: 20\d\d-\d\d-\d\d \d\d:\d\d$", out, re.MULTILINE)
    assert "there is no database of that name" in said
    (team.root / "zhupi.toml").write_text('lead = "lin"\nhub = "postgresql://127.0.0.1:1/news"\n')
    (team.lin.home / "settings.toml").write_text('hubs = ["postgresql://lin@127.0.0.1:1/news"]\n')
    code, out, said = team.lin("hub", "status", "news")
    assert code == 1
    assert "1 record waits to be sent" in out
    assert "sent last" not in out, "it is another hub"
    assert said == "zhupi: postgresql://127.0.0.1:1/news: the hub cannot be reached (Connection refused)\n"


def test_who_had_the_project_before_allows_its_hub_and_keeps_every_mark(team: Team) -> None:
    mei = Person(team.base, "mei")
    folder = mei.home / "news"
    shutil.copytree(team.root, folder)
    assert mei("tag", "news/a.txt", "1", "+claim")[0] == 0
    team.begin("mei")
    assert name_hub(folder, Address.of(team.place))
    before = (folder / "zhupi.toml").read_bytes()
    code, _, said = mei("hub", "sync", "news")
    assert code == 1
    assert f"until you allow it with zhupi join {team.by('mei')} {folder}" in said
    code, _, said = mei("join", team.by("mei"), "news")
    assert (code, said) == (0, "")
    assert (folder / "zhupi.toml").read_bytes() == before
    assert mei("hub", "status", "news")[0] == 0
    assert "of 1 article" in team.lin("hub", "sync", "news")[1]
    assert (team.root / "annotations/mei.json").read_text().count('"kind": "sentence"') == 1


def test_a_copy_is_a_hub_again(team: Team) -> None:
    team.begin("mei")
    mei = Person(team.base, "mei")
    assert mei("join", team.by("mei"), "here")[0] == 0
    assert mei("tag", "here/a.txt", "1", "+claim")[0] == 0
    assert mei("hub", "sync", "here")[0] == 0
    backup = ("hub", "backup", "copy.zip", "--project", "news", "--admin", "postgres")
    code, out, said = team.lin(*backup)
    assert (code, said) == (0, "")
    assert out.startswith("copy.zip: 1 record of 2 members")
    assert oct((team.lin.home / "copy.zip").stat().st_mode & 0o777) == "0o600"
    code, out, said = team.lin(*backup)
    assert (code, out) == (1, "")
    assert "copy.zip" in said

    assert mei("tag", "here/a.txt", "2", "+quote")[0] == 0
    assert mei("hub", "sync", "here")[0] == 0
    team.server.run(f'DROP DATABASE "{team.database}" WITH (FORCE)', f'CREATE DATABASE "{team.database}"')
    code, _, said = mei("hub", "sync", "here")
    assert code == 1
    code, out, said = team.lin("hub", "init", team.by("postgres"), "--from", "copy.zip", "--project", "news")
    assert code == 0, said
    assert "with 1 record\n" in out
    assert mei("hub", "sync", "here")[0] == 0
    assert team.lin("hub", "sync", "news")[0] == 0
    at_lead = (team.root / "annotations/mei.json").read_text()
    assert at_lead.count('"kind": "sentence"') == 2, "what came after the copy was sent again"


def test_who_is_another_there_is_told_and_sends_nothing(team: Team) -> None:
    team.begin("mei")
    mei = Person(team.base, "mei")
    assert mei("join", team.by("mei"), "here")[0] == 0
    for act in ("status", "sync"):
        code, _, said = mei("hub", act, "here", "--as", "wu")
        assert code == 1
        assert said == (
            "zhupi: at the hub you are mei, and here wu; open the project with --as mei, or log in as wu\n"
        )


def test_a_name_that_is_taken_keeps_its_password(team: Team) -> None:
    team.begin("mei")
    code, out, said = team.add("Mei")
    assert (code, out) == (1, "")
    assert said == "zhupi: mei is a member already; --new gives a new password\n"
    assert PASSWORD.search(team.add("mei", "--new")[1])
    team.begin()
    assert not PASSWORD.search(team.lin("hub", "init", team.by("postgres"), "--project", "news")[1])


def test_a_login_that_somebody_has_elsewhere_keeps_its_password(team: Team, tmp_path: Path) -> None:
    team.begin("mei")
    (tmp_path / "other").mkdir()
    other = Team(tmp_path / "other", team.server)
    other.begin()
    _, out, _ = other.add("mei")
    assert not PASSWORD.search(out)
    assert "The password is that of mei at this server" in out


def test_who_is_removed_is_told_so(team: Team) -> None:
    team.begin("mei")
    mei = Person(team.base, "mei")
    assert mei("join", team.by("mei"), "here")[0] == 0
    code, out, said = team.lin("hub", "remove", "mei", "--project", "news", "--admin", "postgres")
    assert (code, said) == (0, "")
    assert "what mei has said stays" in out
    code, _, said = mei("hub", "status", "here")
    assert code == 1
    assert said == f"zhupi: {team.place}: mei is no member of this team, or no more; ask who leads it\n"
    assert re.search(r"^  mei: from .* to ", team.lin("hub", "status", "news")[1], re.MULTILINE)
    assert "left: mei" in team.lin("hub", "status", "news")[1]
    assert team.add("mei")[0] == 0
    assert mei("hub", "status", "here")[0] == 0


@pytest.mark.parametrize("act", ["status", "add", "remove", "init"])
def test_a_project_of_another_kind_says_what_to_do(tmp_path: Path, act: str) -> None:
    (tmp_path / "zhupi.toml").write_text("")
    kai = Person(tmp_path, "kai")
    what = {"status": (), "init": ("postgresql://127.0.0.1:1/news",)}.get(act, ("mei",))
    code, out, said = kai("hub", act, *what, "--project", tmp_path)
    assert (code, out) == (1, "")
    assert said.count("\n") == 1
    assert ("a hub needs a lead" if act == "init" else "zhupi hub init") in said


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("hub", "found"), 2, "'found' is nothing to do with a hub"),
        (("hub", "add"), 2, "write zhupi hub add NAME"),
        (("hub", "init"), 2, "write zhupi hub init ADDRESS"),
        (("join", "postgresql://mei:SECRET@127.0.0.1:1/news"), 2, ".pgpass"),
        (("join", "news"), 2, "postgresql://HOST/DATABASE"),
        (("join", "postgresql://mei@127.0.0.1:1/news"), 1, "cannot be reached (Connection refused)"),
        (("join", "postgresql://mei@127.0.0.1:1/news", "."), 2, "something in it"),
    ],
)
def test_the_newcomer(tmp_path: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    kai = Person(tmp_path, "kai")
    (kai.home / "notes.txt").touch()
    found, out, said = kai(*arguments)
    assert (found, out) == (code, "")
    assert told in said
    assert said.count("\n") == 1
    assert "SECRET" not in said
    assert not (kai.home / "news").exists()


def test_passwords_that_others_may_read_are_told_of_in_one_line(team: Team) -> None:
    """Such a file libpq ignores, and says so itself, on the screen of whoever reads."""
    login(team.server, "guarded")
    team.server.demand_password("guarded")
    kai = Person(team.base, "kai")
    (kai.home / "pgpass").write_text("*:*:*:guarded:SECRET\n")
    (kai.home / "pgpass").chmod(0o644)
    code, _, said = kai("join", team.by("guarded"))
    assert code == 1
    assert said.count("\n") == 1
    assert f"chmod 600 {kai.home}/pgpass" in said
    assert "SECRET" not in said


@pytest.mark.parametrize("command", ["check", "export", "hub", "open"])
def test_a_password_in_the_settings_is_refused_and_not_repeated(tmp_path: Path, command: str) -> None:
    kai = Person(tmp_path, "kai")
    (kai.home / "a.txt").write_text(TEXT, encoding="utf-8")
    (kai.home / "zhupi.toml").write_text('hub = "postgresql://kai:SECRET@db.example.org/news"\n')
    code, out, said = kai(command, ".")
    assert code in (1, 2)
    assert "SECRET" not in out + said
    assert ".pgpass" in out + said or command == "open", "which wants a terminal first"


def test_a_database_without_a_hub_or_with_a_newer_one(team: Team) -> None:
    kai = Person(team.base, "kai")
    login(team.server, "kai")
    code, _, said = kai("join", team.by("kai"))
    assert code == 1
    assert "no hub is set up in this database; who administers it runs zhupi hub init" in said
    code, _, said = kai("join", team.server.url("nothere", "kai"))
    assert code == 1
    assert "there is no database of that name on the server" in said
    team.begin("kai")
    team.server.run(
        "INSERT INTO zhupi.migration (version, oldest_client) VALUES (99, 99)", database=team.database
    )
    for person, arguments in ((kai, ("join", team.by("kai"))), (team.lin, ("hub", "status", "news"))):
        code, _, said = person(*arguments)
        assert code == 1
        assert "it needs a newer zhupi than this one" in said
    assert not (kai.home / team.database).exists()


def test_only_who_leads_sets_a_hub_up(team: Team) -> None:
    mei = Person(team.base, "mei")
    code, _, said = mei("hub", "init", team.by("postgres"), "--project", team.root)
    assert code == 1
    assert "lin leads this project, and sets up its hub" in said
    team.begin("mei")
    code, _, said = team.lin("hub", "add", "wu", "--project", "news", "--admin", "mei")
    assert code == 1
    assert "mei may not do this" in said
    code, _, said = team.lin("hub", "init", "postgresql://127.0.0.1:1/other", "--project", "news")
    assert code == 1
    assert "this project has another hub" in said


def test_who_administers_the_database_annotates_by_another_login(team: Team) -> None:
    login(team.server, "owner")
    team.server.run("ALTER ROLE owner SUPERUSER")
    (team.root / "zhupi.toml").write_text('lead = "owner"\n')
    owner = Person(team.base, "owner")
    init = ("hub", "init", team.by("owner"), "--project", team.root)
    code, _, said = owner(*init)
    assert code == 2
    assert said.endswith("annotates by another login: --login owner-annotates\n")
    code, _, said = owner(*init, "--login", "owner-annotates")
    assert code == 0, said
    assert "1 member: owner (leads)" in owner("hub", "status", team.root)[1]


def test_what_a_hub_needs_is_named(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, _, said = Person(team.base, "mei")("join", team.by("mei"))
    assert code == 2
    assert said == "zhupi: a hub needs an extra: pip install 'zhupi[hub]'\n"
