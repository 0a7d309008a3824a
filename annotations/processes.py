"""Starting this package's own programs as processes of their own, and saying why one ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

__all__ = ["environment", "reason", "start"]

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""How numpy is told to leave the other cores alone: they are the screen's, and other children's."""


def start(module: str, arguments: Sequence[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start `module` with `arguments`, what it reads and writes on pipes, what it complains of in `errors`.

    Raises:
        OSError: No process can be started.
    """
    return subprocess.Popen(
        # -P: a folder that happens to be called annotations, as in every project, must not be imported.
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=environment(),
        start_new_session=True,  # Ctrl+C in the terminal is not meant for it
    )


def environment() -> dict[str, str]:
    """Return a child's environment: this package importable, one thread for numpy."""
    root = str(Path(__file__).parents[1])
    path = os.environ.get("PYTHONPATH")
    return {
        **os.environ,
        **dict.fromkeys(_ONE_THREAD, "1"),
        "PYTHONPATH": f"{root}{os.pathsep}{path}" if path else root,
    }


def reason(process: subprocess.Popen[bytes], errors: IO[bytes]) -> str:
    """Wait for the end of `process` and say in a few words why it came: its code, and its last complaint."""
    code = process.wait()
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").split("\n")
    said = next((line.strip() for line in reversed(lines) if line.strip()), "")
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return f"{how}: {said}" if said else how
