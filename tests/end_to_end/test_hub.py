"""Joining a team in a real terminal: a password is asked for once, kept on request, and shown nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from postgres import Postgres
from terminal import Terminal

pytestmark = pytest.mark.peer("psycopg")

TEXT = "央行今天宣布降息。張三說,這很好。\n"
SECRET = "geheim"
PASSWORD = re.compile(r"\b([a-z2-9]{5}(?:-[a-z2-9]{5}){3})\b")


class Machine:
    """Somebody's machine, in a home of their own."""

    def __init__(self, home: Path, run: Callable[..., Terminal]) -> None:
        home.mkdir()
        self.home = home
        self._run = run

    def __call__(self, *arguments: str | Path, **options: object) -> Terminal:
        environ = {
            "HOME": str(self.home),
            "PGPASSFILE": str(self.home / "pgpass"),
            "XDG_STATE_HOME": str(self.home / "log"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "ZHUPI_STATE": str(self.home / "state"),
            "ZHUPI_CONFIG": str(self.home / "settings.toml"),
        }
        return self._run(*arguments, environ=environ, columns=100, **options)

    def everything(self) -> bytes:
        """Return all that lies there, but for the file of the passwords."""
        files = [path for path in self.home.rglob("*") if path.is_file() and path.name != "pgpass"]
        return b"".join(path.read_bytes() for path in files)


@pytest.fixture
def guarded(postgres: Postgres) -> Iterator[str]:
    """Return the address of an empty database for who administers it, with a password."""
    database = postgres.database()
    postgres.run(f"CREATE ROLE boss SUPERUSER LOGIN PASSWORD '{SECRET}'")
    postgres.demand_password("boss")
    yield postgres.url(database, "boss")
    postgres.run(f'DROP DATABASE "{database}" WITH (FORCE)', "REASSIGN OWNED BY boss TO postgres")


def test_a_newcomer_needs_an_address_and_a_password(
    run, tmp_path: Path, guarded: str, postgres: Postgres
) -> None:
    lin, mei = Machine(tmp_path / "lin", run), Machine(tmp_path / "mei", run)
    root = lin.home / "news"
    root.mkdir()
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    (root / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")

    terminal = lin("hub", "init", guarded, "--project", root, "--as", "lin", "--login", "lin-of-it")
    terminal.wait("Password of boss at ")
    terminal.send("wrong\n")
    terminal.wait(lambda text: text.count("Password of boss at ") == 2)
    assert "this password is not taken" in terminal.text
    terminal.send(f"{SECRET}\n")
    terminal.wait("Keep the password of lin-of-it in ")
    terminal.send("\n")
    assert terminal.exit_code() == 0
    assert SECRET not in terminal.text, "nothing that is typed is shown"
    assert not PASSWORD.search(terminal.text), "what is kept is not shown"

    postgres.demand_password("lin-of-it")
    (lin.home / "pgpass").rename(lin.home / "elsewhere")
    kept = (lin.home / "elsewhere").read_text().rpartition(":")[2]
    terminal = lin("hub", "init", guarded, "--project", root, "--as", "lin")
    terminal.wait("Password of boss at ")
    terminal.send(f"{SECRET}\n")
    terminal.wait("Password of lin-of-it at ")  # which was made before, and is nowhere here
    terminal.send(kept)
    terminal.wait("Keep the password of lin-of-it in ")
    terminal.send("\x03")
    terminal.wait("what the project has is there")
    assert terminal.exit_code() == 0
    (lin.home / "elsewhere").rename(lin.home / "pgpass")

    add = ("--admin", "boss", "--login", "mei-of-it", "--project", root, "--as", "lin")
    terminal = lin("hub", "add", "mei", *add)
    terminal.wait("Password of boss at ")
    terminal.send(f"{SECRET}\n")
    assert terminal.exit_code() == 0
    invitation = terminal.text
    [password] = PASSWORD.findall(invitation)
    joining = re.search(r"zhupi join (\S+)", invitation)
    assert joining is not None
    assert password not in joining[1]

    postgres.demand_password("mei-of-it")
    folder = mei.home / "news"
    terminal = mei("join", joining[1], folder)
    terminal.wait("Password of mei-of-it at ")
    terminal.send(f"{password}\n")
    terminal.wait("Keep the password of mei-of-it in ")
    terminal.send("n\n")
    terminal.wait("joined as mei")
    assert terminal.exit_code() == 0
    assert not (mei.home / "pgpass").exists()
    terminal = mei("join", joining[1], folder)
    terminal.wait("Password of mei-of-it at ")
    terminal.send(f"{password}\n")
    terminal.wait("Keep the password of mei-of-it in ")
    terminal.send("y\n")
    assert terminal.exit_code() == 0
    assert (folder / "a.txt").read_text(encoding="utf-8") == TEXT
    assert (mei.home / "pgpass").stat().st_mode & 0o777 == 0o600

    terminal = mei("open", folder, "--as", "mei")
    terminal.wait("  mei  sent")
    terminal.send("c")
    terminal.wait("1/2")
    terminal.wait("  mei  sent")
    assert terminal.leave() == 0
    terminal = lin("hub", "sync", root, "--as", "lin")
    terminal.wait("something new came of 1 article")
    assert terminal.exit_code() == 0
    for machine in (lin, mei):
        assert password.encode() not in machine.everything()
        assert SECRET.encode() not in machine.everything()
