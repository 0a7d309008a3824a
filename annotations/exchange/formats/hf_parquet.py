"""Parquet, with pyarrow: rows of a data set in pieces of bounded size, and the rows of anybody's file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, cast

from annotations.errors import NeedsExtra, ReadingError
from annotations.exchange.formats.hf_rows import LABELS, Columns
from annotations.exchange.parcels import Sink
from annotations.plain_json import loads
from annotations.wording import tr

__all__ = ["ParquetSink", "parquet_features", "parquet_rows"]

_ROWS = 2_000
"""Rows that are held until they are written; a group of a file. Chosen: some megabytes."""


class ParquetSink:
    """Takes rows and writes them into a sink.

    Args:
        sink: Takes the bytes.
        columns: What the rows hold.

    Raises:
        UsageError: pyarrow is not installed.
    """

    def __init__(self, sink: Sink, columns: Columns) -> None:
        arrow = _arrow()
        self._arrow = arrow
        self._schema = arrow.schema([(name, self._type(kind)) for name, kind in columns.items()])
        self._writer = arrow.parquet.ParquetWriter(cast(Any, _Out(sink)), self._schema)
        self._rows: list[dict[str, Any]] = []

    def add(self, row: dict[str, Any]) -> None:
        """Take one row."""
        self._rows.append(row)
        if len(self._rows) == _ROWS:
            self._flush()

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def _type(self, kind: Any) -> Any:
        if kind == LABELS:
            return self._arrow.list_(self._arrow.string())
        if isinstance(kind, list):
            return self._arrow.list_(self._type(kind[0]))
        if isinstance(kind, Mapping):
            return self._arrow.struct([(name, self._type(one)) for name, one in kind.items()])
        return {"bool": self._arrow.bool_, "int64": self._arrow.int64, "string": self._arrow.string}[kind]()


def parquet_rows(file: BinaryIO, where: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file, some at a time.

    Raises:
        ReadingError: It is no Parquet.
        UsageError: pyarrow is not installed.
    """
    arrow = _arrow()
    with _opened(file, where) as parquet:
        try:
            for batch in parquet.iter_batches(batch_size=_ROWS):
                yield from batch.to_pylist()
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise _damaged(where, error) from None


def parquet_features(file: BinaryIO, where: str) -> Any:
    """Return what ``datasets`` noted in a file of its columns, as JSON has it; None where it did not.

    Raises:
        ReadingError: It is no Parquet.
        UsageError: pyarrow is not installed.
    """
    with _opened(file, where) as parquet:
        noted = (parquet.schema_arrow.metadata or {}).get(b"huggingface", b"")
    try:
        return loads(noted.decode("utf-8", "replace"))
    except ValueError:
        return None


def _opened(file: BinaryIO, where: str) -> Any:
    arrow = _arrow()
    try:
        seekable = file if file.seekable() else io.BytesIO(file.read())
        return arrow.parquet.ParquetFile(seekable)
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise _damaged(where, error) from None


def _damaged(where: str, error: Exception) -> ReadingError:
    return ReadingError(
        tr("{where}: it is no sound Parquet ({error:.80}); get it anew", where=where, error=str(error))
    )


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise NeedsExtra("Parquet", "parquet") from None
    return pyarrow


class _Out(io.RawIOBase):
    """A sink as pyarrow wants a file."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._at = sink, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        piece = bytes(data)
        self._sink.write(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at
