"""What the environment says of the terminal, and what the terminal itself knows."""

from __future__ import annotations

import pytest

from tui.layout.cells import cell_width


@pytest.mark.parametrize("stale", [{"COLUMNS": "80", "LINES": "24"}, {"LINES": "5"}, {"COLUMNS": "20"}])
def test_the_size_is_that_of_the_window(run, founding, stale) -> None:
    terminal = run("open", founding, "--as", "mei", columns=120, rows=40, environ=stale)
    terminal.wait("saved")
    assert terminal.lines[39].startswith(" c claim"), "the keys stand in the last row"
    assert cell_width(terminal.lines[0]) == 120
    terminal.resize(60, 20)
    terminal.wait(
        lambda text: terminal.lines[19].startswith(" c claim") and cell_width(terminal.lines[0]) == 60
    )
    assert terminal.leave() == 0


def test_where_the_window_does_not_know_its_size_the_environment_does(run, founding) -> None:
    terminal = run(
        "open", founding, "--as", "mei", columns=0, rows=0, environ={"COLUMNS": "70", "LINES": "20"}
    )
    terminal.screen.resize(20, 70)
    terminal.wait("saved")
    assert terminal.lines[19].startswith(" c claim")
    assert terminal.leave() == 0


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"TERM": "dumb"}, "TERM says that this terminal is dumb"),
        ({"TERM": "unknown"}, "is unknown"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "the locale is one of"),
        ({"PYTHONIOENCODING": "gb18030"}, "the locale is one of gb18030"),
    ],
)
def test_a_terminal_that_cannot_show_it_is_refused_in_one_line(run, seeds, founding, environ, words) -> None:
    terminal = run("open", founding, "--as", "mei", columns=240, environ=environ)
    assert terminal.exit_code() == 2
    assert terminal.written.decode().startswith("zhupi: ")
    assert words in terminal.written.decode()
    assert terminal.written.count(b"\n") == 1
    assert b"\x1b" not in terminal.written
    assert not (seeds / "annotations").exists()


@pytest.mark.parametrize(
    "environ",
    [{"TERM": "vt100"}, {"NO_COLOR": "1"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "zh_CN.GBK"}],
)
def test_others_work(run, founding, environ) -> None:
    terminal = run("open", founding, "--as", "mei", environ=environ)
    terminal.wait("saved")
    terminal.send("c")
    terminal.wait("1 +claim")
    assert "如" in terminal.text or "中國" in terminal.text
    assert terminal.leave() == 0
