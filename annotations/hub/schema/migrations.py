"""The versions of a hub's schema: folders of SQL, each of which leads on from the one before.

``schema/0002/*.sql`` are run in the order of their names, as the owner, in one transaction and under a lock.
``-- oldest client: 1`` in the first line of its first file says which programs can still work with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.hub.errors import HubNewer, HubOlder
from annotations.wording import tr

if TYPE_CHECKING:
    import psycopg

    from annotations.hub.schema.roles import Roles

__all__ = ["CLIENT", "OLDEST_SCHEMA", "Migration", "check_version", "migrate", "migrations"]

CLIENT = 1
"""The number of this program as a client: that of the newest schema that it knows."""
OLDEST_SCHEMA = 1
"""The oldest schema that it can work with."""
SCHEMA = Path(__file__).parent
_OLDEST = re.compile(r"-- oldest client: (\d+)\n")


class Migration(NamedTuple):
    """What leads from one version of the schema to the next."""

    version: int
    oldest_client: int
    """The number of the oldest program that can work with what comes of it."""
    sql: str
    """``@owner@``, ``@clerk@`` and ``@members@`` stand for the roles."""


def migrations(folder: Path = SCHEMA) -> list[Migration]:
    """Return all migrations, the oldest first."""
    found = []
    for path in sorted(path for path in folder.iterdir() if path.name.isdigit()):
        sql = "\n".join(part.read_text("utf-8") for part in sorted(path.glob("*.sql")))
        oldest = _OLDEST.match(sql)
        if oldest is None:
            raise ValueError(f"{path}: no oldest client")
        found.append(Migration(int(path.name), int(oldest[1]), sql))
    return found


def migrate(
    cursor: psycopg.Cursor[tuple[object, ...]], roles: Roles, steps: Sequence[Migration], version: int
) -> int:
    """Run those of `steps` that lead on from `version`, within the transaction that is open.

    Returns:
        The version that the schema has now.
    """
    for step in steps:
        if step.version <= version:
            continue
        sql = step.sql
        for mark, role in (("@owner@", roles.owner), ("@clerk@", roles.clerk), ("@members@", roles.members)):
            sql = sql.replace(f"'{mark}'", "'" + role.replace("'", "''") + "'")
            sql = sql.replace(mark, '"' + role.replace('"', '""') + '"')
        roles.become_owner(cursor)
        cursor.execute(sql.encode())
        roles.become_owner(cursor)
        cursor.execute(
            "INSERT INTO zhupi.migration (version, oldest_client) VALUES (%s, %s)",
            (step.version, step.oldest_client),
        )
        version = step.version
    return version


def check_version(hub: str, version: int, oldest_client: int) -> None:
    """Check that a hub of this version and this program go together.

    Raises:
        HubOlder, HubNewer: They do not.
    """
    if version < OLDEST_SCHEMA:
        raise HubOlder(
            tr(
                "{hub}: its schema is {version} and this zhupi needs {needed}; who administers it runs"
                " zhupi hub init there with a newer zhupi, nothing is lost meanwhile",
                hub=hub,
                version=version,
                needed=OLDEST_SCHEMA,
            )
        )
    if oldest_client > CLIENT:
        raise HubNewer(
            tr(
                "{hub}: it needs a newer zhupi than this one (schema {version}); pip install --upgrade"
                " 'zhupi[hub]', nothing is lost meanwhile",
                hub=hub,
                version=version,
            )
        )
