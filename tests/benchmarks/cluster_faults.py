"""Runs on a cluster whose workers and clients are killed at random: what is left out, doubled or harmed.

    python tests/benchmarks/cluster_faults.py [--runs 10] [--parts 40] [--seed 17]

Each run has three workers. Again and again one of them is killed and another one joins, and now and then the
command itself is killed and run again, until one of them comes to its end. Then the parts are compared with
what a run in one piece writes. It prints what was done to the run and what became of it.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from dask_cluster import DaskCluster  # noqa: E402
from tables import TEXTS, lines_of  # noqa: E402

ENV = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}


def command(*arguments: object) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "tui", "analyse", *map(str, arguments)]
    return subprocess.Popen(line, env=ENV, stderr=subprocess.PIPE)


def main() -> None:
    """Print a line a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--parts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, whole = folder / "news.jsonl", folder / "whole.jsonl"
        rows = [
            {"id": n, "text": f"{n}。" + "".join(TEXTS) * 6, "page": "x" * 30_000}
            for n in range(4 * options.parts)
        ]
        bad = b'{"text": 7}\n'
        table.write_bytes(lines_of(rows[:50]) + bad + lines_of(rows[50:]) + bad)
        said = command(table, "-o", whole, "--jobs", 1).communicate()[1]
        print(f"{'run':>4}{'workers killed':>16}{'commands killed':>17}{'seconds':>9}  outcome")
        lost = 0
        for number in range(options.runs):
            (folder / f"c{number}").mkdir()
            cluster = DaskCluster(folder / f"c{number}", {"PYTHONPATH": str(ROOT)})
            out, began = folder / f"out{number}", time.monotonic()
            workers = commands = 0
            try:
                for _ in range(3):
                    cluster.add()
                order = (table, "--dask", cluster.address, "--partition-size", 0.13, "-o", out)
                process = command(*order)
                while True:
                    try:
                        process.wait(chance.uniform(1, 6))
                        break
                    except subprocess.TimeoutExpired:
                        cluster.lose(chance.choice(cluster.workers))
                        cluster.add()
                        workers += 1
                    if chance.random() < 0.2:
                        process.kill()
                        process.communicate()
                        process = command(*order)
                        commands += 1
                lines = (process.communicate()[1] or b"").decode().split("\n")[:-1]
                found = b"".join(path.read_bytes() for path in sorted(out.glob("part-*")))
                aside = sum(path.read_bytes().count(b"\n") for path in out.glob("bad-*"))
                fine = found == whole.read_bytes() and aside == said.count(b"\n") == 2
                fine = fine and not [*out.glob(".*")] and process.returncode == 1
                words = "the same" if fine else f"ended with {process.returncode}: {lines[-1:]}"
                lost += not fine
            finally:
                cluster.end()
            seconds = time.monotonic() - began
            print(f"{number:4}{workers:16}{commands:17}{seconds:9.0f}  {words}", flush=True)
    print(f"{lost} of {options.runs} runs are not what a run in one piece is")


if __name__ == "__main__":
    main()
