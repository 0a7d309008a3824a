"""The program without what its start costs: a process that has imported it forks for each terminal.

To import Textual, and what else the first frame needs, takes most of a short session, and most tests here are
about what comes then. What runs in the terminal is a process as ever: the leader of a session of its own, a
child of the test's, to be stopped, told to end and killed; only its modules are there. A program whose
environment says what is read while Python starts or a library is imported is started as any (see `fits`).
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["Warm"]

ROOT = Path(__file__).resolve().parents[2]
LATER = ("ZHUPI_", "XDG_", "PYTEST_")
"""How those of the environment begin that the program reads when it needs them, not while it is imported."""
LOADED = (
    *("tui.__main__", "tui.cli.main", "tui.cli.open", "tui.app", "tui.screens.reading"),
    *("textual.drivers.linux_driver", "textual.layouts.factory"),
    *("annotations.analysis.quotes", "annotations.assignment.table", "annotations.project.changed"),
    *("annotations.storage.layer.layer", "annotations.storage.layer.writer", "tinydb", "opencc"),
)
"""What is loaded in every session, with all that these load: of the first frame, and soon after it."""
_SUBREAPER = 36
"""The option of prctl(2) by which orphans among the descendants of a process become its children."""


class Warm:
    """The process that has imported the program."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it in the surroundings that the programs are to have."""
        self._environment = _read_at_once(environment)
        self._prctl = ctypes.CDLL(None).prctl
        self._socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        main, terminal = os.openpty()  # its streams are those of a terminal, as they are to be
        streams = {"stdin": terminal, "stdout": terminal, "stderr": terminal}
        command = [sys.executable, __file__, str(other.fileno())]
        keep = [other.fileno()]
        self._process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), pass_fds=keep, **streams)
        other.close()
        assert self._socket.recv(1), os.read(main, 1 << 16).decode()
        os.close(terminal)
        os.close(main)

    def fits(self, environment: Mapping[str, str]) -> bool:
        """Tell whether a program in these surroundings would have started as this one has."""
        return _read_at_once(environment) == self._environment

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], terminal: int) -> int:
        """Run the program in a terminal, a file descriptor; return its process, a child of this one."""
        asked = json.dumps([list(arguments), dict(environment), str(Path.cwd())])
        self._prctl(_SUBREAPER, 1, 0, 0, 0)
        try:
            socket.send_fds(self._socket, [asked.encode()], [terminal])
            return int(self._socket.recv(32))
        finally:
            self._prctl(_SUBREAPER, 0, 0, 0, 0)

    def close(self) -> None:
        """Let it end; the programs that it started go on."""
        self._socket.close()
        self._process.wait()


def _read_at_once(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith(LATER)}


def serve(asking: socket.socket) -> None:
    """Fork for each who asks, and return where the program is to run; leave when nobody will ask any more."""
    asking.send(b"!")
    while True:
        asked, descriptors, *_ = socket.recv_fds(asking, 1 << 18, 1)
        if not asked:
            sys.exit()
        ours, theirs = os.pipe()
        if not (between := os.fork()):
            if not (program := os.fork()):
                break
            os.write(theirs, str(program).encode())
            os._exit(0)
        os.close(theirs)
        os.close(descriptors[0])
        os.waitpid(between, 0)  # from here on the program is a child of who asks
        asking.send(os.read(ours, 32))
        os.close(ours)
    for one in (ours, theirs, asking.detach()):
        os.close(one)
    os.login_tty(descriptors[0])
    arguments, environment, folder = json.loads(asked)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv[1:] = arguments
    sys.path[0] = folder


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path.insert(0, str(ROOT))
    for module in LOADED:
        importlib.import_module(module)
    serve(socket.socket(fileno=int(sys.argv[1])))
    sys.exit(sys.modules["tui.__main__"].main())
