"""From starting the program to the text on screen, against a bare Textual app with one Static.

    python tests/benchmarks/start.py [--runs 15]

Both run in a real pseudo-terminal, turn and turn about, with the same Python and the same libraries, zhupi
by a script such as an installation puts on the path. Printed are medians: of the seconds, and in brackets of
how many times those of the bare app of the same turn they are; by the clock as the user sees it, and of the
processor, which what else runs on the machine changes less.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from readable import readable
from terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
ZHUPI = """
import sys
from tui.__main__ import main

sys.exit(main())
"""
BARE = """
import os
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("a bare Textual app")

Bare().run()
"""


def first_frame(command: Sequence[str], text: str, home: Path) -> tuple[float, float]:
    """Return the seconds, of the clock and of the processor, until `text` has been written to the screen."""
    began = time.monotonic()
    terminal = Terminal(command, home, environ={"PYTHONPATH": str(ROOT)})
    written = b""
    while text.encode() not in written:  # to interpret it would take longer than to write it
        assert readable(terminal.fd, 20), f"{text!r} does not come"
        written += os.read(terminal.fd, 1 << 16)
    figures = time.monotonic() - began, terminal.cpu
    terminal.kill()
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(SEEDS, home / "seeds", ignore=shutil.ignore_patterns("annotations"))
        (home / "bare").write_text(BARE)
        (home / "zhupi").write_text(ZHUPI)
        commands = {
            "bare": ([home / "bare"], "a bare Textual app"),
            "zhupi": ([home / "zhupi", "open", home / "seeds", "--as", "bench"], "DeepSeek"),
        }
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for number in range(options.runs + 1):
            for name, (command, text) in commands.items():
                figures = first_frame([sys.executable, *map(str, command)], text, home)
                if number:  # the first run fills the caches
                    runs[name].append(figures)
    for name, figures in runs.items():
        told = []
        for kind, what in enumerate(("first frame", "processor")):
            seconds = statistics.median(run[kind] for run in figures)
            times = statistics.median(
                run[kind] / bare[kind] for run, bare in zip(figures, runs["bare"], strict=True)
            )
            told.append(f"{what} {seconds:.3f} s ({times:.2f})")
        print(f"{name:6} {'   '.join(told)}")


if __name__ == "__main__":
    main()
