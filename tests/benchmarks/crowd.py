"""Several programs at one layer: what is lost, and how often a reader meets a half-written file.

python tests/benchmarks/crowd.py [--processes 4] [--writes 500] [--increments 200] [--folder DIR]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "annotations" / "storage"))

from programs import crowd


def main() -> int:
    """Run both and print a table; return 1 if anything was lost."""
    parser = argparse.ArgumentParser(description="Several programs at one layer.")
    parser.add_argument("--processes", type=int, default=4, help="how many programs write")
    parser.add_argument("--writes", type=int, default=500, help="how many records each of them adds")
    parser.add_argument("--increments", type=int, default=200, help="how often each revises one record")
    parser.add_argument("--folder", type=Path, default=Path.cwd(), help="on which disk (here)")
    options = parser.parse_args()
    names = ("acknowledged", "lost", "refused", "reads", "half", "twice", "looks", "missed")
    print(f"{'':14}" + "".join(f"{name:>13}" for name in names) + f"{'seconds':>10}")
    lost = 0
    for title, each, counting in (
        ("new records", options.writes, False),
        ("one record", options.increments, True),
    ):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            begin = time.perf_counter()
            seen = crowd(
                Path(folder) / "annotations" / "mei.json", options.processes, each, counting=counting
            )
            took = time.perf_counter() - begin
        print(f"{title:14}" + "".join(f"{getattr(seen, name):13,}" for name in names) + f"{took:10.1f}")
        for notice in seen.notices:
            print("  ", notice)
        lost += seen.lost + seen.missed
    print(
        "\nrefused: another program's revision came first, made again; reads: by stock TinyDB, without lock;"
    )
    print("half: such a read met a write; twice: and so did the second; looks: by another of our programs;")
    print("missed: what that did not see in the end")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
