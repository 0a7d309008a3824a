"""What reviewing costs in a large project, in a real pseudo-terminal.

    python tests/benchmarks/review.py [--marks 1000000] [--articles 3334] [--annotators 10] [--presses 60]

Builds a project of text files and layers, opens the review twice (the first time takes in every layer, the
second knows them), and prints: seconds to the review of an article, seconds from the key to the next article,
processor time of a key that goes to the next disagreement and of one that settles, and memory. Beside the
keys stands what moving costs in the reading screen of an annotator who sees nobody.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from terminal import Terminal, zhupi

from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.record import Record, article_mark, layer_head, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.layer.lines import HEAD, HEAD_KEY, TAIL, encode_line

_LABELS = (("claim",), ("claim", "opinion"), ("opinion",), ("claim", "quote"), ())
_AT = "2026-01-31T08:00:00.000Z"
_TO_SETTLE = r"[1-9]\d* to settle"
_DIFFERS = 0.2
"""How often an annotator says something else than the others."""


def article_text(number: int, sentences: int) -> str:
    """Return a text whose sentences are all others than in any other article."""
    return (
        "".join(f"第{number:05d}篇的第{index:02d}句說的是不同的事情。" for index in range(sentences)) + "\n"
    )


def records(who: str, articles: list[Article], truth: int) -> Iterator[Record]:
    """Yield the marks of an annotator, article by article."""
    dice = random.Random(who)
    common = {"annotator": who, "writer": "w", "scheme": "default/1", "at": _AT}
    for article in articles:
        true = random.Random(f"{truth} {article.id}")
        for sentence in article.sentences:
            labels = true.choice(_LABELS)
            if dice.random() < _DIFFERS:
                labels = dice.choice(_LABELS)
            yield sentence_mark(
                article.id,
                sentence.start,
                sentence.end,
                article.text[sentence.start : sentence.end],
                status="marked" if labels else "none",
                labels=labels,
                voice="author" if labels else None,
                voice_by="default" if labels else None,
                **common,
            )
        yield article_mark(article.id, done=True, seen=[[0, len(article.text)]], **common)


def build(root: Path, marks: int, count: int, annotators: int) -> int:
    """Write the project and return the bytes of its layers."""
    sentences = max(2, marks // count // annotators)
    root.mkdir()
    (root / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    for number in range(count):
        (root / f"{number:05d}.txt").write_text(article_text(number, sentences), encoding="utf-8")
    project = Project.open([root], annotator="lin")
    articles = [project.article(place) for place in project.places]
    folder = root / "annotations"
    folder.mkdir()
    for number in range(annotators):
        who = f"ann{number:02d}"
        with (folder / f"{who}.json").open("wb") as out:
            out.write(HEAD + encode_line(HEAD_KEY, layer_head(who))[1:])
            for record in records(who, articles, 1):
                out.write(encode_line(str(doc_id(record["uid"])), record))
            out.write(TAIL)
    return sum(path.stat().st_size for path in folder.glob("*.json"))


def opened(root: Path, home: Path, *more: str, wait: str) -> tuple[Terminal, float]:
    """Start the program and return it with the seconds until `wait` is on screen."""
    environ = {"XDG_CACHE_HOME": str(home / "cache")}
    began = time.monotonic()
    terminal = Terminal(zhupi("open", root, *more), home, columns=120, rows=40, environ=environ)
    terminal.wait(lambda text: re.search(wait, text), timeout=300)
    return terminal, time.monotonic() - began


def per_key(terminal: Terminal, key: str, presses: int) -> float:
    """Return the processor time of a key in milliseconds, the screen at rest after each."""
    terminal.settle(1.0)
    before = terminal.cpu
    for _ in range(presses):
        terminal.send(key)
        terminal.settle(0.06)
    return 1000 * (terminal.cpu - before) / presses


def memory(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--marks", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=3_334)
    parser.add_argument("--annotators", type=int, default=10)
    parser.add_argument("--presses", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, home = Path(folder) / "project", Path(folder) / "home"
        home.mkdir()
        size = build(root, options.marks, options.articles, options.annotators)
        print(f"{options.marks:,} marks of {options.annotators} annotators, {size / 1e6:,.0f} MB of layers")
        terminal, seconds = opened(root, home, "--as", "lin", "--review", wait=_TO_SETTLE)
        tell("review on screen, layers new to it", seconds, "s")
        terminal.kill()
        terminal, seconds = opened(root, home, "--as", "lin", "--review", wait=_TO_SETTLE)
        tell("review on screen, layers known", seconds, "s")
        terminal.settle(2.0)
        times = sorted(next_article(terminal, number) for number in range(2, 12))
        tell("key to the next article's review", times[len(times) // 2], "s")
        tell("  at most", times[-1], "s")
        terminal._draw = False
        tell("to the next disagreement", per_key(terminal, ",", options.presses), "ms CPU a key")
        tell("up and down", per_key(terminal, "Down", 10), "ms CPU a key")
        terminal.send("]")
        terminal.settle(2.0)
        tell("accept and go on", per_key(terminal, "F2", 12), "ms CPU a key")
        tell("memory", memory(terminal.pid), "MB")
        terminal.send("R")
        terminal.settle(2.0)
        tell("reading beside all, up and down", per_key(terminal, "Down", 10), "ms CPU a key")
        terminal.kill()
        terminal, _ = opened(root, home, "--as", "solo", wait="saved")
        terminal.settle(2.0)
        terminal._draw = False
        tell("reading alone, up and down", per_key(terminal, "Down", 10), "ms CPU a key")
        terminal.kill()


def next_article(terminal: Terminal, number: int) -> float:
    """Go to the next article, the `number`-th, and return the seconds until its review is on screen."""
    began = time.monotonic()
    terminal.send("]")
    terminal.wait(lambda text: f"art {number}/" in text and re.search(_TO_SETTLE, text), timeout=60)
    seconds = time.monotonic() - began
    terminal.settle(0.5)
    return seconds


def tell(what: str, value: float, unit: str) -> None:
    """Print one figure."""
    print(f"{what:36} {value:8.2f} {unit}")


if __name__ == "__main__":
    main()
