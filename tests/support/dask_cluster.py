"""A cluster of dask on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

__all__ = ["DaskCluster", "until"]

_LONG = 120
"""Seconds that anything may take; nothing is decided by them."""


def until(what: Callable[[], object]) -> None:
    """Wait until `what` holds."""
    end = time.monotonic() + _LONG
    while not what():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


class DaskCluster:
    """A scheduler, and the workers that were started."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self._env = {**os.environ, **env, "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s"}
        self._said = folder / "scheduler.json"
        options = (
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(self._said),
        )
        self.scheduler = self._start("scheduler", *options)
        self._numbers = count()
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        """The address of the scheduler."""
        until(self._said.exists)
        until(self._said.read_text)
        return str(json.loads(self._said.read_text())["address"])

    def add(self, path: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a worker, with the code that lies in `path`."""
        number = str(next(self._numbers))
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0")
        local = ("--name", number, "--local-directory", str(self.folder / number))
        worker = self._start("worker", self.address, *options, *local, path=path)
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        """End all of them."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def lose(self, worker: subprocess.Popen[bytes]) -> None:
        """End a worker at once, whatever it is at."""
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)

    def _start(self, *arguments: str, path: Path | None = None) -> subprocess.Popen[bytes]:
        env = self._env if path is None else {**self._env, "PYTHONPATH": str(path)}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                env=env,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
