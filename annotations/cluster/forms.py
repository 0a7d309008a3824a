"""What is found in a partition in other forms than JSONL: CSV with a first row of names, and Parquet.

Both are made of flat lines, whose keys are the same for ever.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import IO, Any

from annotations.errors import NeedsExtra
from annotations.plain_json import loads

__all__ = ["FORMS", "demand_form", "written_as"]

FORMS = ("jsonl", "csv", "parquet")
_KEYS = ("format", "metadata", "text", "sentences", "parts", "entities", "numbers", "quotes")
_NUMBERS = ("format",)
_ROWS = 500
"""Rows that are held at once."""


def demand_form(form: str) -> None:
    """Raise NeedsExtra if `form` needs a library that is not here."""
    if form == "parquet":
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise NeedsExtra("Parquet", "parquet") from None


def written_as(form: str, rows: IO[bytes], out: IO[bytes]) -> IO[bytes]:
    """Write the flat lines of `rows` to `out` in a form, and return the file in which it is: one of the two.

    Raises:
        NeedsExtra: The form needs a library that is not here.
    """
    if form == "jsonl":
        return rows
    demand_form(form)
    rows.seek(0)
    (_csv if form == "csv" else _parquet)((loads(line.decode()) for line in rows), out)
    return out


def _csv(lines: Iterator[Mapping[str, Any]], out: IO[bytes]) -> None:
    text = io.TextIOWrapper(io.BytesIO(), "utf-8", "replace", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_KEYS)
    while True:
        some = [*islice(lines, _ROWS)]
        writer.writerows([one[key] for key in _KEYS] for one in some)
        text.flush()
        out.write(text.buffer.getvalue())
        if not some:
            return
        text.seek(0)
        text.truncate()


def _parquet(lines: Iterator[Mapping[str, Any]], out: IO[bytes]) -> None:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    kinds = [(key, pyarrow.int64() if key in _NUMBERS else pyarrow.large_string()) for key in _KEYS]
    schema = pyarrow.schema(kinds)
    with ParquetWriter(out, schema, compression="zstd") as writer:
        while some := [*islice(lines, _ROWS)]:
            columns = {key: [_whole(one[key]) for one in some] for key in _KEYS}
            writer.write_table(pyarrow.table(columns, schema=schema))


def _whole(value: object) -> object:
    """Return a value without halves of surrogate pairs, which Parquet cannot hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
