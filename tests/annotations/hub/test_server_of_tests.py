"""The PostgreSQL that tests start leaves nothing behind, however they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from machines import until
from postgres import Postgres
from server_watch import clear_left

pytestmark = pytest.mark.peer("psycopg")

_SUPPORT = Path(__file__).parents[2] / "support"
_SESSION = """
import sys, time
from pathlib import Path
from postgres_server import Postgres
server = Postgres(Path(sys.argv[1]))
print(server.process.pid, server.watch.process.pid, flush=True)
time.sleep(600)
"""


def is_there(process: int) -> bool:
    """Tell whether a process works still; one that nobody has asked about since it ended does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="it looks at processes as Linux shows them")
@pytest.mark.parametrize("watched", [True, False])
def test_a_session_that_is_killed_leaves_no_server(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory, watched: bool
) -> None:
    """`watched` is whether its watcher lives; else the next session clears up."""
    base = postgres.folder.parent
    folder = base / f"zhupi-killed-{os.getpid()}"
    folder.mkdir()
    session = subprocess.Popen(
        [sys.executable, "-c", _SESSION, str(folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_SUPPORT), str(_SUPPORT.parents[1])])},
    )
    assert session.stdout is not None
    server, watcher = map(int, session.stdout.readline().split())
    clear_left(base, folder.name)
    assert is_there(server)  # whose session lives
    if not watched:
        os.kill(watcher, signal.SIGKILL)
    session.kill()
    session.wait()
    session.stdout.close()
    if not watched:
        until(lambda: not is_there(watcher))
        assert is_there(server)
        clear_left(base, folder.name)
    until(lambda: not is_there(server) and not folder.exists())
