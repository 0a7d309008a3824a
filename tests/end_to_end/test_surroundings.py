"""What the environment says of the terminal, and what the terminal itself knows."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from terminal import Terminal
from wcwidth import wcwidth

from tui.layout.cells import cell_width

known = pytest.mark.usefixtures("known")
"""As what the environment says of a terminal has no bearing on names."""


def _drawn(terminal: Terminal) -> tuple[int, int]:
    """Return the cells up to the end of the heading, two before the edge, and the row of the keys, from 0."""
    keys = next(row for row in reversed(range(terminal.screen.lines)) if terminal.lines[row])
    return cell_width(terminal.lines[0]), keys if terminal.lines[keys].startswith(" c claim") else -1


@known
@pytest.mark.parametrize("stale", [{"COLUMNS": "80", "LINES": "24"}, {"LINES": "5"}, {"COLUMNS": "20"}])
def test_the_size_is_that_of_the_window(run, founding, stale) -> None:
    terminal = run("open", founding, "--as", "mei", columns=120, rows=40, environ=stale)
    terminal.wait("saved")
    assert _drawn(terminal) == (118, 39)
    terminal.resize(60, 20)
    terminal.wait(lambda text: _drawn(terminal) == (58, 19))
    assert terminal.leave() == 0


@known
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


@known
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


@pytest.fixture
def wide(monkeypatch):
    """Have the terminal draw characters of ambiguous width in two cells, as many set for Chinese do."""

    def width(one: str) -> int:
        return 2 if east_asian_width(one) == "A" else wcwidth(one)

    monkeypatch.setattr("pyte.screens.wcwidth", width)


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("他说：“好……”——“真的？”\n温度是36℃×2，①好。\n她没有说话。\n", "utf-8")
    return path


@pytest.mark.usefixtures("wide")
def test_quotes_and_dashes_are_as_wide_as_the_terminal_draws_them(run, news) -> None:
    terminal = run("open", news, "--as", "mei", columns=130, rows=24)
    terminal.wait(lambda text: "saved" in text and "温度" in text)
    terminal.settle()
    edge = {
        x
        for y in range(1, 22)
        for x in range(40, 130)
        if terminal.screen.buffer[y][x].data in ("|", "\u2502")
    }
    assert len(edge) == 1, terminal.text  # the edge of the panel stands below itself
    assert terminal.leave() == 0


def test_an_answer_of_the_terminal_is_no_key_however_late_it_comes(run, news) -> None:
    terminal = run("open", news, "--as", "mei")
    terminal.wait("saved")
    for answer in ("\x1b[?1;2R", "\x1b[?1;3;1R", "\x1b[?24;80R" * 5):
        terminal.send(answer)
    terminal.settle()
    assert "no key" not in terminal.text
    terminal.send("c")
    terminal.wait(lambda text: " 1 c" in text)
    assert terminal.leave() == 0


def test_few_colours_are_said_once(run, news) -> None:
    terminal = run("open", news, "--as", "mei", columns=130, environ={"TERM": "vt100", "COLORTERM": ""})
    terminal.wait("few colours")
    assert terminal.leave() == 0
    terminal = run("open", news, "--as", "mei", columns=130, environ={"TERM": "vt100", "COLORTERM": ""})
    assert "few colours" not in terminal.wait("saved")
    assert terminal.leave() == 0
