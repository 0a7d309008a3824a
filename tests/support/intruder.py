"""Somebody who tries at a hub what is not allowed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from lock_attempts import SECRET, TABLES, Attempt
from postgres import HubOfTests

from annotations.hub.schema.roles import Roles

psycopg = pytest.importorskip("psycopg")

__all__ = ["Intruder", "failures", "state_of"]


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
