"""What it takes to go on to the next article: until it is open, and until its names and numbers are known.

    python tests/benchmarks/next_article.py [--sizes 2000 20000] [--articles 7]

Each article is given three seconds on screen, less than anybody takes to read it, so that what comes next can
be read and analysed behind it. Printed are medians in milliseconds by the clock, and the ratio of the largest
size to the smallest.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from keys import article

from tui.app import ZhupiApp
from tui.cli.main import _parser
from tui.cli.open import start


def made(news: Path) -> ZhupiApp:
    """Return the program on the articles in `news`, as ``zhupi open`` makes it, short of running it."""
    found: list[ZhupiApp] = []
    ZhupiApp.run = lambda self, **_: found.append(self)  # type: ignore[assignment,method-assign,misc]
    start(_parser(["open"]).parse_args(["open", str(news), "--as", "bench"]))
    return found[0]


async def measure(size: int, articles: int, news: Path) -> tuple[float, float]:
    """Return the milliseconds until the next article of `size` characters is open, and is analysed."""
    news.mkdir()
    for number in range(articles):
        text = article(size + 97 * number)[97 * number :]
        (news / f"{number}.txt").write_text(f"ART{number}NO\n\n{text}", encoding="utf-8")
    shown: list[float] = []
    known: list[float] = []
    app = made(news)
    async with app.run_test(size=(100, 40)):
        screen = app.screen
        session = screen.session  # type: ignore[attr-defined]
        for number in range(1, articles):
            while not session.ready or session.article.found.finding:
                await asyncio.sleep(0.02)
            await asyncio.sleep(3)
            began = time.perf_counter()
            screen.opener.read_next_open()  # type: ignore[attr-defined]
            while not session.article.base.title.startswith(f"ART{number}"):
                await asyncio.sleep(0)
            shown.append(1000 * (time.perf_counter() - began))
            while session.article.found.finding:
                await asyncio.sleep(0)
            known.append(1000 * (time.perf_counter() - began))
    return statistics.median(shown), statistics.median(known)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--articles", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZHUPI_STATE"] = f"{folder}/state"
        os.environ["ZHUPI_CONFIG"] = f"{folder}/none.toml"
        figures = [
            asyncio.run(measure(size, options.articles, Path(folder, str(size)))) for size in options.sizes
        ]
    for size, (shown, known) in zip(options.sizes, figures, strict=True):
        print(f"{size:>7,} characters: open after {shown:.1f} ms, names known after {known:.1f} ms")
    print("ratio", ", ".join(f"{b / a:.1f}" for a, b in zip(figures[0], figures[-1], strict=True)))


if __name__ == "__main__":
    main()
