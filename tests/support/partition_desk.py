"""A table, a folder for its parts, and runs over it in this process."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

from program import zhupi_here
from tables import lines_of, rows_of, write

__all__ = ["PARTS", "Desk", "Result", "here", "in_one_piece", "joined", "told"]

here = partial(zhupi_here, "analyse")
Result = CompletedProcess[bytes]
PARTS = ("--partitions", "--jobs", "1", "--partition-size", "0.13")


def joined(folder: Path, form: str = "jsonl") -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob(f"part-*.{form}")))


@cache
def _in_one_piece(*options: str, tables: tuple[bytes, ...]) -> bytes:
    with TemporaryDirectory() as folder:
        paths = [write(Path(folder, f"{number}.jsonl"), data) for number, data in enumerate(tables)]
        return here(*paths, *options, "--jobs", "1").stdout


def in_one_piece(*tables: Path, flat: bool = False) -> bytes:
    """Return what a run in one piece writes of tables, which says nothing of where they are."""
    options = ("--flat",) if flat else ()
    return _in_one_piece(*options, tables=tuple(one.read_bytes() for one in tables))


def told(result: Result) -> list[str]:
    lines = result.stderr.decode().split("\n")[:-1]
    assert all(line.startswith("zhupi: ") for line in lines), lines
    return [line.removeprefix("zhupi: ") for line in lines]


@dataclass
class Desk:
    """A table, and a folder for its parts."""

    folder: Path
    table: Path = field(init=False)
    out: Path = field(init=False)

    def __post_init__(self) -> None:
        self.table = write(self.folder / "a.jsonl", lines_of(rows_of(10)))
        self.out = self.folder / "out"

    def run(self, *more: str | Path) -> Result:
        return here(self.table, *PARTS, "-o", self.out, *more)

    def parts(self) -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in self.out.glob("part-*")}
