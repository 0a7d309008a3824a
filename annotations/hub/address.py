"""Where a team's hub is: a URL as libpq reads it, all of which may be shown because no secret is in it.

``postgresql://HOST/DATABASE`` is the team's and stands in ``zhupi.toml``;
``postgresql://USER@HOST/DATABASE`` says also who one is there. A password has no place in either: libpq finds
it in ``~/.pgpass``, in a service file or in ``PGPASSWORD``.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from annotations.errors import UsageError
from annotations.wording import msg, tr

__all__ = ["Address"]

_URL = re.compile(
    r"postgres(?:ql)?://(?:([^@/?#]*)@)?([^@/?#]*)(?:/([^@/?#]*))?(?:\?([^?#]*))?", re.IGNORECASE
)
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:,\s]*)(?::(\d{1,5}))?")
_PORT = "5432"
_SECRETS = ("password", "sslpassword", "scram_client_key", "scram_server_key", "oauth_client_secret")
_KNOWN = (
    *("host", "hostaddr", "port", "dbname", "user", "service"),
    *("sslmode", "sslrootcert", "sslnegotiation", "channel_binding", "gssencmode", "require_auth"),
    *("connect_timeout", "target_session_attrs", "load_balance_hosts", "tcp_user_timeout"),
)
"""What else of libpq an address may set: how the server is found and proved. Files of the user's and what a
session does there are no team's business."""
_FORM = msg("write it as postgresql://HOST/DATABASE")


class Address(NamedTuple):
    """The address of a hub; two that lead to the same place in the same way have the same `place`."""

    place: str
    """The URL without who one is, as ``postgresql://db.example.org/news``."""
    user: str = ""
    """Who one is there; empty where libpq knows it (``PGUSER``, a service file, the login name)."""

    @classmethod
    def of(cls, text: str) -> Address:
        """Read an address as somebody wrote it.

        Raises:
            UsageError: It is none, or has a password in it; the message repeats nothing that might be one.
        """
        text = text.strip()
        if ":" in text.partition("/")[2].rpartition("@")[0] or "password=" in text.lower():
            raise _secret()  # also one that makes the rest of it unreadable
        found = _URL.fullmatch(text)
        if found is None or not text.isprintable():
            raise UsageError(f"{tr('this is no address of a hub')}; {tr(_FORM)}")
        who, hosts, database, query = (found[number] or "" for number in range(1, 5))
        options = _options(query)
        user = options.pop("user", "") or unquote(who)
        hosts = ",".join(_host(one) for one in hosts.split(","))
        database = unquote(database) or options.pop("dbname", "")
        if not database and "service" not in options:
            raise UsageError(f"{tr('this address names no database')}; {tr(_FORM)}")
        more = f"?{urlencode(sorted(options.items()), quote_via=quote, safe='/,:')}" if options else ""
        return cls(f"postgresql://{hosts}/{quote(database, safe='')}{more}", user)

    @property
    def url(self) -> str:
        """Return the whole of it for libpq, with who one is there."""
        if not self.user:
            return self.place
        return f"postgresql://{quote(self.user, safe='')}@{self.place.removeprefix('postgresql://')}"

    @property
    def called(self) -> str:
        """Return who one is there for libpq, as far as that can be told: a service file may know better."""
        from getpass import getuser

        try:
            return self.user or os.environ.get("PGUSER") or getuser()
        except (OSError, KeyError, ImportError):
            return tr("you")

    def by(self, user: str) -> Address:
        """Return it for `user`."""
        return self._replace(user=user)

    def __str__(self) -> str:
        return self.url


def _secret() -> UsageError:
    return UsageError(
        tr(
            "an address of a hub holds no password; libpq takes it from ~/.pgpass, from a service file or"
            " from PGPASSWORD: leave it out here, and change it where others may have seen it"
        )
    )


def _options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    if any(name.lower() in _SECRETS for name in options):
        raise _secret()
    if unknown := [name for name in options if name not in _KNOWN]:
        raise UsageError(
            tr(
                "an address of a hub cannot set {name!r:.40}; it may set {known}",
                name=unknown[0],
                known=", ".join(_KNOWN),
            )
        )
    return {name: value for name, value in options.items() if value}


def _host(text: str) -> str:
    """Return one host with its port, unless that is the usual one."""
    found = _HOST.fullmatch(text)
    if found is None:  # what looks like a port may be half a password
        raise UsageError(f"{tr('this is no address of a hub')}; {tr(_FORM)}")
    return found[1].lower() + (f":{found[2]}" if found[2] and found[2] != _PORT else "")
