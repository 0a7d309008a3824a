"""A team at the command line: each at a machine of their own, and a database with nothing in it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from postgres import Postgres
from program import zhupi_here

from tui.settings import Settings

__all__ = ["PASSWORD", "TEXT", "Person", "Team"]

TEXT = "央行今天宣布降息。張三說,這很好。\n"
PASSWORD = re.compile(r"^    ([a-z2-9]{5}(?:-[a-z2-9]{5}){3})$", re.MULTILINE)


class Person:
    """Somebody at a machine of their own."""

    def __init__(self, base: Path, name: str) -> None:
        self.name = name
        self.home = base / name
        self.home.mkdir()

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Run a command; return its exit code, what it printed and what it said."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        places = {
            "ZHUPI_STATE": str(self.home / "state"),
            "ZHUPI_CONFIG": str(self.home / "settings.toml"),
            "ZHUPI_ANNOTATOR": self.name,
            "PGPASSFILE": str(self.home / "pgpass"),
        }
        done = zhupi_here(*arguments, cwd=self.home, env=kept | places)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    @property
    def settings(self) -> Settings:
        return Settings.read(self.home / "settings.toml")


class Team:
    """A lead with a project, and a database with nothing in it."""

    def __init__(self, base: Path, server: Postgres) -> None:
        self.server = server
        self.database = server.database()
        self.place = f"postgresql://127.0.0.1:{server.port}/{self.database}"
        self.base = base
        self.lin = Person(base, "lin")
        self.root = self.lin.home / "news"
        self.root.mkdir()
        (self.root / "a.txt").write_text(TEXT, encoding="utf-8")
        (self.root / "zhupi.toml").write_text('# ours\nlead = "lin"\nothers = "done"\n', encoding="utf-8")

    def by(self, user: str) -> str:
        return self.server.url(self.database, user)

    def begin(self, *names: str) -> None:
        code, _, said = self.lin("hub", "init", self.by("postgres"), "--project", "news")
        assert code == 0, said
        for name in names:
            assert self.add(name)[0] == 0

    def add(self, *arguments: str) -> tuple[int, str, str]:
        return self.lin("hub", "add", *arguments, "--project", "news", "--admin", "postgres")
