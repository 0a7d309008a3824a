"""Progress: seen by whoever waits at a terminal, and by nobody else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator

import pytest

SHOW = """
import sys
from tui.terminal.progress import Progress
with Progress(patience={patience}) as progress:
    {said}
    print("out")
    print("rich.progress" in sys.modules)
"""
BAR = "progress.bytes('counting', 3, 9)"
WORDS = "progress.words('reading [b]li[/b]\\x1b[31m')"
PACED = (
    "progress._rows, progress._rows_began = 'records', progress._began - 10;"
    " progress.rows('records', 10, 3000)"
)
ROWS = "progress.rows('files', 3, 9); progress.rows('records', 8000)"


def run(said: str, patience: float, *, terminal: bool) -> tuple[str, bytes]:
    """Return what comes on standard output, and on standard error."""
    ours, theirs = pty.openpty()
    code = SHOW.format(patience=patience, said=said)
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=theirs if terminal else subprocess.PIPE,
        text=False,
    ) as process:
        os.close(theirs)
        out, plain = process.communicate(timeout=60)
    assert process.returncode == 0
    shown = b"".join(parts(ours)) if terminal else plain
    os.close(ours)
    return out.decode(), shown


def parts(terminal: int) -> Iterator[bytes]:
    try:
        while part := os.read(terminal, 4096):
            yield part
    except OSError:  # Linux: the other end is closed
        pass


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (BAR, b"counting"),
        (WORDS, "reading [b]li[/b]¬[31m".encode()),
        (ROWS, b"3/9"),
        (ROWS, b"8000/?"),
        (PACED, b"a second, 0:"),
    ],
)
def test_it_is_shown_and_taken_away(said: str, seen: bytes) -> None:
    out, shown = run(said, 0, terminal=True)
    assert seen in shown
    assert shown.endswith(b"\x1b[1A\x1b[2K")
    assert out == "out\nTrue\n", "what is printed goes where it was meant to"


@pytest.mark.parametrize(("patience", "terminal"), [(0, False), (60, True)])
@pytest.mark.parametrize("said", [BAR, WORDS])
def test_who_does_not_look_or_wait_pays_nothing(said: str, patience: float, terminal: bool) -> None:
    assert run(said, patience, terminal=terminal) == ("out\nFalse\n", b"")
