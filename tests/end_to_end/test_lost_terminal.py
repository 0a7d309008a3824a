"""A connection that is lost without a hangup leaves no program behind, and everything is saved."""

from __future__ import annotations

import os
import pty
import subprocess
import time
from pathlib import Path

import pytest
from terminal import zhupi
from tinydb import TinyDB


@pytest.mark.parametrize("reading", [True, False])
def test_the_program_ends(seeds: Path, founding: Path, tmp_path: Path, reading: bool) -> None:
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "ZHUPI_STATE": str(tmp_path / "state")}
    # In a session of its own it has no controlling terminal, so the kernel sends it no SIGHUP.
    program = subprocess.Popen(
        zhupi("open", founding, "--as", "mei"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environ,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        os.write(ours, b"c")
        deadline = time.monotonic() + 20
        layer = seeds / "annotations" / "mei.json"
        os.set_blocking(ours, False)
        while reading and not layer.exists() and time.monotonic() < deadline:
            try:
                os.read(ours, 1 << 16)
            except BlockingIOError:
                time.sleep(0.02)
        if not reading:  # nobody reads: the program waits for a write to end
            time.sleep(1.5)
        os.close(ours)
        assert program.wait(timeout=20) == 129
    finally:
        program.kill()
        program.wait()
    if reading:
        with TinyDB(layer, encoding="utf-8") as database:
            assert [one["labels"] for one in database.all() if one["kind"] == "sentence"] == [["claim"]]
