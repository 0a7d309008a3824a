"""A connection that is lost without a hangup leaves no program behind, and everything is saved."""

from __future__ import annotations

import fcntl
import os
import pty
import subprocess
import termios
import time
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest
from readable import readable
from terminal import LONG, zhupi
from tinydb import TinyDB


def wait(fd: int, true: Callable[[bytes], bool]) -> None:
    """Read what is drawn until something is so."""
    written = b""
    deadline = time.monotonic() + LONG
    while not true(written):
        assert time.monotonic() < deadline, written[-500:]
        ready = readable(fd, 0.1)
        if ready:
            written += os.read(fd, 1 << 16)


def wait_until_full(fd: int) -> None:
    """Wait until the terminal takes no more: nobody reads, and the program waits for a write to end."""
    deadline = time.monotonic() + LONG
    while array("i", fcntl.ioctl(fd, termios.FIONREAD, bytes(4)))[0] < 4000:  # of 4,095
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("reading", [True, False])
def test_the_program_ends(seeds: Path, founding: Path, tmp_path: Path, reading: bool) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (24, 80))
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
        layer = seeds / "annotations" / "mei.json"
        if reading:
            wait(ours, lambda written: b"saved" in written)
            os.write(ours, b"c")
            wait(ours, lambda written: layer.exists())
        if not reading:
            wait_until_full(ours)
        os.close(ours)
        assert program.wait(timeout=LONG) == 129
    finally:
        program.kill()
        program.wait()
    if reading:
        with TinyDB(layer, encoding="utf-8") as database:
            assert [one["labels"] for one in database.all() if one["kind"] == "sentence"] == [["claim"]]
