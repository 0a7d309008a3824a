"""A connection to PostgreSQL, and what it reports in words for its user."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotations.errors import NeedsExtra, ZhupiError
from annotations.hub.address import Address
from annotations.hub.connection.faults import connection_fault
from annotations.hub.connection.pgpass import why_unread
from annotations.hub.errors import (
    CursorLost,
    HubAway,
    HubError,
    HubRefuses,
    NoHub,
    NotLead,
    TooMuch,
)
from annotations.wording import msg, tr

if TYPE_CHECKING:
    import psycopg

__all__ = ["connected", "told"]

_PATIENCE = {
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""After how many seconds, and milliseconds, of silence a network counts as dead."""
_WORDS: dict[str, tuple[type[HubError], str]] = {
    "ZH001": (HubRefuses, msg("{hub}: {user} is no member of this team (any more); ask the lead")),
    "ZH002": (TooMuch, msg("{hub}: that is more than it takes at once")),
    "ZH003": (NotLead, msg("{hub}: only the lead may do this")),
    "ZH004": (CursorLost, msg("{hub}: it was restored; what is there is compared anew")),
    "ZH007": (HubError, msg("{hub}: it stores in transactions that are read committed; have yours be that")),
    "25006": (HubAway, msg("{hub}: its server takes nothing in for now")),
    "3F000": (NoHub, msg("{hub}: no hub is set up in this database; who administers it runs zhupi hub init")),
    "42883": (NoHub, msg("{hub}: no hub is set up in this database; who administers it runs zhupi hub init")),
    "42501": (HubRefuses, msg("{hub}: {user} is no member of this team (any more); ask the lead")),
}
"""What errors of a hub mean, by their SQLSTATE."""


def connected(address: Address, *, timeout: float = 10) -> psycopg.Connection[tuple[object, ...]]:
    """Connect to the database of a hub; each statement is a transaction.

    Raises:
        NeedsExtra: psycopg is not installed, or not the whole of it.
        HubAway: Nobody answers.
        HubRefuses, NoPassword: The server does not let this role in.
    """
    try:
        import psycopg
        from psycopg.conninfo import make_conninfo
    except ImportError:  # it is there without libpq too
        raise NeedsExtra(tr("a hub"), "hub") from None

    # libpq would say on standard error, across the screen, that it ignores a file that others may read.
    files = {"passfile": f"{os.devnull}/none"} if why_unread() else {}
    try:
        return psycopg.connect(
            make_conninfo(address.url, **files, **_PATIENCE),
            autocommit=True,
            prepare_threshold=None,
            connect_timeout=max(int(timeout), 2),
            application_name="zhupi",
            client_encoding="UTF8",
        )
    except psycopg.Error as error:
        raise connection_fault(error, address) from None


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Have errors of the database within be errors of the program, in one line.

    Raises:
        HubAway: The connection broke, or another transaction was in the way.
        HubError: What else a hub may have against it.
    """
    import psycopg

    try:
        yield
    except ZhupiError:
        raise
    except psycopg.Error as error:
        code = error.sqlstate or ""
        if code in _WORDS:
            kind, words = _WORDS[code]
            raise kind(tr(words, hub=address.place, user=address.user or tr("you"))) from None
        said = error.diag.message_primary or str(error).partition("\n")[0].removeprefix(
            "consuming input failed:"
        )
        why = " ".join(said.split())
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            raise HubAway(tr("{hub}: the connection broke: {why:.200}", hub=address.place, why=why)) from None
        raise HubError(tr("{hub}: {why:.200}", hub=address.place, why=why)) from None
