"""Who is let in, and what right each role has."""

from __future__ import annotations

import pytest
from hub_records import mark
from lock_attempts import OPEN, TABLES
from postgres import HubOfTests

from annotations.hub.administration.team import Team
from annotations.hub.errors import HubError, HubRefuses
from annotations.hub.schema.roles import Roles

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.peer("psycopg")
CALLS = (
    *("hello", "members", "presence", "send", "received", "of_articles", "own_rows", "behind"),
    *("articles", "texts", "put_articles"),
    *("files", "file_at", "contents", "put_files", "put_settings"),
)
"""The functions that a member may call."""


def test_members_have_no_right_but_to_call(locked: HubOfTests) -> None:
    def asked(what: str, where: str, catalog: str) -> set[object]:
        statement = f"SELECT {what}::text FROM pg_{catalog} c WHERE {where}"
        return {row[0] for row in locked.server.run(statement, database=locked.database)}

    names = Roles.of(locked.database)
    tables = "c.relnamespace = 'zhupi'::regnamespace AND c.relkind = 'r'"
    functions = "c.pronamespace = 'zhupi'::regnamespace"
    for member in ("mei", "lin", names.members, "public"):
        rights = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"
        assert not asked(
            "relname", f"{tables} AND has_table_privilege('{member}', c.oid, '{rights}')", "class"
        )
        columns = "SELECT, INSERT, UPDATE, REFERENCES"
        assert not asked(
            "relname", f"{tables} AND has_any_column_privilege('{member}', c.oid, '{columns}')", "class"
        )
        assert not asked(
            "seqrelid", f"has_sequence_privilege('{member}', c.seqrelid, 'USAGE, SELECT, UPDATE')", "sequence"
        )
        calls = asked(
            "proname", f"{functions} AND has_function_privilege('{member}', c.oid, 'EXECUTE')", "proc"
        )
        assert calls == (set() if member == "public" else set(CALLS))

    forced = f"{tables} AND c.relrowsecurity AND c.relforcerowsecurity"
    assert asked("relname", forced, "class") == set(TABLES) == asked("relname", tables, "class")
    assert asked("relowner::regrole::name", tables, "class") == {names.owner}
    assert asked("proowner::regrole::name", functions, "proc") == {names.owner, names.clerk}
    definers = asked("proname", f"{functions} AND c.prosecdef", "proc")
    assert definers == {*CALLS, "newest", "digest_at", "taken_away"}
    path = "coalesce('search_path=pg_catalog, pg_temp' = ANY (c.proconfig), false)"
    assert not asked("proname", f"{functions} AND NOT {path}", "proc")
    rising = "(c.rolcanlogin OR c.rolsuper OR c.rolbypassrls OR c.rolcreaterole)"
    assert not asked("rolname", f"{rising} AND c.rolname IN {tuple(names)}", "roles")
    read = f"has_column_privilege('{names.clerk}', c.attrelid, c.attnum, 'SELECT')"
    of_table = "c.attrelid = 'zhupi.{}'::regclass AND c.attnum > 0"
    assert asked("attname", f"{of_table.format('revision')} AND {read}", "attribute") == {"seq", "digest"}
    of_file = {"number", "path", "version", "audience", "digest"}
    assert asked("attname", f"{of_table.format('file')} AND {read}", "attribute") == of_file


def test_who_was_removed_gets_nothing_from_then_on(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.administration() as administration:
        mei.send([mark("mei", OPEN)])
        plain = psycopg.connect(hub.address("mei"), autocommit=True, prepare_threshold=None)
        hub.server.run(
            "UPDATE zhupi.member SET left_at = now() WHERE annotator = 'mei'", database=hub.database
        )
        with pytest.raises(HubRefuses):
            mei.received()
        for call in (
            *(
                "hello()",
                "members()",
                "presence()",
                "send('{}', '{}')",
                "received('', 9)",
                "of_articles('{}', '', 9, true)",
            ),
            *(
                "own_rows('', 9)",
                "behind('')",
                "articles(0, 9)",
                "texts('{}')",
                "put_articles('{}', '{}', '{}')",
                "files(0)",
            ),
            *("file_at('x', 1)", "contents('{}')"),
            *("put_files('{}', '{}', '{}', '{}')", "put_settings('never', '{}')"),
        ):
            with pytest.raises(psycopg.Error) as told:
                plain.execute(f"SELECT * FROM zhupi.{call}".encode())
            assert told.value.sqlstate == "ZH001", call
        hub.server.run(
            "UPDATE zhupi.member SET left_at = NULL WHERE annotator = 'mei'", database=hub.database
        )
        Team(administration).remove("MEI")
        with pytest.raises(psycopg.OperationalError):
            plain.execute("SELECT 1")  # the session itself was ended
        plain.close()
        with pytest.raises(HubRefuses):
            hub.of("mei")
        with hub.of("lin") as lin:
            assert [one.annotator for one in lin.received().revisions] == ["mei"]


def test_who_administers_the_database_is_let_in_as_no_member(hub: HubOfTests) -> None:
    with hub.administration() as administration:
        names = administration.roles
    hub.server.run("CREATE ROLE nearly LOGIN")
    with hub.administration() as administration:
        team = Team(administration)
        for role, right in {"postgres": "", "nearly": f'GRANT "{names.owner}" TO nearly'}.items():
            if right:
                hub.server.run(right)
            with pytest.raises(HubError, match="no lock holds"):
                team.add("zhao", role=role)
    hub.server.run(f'REVOKE "{names.owner}" FROM nearly', "DROP ROLE nearly")
