"""Analysis in one piece, in parts and on a cluster of one worker and of two; and what a part costs by itself.

    python tests/benchmarks/cluster.py [--characters 600000] [--size 0.27] [--empty 200] [--runs 1]

A scheduler and its workers are processes of this machine. Of each run it prints the seconds, the characters
a second, the seconds of processor of all who took part, and whether it wrote what the first one did. Then
come so many parts with next to nothing in them: what is left is what a part costs besides its analysis.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from dask_cluster import DaskCluster, until  # noqa: E402
from tables import lines_of, rows_of  # noqa: E402

ENV = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
TICKS = os.sysconf("SC_CLK_TCK")


def news(characters: int) -> bytes:
    """Return articles of a thousand characters, sentences of the samples in an order of their own."""
    whole = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
    whole = re.sub(r"\([a-zü\u00e0-\u01dc]+\)", "", whole)
    sentences = [one for one in re.split(r"(?<=[。！？\n])", whole) if one.strip()]
    chance, rows, done = random.Random(17), [], 0
    while done < characters:
        text = ""
        while len(text) < 1_000:
            text += chance.choice(sentences)
        rows.append({"id": len(rows), "text": text, "date": "2025-03-05"})
        done += len(text)
    return lines_of(rows)


def burnt(processes: Iterable[int]) -> float:
    """Return the seconds of processor that processes have taken."""
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in processes]
    return sum(int(one[11]) + int(one[12]) for one in stats) / TICKS


def run(*arguments: object, workers: Iterable[int] = ()) -> tuple[float, float]:
    """Run the analysis; return its seconds, and those of processor, of `workers` too."""
    before, began = burnt(workers), time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "tui", "analyse", *map(str, arguments)], env=ENV)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, status
    seconds = time.perf_counter() - began
    return seconds, used.ru_utime + used.ru_stime + burnt(workers) - before


def joined(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("part-*")))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=600_000)
    parser.add_argument("--size", type=float, default=0.27, help="megabytes of a part")
    parser.add_argument("--empty", type=int, default=200, help="parts with next to nothing in them")
    parser.add_argument("--runs", type=int, default=1, help="of each the quickest is printed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, whole = folder / "news.jsonl", folder / "whole.jsonl"
        table.write_bytes(news(options.characters))
        characters = sum(len(json.loads(line)["text"]) for line in table.read_bytes().split(b"\n")[:-1])
        print(
            f"{characters:,} characters, {table.stat().st_size / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f}"
        )
        print(f"{'':32}{'seconds':>9}{'chars/s':>9}{'processor':>11}  the same")

        def show(words: str, do: Callable[[Path], tuple[float, float]]) -> None:
            results = []
            for number in range(options.runs):
                out = folder / f"{words}-{number}".replace(" ", "-")
                results.append(do(out))
            found = out.read_bytes() if out.is_file() else joined(out)
            if not whole.exists():
                whole.write_bytes(found)
            seconds, used = min(results)
            same = "yes" if found == whole.read_bytes() else "NO"
            print(f"{words:32}{seconds:9.1f}{characters / seconds:9,.0f}{used:11.1f}  {same}", flush=True)

        parts = ("--partition-size", options.size)
        for jobs in (1, 2):
            show(f"--jobs {jobs}", lambda out, jobs=jobs: run(table, "--jobs", jobs, "-o", out))
        for jobs in (1, 2):
            show(
                f"--partitions --jobs {jobs}",
                lambda out, jobs=jobs: run(table, "--partitions", *parts, "--jobs", jobs, "-o", out),
            )
        cluster = DaskCluster(folder, {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"})
        try:
            for count in (1, 2):
                cluster.add()
                there = [one.pid for one in (*cluster.workers, cluster.scheduler)]
                joins(cluster, count)
                show(
                    f"--dask, {count} worker{'s' * (count > 1)}",
                    lambda out, there=there: run(
                        table, "--dask", cluster.address, *parts, "-o", out, workers=there
                    ),
                )
            many = folder / "empty.jsonl"
            many.write_bytes(lines_of(rows_of(3 * options.empty)))
            print(f"{options.empty} parts with three short texts each:")
            for words, more, those in (
                ("--partitions --jobs 2", ("--partitions", "--jobs", 2), []),
                ("--dask, 2 workers", ("--dask", cluster.address), there),
            ):
                took = [
                    run(many, *more, "--partition-size", 0.13, "-o", folder / f"{words}{n}", workers=those)
                    for n in range(options.runs)
                ]
                seconds, used = min(took)
                each = len([*(folder / f"{words}0").glob("part-*")])
                print(
                    f"{words:32}{seconds:9.1f} s, {1000 * seconds / each:.0f} ms a part,"
                    f" {1000 * used / each:.0f} ms of processor"
                )
        finally:
            cluster.end()


def joins(cluster: DaskCluster, count: int) -> None:
    """Wait until so many workers have joined."""
    from distributed import Client

    with Client(cluster.address, set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == count)


if __name__ == "__main__":
    main()
