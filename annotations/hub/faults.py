"""Why a hub cannot be used, in one line without a password: what libpq and the server say, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from annotations.errors import UsageError, ZhupiError
from annotations.hub.address import Address
from annotations.hub.pgpass import why_unread
from annotations.wording import tr

if TYPE_CHECKING:
    import psycopg

__all__ = ["HubFault", "Kind", "connection_fault", "demand_library"]

Kind = Literal["away", "password", "refused", "unready", "version"]
"""What is wrong: the server cannot be reached for now; libpq has no password, or a wrong one; the server does
not let one in; there is no hub in its database; it is a hub of another zhupi."""

_EXTRA = re.compile(
    r"^(?:connection (?:failed|is bad): )?(?:connection to server .*? failed: )?(?:FATAL:\s*)?", re.S
)
_WRONG = "authentication failed"


class HubFault(ZhupiError):
    """A hub that cannot be used; the message says why and what to do."""

    def __init__(self, words: str, kind: Kind) -> None:
        super().__init__(words)
        self.kind = kind

    @property
    def lasting(self) -> bool:
        """Tell whether it stays so until somebody does something: trying again does not help."""
        return self.kind != "away"


def demand_library() -> None:
    """See that the library is there through which a hub is reached.

    Raises:
        UsageError: It is not; the message says how to get it.
    """
    from importlib.util import find_spec

    if find_spec("psycopg") is None:
        raise UsageError(
            tr("{name} needs an extra: pip install 'zhupi[{extra}]'", name=tr("a hub"), extra="hub")
        )


def connection_fault(error: psycopg.Error, address: Address) -> HubFault:
    """Return why no connection came about."""
    place, who = address.place, address.user or tr("you")
    said = [line for line in str(error).splitlines() if line.strip()]
    several = [line.lstrip("- ") for line in said[1:] if line.startswith("- ")]  # one for each host tried
    reason = " ".join(_EXTRA.sub("", (several or said or [""])[-1 if several else 0], count=1).split())
    state = error.pgconn
    if state is not None and state.needs_password:
        return HubFault(
            tr(
                "{place}: libpq has no password for {user}{why}; zhupi join {url} asks for it",
                place=place,
                user=who,
                why=f" ({ignored})" if (ignored := why_unread()) else "",
                url=address.url,
            ),
            "password",
        )
    if state is not None and state.used_password and _WRONG in reason:
        return HubFault(
            tr(
                "{place}: the password of {user} is wrong, or nobody is called so there; zhupi join {url}"
                " asks for another",
                place=place,
                user=who,
                url=address.url,
            ),
            "password",
        )
    if state is None or not _answered(str(error)):
        return HubFault(
            tr("{place}: the hub cannot be reached ({reason})", place=place, reason=reason), "away"
        )
    return HubFault(
        tr("{place}: the server does not let {user} in ({reason})", place=place, user=who, reason=reason),
        "refused",
    )


def _answered(message: str) -> bool:
    """Tell whether the server itself said no, and not because it is starting, stopping or full."""
    passing = (
        "starting up",
        "shutting down",
        "too many",
        "recovery",
        "remaining connection slots",
        "terminating",
    )
    return "FATAL:" in message and not any(one in message for one in passing)
