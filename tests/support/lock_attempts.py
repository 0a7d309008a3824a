"""What somebody may try at a hub with plain SQL, to read, forge or undo what is not theirs."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ATTEMPTS", "CLOSED", "OPEN", "SECRET", "TABLES", "Attempt"]

SECRET = "GEHEIM"
"""Stands in everything that nobody but its owner and the lead may read."""
CLOSED, OPEN = "a" * 20, "b" * 20
"""An article that mei has not done, and one that she has."""
TABLES = ("hub", "member", "revision", "turn", "opened", "carried", "training", "frozen", "file", "migration")


class Attempt(NamedTuple):
    """Statements of one session, one after the other; each may fail, and the next is tried all the same."""

    what: str
    statements: tuple[str, ...]
    code: str = "42501"
    """With which SQLSTATE the last statement must fail, by default that a right is missing; empty where it
    may be let through, and tells nothing."""


def _each(what: str, *statements: str, code: str = "42501") -> list[Attempt]:
    return [Attempt(f"{what}: {one}", (one,), code) for one in statements]


_SELECT = "SELECT * FROM zhupi.revision"
_READ = f"SELECT * FROM zhupi.of_articles(ARRAY['{CLOSED}'], '', 100, true)"
_RECEIVED = "SELECT * FROM zhupi.received('', 5000)"
_DONE = (
    f'{{"uid": "article:{CLOSED}:mei", "kind": "article", "article": "{CLOSED}", "rev": 90, "done": true,'
    ' "annotator": "mei", "deleted": false}'
)
_SEND_DONE = f"SELECT * FROM zhupi.send(ARRAY['{'9' * 32}'], ARRAY['{_DONE}'])"

_TABLES = [
    Attempt(f"{verb} {table}", (*(("BEGIN",) if verb == "lock" else ()), text.format(table=table)))
    for table in TABLES
    for verb, text in {
        "read": "SELECT * FROM zhupi.{table}",
        "count": "SELECT count(*) FROM zhupi.{table}",
        "explain": "EXPLAIN ANALYZE SELECT * FROM zhupi.{table}",
        "empty": "DELETE FROM zhupi.{table}",
        "cut": "TRUNCATE zhupi.{table}",
        "lock": "LOCK TABLE zhupi.{table} IN ACCESS SHARE MODE",
        "open": "ALTER TABLE zhupi.{table} DISABLE ROW LEVEL SECURITY",
        "free": "ALTER TABLE zhupi.{table} NO FORCE ROW LEVEL SECURITY",
        "trip": "CREATE TRIGGER mine BEFORE INSERT ON zhupi.{table} EXECUTE FUNCTION zhupi.stays()",
        "grant": "GRANT SELECT ON zhupi.{table} TO mei",
    }.items()
]

_READING = [
    *_each(
        "read",
        "COPY zhupi.revision TO STDOUT",
        f"COPY ({_SELECT}) TO STDOUT",
        "DECLARE c CURSOR WITH HOLD FOR SELECT * FROM zhupi.revision",
        "SELECT seq FROM zhupi.revision FOR UPDATE",
        "SELECT max(seq) FROM zhupi.revision",
        "SELECT content FROM zhupi.revision TABLESAMPLE SYSTEM (100)",
        "SELECT secret FROM zhupi.hub",
        "SELECT channel FROM zhupi.member",
        "SELECT ctid, xmin FROM zhupi.revision",
        "SELECT (NULL::zhupi.revision).* FROM zhupi.revision",
        "TABLE zhupi.opened",
    ),
    Attempt("read prepared", ("PREPARE p AS SELECT * FROM zhupi.revision", "EXECUTE p")),
    Attempt("read a closed article", (_READ,), code=""),
    Attempt("read everything", (_RECEIVED,), code=""),
    Attempt("read everything by copying", (f"COPY ({_RECEIVED}) TO STDOUT",), code=""),
    Attempt(
        "read in a block",
        ("DO $$ BEGIN RAISE NOTICE '%', (SELECT array_agg(r) FROM zhupi.received('', 9) r); END $$",),
        code="",
    ),
    Attempt("read with row security off", ("SET row_security = off", _RECEIVED)),
    Attempt("read a file of the lead's", ("SELECT * FROM zhupi.file_at('secret.txt', NULL)",), code=""),
    Attempt("read a version of it", ("SELECT * FROM zhupi.file_at('secret.txt', 1)",), code=""),
    Attempt(
        "read it among many",
        ("SELECT * FROM zhupi.contents(ARRAY['secret.txt', 'zhupi.toml'])",),
        code="",
    ),
    *(
        Attempt(f"read {what}", (f"SELECT * FROM zhupi.{call}",), code="")
        for what, path in {
            "what all had once": "once.txt",
            "what was taken away": "gone.txt",
        }.items()
        for call in (f"file_at('{path}', NULL)", f"file_at('{path}', 1)", f"contents(ARRAY['{path}'])")
    ),
    Attempt("see it in the list", ("SELECT * FROM zhupi.files(0)",), code=""),
    Attempt("ask who one is", ("SELECT zhupi.hello()",), code=""),
    *_each(
        "guess a cursor",
        "SELECT * FROM zhupi.received('0', 9)",
        f"SELECT * FROM zhupi.received('{'0' * 48}', 9)",
        f"SELECT * FROM zhupi.received('{'f' * 48}', 9)",
        "SELECT * FROM zhupi.own_rows('1', 9)",
        "SELECT zhupi.behind('1')",
        "SELECT * FROM zhupi.received(NULL, 9)",
        code="ZH004",
    ),
]

_LIN = "ROW(1, 'lin', 'lin', 'lin', '', true, true, 0, '', now(), NULL)::zhupi.member"
_WITHIN = _each(
    "call what is inside",
    "SELECT zhupi.newest()",
    "SELECT zhupi.taken_away()",
    "SELECT zhupi.digest_at(1)",
    "SELECT zhupi.sealed(1, 1)",
    "SELECT zhupi.unsealed(1, '')",
    "SELECT * FROM zhupi.page(1, ARRAY[1, 2, 3]::bigint[], false, 9)",
    f"SELECT zhupi.some({_LIN}, 0, 99, 9)",
    f"SELECT zhupi.sees_all({_LIN})",
    f"SELECT zhupi.readable({_LIN}, NULL)",
    f"SELECT zhupi.ring({_LIN}, '{{}}', true, '{{}}')",
    f"SELECT zhupi.overheard({_LIN}, '{{{CLOSED}}}')",
    f"SELECT zhupi.follow({_LIN}, '{{}}')",
    f"SELECT zhupi.open_done({_LIN}, '{{{CLOSED}}}', '{{1}}', '{{t}}')",
    "SELECT zhupi.present()",
    "SELECT zhupi.leading()",
    "SELECT zhupi.take_turn()",
    "SELECT zhupi.facts_of('{}')",
    "SELECT zhupi.veiled('x', 1, '{1}')",
    "SELECT zhupi.mixed('x', 1, 1)",
)

_ROLES = [
    *(
        Attempt(f"become {role}", (f'SET ROLE "{role}"', _SELECT))
        for role in ("@owner@", "@clerk@", "@members@", "an", "lin", "postgres", "pg_read_all_data", "none")
    ),
    *_each(
        "rise",
        "SET SESSION AUTHORIZATION an",
        'GRANT "@owner@" TO mei',
        "GRANT pg_read_all_data TO mei",
        'GRANT "@members@" TO an WITH ADMIN OPTION',
        "ALTER ROLE mei SUPERUSER",
        "ALTER ROLE mei BYPASSRLS",
        "ALTER ROLE mei CREATEROLE",
        "ALTER ROLE an RENAME TO an2",
        "ALTER ROLE an PASSWORD 'x'",
        "ALTER ROLE an SET row_security = off",
        "CREATE ROLE helper LOGIN",
        "DROP ROLE an",
        'REASSIGN OWNED BY "@owner@" TO mei',
        "SET session_replication_role = replica",
        "ALTER DATABASE @database@ OWNER TO mei",
        "ALTER SCHEMA zhupi OWNER TO mei",
        'ALTER DEFAULT PRIVILEGES FOR ROLE "@owner@" GRANT SELECT ON TABLES TO mei',
        "UPDATE pg_authid SET rolsuper = true",
        "INSERT INTO zhupi.member (role, annotator, key, lead) VALUES ('mei', 'm', 'm', true)",
        "UPDATE zhupi.member SET lead = true",
        "UPDATE zhupi.hub SET others = 'always'",
        f"INSERT INTO zhupi.opened (owner, article, done, saw) VALUES (3, '{CLOSED}', true, false)",
        "INSERT INTO zhupi.carried (owner, said, article, earlier, rev, holds) VALUES"
        f" (1, true, '{OPEN}', '{CLOSED}', 1, true)",
    ),
    *_each(
        "lead",
        "SELECT zhupi.put_settings('always', '{}')",
        f"SELECT zhupi.put_settings('done', ARRAY['{CLOSED}'])",
        "SELECT zhupi.put_files(ARRAY['zhupi.toml'], ARRAY['x'::bytea], ARRAY[1], ARRAY['all'])",
        code="ZH003",
    ),
]

_HISTORY = _each(
    "undo",
    "UPDATE zhupi.revision SET content = '{}'",
    "UPDATE zhupi.revision SET after_others = false",
    "UPDATE zhupi.revision SET stored = '2020-01-01', seq = 1",
    "UPDATE zhupi.revision SET owner = 1",
    "DELETE FROM zhupi.revision WHERE owner = 3",
    "INSERT INTO zhupi.revision (seq) SELECT seq FROM zhupi.revision",
    "INSERT INTO zhupi.revision (seq, rev, owner, after_others, digest, article, kind, uid, content) VALUES"
    f" (1, 1, 3, false, sha256('x')::bytea, '{CLOSED}', 'sentence', 'u', '{{}}')",
    "COPY zhupi.revision FROM STDIN",
    "ALTER TABLE zhupi.revision DISABLE TRIGGER stays",
    "DROP TRIGGER stays ON zhupi.revision",
    "DROP TABLE zhupi.revision",
    "DROP SCHEMA zhupi CASCADE",
    "DROP INDEX zhupi.revision_order",
    "UPDATE zhupi.frozen SET content = 'x'",
    "DELETE FROM zhupi.frozen",
    "UPDATE zhupi.file SET content = 'x'",
    "DELETE FROM zhupi.file",
    "SELECT setval('zhupi.revision_seq', 1)",
    "ALTER SEQUENCE zhupi.revision_seq RESTART",
    "DROP POLICY reads ON zhupi.revision",
    "ALTER POLICY reads ON zhupi.revision USING (true)",
    "CREATE POLICY mine ON zhupi.revision USING (true)",
    "CREATE RULE mine AS ON INSERT TO zhupi.revision DO INSTEAD NOTHING",
)

_SHADOWS = [
    *_each(
        "shadow",
        "CREATE SCHEMA mine",
        "CREATE TABLE public.member (role name)",
        "CREATE TABLE zhupi.mine ()",
        "CREATE TEMP TABLE member (role name)",
        "CREATE TEMP VIEW v AS SELECT * FROM zhupi.revision",
        "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
        "CREATE FUNCTION zhupi.mine() RETURNS bigint LANGUAGE sql AS 'SELECT seq FROM zhupi.revision'",
        "CREATE OR REPLACE FUNCTION zhupi.hello() RETURNS jsonb LANGUAGE sql AS 'SELECT ''{}''::jsonb'",
        "ALTER FUNCTION zhupi.hello() SECURITY INVOKER",
        "ALTER FUNCTION zhupi.hello() RESET search_path",
        "ALTER FUNCTION zhupi.hello() OWNER TO mei",
        "DROP FUNCTION zhupi.hello()",
        "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
        "CREATE CAST (text AS integer) WITH INOUT AS IMPLICIT",
        "CREATE DOMAIN public.d AS text",
        "CREATE COLLATION public.c (locale = 'C')",
        "CREATE TRUSTED LANGUAGE mine HANDLER plpgsql_call_handler",
        "CREATE FOREIGN DATA WRAPPER mine",
        "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION zhupi.stays()",
        "CREATE PUBLICATION p FOR TABLE zhupi.revision",
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
        "CREATE STATISTICS public.s ON owner, article FROM zhupi.revision",
        "CREATE INDEX mine ON zhupi.revision ((1))",
        "CREATE MATERIALIZED VIEW public.m AS SELECT * FROM zhupi.revision",
    ),
    Attempt(
        "shadow by the path", ("SET search_path = pg_temp, public, zhupi, pg_catalog", _RECEIVED), code=""
    ),
    Attempt(
        "shadow by strings",
        ("SET standard_conforming_strings = off", "SET backslash_quote = on", _RECEIVED),
        code="",
    ),
]

_TALK = ("SET client_min_messages = debug5",)
_SERVER = [
    *_each(
        "leave the database",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY (SELECT 1) TO '/tmp/zhupi-attempt'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT * FROM pg_ls_waldir()",
        "SELECT pg_stat_file('PG_VERSION')",
        "LOAD 'auto_explain'",
        "ALTER SYSTEM SET log_statement = 'all'",
        "SELECT pg_reload_conf()",
        "SET log_statement = 'all'",
        "SET log_executor_stats = on",
        "SELECT pg_create_logical_replication_slot('s', 'pgoutput')",
        "SELECT pg_create_physical_replication_slot('s')",
        "SELECT * FROM pg_hba_file_rules",
        "SELECT rolpassword FROM pg_authid",
        "SELECT passwd FROM pg_shadow",
        "SELECT * FROM pg_user_mapping",
        "SELECT pg_switch_wal()",
        "SELECT pg_terminate_backend(pg_backend_pid() - 1) FROM pg_authid",
    ),
    *_each(
        "ask for numbers",
        "SELECT last_value FROM zhupi.revision_seq",
        "SELECT nextval('zhupi.revision_seq')",
        "SELECT currval('zhupi.revision_seq')",
        "SELECT n_tup_ins, n_live_tup FROM pg_stat_user_tables",
        "SELECT * FROM pg_stat_all_tables",
        "SELECT * FROM pg_stat_xact_user_tables",
        "SELECT idx_scan, idx_tup_read FROM pg_stat_user_indexes",
        "SELECT * FROM pg_statio_user_tables",
        "SELECT * FROM pg_stat_database",
        "SELECT * FROM pg_stat_activity",
        "SELECT * FROM pg_stat_user_functions",
        "SELECT * FROM pg_statistic",
        "SELECT pg_stat_get_tuples_inserted('zhupi.revision'::regclass)",
        "SELECT pg_stat_get_live_tuples('zhupi.revision'::regclass)",
        "SELECT pg_relation_size('zhupi.revision')",
        "SELECT pg_table_size('zhupi.revision')",
        "SELECT pg_total_relation_size('zhupi.revision')",
        "SELECT pg_indexes_size('zhupi.revision')",
        "SELECT pg_database_size(current_database())",
        "SELECT reltuples, relpages FROM pg_class WHERE relname = 'revision'",
        "SELECT * FROM pg_class",
        "SELECT relfrozenxid FROM pg_class",
        "SELECT * FROM pg_locks",
        "SELECT txid_current()",
        "SELECT pg_current_xact_id()",
        "SELECT pg_current_snapshot()",
        "SELECT pg_current_wal_lsn()",
        "SELECT pg_current_wal_insert_lsn()",
        "SELECT * FROM pg_control_checkpoint()",
        "SELECT pg_last_committed_xact()",
        "SELECT age(datfrozenxid) FROM pg_database",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_export_snapshot()",
    ),
    Attempt("ask what one was numbered last", ("SELECT lastval()",), code="55000"),
    Attempt("ask for statistics", ("SELECT * FROM pg_stats WHERE schemaname = 'zhupi'",), code=""),
    Attempt("ask for sequences", ("SELECT 1 FROM pg_sequences WHERE last_value IS NOT NULL",), code=""),
    Attempt("hear others' channels", ("SELECT pg_listening_channels()",), code=""),
    *(
        Attempt(f"look at plans: {setting}", (*_TALK, f"SET {setting} = on", _READ), code="")
        for setting in ("debug_print_plan", "debug_print_parse", "debug_print_rewritten")
    ),
    Attempt("explain a call", (f"EXPLAIN (ANALYZE, VERBOSE, BUFFERS, SETTINGS) {_READ}",), code=""),
    *_each("tidy", "REINDEX TABLE zhupi.revision", "CLUSTER zhupi.revision USING revision_order",
           "COMMENT ON TABLE zhupi.revision IS 'mine'"),
]  # fmt: skip

_SEND_AND_READ = (
    f"WITH s AS MATERIALIZED ({_SEND_DONE})"
    f" SELECT * FROM s, LATERAL zhupi.of_articles(ARRAY['{CLOSED}'], '', 90 + s.place, true)"
)
_BLOCK = (
    f"DO $do$ DECLARE got text; BEGIN PERFORM zhupi.send(ARRAY['{'9' * 32}'], ARRAY['{_DONE}']);"
    f" SELECT string_agg(r::text, '') INTO got FROM ({_READ}) r; RAISE EXCEPTION '%', got; END $do$"
)
_UNDONE = [
    Attempt("read what is then rolled back", ("BEGIN", _SEND_DONE, _READ, _RECEIVED, "ROLLBACK"), code=""),
    Attempt(
        "read before a savepoint is rolled back",
        ("BEGIN", "SAVEPOINT s", _SEND_DONE, _READ, "ROLLBACK TO s", _READ, "COMMIT"),
        code="",
    ),
    Attempt(
        "read in one statement",
        (
            "BEGIN",
            _SEND_AND_READ,
            "ROLLBACK",
        ),
        code="",
    ),
    Attempt("read in statements of one message", (f"{_SEND_DONE}; {_READ}; ROLLBACK",), code=""),
    Attempt(
        "keep a cursor of it",
        ("BEGIN", _SEND_DONE, f"DECLARE c CURSOR WITH HOLD FOR {_READ}", "FETCH ALL c", "ROLLBACK"),
        code="",
    ),
    Attempt(
        "read in a block that fails",
        (_BLOCK,),
        code="P0001",
    ),
    Attempt(
        "store under a snapshot from before",
        ("BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT 1", _SEND_DONE),
        code="ZH007",
    ),
    Attempt("store serializably", ("BEGIN ISOLATION LEVEL SERIALIZABLE", _SEND_DONE), code="ZH007"),
    Attempt("keep a transaction", ("BEGIN", _SEND_DONE, "PREPARE TRANSACTION 'x'"), code="55000"),
]

ATTEMPTS = {
    "tables": _TABLES,
    "reading": _READING,
    "within": _WITHIN,
    "roles": _ROLES,
    "history": _HISTORY,
    "shadows": _SHADOWS,
    "server": _SERVER,
    "undone": _UNDONE,
}
"""By what they go at."""
