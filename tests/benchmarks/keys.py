"""What a key costs in the full screen, at 2,000 and at 1,000,000 characters, in a real pseudo-terminal.

    python tests/benchmarks/keys.py [--presses 200] [--sizes 2000 1000000]

Prints for each size: seconds from starting the program to the text on screen, the same for a program that
is told to open the small article, processor time a key (moving, and tagging), and the seconds that a
resize takes until the screen is still.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from terminal import Terminal, zhupi

STEPS = 36
"""Sentences to walk over: more than a screen, fewer than the small article has."""
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def article(size: int) -> str:
    """Return `size` characters of news, made by repeating the sample articles."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    text = re.sub(r"\([a-zü\u00e0-\u01dc]+\)", "", "\n".join(texts)) + "\n"
    return (text * (size // len(text) + 1))[:size]


def measure(size: int, presses: int, folder: Path) -> dict[str, float]:
    """Return the figures for an article of `size` characters."""
    home = folder / str(size)
    home.mkdir()
    path = home / "article.txt"
    path.write_text(article(size), encoding="utf-8")
    began = time.monotonic()
    terminal = Terminal(zhupi("open", path, "--as", "bench"), home, columns=100, rows=40)
    terminal.wait("1 ...")
    shown = time.monotonic() - began
    terminal.wait("saved", timeout=60)
    # What is said at first stands where it says that names are being found, until a key is pressed.
    terminal.send("Down", "Up")
    terminal.settle(0.5)
    terminal.wait(lambda text: "finding names" not in text, timeout=600)
    terminal.settle(1.0)
    terminal._draw = False
    figures = {"on screen s": shown}
    # The first tag keeps the article as it is; that is once an article, not once a key.
    before = terminal.cpu
    terminal.send("c")
    terminal.settle(3.0)
    figures["first tag cpu s"] = terminal.cpu - before
    # Up and down over the same sentences at both sizes, the screen scrolling as it must.
    walk = ["Down"] * STEPS + ["Up"] * STEPS
    tagged = [key for step in walk for key in ("c", step)]
    for name, keys in (("move", walk), ("tag", tagged)):
        before, pressed = terminal.cpu, 0
        while pressed < presses:
            for key in keys:
                terminal.send(key)
                terminal.settle(0.05)
                pressed += 1
        figures[f"{name} ms/key"] = 1000 * (terminal.cpu - before) / pressed
    for columns in (90, 110):
        before, began = terminal.cpu, time.monotonic()
        terminal.resize(columns, 40)
        last = terminal.settle(0.3)
        figures["resize s"] = max(figures.get("resize s", 0), last - began)
        figures["resize cpu s"] = max(figures.get("resize cpu s", 0), terminal.cpu - before)
    terminal.kill()
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--presses", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 1_000_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = {size: measure(size, options.presses, Path(folder)) for size in options.sizes}
    first = results[options.sizes[0]]
    for size, figures in results.items():
        print(f"{size:>10,} characters")
        for name, value in figures.items():
            print(f"    {name:14} {value:8.2f}   ratio {value / first[name]:.2f}")


if __name__ == "__main__":
    main()
