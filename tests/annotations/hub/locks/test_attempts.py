"""What members, and those who are none, try with plain SQL at a real PostgreSQL, role by role."""

from __future__ import annotations

import pytest
from intruder import failures, state_of
from lock_attempts import ATTEMPTS
from postgres import HubOfTests

from annotations.hub.errors import HubRefuses
from annotations.hub.schema.roles import Roles

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.peer("psycopg")


@pytest.mark.parametrize("at", ATTEMPTS)
def test_who_has_not_done_an_article_gets_nothing_of_it_and_changes_nothing(
    locked: HubOfTests, at: str
) -> None:
    before = state_of(locked)
    assert list(failures(locked, "mei", ATTEMPTS[at])) == []
    assert state_of(locked) == before


@pytest.mark.parametrize("at", ["tables", "roles", "history", "shadows"])
def test_who_leads_reads_all_and_undoes_nothing(locked: HubOfTests, at: str) -> None:
    before = state_of(locked)
    let_through = [one for one in failures(locked, "lin", ATTEMPTS[at]) if not one.startswith("lead: ")]
    assert [one for one in let_through if "tells: " not in one] == []
    assert let_through == [] or at == "shadows"  # these read, and lin may
    assert at != "roles" or state_of(locked) != before  # what is the lead's the lead may, and is put back
    with locked.of("lin") as lin:
        lin.put_settings("done")
    rows = locked.server.run("SELECT count(*) FROM zhupi.revision", database=locked.database)
    with locked.of("lin") as lin:
        assert len(lin.received(limit=5000).revisions) == rows[0][0]


@pytest.mark.parametrize(
    "statement", ["UPDATE zhupi.{} SET {} = {}", "DELETE FROM zhupi.{}", "TRUNCATE zhupi.{}"]
)
@pytest.mark.parametrize(
    ("table", "column"), [("revision", "content"), ("frozen", "content"), ("file", "path")]
)
@pytest.mark.parametrize("owner", [True, False])
def test_even_its_owner_changes_nothing_that_was_stored(
    locked: HubOfTests, statement: str, table: str, column: str, owner: bool
) -> None:
    with psycopg.connect(locked.address(), autocommit=True) as connection:
        if owner:
            connection.execute(f'SET ROLE "{Roles.of(locked.database).owner}"'.encode())
        with pytest.raises(psycopg.Error) as told:
            connection.execute(statement.format(table, column, column).encode())
    assert told.value.sqlstate == "ZH006"


def test_a_role_that_is_no_member_gets_nothing(locked: HubOfTests) -> None:
    locked.server.run(
        "CREATE ROLE stranger LOGIN", f'GRANT CONNECT ON DATABASE "{locked.database}" TO stranger'
    )
    try:
        for some in ATTEMPTS.values():
            assert not [one for one in failures(locked, "stranger", some) if " tells: " in one]
        names = Roles.of(locked.database)
        locked.server.run(f'GRANT "{names.members}" TO stranger')  # nor by the group alone
        with pytest.raises(HubRefuses):
            locked.of("stranger")
    finally:
        locked.server.run(
            f'REVOKE CONNECT ON DATABASE "{locked.database}" FROM stranger',
            "DROP ROLE stranger",
        )
