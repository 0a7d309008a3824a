"""What the library costs with very many articles, against the same with a thousand.

    python tests/benchmarks/library.py [--articles 100000] [--small 1000] [--keys 9] [--folder DIR]

The articles are made: 20 sentences of the seeds, 900 characters, each of its own, a thousand a folder. Both
libraries are opened in a real pseudo-terminal, one after the other. Printed are the seconds of building the
index in the beginning, and beside them those of reading and decoding the same files and nothing else; from
starting the program to its first frame; from the key that opens the library to the first articles on the
screen, with the index there already; what a key costs until the last of what it changes is on the screen, as
medians, and what of it is the processor's, which other work on the machine changes less; and the memory of
the program. In brackets stands how many times that of the small library it is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from many_articles import build, listed
from readable import readable
from terminal import Terminal, zhupi

from annotations.project.indexed import index_of, refresh_index
from annotations.project.project import Project

ROOT = Path(__file__).resolve().parents[2]
QUIET = 0.3
"""Seconds without output after which a key has had its effect."""
KEYS = {
    "Down": ("Down",),
    "PgDn": ("PgDn",),
    "End, Home": ("End", "Home"),
    "s sort": ("s",),
    "r turn": ("r",),
    "f filter": ("f",),
    "g folders": ("g",),
    "/ and a character": ("/", "庫", "Esc"),
}


class Figures(NamedTuple):
    """What one library costs."""

    cold: float
    plain: float
    kilobytes: float
    again: float
    frame: float
    opened: float
    megabytes: float
    keys: dict[str, tuple[float, float]]
    """Of each key the seconds of the clock and of the processor."""


def plain_reading(root: Path) -> float:
    """Return the seconds of reading and decoding all files below `root`."""
    began = time.perf_counter()
    for path in listed(root):
        path.read_bytes().decode("utf-8")
    return time.perf_counter() - began


def until(terminal: Terminal, text: str) -> float:
    """Return the seconds until `text` has been written to the screen."""
    began, written = time.perf_counter(), b""
    while text.encode() not in written:  # to interpret it would take longer than to write it
        assert readable(terminal.fd, 60), f"{text!r} does not come"
        written += os.read(terminal.fd, 1 << 16)
    return time.perf_counter() - began


def pressed(terminal: Terminal, key: str) -> tuple[float, float]:
    """Return the seconds from a key to the last of its output, and those of the processor."""
    worked = terminal.cpu
    began = last = time.perf_counter()
    terminal.send(key)
    while readable(terminal.fd, QUIET):
        os.read(terminal.fd, 1 << 16)
        last = time.perf_counter()
    return last - began, terminal.cpu - worked


def memory(process: int) -> float:
    """Return the megabytes that a process has for itself at the most so far."""
    rows = Path(f"/proc/{process}/status").read_text(encoding="ascii").split("\n")
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmHWM:"))


def measure(root: Path, home: Path, presses: int) -> Figures:
    """Measure the library of the articles below `root`."""
    plain = plain_reading(root)
    project = Project.open([root], annotator="bench")
    cache = home / "cache" / "zhupi" / "index"
    index = index_of(project, cache)
    began = time.perf_counter()
    assert refresh_index(index, project).complete
    cold = time.perf_counter() - began
    began = time.perf_counter()
    assert not refresh_index(index, project).read
    again = time.perf_counter() - began
    size = sum(one.stat().st_size for one in cache.iterdir()) / 1024
    environ = {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(home / "cache"), "HOME": str(home)}
    frames, openings = [], []
    for run in range(4):
        began = time.perf_counter()
        terminal = Terminal(zhupi("open", root, "--as", "bench"), home, rows=24, environ=environ, draw=False)
        until(terminal, "saved")
        frames.append(time.perf_counter() - began)
        terminal.settle(0.5)
        terminal.send("L")
        openings.append(until(terminal, "0/2"))
        if run < 3:
            terminal.kill()
    terminal.settle(6.0)  # until the files are known to be as they were
    keys: dict[str, list[tuple[float, float]]] = {name: [] for name in KEYS}
    for _ in range(presses):
        for name, sequence in KEYS.items():
            keys[name] += [pressed(terminal, key) for key in sequence]
    used = memory(terminal.pid)
    terminal.kill()
    return Figures(
        cold,
        plain,
        size,
        again,
        statistics.median(frames[1:]),
        statistics.median(openings[1:]),
        used,
        {name: (_median(values, 0), _median(values, 1)) for name, values in keys.items()},
    )


def _median(figures: list[tuple[float, float]], which: int) -> float:
    return statistics.median(one[which] for one in figures)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--keys", type=int, default=9, help="how often each key is pressed")
    parser.add_argument("--folder", type=Path, help="where the articles are made; by default for this run")
    options = parser.parse_args()
    found: list[Figures] = []
    with tempfile.TemporaryDirectory() as made:
        for articles in (options.small, options.articles):
            root = (options.folder or Path(made)) / f"{articles}"
            build(root, articles)
            home = Path(made) / f"home{articles}"
            home.mkdir()
            found.append(measure(root, home, options.keys))
    small, large = found

    def line(words: str, value: float, of: float, unit: str, digits: int = 2) -> None:
        print(f"{words:34}{value:12,.{digits}f} {unit:3} ({value / of:.2f})")

    print(f"{options.articles:,} articles, in brackets how many times that of {options.small:,}")
    line("index built", large.cold, small.cold, "s")
    print(f"{'  to reading and decoding alone':34}{large.cold / large.plain:12.1f} times")
    line("index, nothing changed", large.again, small.again, "s")
    line("index, size", large.kilobytes / 1024, small.kilobytes / 1024, "MB", 1)
    line("first frame", large.frame, small.frame, "s")
    line("L to the first articles", large.opened, small.opened, "s")
    line("memory at the most", large.megabytes, small.megabytes, "MB", 0)
    for name, (clock, processor) in large.keys.items():
        line(name, clock * 1000, small.keys[name][0] * 1000, "ms", 1)
        line("  of it the processor's", processor * 1000, small.keys[name][1] * 1000, "ms", 1)


if __name__ == "__main__":
    main()
