"""A process that this one started."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from annotations.processes.messages import ChildFailed, read, write
from annotations.wording import language, tr

__all__ = ["ONE_THREAD", "Child"]

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""How numpy is told to leave the other cores alone: they are the screen's, and other children's."""


class Child:
    """A process that this one started. One thread may send while another receives, and any may kill."""

    def __init__(self, module: str, *arguments: object) -> None:
        """Start the ``main`` of `module` with these arguments, which are sent to it.

        Raises:
            OSError: No process can be started.
        """
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `close`
        try:
            self._process = subprocess.Popen(
                # -P: a folder called annotations, as every project has one, must not be imported.
                [sys.executable, "-P", "-m", "annotations.processes", module],
                bufsize=0,  # what lies in a buffer no selector sees
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=_environment(),
                start_new_session=True,  # which Ctrl+C does not reach
            )
        except BaseException:
            self._errors.close()
            raise
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self.pid = self._process.pid
        self.send(arguments)

    def fileno(self) -> int:
        """Return the file descriptor that can be read when there is something to receive."""
        return self._stdout.fileno()

    def send(self, message: object) -> None:
        """Send a message; that the child is gone is for `receive` to say."""
        with contextlib.suppress(OSError):
            write(self._stdin, message)

    def receive(self) -> Any:
        """Wait for the next message of the child and return it.

        Raises:
            ChildFailed: It is gone.
        """
        try:
            return read(self._stdout)
        except EOFError:
            raise ChildFailed(self._reason()) from None

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the process once it is heard out, and wait for that. Only when nobody sends or receives."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        self._process.wait()
        self._stdout.close()
        self._errors.close()

    def _reason(self) -> str:
        """Wait for the end of the process and say why it came: its code, and its last complaint."""
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        how = tr("signal {what}", what=-code) if code < 0 else tr("exit code {code}", code=code)
        return f"{how}: {said}" if said else how


def _environment() -> dict[str, str]:
    """Return a child's environment: this package importable, one thread for numpy."""
    root = str(Path(__file__).parents[2])
    path = os.environ.get("PYTHONPATH")
    return {
        **os.environ,
        **dict.fromkeys(ONE_THREAD, "1"),
        "ZHUPI_LANGUAGE": language(),
        "PYTHONPATH": f"{root}{os.pathsep}{path}" if path else root,
    }
