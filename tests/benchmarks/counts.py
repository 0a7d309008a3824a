"""How long counting a large project takes, and how much memory.

    python tests/benchmarks/counts.py [--marks N] [--articles M] [--annotators K] [--jobs J] [--decisions D]

Memory is what all processes have for themselves at once: their proportional set sizes, from /proc.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from large_project import annotator, build, records, sizes

from annotations.records.decisions import decision, seen
from annotations.records.record import Record, layer_head
from annotations.records.uids import doc_id
from annotations.storage.layer.lines import HEAD_KEY, render

COUNT = """
import sys, time
from pathlib import Path
from annotations.storage.readers.counting import count_layers

folder, cache, jobs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
paths = sorted((folder / "annotations").glob("*.json"))
began = time.monotonic()
counted = count_layers(paths, cache=cache, jobs=jobs or None)
seconds = time.monotonic() - began
assert all(one.counts and not one.notices for one in counted.values())
print(f"{seconds:.4f} {sum(one.counts.marked + one.counts.none for one in counted.values())}", flush=True)
sys.stdin.readline()
"""


def memory(process: int) -> int:
    """Return the bytes of a process and of all its children; of one that has ended nothing."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").split("\n")
        size = sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = {one for task in tasks for one in (task / "children").read_text().split()}
    except OSError:
        return 0
    return size + sum(memory(int(child)) for child in children)


def count(folder: Path, cache: Path, jobs: int) -> tuple[float, int, int, int]:
    """Count in a new process; return seconds, sentences, bytes at most and bytes afterwards."""
    command = [sys.executable, "-c", COUNT, str(folder), str(cache), str(jobs)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        with Watch(process.pid) as watch:
            seconds, sentences = process.stdout.readline().split()
        after = memory(process.pid)
        return float(seconds), int(sentences), max(watch.most, after), after


class Watch:
    """Looks at a process and its children all the time; `most` is what they took at once."""

    def __init__(self, process: int) -> None:
        self.most = 0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            self.most = max(self.most, memory(self._process))


def decisions(number: int, options: argparse.Namespace) -> Iterator[Record]:
    """Yield decisions on the first marks of the `number`-th annotator, each as that one had it."""
    marks = records(number, options.marks // options.annotators, options.articles, options.annotators)
    first = islice(marks, options.decisions // options.annotators)
    for one in {one["uid"]: one for one in first if one["kind"] == "sentence"}.values():
        yield decision(
            *(one[key] for key in ("article", "start", "end", "quote")),
            lead="lead",
            writer="bench",
            scheme="default/1",
            how="person",
            seen=[seen(annotator(number), one["uid"], one["rev"], False)],
            votes={},
            status=one["status"],
            labels=one["labels"],
        )


def decide(folder: Path, options: argparse.Namespace) -> int:
    """Write a lead's layer of decisions; return how many."""
    made = [one for number in range(options.annotators) for one in decisions(number, options)]
    lines = [(HEAD_KEY, layer_head("lead")), *((str(doc_id(one["uid"])), one) for one in made)]
    (folder / "annotations" / "lead.json").write_bytes(render(lines))
    return len(made)


def command(folder: Path, cache: str) -> tuple[float, int]:
    """Run the command; return seconds and bytes at most."""
    words = [sys.executable, "-m", "tui", "stats", str(folder), "--as", "bench", "--review"]
    began = time.monotonic()
    surroundings = {**os.environ, "XDG_CACHE_HOME": cache}
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, env=surroundings) as process:
        with Watch(process.pid) as watch:
            process.wait()
        assert process.returncode == 0
    return time.monotonic() - began, watch.most


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sizes(parser)
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--decisions", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name), Path(name, "cache")
        paths = build(folder, options.marks, options.articles, options.annotators)
        size = sum(path.stat().st_size for path in paths)
        print(f"{len(paths)} layers, {size / 1e6:,.0f} MB; load {os.getloadavg()[0]:.1f}")
        for what in ("cold", "warm"):
            seconds, sentences, most, after = count(folder, cache, options.jobs)
            print(
                f"{what}  {seconds:9.4f} s   {sentences:,} sentences"
                f"   memory at most {most / 1e6:,.0f} MB, afterwards {after / 1e6:,.0f} MB"
            )
        for what in ("cold", "warm"):
            told(what, *command(folder, name))
        made = decide(folder, options)
        command(folder, name)  # which counts the new layer
        told(f"warm, with {made:,} decisions", *command(folder, name))


def told(what: str, seconds: float, most: int) -> None:
    """Print what the command took."""
    print(f"zhupi stats --review, {what}  {seconds:.2f} s   memory at most {most / 1e6:,.0f} MB", flush=True)


if __name__ == "__main__":
    main()
