"""A terminal for each test that is gone when the test is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from terminal import Terminal, zhupi


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Return a function that runs zhupi with some arguments in a terminal."""
    running: list[Terminal] = []

    def start(*arguments: str | Path, **options: Any) -> Terminal:
        options.setdefault("environ", {"XDG_STATE_HOME": str(tmp_path / "log")})
        terminal = Terminal(zhupi(*arguments), tmp_path / "home", **options)
        running.append(terminal)
        return terminal

    yield start
    for terminal in running:
        try:
            over, _ = os.waitpid(terminal.pid, os.WNOHANG)
            if not over:
                terminal.kill()
        except (ChildProcessError, ProcessLookupError, OSError):
            pass
