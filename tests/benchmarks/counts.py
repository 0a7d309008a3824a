"""How long counting a large project takes, and how much memory.

    python tests/benchmarks/counts.py [--marks N] [--articles M] [--annotators K] [--jobs J]

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
from pathlib import Path

from large_project import build, sizes

COUNT = """
import sys, time
from pathlib import Path
from annotations.storage.counting import count_layers

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
        most = 0
        ended = threading.Event()

        def watch() -> None:
            nonlocal most
            while not ended.wait(0.02):
                most = max(most, memory(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        seconds, sentences = process.stdout.readline().split()
        ended.set()
        watcher.join()
        after = memory(process.pid)
        return float(seconds), int(sentences), max(most, after), after


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sizes(parser)
    parser.add_argument("--jobs", type=int, default=0)
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
        command = [sys.executable, "-m", "tui", "stats", str(folder), "--as", "bench", "--review"]
        for what in ("cold", "warm"):
            began = time.monotonic()
            surroundings = {**os.environ, "XDG_CACHE_HOME": name}
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=surroundings)
            print(f"zhupi stats --review, {what}  {time.monotonic() - began:.2f} s")


if __name__ == "__main__":
    main()
