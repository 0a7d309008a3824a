"""Why a hub cannot be used: one line, what kind it is, and nothing of a password in it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from annotations.hub.address import Address
from annotations.hub.connection.faults import connection_fault
from annotations.hub.errors import HubAway, HubRefuses, NoHub, NoPassword

MEI = Address.of("postgresql://mei@db.example.org/news")
TO = 'connection failed: connection to server at "10.0.0.1", port 5432 failed: '
WANTS, USED, NOTHING = (True, True), (False, True), (False, False)


@pytest.mark.parametrize(
    ("message", "state", "kind", "said"),
    [
        (
            f"{TO}fe_sendauth: no password supplied",
            WANTS,
            NoPassword,
            "no password for mei; put it into ~/.pgpass",
        ),
        (f'{TO}FATAL:  password authentication failed for user "mei"', USED, NoPassword, "of mei is wrong"),
        (f'{TO}FATAL:  database "news" does not exist', USED, NoHub, "no database of that name"),
        (f"{TO}SSL error: certificate verify failed", NOTHING, HubRefuses, "does not prove whose it is"),
        (f"{TO}server does not support SSL, but SSL was required", NOTHING, HubRefuses, "does not prove"),
        (f"{TO}SSL SYSCALL error: EOF detected", NOTHING, HubAway, "EOF detected"),
        (
            'root certificate file "/home/mei/.postgresql/root.crt" does not exist\nEither provide it',
            NOTHING,
            HubRefuses,
            '(root certificate file "/home/mei/.postgresql/root.crt" does not exist)',
        ),
        (f'{TO}FATAL:  role "mei" does not exist', NOTHING, HubRefuses, '(role "mei" does not exist)'),
        (
            f"{TO}Connection refused\n\tIs the server running?",
            NOTHING,
            HubAway,
            "reached (Connection refused)",
        ),
        (f'{TO}FATAL:  permission denied for database "news"', USED, HubRefuses, "mei is no member"),
        (f"{TO}FATAL:  the database system is starting up", NOTHING, HubAway, "starting up"),
        (f"{TO}FATAL:  sorry, too many clients already", USED, HubAway, "too many clients"),
        ("failed to resolve host 'db.example.org'", None, HubAway, "failed to resolve"),
        (
            f"Multiple connection attempts failed:\n- host: a: {TO}x\n- host: b: connection timeout expired",
            NOTHING,
            HubAway,
            "timeout expired",
        ),
        ("", None, HubAway, "()"),
    ],
)
def test_what_is_said(message: str, state: tuple[bool, bool] | None, kind: type, said: str) -> None:
    pgconn = None if state is None else SimpleNamespace(needs_password=state[0], used_password=state[1])
    error = Exception(message)
    error.pgconn = pgconn  # type: ignore[attr-defined]
    fault = connection_fault(error, MEI)  # type: ignore[arg-type]
    assert type(fault) is kind
    assert said in str(fault)
    assert str(fault).startswith("postgresql://db.example.org/news: ")
    assert "\n" not in str(fault)


def test_a_file_that_is_ignored_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    (tmp_path / "pgpass").write_text("*:*:*:mei:SECRET\n")
    (tmp_path / "pgpass").chmod(0o644)
    error = Exception("fe_sendauth: no password supplied")
    error.pgconn = SimpleNamespace(needs_password=True, used_password=True)  # type: ignore[attr-defined]
    fault = connection_fault(error, MEI)  # type: ignore[arg-type]
    assert f"chmod 600 {tmp_path}/pgpass" in str(fault)
    assert "SECRET" not in str(fault)
