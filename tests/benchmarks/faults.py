"""Every byte harmed and every call failed: what opens, what is refused, what is lost.

    python tests/benchmarks/faults.py [--damage] [--calls] [--step 1] [--folder DIR]

Without --damage or --calls both are run. The folder should be one whose flushes cost no time, such as
/dev/shm: here the disk fails on purpose only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "annotations" / "storage"))

from damages import Outcome, damages, examine, examine_strange, strange
from failing import ERRORS, SCENARIOS, sweep

COLUMNS = {
    "nothing lost": Outcome.WHOLE,
    "mended": Outcome.MENDED,
    "unchangeable": Outcome.HALF,
    "read-only": Outcome.NEWER,
    "refused": Outcome.REFUSED,
    "WRONG": "wrong",
}


def run_damage(step: int, folder: Path) -> int:
    """Harm a layer in every way and print what came of it; return how often something did not hold."""
    seen: Counter[tuple[str, str]] = Counter()
    altered: Counter[str] = Counter()
    path = folder / "mei.json"
    for damage in damages(step):
        _clear(folder)
        try:
            one = examine(damage, path)
        except Exception as error:  # whatever it is, it is a finding
            print(f"  {damage.kind} at {damage.touched}: {error!r}"[:300])
            seen[damage.kind, "wrong"] += 1
        else:
            seen[damage.kind, one.outcome] += 1
            altered[damage.kind] += one.altered > 0
    slowest = 0.0
    for kind, data in strange():
        _clear(folder)
        begin = time.perf_counter()
        try:
            outcome = examine_strange(data, path).outcome
        except Exception as error:  # whatever it is, it is a finding
            print(f"  {kind}: {error!r}"[:300])
            outcome = "wrong"
        seen["what no zhupi ever wrote", outcome] += 1
        slowest = max(slowest, time.perf_counter() - begin)
    print(f"\n{'damage':40}{'cases':>8}" + "".join(f"{name:>14}" for name in COLUMNS) + f"{'altered':>10}")
    for kind in dict.fromkeys(kind for kind, _ in seen):
        counts = [seen[kind, outcome] for outcome in COLUMNS.values()]
        row = "".join(f"{count:14,}" for count in counts)
        print(f"{kind:40}{sum(counts):8,}{row}{altered[kind]:10,}")
    total = [sum(n for (_, found), n in seen.items() if found == outcome) for outcome in COLUMNS.values()]
    print(f"{'all':40}{sum(total):8,}" + "".join(f"{count:14,}" for count in total))
    print(f"altered: what is left is a record with another content; slowest strange file {slowest:.1f} s")
    return total[-1]


def run_calls(folder: Path) -> int:
    """Let every call fail in every scenario and print what came of it; return how much did not hold."""
    print(
        f"\n{'scenario':28}{'error':14}{'when':>14}{'calls':>8}{'saved':>8}{'lost':>7}{'wrong':>7}{'litter':>8}"
    )
    wrong = 0
    for name, scenario in SCENARIOS.items():
        for error, number in ERRORS.items():
            for forever in (False, True):
                with tempfile.TemporaryDirectory(dir=folder) as inside:
                    results = sweep(scenario, Path(inside), number, forever=forever)
                for at, one in enumerate(results, 1):
                    if one.lost or one.wrong or one.litter:
                        print(f"  call {at}: {one}")
                counts = (
                    len(results) - 1,
                    sum(one.acknowledged for one in results),
                    sum(len(one.lost) for one in results),
                    sum(len(one.wrong) for one in results),
                    sum(one.litter for one in results),
                )
                wrong += sum(counts[2:])
                row = "".join(f"{n:{width}}" for n, width in zip(counts, (8, 8, 7, 7, 8), strict=True))
                print(f"{name:28}{error:14}{'from then on' if forever else 'once':>14}{row}")
    return wrong


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def main() -> int:
    """Run what was asked for; return 1 if anything did not hold."""
    parser = argparse.ArgumentParser(description="Every byte harmed and every call failed.")
    parser.add_argument("--damage", action="store_true", help="harm the bytes of a layer")
    parser.add_argument("--calls", action="store_true", help="let calls of the system fail")
    parser.add_argument("--step", type=int, default=1, help="harm every STEP-th byte only (1)")
    parser.add_argument("--folder", type=Path, default=Path.cwd(), help="where to do it (here)")
    options = parser.parse_args()
    both = not (options.damage or options.calls)
    wrong = 0
    if options.damage or both:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            wrong += run_damage(options.step, Path(folder))
    if options.calls or both:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            wrong += run_calls(Path(folder))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
