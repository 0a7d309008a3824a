"""How many faults the tests find: a seeded sample of mutants of ``annotations``, equal by package.

    python tests/mutation/run.py --seed 1 --mutants 320 --jobs 2
    python tests/mutation/run.py --seed 1 --mutants 60 --package annotations.reading
    python tests/mutation/run.py --seed 1 --mutants 320 --again      # the survivors only, after new tests

Cosmic Ray makes the mutants and keeps the results; what is its own here is which mutants and which tests. A mutant is
tried in a copy of the tree, against the tests of its own package: those named like its module first, then the rest.
A run that was broken off goes on where it stopped; another source or another seed is another run. Exit code 1 where
less than ``--least`` was killed.
"""

from __future__ import annotations

import argparse
import ast
import functools
import hashlib
import os
import random
import re
import resource
import shlex
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.commands.init import _operators
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkItem, WorkResult

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "build" / "mutation"
MEMORY = 4 << 30  # bytes; a mutant that never stops taking memory must not take the machine with it

# Removed, these change no behaviour: they save time, or speak to the type checker.
IDLE_DECORATORS = re.compile(r"\s*@(functools\.)?(lru_cache|cache|cached_property|override|overload|final|runtime_checkable)\b")


def main() -> int:
    """Sample, try, count; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=320, help="in all, equal by package (default: 320)")
    parser.add_argument("--jobs", type=int, default=1, help="at the same time, each in a copy of its own")
    parser.add_argument("--package", action="append", help="annotations.reading, say; may be repeated (default: all)")
    parser.add_argument("--again", action="store_true", help="try those that survived once more")
    parser.add_argument("--also", action="append", default=[], help="tests to run besides the package's own")
    parser.add_argument("--least", type=float, default=92.0, help="percent that must be killed (default: 92)")
    options = parser.parse_args()
    os.chdir(ROOT)
    packages = options.package or sorted({package_of(path) for path in modules()})
    RESULTS.mkdir(parents=True, exist_ok=True)
    with use_db(str(RESULTS / f"{fingerprint()}-{options.seed}.sqlite")) as session:
        chosen = sample(options.seed, packages, -(-options.mutants // len(packages)))
        known = {item.job_id for item in session.work_items}
        session.add_work_items(item for item in chosen if item.job_id not in known)
        try_all(session, chosen, options.jobs, options.also, options.again)
        return tell(session, chosen, options.least)


def modules() -> list[Path]:
    """Every module of the core, from the root of the repository."""
    return sorted(path for path in Path("annotations").rglob("*.py") if path.stat().st_size)


def package_of(path: Path) -> str:
    """Return the room of a module; the modules beside the rooms are one more."""
    return ".".join(path.parts[:2]) if len(path.parts) > 2 else "annotations"


def fingerprint() -> str:
    """Return what tells one state of the source from another."""
    digest = hashlib.sha256()
    for path in modules():
        digest.update(path.as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def sample(seed: int, packages: list[str], each: int) -> list[WorkItem]:
    """Choose mutants, ``each`` a package and at most one a place, so that long expressions do not count more.

    The order is each mutant's own, so that a change in one module leaves the choice in the others as it was.
    """
    chosen: list[WorkItem] = []
    for package in packages:
        places: dict[tuple[Path, tuple[int, int]], WorkItem] = {}
        candidates = [item for path in modules() if package_of(path) == package for item in mutants(path)]
        candidates.sort(key=lambda item: random.Random(f"{seed} {item.job_id}").random())
        for item in candidates:
            places.setdefault((item.mutations[0].module_path, item.mutations[0].start_pos), item)
        chosen += list(places.values())[:each]
    return chosen


def mutants(path: Path) -> Iterator[WorkItem]:
    """Give the mutants of a module that can behave differently."""
    source = path.read_text("utf-8")
    lines = source.split("\n")
    idle = list(idle_ranges(ast.parse(source), lines))
    tree = get_ast_from_path(path)
    nodes = list(ast_nodes(tree))
    for name, arguments, operator in _operators({}):
        positions = ((start, end) for node in nodes for start, end in operator.mutation_positions(node))
        for occurrence, (start, end) in enumerate(positions):
            line = lines[start[0] - 1]
            if any(first <= start < last for first, last in idle) or IDLE_DECORATORS.match(line):
                continue
            spec = MutationSpec(path, name, occurrence, start, end, arguments)
            yield WorkItem.single(f"{path.as_posix()}:{start[0]}:{start[1]} {name} {occurrence}", spec)


def idle_ranges(tree: ast.AST, lines: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give the stretches of a module that only type checkers and readers see."""
    for node in ast.walk(tree):
        idle: list[ast.AST | None] = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            idle.append(node)
        if isinstance(node, ast.keyword) and node.arg in ("frozen", "slots"):  # mypy sees to what is frozen
            idle.append(node)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            idle.append(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("cast", "TypeVar"):
            idle += node.args[:1]
        for part in filter(None, idle):
            columns = [
                len(lines[line - 1].encode()[:column].decode())  # ast counts bytes, the mutants characters
                for line, column in ((part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset))
            ]
            yield (part.lineno, columns[0]), (part.end_lineno, columns[1])


def tests_of(path: Path) -> list[list[str]]:
    """Return the tests of a module's package: first those named like the module or its folder, then the others."""
    folder = Path("tests", *path.parts[:2]) if len(path.parts) > 2 else Path("tests/annotations")
    files = sorted(folder.rglob("test_*.py") if len(path.parts) > 2 else folder.glob("test_*.py"))
    inner = path.parts[2:-1]
    near = [
        file
        for file in files
        if file.stem.startswith(tuple(f"test_{name}" for name in (path.stem, *inner)))
        or (inner and file.parent == Path("tests", *path.parent.parts))
    ]
    near.sort(key=lambda file: not file.stem.startswith(f"test_{path.stem}"))
    far = [file for file in files if file not in near]
    return [[str(file) for file in stage] for stage in (near, far) if stage]


def enter_copy(parent: str) -> None:
    """Go into a copy of the tree: what is mutated there is not the source, whatever happens."""
    copy = Path(tempfile.mkdtemp(dir=parent)) / "tree"
    shutil.copytree(ROOT, copy, symlinks=True, ignore=shutil.ignore_patterns(".*", "build", "__pycache__", "*.pyc"))
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def command(tests: tuple[str, ...]) -> str:
    """Return the command that runs tests and stops at the first that fails."""
    options = "-m pytest -x -q --no-header --tb=line -p no:cacheprovider --hypothesis-seed=0"
    return f"{shlex.quote(sys.executable)} {options} {shlex.join(tests)}"


@functools.cache
def seconds_allowed(tests: tuple[str, ...]) -> float:
    """Return how long tests may take with a mutant, from how long they take without; they must pass without."""
    start = time.monotonic()
    outcome, output = run_tests(command(tests), 900)
    if outcome is not TestOutcome.SURVIVED:
        raise SystemExit(f"These tests fail without any mutant: {' '.join(tests)}\n{output[-2000:]}")
    return 10 + 3 * (time.monotonic() - start)


def attempt(item: WorkItem, also: list[str]) -> tuple[str, WorkResult]:
    """Try one mutant, in this process's copy of the tree."""
    stages = tests_of(item.mutations[0].module_path) + ([also] if also else [])
    for stage in stages:
        allowed = seconds_allowed(tuple(stage))
        result = mutate_and_test(item.mutations, command(tuple(stage)), allowed)
        if result.is_killed:
            break
    return item.job_id, result


def try_all(session: WorkDB, chosen: list[WorkItem], jobs: int, also: list[str], again: bool) -> None:
    """Try what has no result yet, and with ``again`` what survived; every result is kept as it comes."""
    done = {job for job, result in session.results if result.is_killed or not again}
    waiting = [item for item in chosen if item.job_id not in done]
    with tempfile.TemporaryDirectory(prefix="zhupi-mutation-") as parent:
        with ProcessPoolExecutor(jobs, get_context("spawn"), enter_copy, (parent,)) as pool:
            futures = [pool.submit(attempt, item, also) for item in waiting]
            for count, future in enumerate(as_completed(futures), 1):
                job, result = future.result()
                session.set_result(job, result)
                print(f"{count}/{len(waiting)} {result.test_outcome.value:<9} {job}", flush=True)


def tell(session: WorkDB, chosen: list[WorkItem], least: float) -> int:
    """Print what lives, with its difference, then the figure by package; return the exit code."""
    results = dict(session.results)
    counts: dict[str, list[bool]] = defaultdict(list)
    for item in chosen:
        path, result = item.mutations[0].module_path, results[item.job_id]
        counts[package_of(path)].append(result.is_killed)
        if not result.is_killed:
            changed = [line for line in (result.diff or "").split("\n")[3:] if line[:1] in "+-"]
            print(f"\n{path}:{item.mutations[0].start_pos[0]}  {item.mutations[0].operator_name}", *changed, sep="\n")
    print()
    for package, killed in counts.items():
        print(f"{package:<26} {sum(killed):>4} of {len(killed):>4} killed")
    everything = [killed for package in counts.values() for killed in package]
    percent = 100 * sum(everything) / len(everything)
    print(f"{'all':<26} {sum(everything):>4} of {len(everything):>4} killed: {percent:.1f} %")
    return 0 if percent >= least else 1


if __name__ == "__main__":
    sys.exit(main())
