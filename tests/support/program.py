"""The program, run in the process of the tests, its streams files as a shell gives them.

A process of its own costs a quarter of a second, more than what it is asked to do; tests of what only a
process shows (how it starts, ends, and is interrupted) start one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, chdir
from pathlib import Path
from tempfile import TemporaryFile
from unittest import mock

from tui.cli.main import run

__all__ = ["zhupi_here"]


def zhupi_here(
    *arguments: str | Path,
    stdin: bytes = b"",
    stdout: int | None = None,
    stderr: int | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the program, in a folder and in surroundings; return its exit code and what it said.

    What it says goes to the descriptors `stdout` and `stderr` where they are given.
    """
    command = [*map(str, arguments)]
    names = "stdin", "stdout", "stderr"
    before = [os.dup(number) for number in range(3)]
    with ExitStack() as stack:
        if cwd is not None:
            stack.enter_context(chdir(cwd))
        if env is not None:
            stack.enter_context(mock.patch.dict(os.environ, env, clear=True))
        files = [stack.enter_context(TemporaryFile()) for _ in names]
        files[0].write(stdin)
        files[0].seek(0)
        try:
            descriptors = None, stdout, stderr
            for number, (name, file, other) in enumerate(zip(names, files, descriptors, strict=True)):
                os.dup2(file.fileno() if other is None else other, number)
                stream = stack.enter_context(open(number, "w" if number else "r", closefd=False))
                stack.enter_context(mock.patch.object(sys, name, stream))
            code = run(command)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            for number, kept in enumerate(before):
                os.dup2(kept, number)
                os.close(kept)
        for file in files:
            file.seek(0)
        return subprocess.CompletedProcess(command, code, files[1].read(), files[2].read())
