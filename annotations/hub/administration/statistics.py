"""What PostgreSQL tells everybody of everybody's tables, taken from the members of a hub.

Members have no right to any table, and yet anybody who may connect to a database can ask how many rows were
ever stored in it, how large each table is, who is connected and how far the log and the counters of the whole
server are. In a team of two that is how much the other one has done. Only a superuser may take it away; where
a hub was set up by somebody else it stays: how much was stored in all, never by whom, where or what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    from annotations.hub.schema.roles import Roles

__all__ = ["hide_statistics", "hides_statistics"]

_FUNCTIONS = (
    r"pg\_stat\_get\_%",  # what was read, stored and removed; who is connected
    *(r"pg\_%relation\_size(%", r"pg\_table%size(%", r"pg\_indexes\_size(%", r"pg\_database\_size(%"),
    r"pg\_current\_%",  # the log, and the counters of transactions
    *(r"pg\_xact\_%", r"pg\_last\_%xact%", r"pg\_prepared\_xact(%", r"txid\_%"),
    *(r"pg\_%snapshot%", r"pg\_control\_%", "age(xid)", r"mxid\_age(%"),
    *(r"pg\_lock\_status(%", r"pg\_notification\_queue\_usage(%"),
    r"lo\_%",  # large objects are numbered from a counter of the whole server
)
"""Patterns of functions with what they take."""
_ESTIMATES = ("relpages", "reltuples", "relallvisible", "relallfrozen", "relfrozenxid", "relminmxid")
"""Columns of ``pg_class``: what a table held when it was last looked at."""
_LISTED = """
SELECT p.oid::regprocedure::text FROM pg_catalog.pg_proc p
WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f'
AND p.oid::regprocedure::text LIKE ANY (%s)
AND has_function_privilege('public', p.oid, 'EXECUTE')
"""
_COLUMNS = """
SELECT a.attname::text FROM pg_catalog.pg_attribute a
WHERE a.attrelid = 'pg_catalog.pg_class'::regclass AND NOT a.attisdropped AND a.attname <> ALL (%s)
"""


def hide_statistics(cursor: psycopg.Cursor[Any], roles: Roles) -> bool:
    """Take from everybody in this database what tells how much there is; as part of a transaction.

    Who watches the server (``pg_monitor``) still may ask.

    Returns:
        Whether it could be done, which takes a superuser.
    """
    from psycopg import sql

    row = cursor.execute("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = session_user").fetchone()
    if row is None or not row[0]:
        return hides_statistics(cursor)
    listed = [sql.SQL(name) for (name,) in cursor.execute(_LISTED, (list(_FUNCTIONS),)).fetchall()]
    if listed:
        functions, owner = sql.SQL(", ").join(listed), sql.Identifier(roles.owner)
        cursor.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(functions))
        cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO pg_monitor, {}").format(functions, owner))
    columns = [sql.Identifier(name) for (name,) in cursor.execute(_COLUMNS, (list(_ESTIMATES),)).fetchall()]
    cursor.execute("REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC")
    cursor.execute(
        sql.SQL("GRANT SELECT ({}) ON pg_catalog.pg_class TO PUBLIC").format(sql.SQL(", ").join(columns))
    )
    cursor.execute("GRANT SELECT ON pg_catalog.pg_class TO pg_monitor")
    return True


def hides_statistics(cursor: psycopg.Cursor[Any]) -> bool:
    """Tell whether members are told nothing."""
    function = "pg_catalog.pg_stat_get_tuples_inserted(oid)"
    row = cursor.execute("SELECT has_function_privilege('public', %s, 'EXECUTE')", (function,)).fetchone()
    return bool(row and not row[0])
