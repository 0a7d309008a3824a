"""Cuts the power after every step of what programs do to a project, and counts what does not hold.

    python tests/benchmarks/power_cut.py [--most 300] [--seed 1] [--folder DIR]

The first table has a row for each course of events: how many different states of the disk were opened, and
in how many of them something acknowledged was lost, the project could not be opened, half of an act counted,
or anything else was wrong. The second one leaves out one flush after the other and says where that showed.
Exit code 1 if anything was lost or could not be opened, or if a flush turned out other than expected.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "annotations" / "storage"))

from power_cut_cases import CASES, KILLED, record
from power_cut_verdicts import KINDS, SPARE, TWICE, Problem, after_kills, cut_twice, muted, verdicts

MUTED_MOST = 8
"""States after each step where a flush is left out: it shows in the first ones, or in none."""


def row(name: str, found: Iterable[Problem | None]) -> Counter[str]:
    """Print one row and return how often there was a problem of each kind."""
    count, kinds, examples = 0, Counter[str](), []
    for problem in found:
        count += 1
        if problem is not None:
            kinds[problem.kind] += 1
            examples.append(problem)
    print(f"{name:34}{count:8}" + "".join(f"{kinds[kind]:14}" for kind in KINDS), flush=True)
    for one in examples[:1]:
        print(f"    for example after step {one.step}: {one.kind}: {one.what[:160]}")
    return kinds + Counter(states=count)


def main() -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description="What is lost when the power is cut.")
    parser.add_argument("--most", type=int, default=300, help="how many states to look at after one step")
    parser.add_argument("--seed", type=int, default=1, help="chooses among the states where there are more")
    parser.add_argument("--folder", type=Path, help="where to put the states (a temporary folder)")
    options = parser.parse_args()
    total = Counter[str]()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = Path(temporary)
        state = folder / "state"
        print(f"{'course of events':34}{'states':>8}" + "".join(f"{kind:>14}" for kind in KINDS))
        for name, case in CASES.items():
            files = record(case, folder / name)
            total += row(name, verdicts(case, files, state, seed=options.seed, most=options.most))
        for name in KILLED:
            found = after_kills(name, folder / "killed", seed=options.seed, most=options.most)
            total += row(f"{name}, after each kill", found)
        for name in TWICE:
            more = {"seed": options.seed, "most": options.most // 10, "limit": options.most // 10}
            total += row(f"{name}, cut twice", cut_twice(name, folder / "twice", **more))
        print(f"{'all':34}{total['states']:8}" + "".join(f"{total[kind]:14}" for kind in KINDS))
        print("\nwithout this flush, what came first")
        surprises = 0
        for site, name, problem in muted(folder / "muted", seed=options.seed, most=MUTED_MOST):
            said = f"{problem.kind} ({name})" if problem else f"nothing: {SPARE.get(site, 'not expected')}"
            surprises += (problem is None) != (site in SPARE)
            print(f"{site}\n    {said}", flush=True)
    print(f"\n{surprises} flushes that are not as expected")
    return int(bool(surprises or total["lost"] or total["not openable"] or total["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
