"""Which tests run a line of ``annotations``, and how long they take: measured once, good while files change.

The first half is a pytest plugin, which runs under coverage in the copy of the tree; the second reads what it
found.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import coverage
import pytest

MOST = 40.0
"""Seconds of tests to spend on a mutant: a line of the storage is run by every test that opens a layer."""
SECONDS: Counter[str] = Counter()
FOUND = Path("found.json")
"""What the plugin leaves in the folder where it runs."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Name the test whose lines come next, fixtures included; all cases of a table are one test."""
    running = coverage.Coverage.current()
    assert running is not None
    running.switch_context(item.nodeid.partition("[")[0])
    try:
        return (yield)
    finally:
        running.switch_context("")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up how long a test takes."""
    SECONDS[report.nodeid.partition("[")[0]] += report.duration


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Write down which tests ran each line, in which state of the files."""
    running = coverage.Coverage.current()
    assert running is not None
    data, here = running.get_data(), Path.cwd()
    found = {
        "seconds": SECONDS,
        "lines": {
            Path(file).relative_to(here).as_posix(): data.contexts_by_lineno(file)
            for file in data.measured_files()
        },
        "digests": {
            path.as_posix(): digest(path)
            for folder in ("annotations", "tests")
            for path in Path(folder).rglob("*.py")
        },
    }
    FOUND.write_text(json.dumps(found), encoding="utf-8")


def digest(path: Path) -> str:
    """Return what tells one state of a file from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


@functools.cache
def measured(source: Path) -> dict[str, dict[str, Any]]:
    """Return what the plugin found."""
    found: dict[str, dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))
    return found


def tests_of(path: Path, line: int, source: Path) -> tuple[list[str], float]:
    """Return the tests that run the statement at a line of a module, and how long they take in seconds.

    Those of its package come first, then the quick ones, up to :data:`MOST` seconds. For what runs on import,
    or has changed since the tests were measured, they are all that run anything of the module. Files of tests
    that changed, and new ones of the package, are run whole.
    """
    seconds, lines, digests = (measured(source)[key] for key in ("seconds", "lines", "digests"))
    room = f"tests/{'/'.join(path.parts[:2])}/" if len(path.parts) > 2 else "tests/annotations/test_"
    contexts: dict[str, list[str]] = lines.get(path.as_posix(), {})
    stretch = statement(path, line) if digests.get(path.as_posix()) == digest(path) else range(0)
    names = {name for at in stretch for name in contexts.get(str(at), ()) if name}
    names = names or {name for found in contexts.values() for name in found if name}
    names = names or {name for name in seconds if name.startswith(room)}
    there = {file.as_posix(): digest(file) for file in Path("tests/annotations").rglob("test_*.py")}
    changed = {file for file, state in there.items() if digests.get(file) != state}
    chosen = {
        file if file in changed else name for name in names if (file := name.partition("::")[0]) in there
    }
    chosen |= {file for file in changed if file.startswith(room)}
    spent = {name: seconds.get(name, 5.0) for name in chosen}
    near = sorted(chosen, key=lambda name: (f"/test_{path.stem}" not in name, room not in name, spent[name]))
    until = list(accumulate(spent[name] for name in near))
    count = max(1, sum(total <= MOST for total in until))
    return near[:count], until[count - 1] if until else 0.0


def statement(path: Path, line: int) -> range:
    """Return the lines of the innermost statement around a line; of a compound one, those of its head."""
    around = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
            if node.lineno <= line <= last:
                around.append(range(node.lineno, last + 1))
    return min(around, key=len, default=range(line, line + 1))
