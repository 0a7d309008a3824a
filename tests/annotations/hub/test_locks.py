"""Blindness and ownership as locks: what members try with plain SQL, at a real PostgreSQL, role by role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hub_records import Sent, done, mark, put_file
from lock_attempts import ATTEMPTS, CLOSED, OPEN, SECRET, TABLES, Attempt
from machines import until
from postgres import HubOfTests, Postgres, new_hub

from annotations.hub.administration.team import Team
from annotations.hub.client.rows import FrozenText
from annotations.hub.errors import HubError, HubRefuses
from annotations.hub.schema.roles import Roles

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.peer("psycopg")

CALLS = (
    *("hello", "members", "presence", "send", "received", "of_articles", "own_rows"),
    *("articles", "texts", "put_articles"),
    *("files", "file_at", "contents", "put_files", "put_settings"),
)
"""The functions that a member may call."""


@pytest.fixture(scope="module")
def locked(postgres: Postgres) -> HubOfTests:
    """Return a hub in which an and lin have said what mei may not read, for she has not done that article."""
    made = new_hub(postgres)
    secret = {"note": SECRET, "labels": [SECRET]}
    with made.of("an") as an, made.of("lin") as lin, made.of("mei") as mei:
        an.put_articles([FrozenText(CLOSED, "{}"), FrozenText(OPEN, "{}", "{}")])
        an.send([mark("an", CLOSED, at, **secret) for at in range(0, 90, 3)])
        an.send([mark("an", OPEN, 0, note="open")])
        lin.send([mark("lin", CLOSED, 0, kind="decision", **secret), mark("lin", CLOSED, 3, **secret)])
        put_file(lin, "zhupi.toml", b"", after=0)
        put_file(lin, "secret.txt", SECRET.encode(), after=0, audience="lead")
        mei.send([mark("mei", CLOSED, 0, note="mine"), done("mei", OPEN)])
    return made


def state_of(hub: HubOfTests) -> list[tuple[object, ...]]:
    """Return all that the tables of a hub hold, as one digest each, and the rights to them."""
    held = " UNION ALL ".join(
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM zhupi.{table} t"
        for table in TABLES
    )
    rights = {
        "class": "c.relnamespace = 'zhupi'::regnamespace",
        "proc": "c.pronamespace = 'zhupi'::regnamespace",
        "roles": "true",
        "policy": "true",
    }
    for catalog, where in rights.items():
        row = "(c.oid, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity)"
        what = row if catalog == "class" else "c"
        held += (
            f" UNION ALL SELECT '{catalog}', md5(string_agg({what}::text, '|' ORDER BY c.oid))"
            f" FROM pg_{catalog} c WHERE {where}"
        )
    return hub.server.run(held, database=hub.database)


class Intruder:
    """A session of somebody who tries."""

    def __init__(self, hub: HubOfTests, user: str) -> None:
        self._hub = hub
        self._names = dict(zip(("@owner@", "@clerk@", "@members@"), Roles.of(hub.database), strict=True))
        self._names["@database@"] = hub.database
        self._told: list[str] = []
        self._connection = psycopg.connect(hub.address(user), autocommit=True, prepare_threshold=None)
        self._connection.add_notice_handler(lambda notice: self._told.append(str(notice.message_primary)))

    def tried(self, attempt: Attempt) -> tuple[str, str]:
        """Return all that an attempt is told, and with which code its last statement failed, if it did."""
        self._told.clear()
        code = ""
        for statement in attempt.statements:
            for name, role in self._names.items():
                statement = statement.replace(name, role)
            code = self._failure(statement)
        if not self._connection.closed:
            self._connection.execute("ROLLBACK")
            self._connection.execute("DISCARD ALL")
        return "\n".join(self._told), code

    def _failure(self, statement: str) -> str:
        try:
            cursor = self._connection.cursor()
            if statement.startswith("COPY") and statement.endswith("STDOUT"):
                with cursor.copy(statement.encode()) as copy:
                    self._told += [bytes(part).decode() for part in copy]
                return ""
            if statement.endswith("FROM STDIN"):
                with cursor.copy(statement.encode()) as copy:
                    copy.write(b"")
                return ""
            cursor.execute(statement.encode())
            while True:
                self._told += [str(row) for row in (cursor.fetchall() if cursor.description else [])]
                if not cursor.nextset():
                    return ""
        except psycopg.Error as error:
            self._told.append(f"{error} {error.diag.message_detail} {error.diag.context}")
            return error.sqlstate or "?"

    def close(self) -> None:
        self._connection.close()


def failures(hub: HubOfTests, user: str, attempts: list[Attempt]) -> Iterator[str]:
    """Yield what of `attempts` was let through, or told something."""
    with closing(Intruder(hub, user)) as intruder:
        for attempt in attempts:
            told, code = intruder.tried(attempt)
            if attempt.code and code != attempt.code:
                yield f"{attempt.what}: {code or 'it was let through'}: {told:.300}"
            elif SECRET in told:
                yield f"{attempt.what} tells: {told:.300}"


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


FORGED: dict[str, dict[str, Any]] = {
    "another's": {"annotator": "an"},
    "the lead's": {"annotator": "lin"},
    "in capitals": {"annotator": "Mei"},
    "in wide letters": {"annotator": "ｍｅｉ"},
    "with a space": {"annotator": "mei "},
    "a list": {"annotator": ["mei"]},
    "an object": {"annotator": {"mei": 1}},
    "nobody": {"annotator": None},
    "empty": {"annotator": ""},
    "decision": {"kind": "decision"},
    "span decision": {"kind": "span-decision"},
    "return": {"kind": "return", "to": "an"},
    "migration": {"kind": "migration"},
    "no kind": {"kind": ""},
    "a kind with a quote": {"kind": "x'--"},
    "no revision": {"rev": 0},
    "a revision below": {"rev": -1},
    "a revision in part": {"rev": 1.5},
    "a revision as text": {"rev": "1"},
    "a revision too high": {"rev": 2**53},
    "no article": {"article": ""},
    "another article": {"article": "../../etc/passwd"},
    "no uid": {"uid": ""},
    "a long uid": {"uid": "x" * 1001},
    "a long note": {"note": "x" * 262_144},
}


def test_nobody_says_that_it_is_another_or_what_only_the_lead_says(locked: HubOfTests) -> None:
    before = state_of(locked)
    with locked.of("mei") as mei:
        outcomes = mei.send([mark("mei", CLOSED, 1, **fields) for fields in FORGED.values()])
    stored = [
        what for what, outcome in zip(FORGED, outcomes, strict=True) if outcome.stored or not outcome.why
    ]
    assert stored == []
    assert state_of(locked) == before


_MINE = mark("mei", CLOSED, 1).content
RAW = {
    "two names, the last another's": _MINE.replace('"deleted"', '"annotator": "an", "deleted"'),
    "two names, one escaped": _MINE.replace('"deleted"', '"\\u0061nnotator": "an", "deleted"'),
    "two kinds": _MINE.replace('"deleted"', '"kind": "migration", "deleted"'),
    "another's with a NUL": _MINE.replace('"annotator": "mei"', '"annotator": "mei\\u0000"'),
    "a list of records": f"[{_MINE}]",
    "two records": _MINE + _MINE,
    "no JSON": _MINE[:-1],
    "a comment": f"/**/{_MINE}",
    "not a number": _MINE.replace('"rev": 1', '"rev": NaN'),
    "deep": _MINE.replace('"deleted"', '"x": ' + "[" * 100_000 + "]" * 100_000 + ', "deleted"'),
    "nothing": "",
    "null": "null",
}


def test_what_is_read_in_two_ways_is_not_stored(locked: HubOfTests) -> None:
    before = state_of(locked)
    digests = ["", "7" * 31, "7" * 33, "G" * 32, "A" * 32, "' OR 1=1"]
    offered = [*(Sent("7" * 32, content) for content in RAW.values()), *(Sent(one, _MINE) for one in digests)]
    with locked.of("mei") as mei:
        outcomes = mei.send(offered)
    stored = [one for one, outcome in zip([*RAW, *digests], outcomes, strict=True) if outcome.stored]
    assert stored == []
    assert state_of(locked) == before


def test_who_says_what_another_said_learns_nothing(hub: HubOfTests) -> None:
    theirs = mark("an", CLOSED)
    with hub.of("an") as an, hub.of("mei") as mei:
        an.send([theirs])
        mine = Sent(theirs.digest, mark("mei", CLOSED, uid=f"sentence:{CLOSED}:0:an").content)
        (outcome,) = mei.send([mine])  # the digest and the uid of what an has stored
        assert (outcome.stored, outcome.known) == (True, False)
        assert [one.annotator for one in mei.received().revisions] == ["mei"]
        with hub.of("lin") as lin:
            assert [one.annotator for one in lin.received().revisions] == ["an", "mei"]
            assert lin.received().revisions[0].content == theirs.content


def test_what_was_said_after_others_could_be_read_says_so(hub: HubOfTests) -> None:
    def stamps(annotator: str) -> list[bool]:
        with hub.of(annotator) as one:
            return [row.after_others for row in one.own_rows()]

    with hub.of("mei") as mei, hub.of("an") as an, hub.of("lin") as lin:
        an.send([mark("an", CLOSED)])
        mei.send([mark("mei", CLOSED, 0), done("mei", CLOSED), mark("mei", CLOSED, 3)])
        assert stamps("mei") == [False, False, False]  # nothing of others could be read before this call
        mei.send([done("mei", CLOSED, rev=2, is_done=False), mark("mei", CLOSED, 0, rev=2)])
        assert stamps("mei") == [False, False, False, True, True]
        assert [one.annotator for one in mei.of_articles([CLOSED]).revisions] == ["an"]  # it was seen
        mei.send([mark("mei", CLOSED, 9, note="old", rev=1)])  # no revision is old enough to come before
        assert stamps("mei")[-1] is True
        mei.send([done("mei", OPEN), mark("mei", OPEN)])
        mei.send([mark("mei", OPEN, 3)])
        assert stamps("mei")[-3:] == [False, False, False]  # nobody had said anything there
        lin.put_settings("never")
        mei.send([mark("mei", CLOSED, 12)])
        assert stamps("mei")[-1] is True  # hidden again, and not unseen
        assert mei.of_articles([CLOSED]).revisions == ()


def test_an_older_mark_that_says_done_opens_nothing(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("an") as an:
        an.send([mark("an", CLOSED)])
        mei.send([done("mei", CLOSED, rev=5, is_done=False)])
        mei.send([done("mei", CLOSED, rev=4)])
        mei.send([done("mei", CLOSED, rev=6, deleted=True)])
        mei.send([done("mei", CLOSED, rev=3, kind="sentence")])
        assert mei.of_articles([CLOSED]).revisions == ()
        mei.send([done("mei", CLOSED, rev=7)])
        assert len(mei.of_articles([CLOSED]).revisions) == 1


@pytest.mark.parametrize(("others", "sees"), [("never", False), ("done", True), ("always", True)])
def test_who_has_done_an_article_reads_others_as_the_lead_allows(
    hub: HubOfTests, others: str, sees: bool
) -> None:
    with hub.of("mei") as mei, hub.of("an") as an, hub.of("lin") as lin:
        lin.put_settings(others)
        an.send([mark("an", CLOSED), mark("an", OPEN)])
        mei.send([done("mei", OPEN)])
        assert bool(mei.of_articles([OPEN]).revisions) is sees
        assert bool(mei.of_articles([CLOSED]).revisions) is (others == "always")
        read = {one.article for one in mei.received().revisions if one.annotator == "an"}
        assert read == {"never": set(), "done": {OPEN}, "always": {OPEN, CLOSED}}[others]


def test_what_the_lead_says_to_all_or_to_one_reaches_them_alone(hub: HubOfTests) -> None:
    with hub.of("lin") as lin, hub.of("mei") as mei, hub.of("an") as an:
        lin.send(
            [
                mark("lin", CLOSED, at, kind=kind)
                for at, kind in enumerate(["bounds", "correction", "carry", "migration"])
            ]
            + [
                mark("lin", CLOSED, 10, kind="return", to="mei"),
                mark("lin", CLOSED, 11, kind="remark", to="ＭＥＩ"),
            ]
            + [
                mark("lin", CLOSED, 12),
                mark("lin", CLOSED, 13, kind="decision"),
                mark("lin", CLOSED, 14, kind="span"),
            ]
        )
        an.send([mark("an", CLOSED, 20, kind="bounds"), mark("an", CLOSED, 21, kind="remark", to="mei")])
        common = ["bounds", "correction", "carry", "migration"]
        assert [one.kind for one in mei.received().revisions] == [*common, "return", "remark"]
        assert [one.kind for one in an.received().revisions] == [*common, "bounds", "remark"]


def test_the_answers_to_training_articles_are_read_when_they_are_done(hub: HubOfTests) -> None:
    with hub.of("lin") as lin, hub.of("mei") as mei, hub.of("an") as an:
        lin.put_settings("never", [CLOSED])
        lin.send(
            [
                mark("lin", CLOSED, 0, kind="decision"),
                mark("lin", CLOSED, 3),
                mark("lin", OPEN, 0, kind="decision"),
            ]
        )
        an.send([mark("an", CLOSED, 6)])
        assert mei.received().revisions == ()
        mei.send([done("mei", CLOSED), done("mei", OPEN)])
        answers = [
            (one.annotator, one.kind, one.article) for one in mei.of_articles([CLOSED, OPEN]).revisions
        ]
        assert answers == [("lin", "decision", CLOSED)]
        mei.send([mark("mei", CLOSED, 0)])
        assert [one.after_others for one in mei.own_rows()] == [False, False, True]


def test_nobody_hears_of_what_they_may_not_read(hub: HubOfTests) -> None:
    with hub.of("mei") as mei, hub.of("an") as an, hub.of("wu") as wu, hub.of("lin") as lin:
        wu.send([done("wu", CLOSED)])
        for one in (mei, an, wu, lin):
            one.listen()
        an.send([mark("an", CLOSED)])
        until(lin.news)
        until(wu.news)
        assert not mei.news()
        assert not an.news()  # it was an who stored it
        with hub.of("an") as elsewhere:
            elsewhere.send([mark("an", OPEN)])
        until(an.news)
        until(lin.news)
        assert not mei.news()
        assert not wu.news()
        lin.send([mark("lin", CLOSED, 9, kind="return", to="mei")])
        until(mei.news)
        assert not an.news()


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
    assert definers == {*CALLS, "newest", "digest_at"}
    path = "coalesce('search_path=pg_catalog, pg_temp' = ANY (c.proconfig), false)"
    assert not asked("proname", f"{functions} AND NOT {path}", "proc")
    rising = "(c.rolcanlogin OR c.rolsuper OR c.rolbypassrls OR c.rolcreaterole)"
    assert not asked("rolname", f"{rising} AND c.rolname IN {tuple(names)}", "roles")
    read = f"has_column_privilege('{names.clerk}', c.attrelid, c.attnum, 'SELECT')"
    of_revision = "c.attrelid = 'zhupi.revision'::regclass AND c.attnum > 0"
    assert asked("attname", f"{of_revision} AND {read}", "attribute") == {"seq", "digest"}


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


def test_how_much_others_store_does_not_show_in_what_a_call_costs(hub: HubOfTests) -> None:
    calls = (f"of_articles(ARRAY['{CLOSED}'], '', 99, true)", "received('', 99)", "own_rows('', 99)")

    def cost() -> tuple[list[str], list[int]]:
        """Return what EXPLAIN tells, and the numbers of pages in it apart."""
        lines: list[str] = []
        with psycopg.connect(hub.address("mei"), autocommit=True, prepare_threshold=None) as connection:
            for call in calls:
                asked = f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF) SELECT * FROM zhupi.{call}"
                connection.execute(asked.encode())  # the first one fills the caches of the session
                lines += [str(row[0]) for row in connection.execute(asked.encode())]
        pages = [int(one) for line in lines for one in re.findall(r"shared hit=(\d+)", line)]
        return [re.sub(r" (shared|hit|read|dirtied|written)=?\d*", "", line) for line in lines], pages

    with hub.of("an") as an, hub.of("mei") as mei:
        mei.send([mark("mei", CLOSED)])
        an.send([mark("an", CLOSED)])
        plans, pages = cost()
        hub.server.run(  # as if an had been sending for weeks
            "INSERT INTO zhupi.revision (seq, rev, owner, after_others, digest, article, kind, uid, content)"
            " SELECT nextval('zhupi.revision_seq'), 1, m.id, false, substr(sha256(int8send(n)), 1, 16),"
            f" '{CLOSED}', 'sentence', 'u', repeat('x', 300)"
            " FROM generate_series(1::bigint, 5000) n, zhupi.member m WHERE m.annotator = 'an'",
            "ANALYZE zhupi.revision",
            database=hub.database,
        )
        plans_after, pages_after = cost()
    assert plans_after == plans  # nowhere is a row removed by a filter
    assert len(pages) == len(calls)
    more = [after - before for before, after in zip(pages, pages_after, strict=True)]
    assert max(more) < 16, (pages, pages_after)  # of 300 that these rows fill: indexes grow deeper


def test_what_others_have_done_does_not_show_in_what_storing_costs(hub: HubOfTests) -> None:
    offered = [mark("mei", CLOSED, 3), done("mei", CLOSED), mark("mei", OPEN)]

    def cost() -> list[tuple[str, ...]]:
        """Return how many records of the log, and pages, each takes that is then taken back."""
        found = []
        with psycopg.connect(hub.address("mei"), autocommit=True, prepare_threshold=None) as connection:
            for one in offered:
                asked = "EXPLAIN (ANALYZE, BUFFERS, WAL, TIMING OFF) SELECT * FROM zhupi.send(%s, %s)"
                for _ in range(2):  # the first one fills the caches of the session
                    with connection.transaction(force_rollback=True):
                        rows = connection.execute(asked, ([one.digest], [one.content])).fetchall()
                found.append(tuple(re.findall(r"records=(\d+)|shared hit=(\d+)", str(rows))))
        return found

    with hub.of("an") as an, hub.of("wu") as wu, hub.of("mei") as mei:
        mei.send([mark("mei", CLOSED)])
        before = cost()
        for one, name in ((an, "an"), (wu, "wu")):
            one.send([mark(name, CLOSED, at) for at in range(50)] + [done(name, CLOSED)])
        after = cost()
    for then, now in zip(before, after, strict=True):
        assert [records for records, _ in now] == [records for records, _ in then]
        pages = [int(one) - int(other) for (_, one), (_, other) in zip(now, then, strict=True) if one]
        assert max(pages) < 8, (then, now)  # of 100 rows more: indexes grow
