"""From starting the program to the text on screen, against a bare Textual app with one Static.

    python tests/benchmarks/start.py [--runs 15]

Both run in a real pseudo-terminal, turn and turn about, with the same Python and the same libraries.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from terminal import Terminal, zhupi

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
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
    """Return the seconds, of the clock and of the processor, until `text` is on screen."""
    began = time.monotonic()
    terminal = Terminal(command, home)
    terminal.wait(text)
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
        (home / "bare.py").write_text(BARE)
        commands = {
            "bare": ([sys.executable, str(home / "bare.py")], "a bare Textual app"),
            "zhupi": (zhupi("open", home / "seeds", "--as", "bench"), "DeepSeek"),
        }
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for number in range(options.runs + 1):
            for name, (command, text) in commands.items():
                figures = first_frame(command, text, home)
                if number:  # the first run fills the caches
                    runs[name].append(figures)
    medians = {
        name: [statistics.median(run[kind] for run in figures) for kind in (0, 1)]
        for name, figures in runs.items()
    }
    for name, (wall, cpu) in medians.items():
        print(
            f"{name:6} first frame {wall:.3f} s ({wall / medians['bare'][0]:.2f})"
            f"   processor {cpu:.3f} s ({cpu / medians['bare'][1]:.2f})"
        )


if __name__ == "__main__":
    main()
