"""Who is let into a hub, and out: done by who administers its database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from annotations.hub.administration.administration import Administration
from annotations.hub.errors import HubError
from annotations.model.annotator import check_annotator, same_annotator
from annotations.wording import tr

if TYPE_CHECKING:
    import psycopg

__all__ = ["Enrolled", "Team"]

_PLAIN = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
_WAITING = {"idle_in_transaction_session_timeout": "1min", "statement_timeout": "5min"}
"""What a member's sessions begin with, so that one that stands still keeps nobody waiting for long."""


class Enrolled(NamedTuple):
    """A member as the administrator knows them."""

    annotator: str
    role: str
    lead: bool
    left: bool


class Team:
    """The members of a hub, as its administrator has them."""

    def __init__(self, hub: Administration) -> None:
        self._hub = hub

    def members(self) -> list[Enrolled]:
        """Return the team, those who left too, by name."""
        with self._hub.act() as cursor:
            self._hub.demand(cursor)
            rows = cursor.execute(
                "SELECT annotator, role::text, lead, left_at IS NOT NULL FROM zhupi.member ORDER BY key"
            )
            return [Enrolled(*row) for row in rows]

    def add(
        self, annotator: str, *, role: str | None = None, lead: bool = False, password: str | None = None
    ) -> Enrolled:
        """Let an annotator in, or back in.

        Args:
            annotator: The name, as it is spelled in the project.
            role: As whom the annotator logs in, by default the name; it is created where it is not there.
            lead: Whether to lead from now on; who led before does no more.
            password: Of the role from now on; only what verifies it leaves this machine. None leaves it be.

        Raises:
            BadName: The name cannot be an annotator's.
            HubError: The role administers the database, or is another member's.
        """
        annotator = check_annotator(annotator)
        with self._hub.act() as cursor:
            self._hub.demand(cursor)
            known = cursor.execute(
                "SELECT annotator, role::text FROM zhupi.member WHERE key = %s", (same_annotator(annotator),)
            ).fetchone()
            annotator = known[0] if known else annotator
            role = role or (known[1] if known else annotator)
            if known and known[1] != role:
                self._shut_out(cursor, known[1])
            self._log_in(cursor, role, password)
            self._hub.roles.become_owner(cursor)
            if known:
                cursor.execute(
                    "UPDATE zhupi.member SET role = %s, left_at = NULL, channel = DEFAULT"
                    " WHERE annotator = %s",
                    (role, annotator),
                )
            else:
                cursor.execute(
                    "INSERT INTO zhupi.member (role, annotator, key) VALUES (%s, %s, %s)",
                    (role, annotator, same_annotator(annotator)),
                )
            if lead:
                self._lead(cursor, annotator)
            row = cursor.execute(
                "SELECT lead FROM zhupi.member WHERE annotator = %s", (annotator,)
            ).fetchone()
        return Enrolled(annotator, role, bool(row and row[0]), left=False)

    def lead(self, annotator: str) -> None:
        """Have a member lead from now on, and nobody else.

        Raises:
            HubError: Nobody is called so here.
        """
        with self._hub.act() as cursor:
            known, _ = self._member(cursor, annotator)
            self._hub.roles.become_owner(cursor)
            self._lead(cursor, known)

    def remove(self, annotator: str) -> Enrolled:
        """Let a member in no more, from this moment on; the layer stays.

        Raises:
            HubError: Nobody is called so here.
        """
        with self._hub.act() as cursor:
            annotator, role = self._member(cursor, annotator)
            self._hub.roles.become_owner(cursor)
            cursor.execute(
                "UPDATE zhupi.member SET left_at = now(), lead = false WHERE annotator = %s", (annotator,)
            )
            self._shut_out(cursor, role)
        with self._hub.act() as cursor:  # by now nothing lets them in again, nor gives what is open anything
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE usename = %s AND datname = current_database()"
                " AND (pg_has_role(usesysid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE'))",
                (role,),
            )
        return Enrolled(annotator, role, lead=False, left=True)

    def let_in(self, cursor: psycopg.Cursor[Any]) -> tuple[str, ...]:
        """Let all members log in who have not left, as part of a transaction; return roles that are new."""
        self._hub.roles.become_owner(cursor)
        rows = cursor.execute(
            "SELECT role::text FROM zhupi.member WHERE left_at IS NULL ORDER BY key"
        ).fetchall()
        return tuple(role for (role,) in rows if self._log_in(cursor, role, None))

    def _lead(self, cursor: psycopg.Cursor[Any], annotator: str) -> None:
        """Have a member lead; who led could read everything, which what they say from now on must tell."""
        cursor.execute(
            "INSERT INTO zhupi.opened AS o (owner, article, done, saw, since)"
            " SELECT m.id, a.article, false, true, pg_current_xact_id() FROM zhupi.member m,"
            " (SELECT DISTINCT r.article FROM zhupi.revision r) a WHERE m.lead AND m.annotator <> %s"
            " ON CONFLICT (owner, article) DO UPDATE SET saw = true WHERE NOT o.saw",
            (annotator,),
        )
        cursor.execute("UPDATE zhupi.member SET lead = false WHERE lead AND annotator <> %s", (annotator,))
        cursor.execute("UPDATE zhupi.member SET lead = true, led = true WHERE annotator = %s", (annotator,))

    def _shut_out(self, cursor: psycopg.Cursor[Any], role: str) -> None:
        """Let a role log in to this database no more; it may be gone already."""
        from psycopg import sql

        cursor.execute("RESET ROLE")
        if (
            cursor.execute("SELECT FROM pg_catalog.pg_roles WHERE rolname = %s", (role,)).fetchone()
            is not None
        ):
            members = sql.Identifier(self._hub.roles.members)
            cursor.execute(sql.SQL("REVOKE {} FROM {}").format(members, sql.Identifier(role)))

    def _log_in(self, cursor: psycopg.Cursor[Any], role: str, password: str | None) -> bool:
        """Let a role log in to this database, and do nothing else there; tell whether it is new."""
        from psycopg import sql

        name, connection = sql.Identifier(role), self._hub.connection
        cursor.execute("RESET ROLE")
        found = cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolbypassrls OR rolreplication"
            " OR pg_has_role(oid, %s, 'MEMBER') OR pg_has_role(oid, 'pg_read_all_data', 'MEMBER')"
            " OR pg_has_role(oid, 'pg_write_all_data', 'MEMBER') OR"
            " oid = (SELECT datdba FROM pg_database WHERE datname = current_database())"
            " FROM pg_roles WHERE rolname = %s",
            (self._hub.roles.owner, role),
        ).fetchone()
        if found and found[0]:
            raise HubError(
                tr(
                    "{hub}: the role {role} administers this database, so no lock holds for it; members"
                    " log in as roles that do nothing else",
                    hub=self._hub.address.place,
                    role=role,
                )
            )
        if not found:
            cursor.execute(sql.SQL("CREATE ROLE {} {}").format(name, sql.SQL(_PLAIN)))
        if password is not None:
            verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(verifier.decode())))
        cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(self._hub.roles.members), name))
        for setting, value in _WAITING.items():
            cursor.execute(
                sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}").format(
                    name,
                    sql.Identifier(connection.info.dbname),
                    sql.Identifier(setting),
                    sql.Literal(value),
                )
            )
        return not found

    def _member(self, cursor: psycopg.Cursor[Any], annotator: str) -> tuple[str, str]:
        self._hub.demand(cursor)
        row = cursor.execute(
            "SELECT annotator, role::text FROM zhupi.member WHERE key = %s AND left_at IS NULL",
            (same_annotator(annotator),),
        ).fetchone()
        if row is None:
            raise HubError(
                tr(
                    "{hub}: nobody here is called {annotator!r}",
                    hub=self._hub.address.place,
                    annotator=annotator,
                )
            )
        return row[0], row[1]
