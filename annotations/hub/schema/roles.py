"""The roles that a hub has in its database cluster, by which everybody's rights are told apart.

The owner owns the tables, the clerk a few functions more; nobody logs in as either. Members are all that may
connect to the database. A hub is one database, and roles are of the whole cluster: their names say whose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.digest import digest_of

if TYPE_CHECKING:
    import psycopg

__all__ = ["Roles"]

_LONGEST = 63 - len("zhupi__members")
"""Bytes of a database's name in the names of its roles: PostgreSQL cuts what is longer than 63."""

_OWNER = """
SELECT r.rolname::text FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner
WHERE n.nspname = 'zhupi'
"""


class Roles(NamedTuple):
    """The names of a hub's own roles."""

    owner: str
    clerk: str
    members: str

    @classmethod
    def of(cls, database: str) -> Roles:
        """Return those of the hub in a database."""
        if len(database.encode()) > _LONGEST:
            database = digest_of(database.encode())
        return cls(*(f"zhupi_{database}_{one}" for one in ("owner", "clerk", "members")))

    @classmethod
    def found(cls, connection: psycopg.Connection[tuple[object, ...]]) -> Roles:
        """Return those of the hub that is set up where `connection` leads, or that would be.

        A database may have been called otherwise then; whom the schema belongs to says how.
        """
        row = connection.execute(_OWNER).fetchone()
        if row is None or not str(row[0]).endswith("_owner"):
            return cls.of(connection.info.dbname)
        return cls(*(f"{str(row[0]).removesuffix('owner')}{one}" for one in ("owner", "clerk", "members")))

    def become_owner(self, cursor: psycopg.Cursor[tuple[object, ...]]) -> None:
        """Act as the owner until the transaction ends."""
        from psycopg import sql

        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(self.owner)))

    def create(self, cursor: psycopg.Cursor[tuple[object, ...]]) -> None:
        """Create those that are not there, and let who administers the hub act as owner and clerk."""
        from psycopg import sql

        known = {
            row[0]
            for row in cursor.execute(
                "SELECT rolname::text FROM pg_roles WHERE rolname = ANY (%s)", (list(self),)
            )
        }
        for role in self:
            if role not in known:
                cursor.execute(
                    sql.SQL(
                        "CREATE ROLE {} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
                    ).format(sql.Identifier(role))
                )
        for role in (self.owner, self.clerk):
            if not _may_become(cursor, role):
                cursor.execute(sql.SQL("GRANT {} TO SESSION_USER").format(sql.Identifier(role)))


def _may_become(cursor: psycopg.Cursor[tuple[object, ...]], role: str) -> bool:
    how = "SET" if cursor.connection.info.server_version >= 160000 else "MEMBER"
    row = cursor.execute("SELECT pg_has_role(session_user, %s, %s)", (role, how)).fetchone()
    return bool(row and row[0])
