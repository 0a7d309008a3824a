"""Setting up hubs, letting people in and out, and leading schemas on, at a real PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hub_records import mark
from postgres import HubOfTests, Postgres, new_hub

from annotations.errors import BadName
from annotations.hub.administration.administration import Administration
from annotations.hub.administration.team import Enrolled, Team
from annotations.hub.client.hub import Hub
from annotations.hub.errors import HubError, HubNewer, HubOlder, HubRefuses, NoHub, NoPassword
from annotations.hub.schema import migrations
from annotations.hub.schema.migrations import Migration
from annotations.hub.schema.roles import Roles

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.peer("psycopg")

KNOWN = migrations.migrations()
NEXT = Migration(KNOWN[-1].version + 1, 1, "ALTER TABLE zhupi.hub ADD COLUMN colour text;")
ARTICLE = "a" * 20


@pytest.fixture
def empty(postgres: Postgres) -> HubOfTests:
    return HubOfTests(postgres, postgres.database())


def test_a_hub_is_set_up_once_and_by_one_at_a_time(empty: HubOfTests) -> None:
    with empty.administration() as one, empty.administration() as other, ThreadPoolExecutor(2) as both:
        assert one.version() == 0
        done = sorted(both.map(lambda administration: administration.init(), (one, other)))
    newest = KNOWN[-1].version
    assert done == [(0, newest, True), (newest, newest, True)]


def test_without_a_hub_it_is_said_who_sets_one_up(empty: HubOfTests) -> None:
    empty.server.run("CREATE ROLE somebody LOGIN")
    with pytest.raises(NoHub, match="zhupi hub init"):
        empty.of("somebody")
    with empty.administration() as administration, pytest.raises(NoHub, match="zhupi hub init"):
        Team(administration).add("mei")
    may_not = pytest.raises(HubError, match=r"may not do this .* may create roles and owns the database")
    with Administration.connect(empty.address("somebody")) as nobody, may_not:
        nobody.init()
    empty.server.run("DROP ROLE somebody")


def test_who_owns_the_database_and_may_create_roles_needs_no_superuser(postgres: Postgres) -> None:
    postgres.run("CREATE ROLE keeper LOGIN CREATEROLE", "CREATE DATABASE kept OWNER keeper")
    with Administration.connect(postgres.url("kept", "keeper")) as administration:
        assert not administration.init().silent  # only a superuser hides what PostgreSQL tells of itself
        team = Team(administration)
        team.add("bo", role="kept_bo", lead=True)
        team.add("yan", role="kept_yan")
        with Hub.connect(postgres.url("kept", "kept_yan")) as yan:
            yan.send([mark("yan", ARTICLE)])
        team.lead("yan")
        with Hub.connect(postgres.url("kept", "kept_bo")) as bo:
            team.remove("bo")  # whose session one has no right to end
            with pytest.raises(HubRefuses):
                bo.members()
        assert team.members() == [
            Enrolled("bo", "kept_bo", False, True),
            Enrolled("yan", "kept_yan", True, False),
        ]
    with pytest.raises(HubRefuses):
        Hub.connect(postgres.url("kept", "kept_bo"))


def test_a_database_in_another_encoding_is_refused(postgres: Postgres) -> None:
    postgres.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with (
        Administration.connect(postgres.url("latin")) as administration,
        pytest.raises(HubError, match="UTF8"),
    ):
        administration.init()


def test_the_names_of_roles_are_the_databases_and_fit(postgres: Postgres) -> None:
    long = "新聞" * 9  # 54 bytes
    made = HubOfTests(postgres, postgres.database(long))
    with Administration.connect(postgres.url("%E6%96%B0%E8%81%9E" * 9)) as administration:
        administration.init()
        assert all(len(role.encode()) < 64 for role in administration.roles)
        Team(administration).add("梅", role="梅")
    assert made.server.run("SELECT 1 FROM pg_roles WHERE rolname = '梅'") == [(1,)]
    assert len({*Roles.of("a" * 60), *Roles.of("a" * 59 + "b")}) == 6


def test_an_earlier_hub_of_that_name_leaves_nobody_in(postgres: Postgres) -> None:
    for name in ("zhang", "zhou"):
        again = HubOfTests(postgres, postgres.database("Again-1"))
        with again.administration() as administration:
            administration.init()
            Team(administration).add(name)
        again.of(name).close()
        if name == "zhang":
            postgres.run('DROP DATABASE "Again-1" WITH (FORCE)')
    with pytest.raises(HubRefuses):
        again.of("zhang")


def test_a_database_may_be_called_otherwise_later(postgres: Postgres) -> None:
    made = new_hub(postgres, annotators=("mei",))
    postgres.run(f'ALTER DATABASE "{made.database}" RENAME TO renamed')
    renamed = HubOfTests(postgres, "renamed")
    with renamed.administration() as administration:
        Team(administration).add("zhong")
        Team(administration).remove("mei")
    renamed.of("zhong").close()
    with pytest.raises(HubRefuses):
        renamed.of("mei")


def test_members_are_let_in_out_and_in_again(hub: HubOfTests) -> None:
    with hub.administration() as administration:
        team = Team(administration)
        with hub.of("mei") as mei:
            mei.send([mark("mei", ARTICLE)])
        assert team.remove(" MEI ") == Enrolled("mei", "mei", False, True)
        with pytest.raises(HubError, match="nobody here is called 'mei'"):
            team.remove("mei")
        with pytest.raises(HubError, match="nobody here is called 'nobody'"):
            team.lead("nobody")
        with pytest.raises(BadName):
            team.add("a/b")
        assert team.add("ＭＥＩ") == Enrolled("mei", "mei", False, False)  # who it was before
        with hub.of("mei") as mei:
            assert mei.settings.own_rows == 1
        with pytest.raises(HubError):  # a role is one member's
            team.add("zhao", role="mei")
        assert [one.lead for one in team.members()] == [False, True, False, False]
        team.lead("an")
        assert [one.lead for one in team.members()] == [True, False, False, False]
        with hub.of("an") as an, hub.of("lin") as lin:
            assert (an.me.lead, lin.me.lead) == (True, False)
            assert [one.annotator for one in an.received().revisions] == ["mei"]
            assert lin.received().revisions == ()
            lin.send([mark("lin", ARTICLE), mark("lin", ARTICLE, 9, kind="decision")])  # as who led once
            assert [one.after_others for one in lin.own_rows()] == [True, True]


def test_a_member_may_log_in_as_another_role_and_roles_may_be_gone(hub: HubOfTests) -> None:
    with hub.administration() as administration:
        team = Team(administration)
        team.add("tang", role="tang_of_old")
        team.add("tang", role="tang_of_late")
        with pytest.raises(HubRefuses):
            hub.of("tang_of_old")
        with hub.of("tang_of_late") as tang:
            assert tang.me.annotator == "tang"
        hub.server.run("DROP OWNED BY tang_of_late", "DROP ROLE tang_of_late", "DROP ROLE tang_of_old")
        assert team.remove("tang") == Enrolled("tang", "tang_of_late", False, True)


def test_a_password_lets_in_and_is_known_to_nobody(hub: HubOfTests, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub.administration() as administration:
        Team(administration).add("mei", password="Zinnober 朱")
    hub.server.demand_password("mei")
    address = hub.address("mei")
    with pytest.raises(NoPassword):
        Hub.connect(address)
    monkeypatch.setenv("PGPASSWORD", "Karmin")
    with pytest.raises(NoPassword):
        Hub.connect(address)
    monkeypatch.setenv("PGPASSWORD", "Zinnober 朱")
    Hub.connect(address).close()
    ((kept,),) = hub.server.run("SELECT rolpassword FROM pg_authid WHERE rolname = 'mei'")
    assert str(kept).startswith("SCRAM-SHA-256$")
    hub.server.demand_password("mei", demanded=False)


def test_a_newer_schema_that_this_program_can_use_is_used(hub: HubOfTests) -> None:
    with hub.administration() as administration:
        assert administration.init([*KNOWN, NEXT])[:2] == (KNOWN[-1].version, NEXT.version)
        with hub.of("mei") as mei:
            assert mei.settings.version == NEXT.version
            assert mei.send([mark("mei", ARTICLE)])[0].stored
        with pytest.raises(HubNewer, match="a newer zhupi set it up"):
            administration.init()
        with pytest.raises(HubNewer, match="a newer zhupi set it up"):
            Team(administration).add("zhao")


def test_a_newer_schema_that_it_cannot_use_says_what_to_do(hub: HubOfTests) -> None:
    with hub.administration() as administration:
        administration.init([*KNOWN, NEXT._replace(oldest_client=migrations.CLIENT + 1)])
    with pytest.raises(HubNewer, match=r"needs a newer zhupi .* pip install --upgrade 'zhupi\[hub\]'"):
        hub.of("mei")


def test_an_older_schema_says_what_to_do(hub: HubOfTests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "OLDEST_SCHEMA", KNOWN[-1].version + 1)
    with pytest.raises(HubOlder, match="zhupi hub init"):
        hub.of("mei")
    with hub.administration() as administration:
        administration.init([*KNOWN, NEXT])
    hub.of("mei").close()


def test_a_migration_that_fails_leaves_what_was_there(hub: HubOfTests) -> None:
    broken = NEXT._replace(sql=NEXT.sql + " SELECT 1 / 0;")
    with hub.administration() as administration:
        with pytest.raises(HubError, match="division by zero"):
            administration.init([*KNOWN, broken])
        assert administration.version() == KNOWN[-1].version
        with hub.of("mei") as mei:
            assert mei.send([mark("mei", ARTICLE)])[0].stored
        administration.init([*KNOWN, NEXT])
        assert administration.version() == NEXT.version


def test_every_migration_says_which_programs_can_use_it(tmp_path: Path) -> None:
    assert [one.version for one in KNOWN] == list(range(1, migrations.CLIENT + 1))
    assert all(1 <= one.oldest_client <= one.version for one in KNOWN)
    (tmp_path / "0001").mkdir()
    (tmp_path / "0001" / "a.sql").write_text("SELECT 1;")
    with pytest.raises(ValueError, match="oldest client"):
        migrations.migrations(tmp_path)
