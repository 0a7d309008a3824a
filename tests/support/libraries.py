"""The libraries that people load exports with, each called as its users call it: without options."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

__all__ = ["LIBRARIES", "REWRITERS", "Loaded"]

Loaded = list[dict[str, Any]]
"""The rows of all files together, after they were written as Parquet and read again."""


def _datasets(files: Sequence[Path], folder: Path) -> Any:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ["HF_HOME"] = str(folder)
    import datasets

    datasets.disable_progress_bars()
    return datasets.load_dataset(
        "json", data_files=[str(one) for one in files], split="train", cache_dir=str(folder)
    )


def _polars(files: Sequence[Path]) -> Any:
    import polars

    return polars.concat([polars.read_ndjson(one) for one in files])


def _pandas(files: Sequence[Path]) -> Any:
    import pandas

    return pandas.concat([pandas.read_json(one, lines=True) for one in files])


def _by_datasets(files: Sequence[Path], folder: Path) -> Loaded:
    import pyarrow.parquet

    out = folder / "datasets.parquet"
    _datasets(files, folder).to_parquet(str(out))
    return list(pyarrow.parquet.read_table(out).to_pylist())


def _by_polars(files: Sequence[Path], folder: Path) -> Loaded:
    import polars

    out = folder / "polars.parquet"
    together, at_once = _polars(files), polars.scan_ndjson(files).collect()
    assert together.equals(at_once)
    together.write_parquet(out)
    return list(polars.read_parquet(out).to_dicts())


def _by_pandas(files: Sequence[Path], folder: Path) -> Loaded:
    import pandas

    out = folder / "pandas.parquet"
    _pandas(files).to_parquet(out)
    return list(pandas.read_parquet(out).to_dict("records"))


def _by_pyarrow(files: Sequence[Path], folder: Path) -> Loaded:
    import pyarrow.json
    import pyarrow.parquet

    out = folder / "pyarrow.parquet"
    table = pyarrow.concat_tables([pyarrow.json.read_json(one) for one in files])
    pyarrow.parquet.write_table(table, out)
    return list(pyarrow.parquet.read_table(out).to_pylist())


def _by_duckdb(files: Sequence[Path], folder: Path) -> Loaded:
    import duckdb

    out = folder / "duckdb.parquet"
    duckdb.sql(f"copy (select * from read_json({[str(one) for one in files]})) to '{out}' (format parquet)")
    found = duckdb.sql(f"select * from '{out}'")
    names = found.columns
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


LIBRARIES = [
    pytest.param(load, marks=pytest.mark.peer(name), id=name)
    for name, load in (
        ("datasets", _by_datasets),
        ("polars", _by_polars),
        ("pandas", _by_pandas),
        ("pyarrow", _by_pyarrow),
        ("duckdb", _by_duckdb),
    )
]
"""Functions that load files together."""


def _datasets_again(file: Path, folder: Path) -> None:
    _datasets([file], folder).to_json(str(folder / "again.jsonl"))


def _polars_again(file: Path, folder: Path) -> None:
    _polars([file]).write_ndjson(folder / "again.jsonl")


def _pandas_again(file: Path, folder: Path) -> None:
    _pandas([file]).to_json(folder / "again.jsonl", orient="records", lines=True)


def _duckdb_again(file: Path, folder: Path) -> None:
    import duckdb

    duckdb.sql(f"copy (select * from read_json('{file}')) to '{folder / 'again.jsonl'}' (format json)")


_Rewriter = Callable[[Path, Path], None]


def _rewriter(write: _Rewriter) -> Callable[[Path, Path], bytes]:
    def again(file: Path, folder: Path) -> bytes:
        write(file, folder)
        return (folder / "again.jsonl").read_bytes()

    return again


REWRITERS = [
    pytest.param(_rewriter(write), marks=pytest.mark.peer(name), id=name)
    for name, write in (
        ("datasets", _datasets_again),
        ("polars", _polars_again),
        ("pandas", _pandas_again),
        ("duckdb", _duckdb_again),
    )
]
"""Functions that load a file and write it again as JSONL, of which they return the bytes."""
