"""A copy of a whole hub in one file, made through a connection alone, and a hub made from it.

The file is a ZIP archive: a table each as PostgreSQL's COPY writes it, and ``manifest.json``. In it is what
people said, and nothing that opens a door: no password, no key, no channel. A hub that was made from it has
an epoch of its own, by which clients know that they must compare, and send again what it lacks.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from annotations.errors import StorageError
from annotations.hub.administration.administration import Administration
from annotations.hub.administration.team import Team
from annotations.hub.errors import HubNewer
from annotations.hub.schema.migrations import Migration, migrate, migrations
from annotations.plain_json import loads
from annotations.records.record import now
from annotations.wording import tr

if TYPE_CHECKING:
    import psycopg

__all__ = ["BackedUp", "Restored", "back_up", "restore"]

_FORM = 1
"""Of the file; grows when an older zhupi could not read it."""
_MANIFEST = "manifest.json"
_TABLES = ("hub", "member", "training", "opened", "carried", "frozen", "file", "revision")
_LEFT_OUT = {"hub": ("one", "epoch", "secret"), "member": ("channel",), "opened": ("since",)}
"""What a new hub has of its own."""
_COLUMNS = """
SELECT attname::text FROM pg_catalog.pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
AND attname <> ALL (%s)
ORDER BY attnum
"""
_NUMBERED = (("member", "id"), ("frozen", "number"), ("file", "number"), ("revision", "seq"))


class _Manifest(NamedTuple):
    """What a copy says of itself."""

    version: int
    """Of the schema."""
    columns: dict[str, list[str]]
    """By table."""
    rows: dict[str, int]
    """By table."""

    @classmethod
    def of(cls, data: bytes) -> _Manifest | None:
        """Read one; None where a newer zhupi wrote it in another form.

        Raises:
            ValueError, KeyError, TypeError: It is none.
        """
        said = loads(data.decode())
        if said["form"] > _FORM:
            return None
        columns, rows = said["columns"], said["rows"]
        if list(columns) != list(_TABLES) or not all(isinstance(one, int) for one in rows.values()):
            raise ValueError
        if not all(name.isidentifier() for names in columns.values() for name in names):
            raise ValueError
        return cls(int(said["version"]), columns, rows)


class BackedUp(NamedTuple):
    """What is in a copy."""

    version: int
    """Of the schema."""
    rows: dict[str, int]
    """By table."""


class Restored(NamedTuple):
    """What came of a copy."""

    epoch: str
    version: int
    rows: dict[str, int]
    new_roles: tuple[str, ...]
    """Roles that were not there; they have no password yet."""


def back_up(
    hub: Administration, path: Path, on_rows: Callable[[int], object] = lambda rows: None
) -> BackedUp:
    """Copy a hub, as it is at one moment, to a file that is not there yet; nobody is kept waiting.

    Args:
        hub: As its administrator.
        path: The file; only its owner can read it.
        on_rows: Called now and then with how many rows were copied.

    Raises:
        StorageError: The file is there, or cannot be written.
        HubError: The hub has something against it, as :meth:`.Administration.act` says.
    """
    version = hub.version()
    with hub.act() as cursor:
        hub.demand(cursor)
    rows: dict[str, int] = {}
    with _written(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with hub.moment() as cursor:
            hub.roles.become_owner(cursor)
            columns = {table: _columns(cursor, table) for table in _TABLES}
            epoch = cursor.execute("SELECT epoch::text FROM zhupi.hub").fetchone()
            for table in _TABLES:
                rows[table] = 0
                with (
                    archive.open(table, "w", force_zip64=True) as out,
                    cursor.copy(_copy(table, columns)) as copy,
                ):
                    for part in copy:
                        out.write(part)
                        rows[table] += bytes(part).count(b"\n")  # one a row: those within are escaped
                        on_rows(sum(rows.values()))
        manifest = {"form": _FORM, "version": version, "made": now(), "epoch": epoch[0] if epoch else ""}
        archive.writestr(_MANIFEST, json.dumps({**manifest, "columns": columns, "rows": rows}, indent=1))
    return BackedUp(version, rows)


def restore(
    hub: Administration,
    path: Path,
    on_rows: Callable[[int], object] = lambda rows: None,
    *,
    steps: Sequence[Migration] | None = None,
) -> Restored:
    """Make a hub in an empty database from a copy, whole or not at all, under a new epoch.

    Members are let in as they were; passwords are none of a copy's business.

    Args:
        hub: The database, as its administrator.
        path: The copy.
        on_rows: Called now and then with how many rows were taken in.
        steps: The migrations that there are.

    Raises:
        StorageError: The file cannot be read, or is no whole copy.
        HubNewer: A newer zhupi made it.
        HubError: There is a hub in the database already, or it has something else against it.
    """
    from annotations.hub.administration.statistics import hide_statistics

    steps = migrations() if steps is None else steps
    with _read(path) as (archive, manifest), hub.act() as cursor:
        if manifest.version > steps[-1].version:
            raise HubNewer(tr("{path}: a newer zhupi made this copy; restore it with that", path=path))
        hub.check_empty(cursor)
        hub.found(cursor)
        known = [step for step in steps if step.version <= manifest.version]
        version = migrate(cursor, hub.roles, known, 0)
        hub.roles.become_owner(cursor)
        cursor.execute("DELETE FROM zhupi.hub")
        taken = 0
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE zhupi.{table} NO FORCE ROW LEVEL SECURITY".encode())
            with (
                archive.open(table) as rows,
                cursor.copy(_copy(table, manifest.columns, "FROM STDIN")) as copy,
            ):
                while part := rows.read(1 << 16):
                    copy.write(part)
                    taken += part.count(b"\n")
                    on_rows(taken)
            cursor.execute(f"ALTER TABLE zhupi.{table} FORCE ROW LEVEL SECURITY".encode())
        if taken != sum(manifest.rows.values()):
            raise StorageError(tr("{path}: some rows of this copy are missing", path=path))
        for table, column in _NUMBERED:
            sequence = f"pg_get_serial_sequence('zhupi.{table}', '{column}')"
            highest = f"(SELECT coalesce(max({column}), 0) + 1 FROM zhupi.{table})"
            cursor.execute(f"SELECT setval({sequence}, {highest}, false)".encode())
        version = migrate(cursor, hub.roles, steps, version)
        new_roles = Team(hub).let_in(cursor)
        hide_statistics(cursor, hub.roles)
        hub.roles.become_owner(cursor)
        epoch = cursor.execute("SELECT epoch::text FROM zhupi.hub").fetchone()
    return Restored(epoch[0] if epoch else "", version, manifest.rows, new_roles)


def _columns(cursor: psycopg.Cursor[Any], table: str) -> list[str]:
    rows = cursor.execute(_COLUMNS, (f"zhupi.{table}", list(_LEFT_OUT.get(table, ()))))
    return [name for (name,) in rows]


def _copy(table: str, columns: dict[str, list[str]], way: str = "") -> bytes:
    """Return the statement that copies a table out, or one that copies it in."""
    names = ", ".join(columns[table])
    if way:
        return f"COPY zhupi.{table} ({names}) {way}".encode()
    return f"COPY (SELECT {names} FROM zhupi.{table}) TO STDOUT".encode()


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that takes its place at `path` when it is whole and durable."""
    part = path.with_name(f"{path.name}.part")
    try:
        if path.exists():
            raise StorageError(tr("{path} is there already; name another file", path=path))
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise StorageError(
            tr("{path}: the copy could not be written ({strerror})", path=path, strerror=error.strerror)
        ) from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _read(path: Path) -> Iterator[tuple[zipfile.ZipFile, _Manifest]]:
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _Manifest.of(archive.read(_MANIFEST))
            if manifest is None:
                raise HubNewer(tr("{path}: a newer zhupi made this copy; restore it with that", path=path))
            yield archive, manifest
    except OSError as error:
        raise StorageError(
            tr("{path}: the copy cannot be read ({strerror})", path=path, strerror=error.strerror)
        ) from None
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError):
        raise StorageError(tr("{path} is no whole copy of a hub", path=path)) from None
