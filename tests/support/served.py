"""A server of the program for a team, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tab import LONG
from tinydb import TinyDB

from tui.session.position import state_path
from tui.web.links import KeptLinks

__all__ = ["Team"]


class Team:
    """A server for a team, and links to it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.environ = {
            **os.environ,
            "TERM": "dumb",  # of a server that a system starts
            "ZHUPI_STATE": str(home / "state"),
            "ZHUPI_CONFIG": str(home / "settings.toml"),
        }
        self.url = ""
        with patch.dict(os.environ, self.environ):
            self._links = KeptLinks(state_path(folder, "").with_suffix(".links.json"))
        self._links.make("nobody else")
        self.begin()

    def begin(self, port: str = "0") -> None:
        """Serve."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", "serve", str(self.folder), "--team", "--port", port],
            env=self.environ,
            text=True,
            stderr=subprocess.PIPE,
        )
        assert self.process.stderr is not None
        said = ""
        while not said.startswith("zhupi: serving at "):
            said = self.process.stderr.readline()
            assert said, "it ended"
        self.url = said.removeprefix("zhupi: serving at ").partition(";")[0]

    def kill(self) -> None:
        """End the server as nothing can be caught."""
        self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def programs(self) -> list[str]:
        """Return the ids of the processes that run for visitors."""
        of = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return of.read_text().split()

    def link(self, name: str) -> str:
        """Return a new link for `name`."""
        return f"{self.url}/enter/{self._links.make(name)}"

    def records(self, name: str) -> list[dict[str, Any]]:
        """Return what `name` says of sentences, as stock TinyDB reads it."""
        path = self.folder / "annotations" / f"{name}.json"
        if not path.exists():
            return []
        with TinyDB(path, encoding="utf-8") as database:
            return [dict(one) for one in database.all() if one["kind"] == "sentence" and not one["deleted"]]

    def close(self) -> None:
        """End the server in order."""
        self.process.send_signal(signal.SIGTERM)
        try:
            assert self.process.wait(timeout=LONG) == 0
        finally:
            self.kill()
