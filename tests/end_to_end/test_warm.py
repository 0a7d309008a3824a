"""What a warm process gives is the program as it starts by itself, its modules aside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from terminal import surroundings


def test_it_is_a_child_of_ours_that_leads_a_session_of_its_own(run, founding: Path) -> None:
    terminal = run("open", founding, "--as", "mei")
    terminal.wait("saved")
    status = Path(f"/proc/{terminal.pid}/status").read_text().split()
    assert status[status.index("PPid:") + 1] == str(os.getpid())
    assert os.getsid(terminal.pid) == os.tcgetpgrp(terminal.fd) == terminal.pid
    assert terminal.leave() == 0


@pytest.mark.parametrize(
    ("environ", "fits"),
    [
        ({}, True),
        ({"ZHUPI_ANNOTATOR": "mei", "XDG_CACHE_HOME": "/nowhere"}, True),
        ({"TERM": "vt100"}, False),
        ({"COLUMNS": "80"}, False),
        ({"LC_ALL": "C"}, False),
    ],
)
def test_it_gives_none_that_would_start_in_another_way(warm, tmp_path: Path, environ, fits) -> None:
    assert warm().fits(surroundings(tmp_path, environ)) == fits
