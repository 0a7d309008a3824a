"""How many faults the tests find: a seeded sample of mutants of ``annotations``, equal by package.

    python tests/mutation/run.py --seed 1 --mutants 320 --jobs 2
    python tests/mutation/run.py --seed 1 --mutants 60 --package annotations.reading
    python tests/mutation/run.py --seed 1 --mutants 320 --again    # the survivors only, after new tests

Cosmic Ray makes the mutants and keeps the results; what is our own is which mutants and which tests. The
tests of the core run once under coverage; then each mutant is tried, in a copy of the tree, against those
that run its line. A run that was broken off goes on where it stopped; a changed module has other mutants.
Results lie in ``build/mutation``; without ``tests.json`` there the tests are measured anew. Exit code 1 where
less than ``--least`` percent were killed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkItem, WorkResult
from faults import Position, can_compile, mutants, package_of
from which_tests import FOUND, tests_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RESULTS = ROOT / "build" / "mutation"
MEASURED = RESULTS / "tests.json"
PYTEST = "-m pytest -x -q --no-header --tb=line -p no:cacheprovider --hypothesis-seed=0"
MEMORY = 4 << 30  # bytes; a mutant that never stops taking memory must not take the machine with it


def main() -> int:
    """Sample, try, tell; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=320, help="in all, equal by package (default: 320)")
    parser.add_argument("--jobs", type=int, default=1, help="at the same time, each in a copy of its own")
    parser.add_argument("--package", action="append", help="annotations.reading, say; may be repeated")
    parser.add_argument("--again", action="store_true", help="try those that survived once more")
    parser.add_argument("--tests", nargs="+", help="these tests instead of those that run the line")
    parser.add_argument("--least", type=float, default=92.0, help="percent that must be killed (default: 92)")
    options = parser.parse_args()
    os.chdir(ROOT)
    modules = sorted(path for path in Path("annotations").rglob("*.py") if path.stat().st_size)
    packages = options.package or sorted({package_of(path) for path in modules})
    RESULTS.mkdir(parents=True, exist_ok=True)
    with use_db(str(RESULTS / "results.sqlite")) as session:
        chosen = sample(modules, options.seed, packages, -(-options.mutants // len(packages)))
        known = {item.job_id for item in session.work_items}
        session.add_work_items(item for item in chosen if item.job_id not in known)
        tried = {job for job, result in session.results if result.is_killed or not options.again}
        try_all(
            session, [item for item in chosen if item.job_id not in tried], options.jobs, options.tests or []
        )
        return tell(chosen, dict(session.results), options.least)


def sample(modules: list[Path], seed: int, packages: list[str], each: int) -> list[WorkItem]:
    """Choose mutants, ``each`` a package and at most one a place, for long expressions are not to count more.

    Each mutant has a rank of its own: a change in one module leaves the choice in the others as it was.
    """
    chosen: list[WorkItem] = []
    for package in packages:
        found = [item for path in modules if package_of(path) == package for item in mutants(path)]
        found.sort(
            key=lambda item: hashlib.sha256(f"{seed} {item.job_id.partition('#')[0]}".encode()).digest()
        )
        places: dict[tuple[Path, Position], WorkItem] = {}
        for item in found:
            if len(places) == each:
                break
            place = item.mutations[0].module_path, item.mutations[0].start_pos
            if place not in places and can_compile(item):
                places[place] = item
        chosen += places.values()
    return chosen


def enter_copy(parent: str) -> None:
    """Go into a copy of the tree: what is mutated there is not the source, whatever happens."""
    copy = Path(tempfile.mkdtemp(dir=parent)) / "tree"
    shutil.copytree(ROOT, copy, symlinks=True, ignore=shutil.ignore_patterns(".*", "build", "__pycache__"))
    os.chdir(copy)
    os.environ |= {"PYTHONPATH": f"{copy}:{HERE}", "COVERAGE_CORE": "ctrace"}  # the core that knows contexts
    compile_all()
    limit_memory(MEMORY)


def limit_memory(most: int) -> None:
    """Let this process, and those that it starts, have `most` bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def compile_all() -> None:
    """Compile the copy: each mutant is tried by a process of its own, which keeps none of its code."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    collect = [sys.executable, *PYTEST.split(), "--collect-only", "tests/annotations"]
    subprocess.run(collect, env=environ, stdout=subprocess.DEVNULL, check=True)


def measure() -> None:
    """Run the tests of the core once, in this process's copy of the tree; keep which of them run a line."""
    # No mutant is at work, and which of ten thousand tests ran which line takes more than one may have.
    limit_memory(resource.getrlimit(resource.RLIMIT_AS)[1])
    plugin = f"-m coverage run --source=annotations {PYTEST} -p which_tests tests/annotations"
    outcome, output = run_tests(f"{shlex.quote(sys.executable)} {plugin}", 3600)
    if outcome is not TestOutcome.SURVIVED:
        raise RuntimeError(f"these tests fail without any mutant:\n{output[-3000:]}")
    limit_memory(MEMORY)
    shutil.copy(FOUND, MEASURED)


def attempt(item: WorkItem, tests: list[str]) -> tuple[str, WorkResult]:
    """Try one mutant, in this process's copy of the tree."""
    seconds = 60.0
    if not tests:
        tests, seconds = tests_of(item.mutations[0].module_path, item.mutations[0].start_pos[0], MEASURED)
    command = f"{shlex.quote(sys.executable)} {PYTEST} -p patience {shlex.join(tests)}"
    return item.job_id, mutate_and_test(item.mutations, command, 15 + 3 * seconds)


def try_all(session: WorkDB, waiting: list[WorkItem], jobs: int, tests: list[str]) -> None:
    """Try mutants; every result is kept as it comes."""
    with (
        tempfile.TemporaryDirectory(prefix="zhupi-mutation-") as parent,
        ProcessPoolExecutor(jobs, get_context("spawn"), enter_copy, (parent,)) as pool,
    ):
        if waiting and not tests and not MEASURED.exists():
            pool.submit(measure).result()
        futures = [pool.submit(attempt, item, tests) for item in waiting]
        for count, future in enumerate(as_completed(futures), 1):
            job, result = future.result()
            session.set_result(job, result)
            outcome = result.test_outcome or result.worker_outcome
            print(f"{count}/{len(waiting)} {outcome.value} {job}", flush=True)


def tell(chosen: list[WorkItem], results: dict[str, WorkResult], least: float) -> int:
    """Print what lives, with its difference, then the figure by package; return the exit code."""
    alive = [item for item in chosen if not results[item.job_id].is_killed]
    for item in alive:
        changed = [line for line in (results[item.job_id].diff or "").split("\n")[3:] if line[:1] in "+-"]
        print(f"\n{item.job_id}", *changed, sep="\n")
    print()
    for package, items in groupby(chosen, lambda item: package_of(item.mutations[0].module_path)):
        of = list(items)
        print(f"{package:<26} {sum(item not in alive for item in of):>4} of {len(of):>4} killed")
    percent = 100 * (1 - len(alive) / len(chosen))
    print(f"{'all':<26} {len(chosen) - len(alive):>4} of {len(chosen):>4} killed: {percent:.1f} %")
    return 0 if percent >= least else 1


if __name__ == "__main__":
    sys.exit(main())
