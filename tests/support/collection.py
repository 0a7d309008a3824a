"""How several processes that collect the same tests share the work of compiling them.

Each needs all modules of the tests. In a fresh checkout pytest compiles them, which takes a quarter of a
minute, and as much in every process, because all of them come to a module at the same moment. So each begins
with another part, and finds the rest compiled by the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import pytest

__all__ = ["Turned", "pytest_collect_directory", "pytest_collection_modifyitems", "turned"]

NodeT = TypeVar("NodeT")


def turned(nodes: list[NodeT], worker: str, of: int) -> list[NodeT]:
    """Return `nodes`, those first with which the process called `worker`, one of so many, begins."""
    at = len(nodes) * int(worker.removeprefix("gw")) // of
    return nodes[at:] + nodes[:at]


class Turned(pytest.Dir):
    """A folder of tests that another process goes through from another place on."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Return what is in it."""
        of = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        return turned(list(super().collect()), os.environ["PYTEST_XDIST_WORKER"], of)


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Have each process begin elsewhere; where there is one, as pytest does."""
    return Turned.from_parent(parent, path=path) if "PYTEST_XDIST_WORKER" in os.environ else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests into the order that is the same in all processes."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item.path)
