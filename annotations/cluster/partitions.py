"""Tables, and the partitions that they are cut into: ranges of bytes, or of rows.

A table of lines is cut without a look at it: a partition has the lines that begin in its range. Where the
rows of a table of cells begin is only known to who has read all that stands before; that of Parquet says it
itself. Each range begins where a batch of the analysis does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol

from annotations.cluster.files import Entry
from annotations.cluster.stores import store_of
from annotations.digest import blake2b
from annotations.errors import UsageError
from annotations.project.corpus import BLOCK
from annotations.wording import tr

__all__ = ["ROWS", "Cuts", "Input", "Partition", "Shape", "inputs_of", "partition_size", "partitions_of"]

ROWS = 256
"""Rows of Parquet after which a batch begins anew. Chosen: news have half a million characters in so many."""
_KINDS = {
    **dict.fromkeys((".jsonl", ".ndjson"), "lines"),
    **dict.fromkeys((".csv", ".tsv", ".tab"), "cells"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
}
_LARGEST = 1_000
"""Megabytes of a partition at the most. Chosen: three hours of a core, which is what a lost worker costs.

Memory does not grow with it: a partition is read, analysed and written in a stream.
"""


class Input(NamedTuple):
    """A table that is to be analysed."""

    number: int
    """Which of the inputs it is, from 0."""
    file: Entry
    kind: str
    """``lines``, ``cells`` or ``parquet``."""
    packed: bool
    """Whether it is a gzip archive."""


class Partition(NamedTuple):
    """A part of a table."""

    table: Input
    nth: int
    """Which part of its table it is, from 0."""
    start: int
    """Where it begins: a byte, or a row of Parquet."""
    stop: int
    """Where the next one begins."""
    begin: int = 0
    """The byte at which the first row begins that begins in it, where that is known."""
    row: int = 1
    """The number of that row."""
    weight: int = 0
    """How many bytes of the file it is about."""

    def name(self, made_by: str, form: str) -> str:
        """Return what the file of what is found in it is called, where analysis and options are `made_by`."""
        file = self.table.file
        said = json.dumps([made_by, file.url, file.size, file.stamp, self.start, self.stop, self.row])
        digest = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return f"part-{self.table.number:06d}-{self.nth:06d}-{digest}.{form}"


class Cuts(NamedTuple):
    """Where the rows begin with which the partitions of a table of cells begin."""

    rows: Sequence[tuple[int, int, int]]
    """Which partition, the byte at which its first row begins, and the number of that row."""
    problem: Exception | None = None
    """What keeps the rest from being read."""
    after: tuple[int, int] | None = None
    """The byte at which the next row begins, and its number; None at the end of the table."""


class Shape(NamedTuple):
    """What a table of Parquet says of itself."""

    rows: int
    rows_each: int
    """How many rows a partition has, a multiple of `ROWS`."""


class Surveyor(Protocol):
    """Who looks into tables that cannot be cut without that."""

    def cuts(self, table: Input, size: int, after: tuple[int, int] | None) -> Cuts:
        """Return where partitions of `size` bytes begin, of those behind `after`, as far as one look goes.

        Raises:
            ReadingError: The table cannot be read.
        """

    def shape(self, table: Input, size: int) -> Shape:
        """Return what a table of Parquet says of itself.

        Raises:
            ReadingError: It cannot be read.
        """


def inputs_of(patterns: Sequence[str]) -> list[Input]:
    """Return the tables that are named: files, folders of files, and what fits a pattern.

    Raises:
        UsageError: One is no table that can be cut.
        ReadingError: One is not there, or cannot be looked at.
    """
    inputs: list[Input] = []
    for pattern in patterns:
        for file in store_of(pattern).found(pattern):
            path = PurePosixPath(file.url.lower())
            packed = path.suffix == ".gz"
            kind = _KINDS.get(PurePosixPath(path.stem).suffix if packed else path.suffix, "")
            if not kind or (packed and kind == "parquet"):
                raise UsageError(
                    tr(
                        "{name}: partitions are made of .jsonl, .csv, .tsv and .parquet, the first three also"
                        " as .gz; name such files, or leave out --dask and --partitions",
                        name=file.name,
                    )
                )
            inputs.append(Input(len(inputs), file, kind, packed))
    return inputs


def partition_size(megabytes: float) -> int:
    """Return so many bytes as partitions can have: blocks, one at least.

    Raises:
        UsageError: It is none, or more than can be held at once.
    """
    if not 0 < megabytes <= _LARGEST:
        raise UsageError(tr("a partition has up to {most:,} MB; name a number above 0", most=_LARGEST))
    return max(1, round(megabytes * 1e6 / BLOCK)) * BLOCK


def partitions_of(table: Input, size: int, surveyor: Surveyor) -> Iterator[Partition]:
    """Yield the partitions of a table, as they are asked for.

    Those of a packed table of lines never end: how many there are is known when one of them was the last.

    Raises:
        ReadingError: The table cannot be read any further.
    """
    if table.kind == "cells":
        yield from _cells(table, size, surveyor)
    elif table.kind == "parquet":
        yield from _parquet(table, size, surveyor)
    else:
        for index in count():
            start, stop = index * size, (index + 1) * size
            if index and not table.packed and start >= table.file.size:
                return
            weight = 0 if table.packed else min(stop, table.file.size) - start
            yield Partition(table, index, start, stop, start, weight=weight)


def _cells(table: Input, size: int, surveyor: Surveyor) -> Iterator[Partition]:
    after: tuple[int, int] | None = None
    while True:
        found = surveyor.cuts(table, size, after)
        for index, begin, row in found.rows:
            start, stop = index * size, (index + 1) * size
            weight = 0 if table.packed else min(stop, table.file.size) - start
            yield Partition(table, index, start, stop, begin, row, weight)
        if found.problem is not None:
            raise found.problem
        if found.after is None:
            return
        after = found.after


def _parquet(table: Input, size: int, surveyor: Surveyor) -> Iterator[Partition]:
    rows, each = surveyor.shape(table, size)
    for index, start in enumerate(range(0, rows, each)):
        stop = min(start + each, rows)
        weight = table.file.size * stop // rows - table.file.size * start // rows
        yield Partition(table, index, start, stop, row=start + 1, weight=weight)
