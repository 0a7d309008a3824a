"""Partitions on the cores of this machine, each done by a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Self

from annotations.cluster.order import Fingerprint, Order, Setup
from annotations.cluster.partitions import Cuts, Input, Partition, Shape
from annotations.cluster.source import let_go
from annotations.cluster.texts import cuts_of
from annotations.cluster.work import Done, do, fingerprint
from annotations.errors import StorageError, ZhupiError
from annotations.processes.messages import ChildFailed
from annotations.processes.workers import Workers
from annotations.reading.source import Options
from annotations.wording import tr

__all__ = ["Cores"]


class Cores:
    """Processes of this machine; only one where another tagger has a process besides."""

    def __init__(self, jobs: int, reading: Options) -> None:
        """Prepare for so many processes, 0 for one a core."""
        self._jobs = jobs or os.cpu_count() or 1
        self._reading = reading

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Let the files go that are open."""
        let_go()

    def fingerprint(self, setup: Setup, tell: Callable[[str], object]) -> Fingerprint:
        """Return what the results of this machine have in common."""
        if setup.tagger is not None:
            self._jobs = 1
        return fingerprint(setup)

    def cuts(self, table: Input, size: int, after: tuple[int, int] | None) -> Cuts:
        """Return where the partitions of a table of cells begin."""
        return cuts_of(table, size, after, self._reading)

    def shape(self, table: Input, size: int) -> Shape:
        """Return what a table of Parquet says of itself."""
        from annotations.cluster.parquet import shape_of

        return shape_of(table, size, self._reading)

    def outcomes(
        self, order: Order, parts: Iterator[Partition]
    ) -> Iterator[tuple[Partition, Done | ZhupiError] | None]:
        """Yield each partition with what became of it."""
        if self._jobs == 1:
            for part in parts:
                yield part, do(order, part)
            return
        with Workers("annotations.cluster.work", order, jobs=self._jobs) as workers:
            for part, outcome in workers.results(parts):
                if isinstance(outcome, ChildFailed):
                    raise StorageError(
                        tr(
                            "{path}: a process ended while it was at this table ({why});"
                            " what is done is kept: run the same again",
                            path=part.table.file.name,
                            why=outcome,
                        )
                    )
                yield part, outcome
