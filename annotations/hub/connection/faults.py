"""Why a hub cannot be used, in one line without a password: what libpq and the server say, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.hub.address import Address
from annotations.hub.connection.pgpass import why_unread
from annotations.hub.errors import HubAway, HubError, HubRefuses, NoHub, NoPassword
from annotations.wording import tr

if TYPE_CHECKING:
    import psycopg

__all__ = ["connection_fault"]

_EXTRA = re.compile(
    r"^(?:connection (?:failed|is bad): )?(?:connection to server .*? failed: )?(?:FATAL:\s*)?", re.S
)
_WRONG = "authentication failed"
_NO_MEMBER = "permission denied for database"
_NO_DATABASE = re.compile(r'database ".*" does not exist')
_UNPROVED = ("certificate", "does not support SSL", "verified SSL")
"""What libpq says where the address demands that the server proves who it is, and it does not."""
_PASSING = ("starting up", "shutting down", "too many", "recovery", "connection slots", "terminating")
"""What a server says that will let one in later."""


def connection_fault(error: psycopg.Error, address: Address) -> HubError:
    """Return why no connection came about."""
    place, who = address.place, address.called
    said = [line for line in str(error).splitlines() if line.strip()]
    several = [line.lstrip("- ") for line in said[1:] if line.startswith("- ")]  # one for each host tried
    reason = " ".join(_EXTRA.sub("", (several or said or [""])[-1 if several else 0], count=1).split())
    state = error.pgconn
    if state is not None and state.needs_password:
        return NoPassword(
            tr(
                "{place}: libpq has no password for {user}{why}; put it into ~/.pgpass, as"
                " zhupi join {url} does",
                place=place,
                user=who,
                why=f" ({ignored})" if (ignored := why_unread()) else "",
                url=address.url,
            )
        )
    if state is not None and state.used_password and _WRONG in reason:
        return NoPassword(
            tr(
                "{place}: the password of {user} is wrong, or nobody is called so there; zhupi join {url}"
                " asks for another",
                place=place,
                user=who,
                url=address.url,
            )
        )
    if any(one in reason for one in _UNPROVED):
        return HubRefuses(
            tr(
                "{place}: the server does not prove whose it is ({reason}); nothing goes there, ask who"
                " runs it",
                place=place,
                reason=reason,
            )
        )
    if state is None or not _answered(str(error)):
        return HubAway(tr("{place}: the hub cannot be reached ({reason})", place=place, reason=reason))
    if _NO_DATABASE.fullmatch(reason):
        return NoHub(tr("{place}: there is no database of that name on the server", place=place))
    if _NO_MEMBER in reason:
        return HubRefuses(
            tr(
                "{place}: {user} is no member of this team, or no more; ask who leads it",
                place=place,
                user=who,
            )
        )
    return HubRefuses(
        tr("{place}: the server does not let {user} in ({reason})", place=place, user=who, reason=reason)
    )


def _answered(message: str) -> bool:
    """Tell whether the server itself said no, and not because it is starting, stopping or full."""
    return "FATAL:" in message and not any(one in message for one in _PASSING)
