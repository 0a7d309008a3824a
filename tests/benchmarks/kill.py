"""Kills programs in the middle of their work, again and again in one project, and counts what is lost.

    python tests/benchmarks/kill.py [--kills 1000] [--seed 1] [--folder DIR]

The programs annotate as fast as they can, freeze articles and close their layers, which makes the files
shorter. In every second round one dies right before a call of the system, in the others at a moment that
the clock brings; in every fourth two of them work at once. After each round everything acknowledged must be
there, for zhupi and for stock TinyDB, in the file as it was left; then the next ones go on with it.
Exit code 1 if anything was not as it was promised.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "annotations" / "storage"))

from killing import Kills

WORDS = ("opened", "putting", "freezing", "closing")


def main() -> int:
    """Kill, count and print."""
    parser = argparse.ArgumentParser(description="What is lost when programs are killed.")
    parser.add_argument("--kills", type=int, default=1000, help="how many programs to kill")
    parser.add_argument("--seed", type=int, default=1, help="chooses the moments, as far as one can")
    parser.add_argument("--folder", type=Path, help="on which disk (that of temporary files)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        kills = Kills(Path(folder) / "project", random.Random(options.seed))
        problems = 0
        while kills.workers < options.kills:
            turn = kills.counts["kills"] % 4
            if turn % 2:
                kills.kill(together=turn // 2 + 1)
            else:
                kills.kill_at(kills.dice.choice(WORDS), kills.dice.randint(1, 12))
            for problem in kills.problems:
                print(problem, flush=True)
            problems += len(kills.problems)
            kills.problems.clear()
        kills.look_at_all_articles()
        problems += len(kills.problems)
        litter = len(list(Path(folder).rglob("*.tmp")))
    torn = kills.counts["torn between two pages"]
    print(f"{kills.workers:8,} programs killed, in {kills.counts['kills']:,} rounds")
    print(f"{kills.counts['stored']:8,} acts acknowledged, of {len(kills.revs):,} records")
    print(f"{sum(kills.articles.values()):8,} frozen articles acknowledged")
    print(f"{kills.counts['shorter']:8,} times a layer was made shorter")
    print(f"{kills.counts['closing']:8,} times that was begun")
    print(f"{torn:8,} files that stock TinyDB could not read as they were left")
    print(f"{litter:8,} temporary files left behind")
    print(f"{kills.counts['lost']:8,} acknowledged records lost")
    return int(problems > 0)


if __name__ == "__main__":
    sys.exit(main())
