"""What it takes to go on to the next article when one is done, against a key that moves the cursor.

    python tests/benchmarks/next_article.py [--sizes 2000 20000] [--articles 8]

Each article is given some time on screen, as it has with who reads it, then it is marked done. Printed are
medians for each size, in milliseconds: from the key to the title of the next article on screen, the processor
time until the screen is still, and what a cursor key takes from being pressed to being drawn; the ratio is
that of the first to the last.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from keys import article
from readable import readable
from terminal import Terminal, zhupi


def until(terminal: Terminal, text: str) -> float:
    """Return the milliseconds until `text` is written to the screen; to interpret it would take longer."""
    began, written = time.perf_counter(), b""
    while text.encode() not in written:
        assert readable(terminal.fd, 20), f"{text!r} does not come"
        written += os.read(terminal.fd, 1 << 16)
    return 1000 * (time.perf_counter() - began)


def measure(size: int, articles: int, folder: Path) -> dict[str, float]:
    """Return the figures for articles of `size` characters."""
    home = folder / str(size)
    home.mkdir()
    for number in range(articles):
        text = article(size + 97 * number)[97 * number :]
        (home / f"{number}.txt").write_text(f"ART{number}NO\n\n{text}", encoding="utf-8")
    terminal = Terminal(zhupi("open", home, "--as", "bench"), home, columns=100, rows=40)
    terminal.wait("saved", timeout=60)
    terminal.wait("ART0NO")
    figures: dict[str, list[float]] = {"next on screen": [], "next cpu": [], "cursor key": []}
    for number in range(1, articles):
        terminal.settle(4.0)  # it is read and analysed, and what comes next as well
        began = time.perf_counter()
        terminal.send("Down")
        assert readable(terminal.fd, 20)
        figures["cursor key"].append(1000 * (time.perf_counter() - began))
        terminal.settle(0.5)
        terminal.send("d")
        terminal.wait("done anyway")
        terminal.settle(0.5)
        before = terminal.cpu
        terminal.send("Enter")
        figures["next on screen"].append(until(terminal, f"ART{number}NO"))
        terminal.settle(0.3)
        figures["next cpu"].append(1000 * (terminal.cpu - before))
    terminal.kill()
    return {name: statistics.median(values) for name, values in figures.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--articles", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            figures = measure(size, options.articles, Path(folder))
            told = ", ".join(f"{name} {value:.1f} ms" for name, value in figures.items())
            ratio = figures["next on screen"] / figures["cursor key"]
            print(f"{size:>7,} characters: {told}; ratio {ratio:.1f}")


if __name__ == "__main__":
    main()
