"""Setting up a hub, by who administers its database.

That is somebody who may create roles and owns the database; never a member, and nobody needs it at run time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from annotations.hub.address import Address
from annotations.hub.administration.statistics import hide_statistics
from annotations.hub.connection.connection import connected, told
from annotations.hub.errors import HubAway, HubError, HubNewer, NoHub
from annotations.hub.schema.migrations import CLIENT, Migration, migrate, migrations
from annotations.hub.schema.roles import Roles
from annotations.wording import tr

if TYPE_CHECKING:
    from types import TracebackType

    import psycopg

__all__ = ["Administration", "Upgraded"]

_LOCK = int.from_bytes(b"zhupi", "big")
_OLDEST_SERVER = 14
"""The oldest PostgreSQL that its own project still cared for when this was written."""
_SET_UP = """
SELECT EXISTS (SELECT FROM pg_catalog.pg_class c, pg_catalog.pg_namespace n
    WHERE c.relnamespace = n.oid AND n.nspname = 'zhupi' AND c.relname = 'migration')
"""
_MEMBERS = """
SELECT m.rolname::text FROM pg_catalog.pg_auth_members g
JOIN pg_catalog.pg_roles r ON r.oid = g.roleid JOIN pg_catalog.pg_roles m ON m.oid = g.member
WHERE r.rolname = %s
"""


class Upgraded(NamedTuple):
    """What setting up came to."""

    before: int
    """The version of the schema; 0 where there was none."""
    after: int
    silent: bool
    """Whether members are not told how much is stored in all; that takes a superuser, see
    :mod:`annotations.hub.administration.statistics`."""


class Administration:
    """A connection of who administers a hub. A context, at whose end it is closed."""

    def __init__(self, address: Address, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self.address = address
        self.connection = connection
        self.roles = Roles.found(connection)

    @classmethod
    def connect(cls, address: str, *, timeout: float = 10) -> Administration:
        """Connect as whom libpq says one is; raises what :meth:`.Hub.connect` does, but NoHub."""
        known = Address.of(address)
        connection = connected(known, timeout=timeout)
        try:
            with told(known):
                return cls(known, connection)
        except BaseException:
            connection.close()
            raise

    # -- the schema ---------------------------------------------------------------------------

    def version(self) -> int:
        """Return the version of the schema; 0 where no hub is set up."""
        with self.act() as cursor:
            return self._version(cursor)

    def init(self, steps: Sequence[Migration] | None = None) -> Upgraded:
        """Set the hub up, or lead it on to the newest version, whole or not at all.

        Raises:
            HubNewer: A newer zhupi set it up.
            HubError: The server is too old, or one may not do this.
        """
        steps = migrations() if steps is None else steps
        with self.act() as cursor:
            self._check_server(cursor)
            before = self._version(cursor)
            if before > (newest := steps[-1].version):
                raise HubNewer(
                    tr(
                        "{hub}: a newer zhupi set it up (schema {version}, this one knows {newest});"
                        " pip install --upgrade 'zhupi[hub]'",
                        hub=self.address.place,
                        version=before,
                        newest=newest,
                    )
                )
            if not before:
                self.found(cursor)
            after = migrate(cursor, self.roles, steps, before)
            if before and after != before:  # whoever is connected asks whether they still go together
                cursor.execute("SELECT pg_notify(channel, '') FROM zhupi.member WHERE left_at IS NULL")
            cursor.execute("RESET ROLE")
            silent = hide_statistics(cursor, self.roles)
        return Upgraded(before, after, silent)

    def found(self, cursor: psycopg.Cursor[Any]) -> None:
        """Make roles and an empty schema, as part of a transaction."""
        from psycopg import sql

        self.roles.create(cursor)
        owner, members = sql.Identifier(self.roles.owner), sql.Identifier(self.roles.members)
        database = sql.Identifier(self.connection.info.dbname)
        for (role,) in cursor.execute(_MEMBERS, (self.roles.members,)).fetchall():  # of one that was dropped
            cursor.execute(sql.SQL("REVOKE {} FROM {}").format(members, sql.Identifier(role)))
        for statement in (
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, members),
            sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
            sql.SQL("CREATE SCHEMA zhupi AUTHORIZATION {}").format(owner),
        ):
            cursor.execute(statement)
        self.roles.become_owner(cursor)
        cursor.execute(
            "CREATE TABLE zhupi.migration (version integer PRIMARY KEY, oldest_client integer NOT NULL,"
            " applied_at timestamptz NOT NULL DEFAULT now())"
        )

    # -- how --------------------------------------------------------------------------------------

    @contextmanager
    def act(self) -> Iterator[psycopg.Cursor[Any]]:
        """Do what is within as one transaction, one administrator after the other.

        Raises:
            HubAway: The connection broke.
            HubError: One may not do this, or the database has something else against it.
        """
        with self._words(), self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            yield cursor

    @contextmanager
    def _words(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.errors.InsufficientPrivilege as error:
            raise HubError(
                tr(
                    "{hub}: {who} may not do this ({why:.200}); it takes a role that may create roles and"
                    " owns the database",
                    hub=self.address.place,
                    who=self.connection.info.user,
                    why=" ".join(str(error).split()),
                )
            ) from None
        except psycopg.Error as error:
            kind = HubAway if isinstance(error, psycopg.OperationalError) else HubError
            why = " ".join(str(error).split())
            raise kind(f"{self.address.place}: {why:.300}") from None

    @contextmanager
    def moment(self) -> Iterator[psycopg.Cursor[Any]]:
        """Read what is within as it all was at one moment; nobody is kept waiting."""
        with self._words(), self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield cursor

    def check_empty(self, cursor: psycopg.Cursor[Any]) -> None:
        """Check that a hub can be set up here, as part of a transaction.

        Raises:
            HubError: There is one, or the server cannot hold one.
        """
        self._check_server(cursor)
        if self._version(cursor):
            raise HubError(
                tr(
                    "{hub}: there is a hub in this database; take another one, or drop it there first",
                    hub=self.address.place,
                )
            )

    def _version(self, cursor: psycopg.Cursor[Any]) -> int:
        row = cursor.execute(_SET_UP).fetchone()
        if not row or not row[0]:
            return 0
        self.roles.create(cursor)  # this administrator may be another than who set it up
        self.roles.become_owner(cursor)
        row = cursor.execute("SELECT coalesce(max(version), 0) FROM zhupi.migration").fetchone()
        cursor.execute("RESET ROLE")
        return int(row[0]) if row else 0

    def demand(self, cursor: psycopg.Cursor[Any]) -> None:
        """Act as the owner from now on, as part of a transaction.

        Raises:
            NoHub: None is set up.
            HubNewer: A newer zhupi set it up.
        """
        version = self._version(cursor)
        if not version:
            raise NoHub(
                tr("{hub}: no hub is set up in this database; zhupi hub init does", hub=self.address.place)
            )
        if version > CLIENT:
            raise HubNewer(
                tr(
                    "{hub}: a newer zhupi set it up; pip install --upgrade 'zhupi[hub]'",
                    hub=self.address.place,
                )
            )
        self.roles.become_owner(cursor)

    def _check_server(self, cursor: psycopg.Cursor[Any]) -> None:
        if self.connection.info.server_version < _OLDEST_SERVER * 10_000:
            raise HubError(
                tr(
                    "{hub}: a hub needs PostgreSQL {least} or newer",
                    hub=self.address.place,
                    least=_OLDEST_SERVER,
                )
            )
        row = cursor.execute("SHOW server_encoding").fetchone()
        if row is None or row[0] != "UTF8":
            raise HubError(
                tr(
                    "{hub}: a hub needs a database in UTF8; createdb --encoding UTF8 --template template0",
                    hub=self.address.place,
                )
            )

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
