"""Measures how long the figures of agreement take for a large project.

    python tests/benchmarks/agreement.py [--marks N] [--articles M] [--annotators K]

The project is made in memory: reading layers is measured elsewhere.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from simulated import careful, simulate

from annotations.review.collecting import collect
from annotations.review.report import report
from annotations.scheme import DEFAULT


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--marks", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--annotators", type=int, default=10)
    options = parser.parse_args()
    each = max(1, options.marks // options.articles // options.annotators)
    behaviours = {f"a{number:02}": careful(0.05) for number in range(options.annotators)}
    simulated = simulate(behaviours, articles=options.articles, sentences=each)
    began = time.perf_counter()
    units = collect(simulated.layers.items(), simulated.articles.get, DEFAULT)
    collected = time.perf_counter()
    found = report(units, DEFAULT)
    ended = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{len(units.labels.unit):,} judgements of {len(units.article):,} sentences")
    print(f"the table  {collected - began:6.2f} s")
    print(f"{len(found.figures):,} figures  {ended - collected:6.2f} s   memory at most {memory:,.0f} MB")


if __name__ == "__main__":
    main()
