"""The program is stopped, continued, told to end and left while somebody else has its layer locked."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from readable import readable
from terminal import LONG, Terminal
from test_session import saved, stored

known = pytest.mark.usefixtures("known")
"""Where no process that looks for names has a part in it."""
LEFT = ("\x1b[?1049l", "\x1b[?1000l", "\x1b[?1003l", "\x1b[?1006l", "\x1b[?2004l", "\x1b[?25h", "\x1b[?1004l")


def threads(terminal: Terminal) -> list[str]:
    """Return the names of the program's threads that deal with the terminal."""
    tasks = Path(f"/proc/{terminal.pid}/task").iterdir()
    return [(task / "comm").read_text().strip() for task in tasks]


def stopped(terminal: Terminal) -> bool:
    return Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def until(terminal: Terminal, true: Callable[[], object]) -> None:
    deadline = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < deadline, terminal.text
        terminal.read(0.02)


def at_work(run, path: Path) -> Terminal:
    """Return the program when keys are taken; names are still being looked for."""
    terminal = run("open", path, "--as", "mei")
    terminal.wait("saved")
    return terminal


def opened(run, path: Path) -> Terminal:
    """Return the program when it has done all that it does by itself."""
    terminal = at_work(run, path)
    terminal.wait(" names ")  # of the sentence under the cursor
    terminal.wait(lambda text: "finding names" not in text)
    terminal.settle()
    return terminal


def is_restored(terminal: Terminal, attributes: list[object]) -> None:
    """Check that what was written last and the modes of the terminal are those of before."""
    text = terminal.written.decode("utf-8", "replace")
    tail = text[text.rindex("\x1b[?1049h") :] if "\x1b[?1049h" in text else text
    for sequence in LEFT:
        assert sequence in tail, sequence
        on = sequence.replace("l", "h") if sequence.endswith("l") else sequence.replace("h", "l")
        assert tail.rindex(sequence) > tail.rfind(on), sequence
    assert attributes[3] & termios.ICANON
    assert attributes[3] & termios.ECHO
    assert attributes[3] & termios.ISIG
    assert "Traceback" not in text


def end_of(terminal: Terminal) -> tuple[int, list[object]]:
    """Wait for the end of the program; return its exit code and the modes in which it left the terminal."""
    keep = os.dup(terminal.fd)  # the modes are those of the pair, which stays while one end is open
    try:
        code = terminal.exit_code()
        return code, termios.tcgetattr(keep)
    finally:
        os.close(keep)


@known  # what is found further down would be drawn as it comes
def test_stopped_and_continued_several_times(run, seeds, founding) -> None:
    terminal = opened(run, founding)
    terminal.settle(1)
    before = sorted(threads(terminal))
    for _ in range(4):
        os.kill(terminal.pid, signal.SIGSTOP)
        until(terminal, lambda: stopped(terminal))
        terminal.settle()
        terminal.written = b""
        os.kill(terminal.pid, signal.SIGCONT)
        until(terminal, lambda: "作為回應".encode() in terminal.written)
        terminal.settle()
        assert b"\x1b[?1049h" in terminal.written
        assert terminal.written.count("作為回應".encode()) == 1, "it is drawn again, once"
    terminal.send("c", "j", "o", "j", "j", "F4")
    terminal.wait(saved("4 +quote"))
    assert "3/29" in terminal.lines[0]
    after = sorted(threads(terminal))
    assert len(after) <= len(before) + 1, "but for the one that writes the layer"
    terminal.send("Ctrl+Q")
    code, attributes = end_of(terminal)
    assert code == 0
    is_restored(terminal, attributes)
    assert sorted(one["labels"] for one in stored(seeds)) == [["claim"], ["opinion"], ["quote"]]


def test_suspended_and_resumed(run, seeds, founding) -> None:
    terminal = opened(run, founding)
    before = len(threads(terminal))
    for _ in range(3):
        os.kill(terminal.pid, signal.SIGTSTP)
        until(terminal, lambda: stopped(terminal))
        while terminal.read(0.1):
            pass
        is_restored(terminal, termios.tcgetattr(terminal.fd))
        terminal.written = b""
        os.kill(terminal.pid, signal.SIGCONT)
        until(terminal, lambda: b"DeepSeek" in terminal.written)
        terminal.settle()
        assert not termios.tcgetattr(terminal.fd)[3] & termios.ICANON
    assert len(threads(terminal)) == before
    terminal.send("c", "j", "o")
    terminal.wait(saved("2 +opinion"))
    assert terminal.leave() == 0
    assert sorted(one["labels"] for one in stored(seeds)) == [["claim"], ["opinion"]]


@known
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_told_to_end(run, seeds, founding, number) -> None:
    terminal = opened(run, founding)
    terminal.send("c", "j", "w", "x")  # a dialog is open
    terminal.wait("Enter keeps it")
    os.kill(terminal.pid, number)
    code, attributes = end_of(terminal)
    assert code == 128 + number
    is_restored(terminal, attributes)
    assert [one["labels"] for one in stored(seeds)] == [["claim"]]


def test_told_twice_it_ends_at_once(run, seeds, founding) -> None:
    terminal = at_work(run, founding)
    terminal.send("c")
    terminal.wait(saved("+claim"))
    lock = locked(seeds)
    terminal.send("o")
    terminal.wait("saving")
    os.kill(terminal.pid, signal.SIGHUP)
    time.sleep(0.3)  # it may be on its way by then, or not: a second signal ends either
    os.kill(terminal.pid, signal.SIGTERM)
    code, attributes = end_of(terminal)
    assert code == 143, "the last try to save, which takes longer, would end with 129"
    is_restored(terminal, attributes)
    os.close(lock)
    assert [one["labels"] for one in stored(seeds)] == [["claim"]]


def locked(seeds: Path) -> int:
    """Lock mei's layer as another program does that does not let go."""
    fd = os.open(seeds / "annotations" / "mei.json", os.O_RDWR)
    fcntl.flock(fd, fcntl.LOCK_EX)
    return fd


@known
def test_told_to_end_while_the_layer_is_locked(run, seeds, founding) -> None:
    terminal = at_work(run, founding)
    terminal.send("c")
    terminal.wait(saved("+claim"))
    lock = locked(seeds)
    terminal.send("o")
    terminal.wait("saving")
    os.kill(terminal.pid, signal.SIGTERM)
    code, attributes = end_of(terminal)
    assert code == 143, "though nobody lets go of the layer"
    is_restored(terminal, attributes)
    os.close(lock)


@known
def test_left_while_the_layer_is_locked(run, seeds, founding) -> None:
    terminal = at_work(run, founding)
    terminal.send("c")
    terminal.wait(saved("+claim"))
    lock = locked(seeds)
    terminal.send("j", "o")
    terminal.wait("saving")
    terminal.send("Ctrl+Q")
    terminal.wait("Not everything is saved yet")
    terminal.wait(f"process {os.getpid()}")
    terminal.wait("mei.json locked")
    terminal.wait("opinion  北京時間")
    terminal.wait("Nothing has gone on")
    terminal.send("U")
    terminal.wait("1 mark is not saved")
    terminal.send("Esc")
    terminal.wait(lambda text: "1 mark is not saved" not in text)
    terminal.send("Ctrl+Q")
    terminal.wait("Not everything is saved yet")
    terminal.send("Ctrl+Q")
    code, attributes = end_of(terminal)
    assert code == 1, "not all was saved"
    is_restored(terminal, attributes)
    assert b"not saved" in terminal.written
    os.close(lock)
    assert [one["labels"] for one in stored(seeds)] == [["claim"]]


@known
def test_it_leaves_by_itself_when_the_lock_is_let_go(run, seeds, founding) -> None:
    terminal = at_work(run, founding)
    terminal.send("c")
    terminal.wait(saved("+claim"))
    lock = locked(seeds)
    terminal.send("j", "o")
    terminal.wait("saving")
    terminal.send("Ctrl+Q")
    terminal.wait("Not everything is saved yet")
    os.close(lock)
    assert end_of(terminal)[0] == 0
    assert sorted(one["labels"] for one in stored(seeds)) == [["claim"], ["opinion"]]


@known
def test_a_layer_that_is_locked_from_the_start_holds_nobody_back(run, seeds, founding) -> None:
    terminal = at_work(run, founding)
    terminal.send("c")
    terminal.wait(saved("+claim"))
    assert terminal.leave() == 0
    lock = locked(seeds)
    terminal = run("open", founding, "--as", "mei")
    terminal.wait("opening")
    terminal.send("j", "o")
    terminal.send("Ctrl+Q")
    terminal.wait("1 act waits for the layer")
    terminal.send("Ctrl+Q")
    assert end_of(terminal)[0] == 1
    os.close(lock)


@known
def test_nobody_reads_what_is_written(run, founding) -> None:
    terminal = opened(run, founding)
    terminal.resize(90, 30)
    for columns in range(91, 200):  # until its writes wait
        if readable(terminal.fd, 0):
            terminal.resize(columns, 40)
            os.kill(terminal.pid, signal.SIGWINCH)
            time.sleep(0.01)
    os.kill(terminal.pid, signal.SIGTERM)
    assert ended(terminal.pid) == 143
    terminal.read()
    os.close(terminal.fd)


def test_the_terminal_is_closed(run, seeds, founding) -> None:
    terminal = at_work(run, founding)
    terminal.send("c")
    terminal.wait(saved("+claim"))
    terminal.send("j", "o")
    os.close(terminal.fd)
    assert ended(terminal.pid) == 129
    assert [one["labels"] for one in stored(seeds)][:1] == [["claim"]]


def ended(pid: int) -> int:
    """Wait for the end of a program and return its exit code."""
    deadline = time.monotonic() + LONG
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        assert time.monotonic() < deadline
        time.sleep(0.05)


KEY = """
from tui.commands.cursor import NextSentence
def run(self, screen):
    raise ValueError("a defect")
NextSentence.run = run
"""
THREAD = """
from textual._xterm_parser import XTermParser
feed = XTermParser.feed
def fails(self, data):
    if "j" in data:
        raise ValueError("a defect")
    return feed(self, data)
XTermParser.feed = fails
"""


@known
@pytest.mark.parametrize(
    ("defect", "words"),
    [(KEY, "a defect"), (THREAD, "the terminal can be read no longer")],
    ids=["key", "thread"],
)
def test_a_defect_is_one_line_on_a_terminal_that_is_as_it_was(
    tmp_path, seeds, founding, defect, words
) -> None:
    code = f"from tui.__main__ import main\n{defect}\nimport sys; sys.exit(main())"
    command = [sys.executable, "-c", code, "open", str(founding), "--as", "mei"]
    environ = {"XDG_STATE_HOME": str(tmp_path / "log")}
    terminal = Terminal(command, tmp_path / "home", environ=environ)
    terminal.wait("saved")
    terminal.send("c")
    terminal.wait(saved("+claim"))
    terminal.send("j")
    code, attributes = end_of(terminal)
    assert code == 1
    is_restored(terminal, attributes)
    said = terminal.written.decode().rpartition("\x1b[?1049l")[2]
    assert said.count("\r\n") == 1
    assert words in said.replace("\r\n", "")
    assert [one["labels"] for one in stored(seeds)] == [["claim"]]
