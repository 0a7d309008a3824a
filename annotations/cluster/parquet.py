"""Tables of Parquet: an article a row, its columns what is said beside it."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from annotations.cluster.partitions import ROWS, Input, Partition, Shape
from annotations.cluster.source import source_of
from annotations.cluster.stores import store_of
from annotations.cluster.texts import BadLine, Piece, ReadingEnd, article_pieces
from annotations.errors import NeedsExtra, ReadingError
from annotations.reading.decode import Decoded
from annotations.reading.records import article_of, listed
from annotations.reading.source import Options
from annotations.reading.table import where_row
from annotations.wording import tr

__all__ = ["rows_of", "shape_of"]


def shape_of(table: Input, size: int, reading: Options) -> Shape:
    """Return how many rows a table has, and how many of them have about `size` bytes.

    Raises:
        ReadingError: It cannot be read, or has no column of the text.
    """
    with _opened(table, reading) as file:
        said = file.metadata
        bytes_of_all = sum(said.row_group(n).total_byte_size for n in range(said.num_row_groups))
        each = size * said.num_rows / max(1, bytes_of_all)
        return Shape(said.num_rows, max(1, round(each / ROWS)) * ROWS)


def rows_of(part: Partition, reading: Options) -> Iterator[Piece]:
    """Yield the texts of a partition, what is to be known of how each was read, and what is bad.

    Raises:
        ReadingError: The file cannot be read, or was changed.
    """
    source_of(part.table).demand_unchanged()
    name = part.table.file.name
    with _opened(part.table, reading) as file:
        for number, row in _rows(file, part.start, part.stop):
            where = where_row(name, number + 1)
            try:
                article = article_of(
                    row, where=where, name=name, decoded=Decoded("", "utf-8"), options=reading
                )
            except ReadingError as error:
                yield BadLine(str(error), number + 1)
            else:
                yield from article_pieces(article, (name, number // ROWS))
    yield ReadingEnd(part.stop, 0)


@contextmanager
def _opened(table: Input, reading: Options) -> Iterator[Any]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise NeedsExtra("Parquet", "parquet") from None
    name = table.file.name
    with store_of(table.file.url).open(table.file.url) as raw:
        try:
            file = ParquetFile(raw)
            names = file.schema_arrow.names
            if reading.text_key not in names:
                raise ReadingError(
                    tr(
                        "{path}: has no column {text_key!r};"
                        " name the column of the text (there are: {listed})",
                        path=name,
                        text_key=reading.text_key,
                        listed=listed(names),
                    )
                )
            yield file
        except (ArrowException, OSError) as error:
            said = str(error).strip().split("\n")[0]
            raise ReadingError(tr("{path}: cannot be read: {strerror}", path=name, strerror=said)) from None


def _rows(file: Any, start: int, stop: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows from `start` to `stop` with their numbers, from 0; few are held at once."""
    said, at = file.metadata, 0
    for group in range(said.num_row_groups):
        size = said.row_group(group).num_rows
        if at + size > start and at < stop:
            number = at
            for batch in file.iter_batches(batch_size=ROWS, row_groups=[group]):
                if number + len(batch) > start and number < stop:
                    for one, row in enumerate(batch.to_pylist(), number):
                        if start <= one < stop:
                            yield one, {key: _plain(value) for key, value in row.items()}
                number += len(batch)
                if number >= stop:
                    break
        at += size


def _plain(value: object) -> object:
    """Return a value of Parquet as JSON has it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | timedelta):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value)
