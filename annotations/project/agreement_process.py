"""Comparing all layers of a project in a process of its own, so that a screen stays alive meanwhile.

Reading a million marks and working out what comes of them takes many seconds, in which a thread would leave
the others next to nothing of the interpreter.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import subprocess
import tempfile
import threading
from collections.abc import Callable
from typing import IO

from annotations.errors import ProjectError
from annotations.processes import reason, start
from annotations.project.agreement import Compared
from annotations.project.project import Project

__all__ = ["ComparingApart"]


class ComparingApart:
    """One comparison; `run` may be called once, in any thread, and `cancel` in any other."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False

    def run(self, on_step: Callable[[str], None]) -> Compared | None:
        """Compare the layers, and wait for it.

        Args:
            on_step: Called in this thread with each step in words, as ``reading layer 3 of 10: mei``.

        Returns:
            What came of it; None if it was cancelled.

        Raises:
            ProjectError: The layers cannot be compared, or the process ended early.
        """
        with tempfile.TemporaryFile() as errors:
            try:
                process = self._start(errors)
            except OSError as error:
                raise ProjectError(
                    f"{self._project.root}: no process to compare its layers could be started "
                    f"({error.strerror}); try again"
                ) from None
            if process is None:
                return None
            try:
                found = self._hear(process, on_step)
            finally:
                self._end(process)
            if self._cancelled:
                return None
            if found is None:
                why = reason(process, errors)
                raise ProjectError(f"{self._project.root}: comparing its layers stopped ({why}); try again")
            return found

    def cancel(self) -> None:
        """Give it up: the process ends now, and `run` returns None."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.kill()

    def _start(self, errors: IO[bytes]) -> subprocess.Popen[bytes] | None:
        with self._lock:  # so that none is started behind the back of whoever cancels
            if self._cancelled:
                return None
            self._process = start("annotations.project.agreement_child", [], errors)
            return self._process

    def _hear(self, process: subprocess.Popen[bytes], on_step: Callable[[str], None]) -> Compared | None:
        """Return what the process found, or None if it ended before."""
        assert process.stdin is not None
        assert process.stdout is not None
        request = {"root": str(self._project.root), "annotator": self._project.annotator}
        with contextlib.suppress(OSError):  # it is gone; what it said is in its errors
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.flush()
        for line in process.stdout:
            message = json.loads(line) if line.endswith(b"\n") else {}
            if "error" in message:
                raise ProjectError(message["error"])
            if "step" in message:
                on_step(message["step"])
            elif "size" in message:
                answer = process.stdout.read(message["size"])
                return pickle.loads(answer) if len(answer) == message["size"] else None
        return None

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._process = None
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()  # at which it ends, wherever it is
        process.wait()
        process.stdout.close()
