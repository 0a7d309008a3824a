"""The texts of partitions, one after the other: those of the whole table, whatever it is like."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from pathlib import Path

import pytest
from tables import PAGE, cells_of, lines_of, rows_of, write

from annotations.cluster.disks import Disks
from annotations.cluster.partitions import Cuts, Input, Shape, inputs_of, partition_size, partitions_of
from annotations.cluster.source import let_go
from annotations.cluster.texts import BadLine, Piece, ReadingEnd, cuts_of, texts_of_partition
from annotations.errors import ReadingError, UsageError
from annotations.project.corpus import BLOCK, Text
from annotations.project.corpus_texts import Remark, texts_of
from annotations.reading import Options

Write = Callable[[Path], Path]
PLAIN = Options(repair=False)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    let_go()


class Here:
    """Looks into tables in this process."""

    def __init__(self, reading: Options) -> None:
        self.reading = reading

    def cuts(self, table: Input, size: int, after: tuple[int, int] | None) -> Cuts:
        return cuts_of(table, size, after, self.reading)

    def shape(self, table: Input, size: int) -> Shape:
        from annotations.cluster.parquet import shape_of

        return shape_of(table, size, self.reading)


def in_parts(path: Path, size: int, reading: Options = PLAIN) -> list[Piece]:
    """Return what is in the partitions of a table, one after the other."""
    return [item for part in parts_of(path, size, reading) for item in part]


def parts_of(path: Path, size: int, reading: Options = PLAIN) -> Iterator[list[Piece]]:
    (table,) = inputs_of([str(path)])
    for part in partitions_of(table, size, Here(reading)):
        items = [*texts_of_partition(part, reading)]
        yield items
        if table.packed and table.kind == "lines":
            (reached,) = (one for one in items if isinstance(one, ReadingEnd))
            if reached.position < part.stop:
                return


def texts_in(items: Iterator[Piece] | list[Piece]) -> list[Text]:
    return [one._replace(block=None) for one in items if isinstance(one, Text)]


def whole(path: Path) -> tuple[list[Text], list[str]]:
    """Return the texts of a table that is read in one piece, and what is wrong with it."""
    items = [*texts_of(path, PLAIN, repair=False)]
    wrong = [str(one) for one in items if not isinstance(one, Text | Remark)]
    return [one._replace(block=None) for one in items if isinstance(one, Text)], wrong


ROWS = rows_of(11)
BROKEN = lines_of(ROWS[:4]) + b'{"text": 7}\n\n \t\n[1\n' + lines_of(ROWS[4:]) + b"\xff\xfe\xfa\xfb\n"
TABLES: dict[str, Write] = {
    "a.jsonl": lambda path: write(path, lines_of(ROWS)),
    "no_end.jsonl": lambda path: write(path, lines_of(ROWS)[:-1]),
    "crlf.ndjson": lambda path: write(path, lines_of(ROWS).replace(b"\n", b"\r\n")),
    "broken.jsonl": lambda path: write(path, BROKEN),
    "wide.jsonl": lambda path: write(path, lines_of(ROWS).decode().encode("utf-16")),
    "wider.jsonl": lambda path: write(path, lines_of(ROWS[:7]).decode().encode("utf-32")),
    "gb.jsonl": lambda path: write(path, lines_of(ROWS).decode().encode("gb18030")),
    "one_line.jsonl": lambda path: write(path, lines_of([ROWS[0] | {"page": PAGE * 9}])),
    "blank.jsonl": lambda path: write(path, b"\n \n"),
    "empty.jsonl": lambda path: write(path, b""),
    "picture.jsonl": lambda path: write(path, b"\x89PNG" + b"\n" * BLOCK * 2),
    "a.csv": lambda path: cells_of(path, ROWS),
    "a.tsv": lambda path: cells_of(path, ROWS, "\t"),
    "quoted.csv": lambda path: cells_of(path, [row | {"page": '"\n' * (BLOCK // 4)} for row in ROWS[:3]]),
    "broken.csv": lambda path: write(
        path, b'id,text\n1,"a"b"\n2,c,d\n\nid,text\n' + (b"3,e" + b"e" * 9_999 + b"\n") * 30
    ),
    "no_rows.csv": lambda path: write(path, b"id,text\n"),
    "no_column.csv": lambda path: write(path, b"id,body\n1,x\n"),
    "empty.csv": lambda path: write(path, b""),
}


@pytest.mark.parametrize("name", TABLES)
def test_parts_are_the_whole(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.cluster.texts._LOOKS", (BLOCK, 2 * BLOCK))  # a table has several
    path = TABLES[name](tmp_path / name)
    texts, wrong = whole(path)
    for blocks in (1, 2, 100):
        bad: list[str] = []
        items: list[Piece] = []
        try:
            items += in_parts(path, blocks * BLOCK)
        except ReadingError as error:  # a table that cannot be read at all
            bad = [str(error)]
        assert texts_in(items) == texts, blocks
        assert [one.problem for one in items if isinstance(one, BadLine)] + bad == wrong, blocks


@pytest.mark.parametrize("name", ["a.jsonl", "broken.jsonl", "empty.jsonl", "a.csv", "quoted.csv"])
def test_what_is_packed_is_what_is_in_it(tmp_path: Path, name: str) -> None:
    plain = TABLES[name](tmp_path / name)
    packed = write(tmp_path / f"{name}.gz", plain.read_bytes())
    for size in (BLOCK, 3 * BLOCK):
        items, known = in_parts(packed, size), in_parts(plain, size)
        assert texts_in(items) == texts_in(known)
        places = [
            [(one.line, one.offset) for one in some if isinstance(one, BadLine)] for some in (items, known)
        ]
        assert places[0] == places[1]


def test_an_archive_is_unpacked_once_for_all_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.jsonl.gz", lines_of(rows_of(40)))
    back: list[int] = []

    class Watched(io.BufferedReader):
        def seek(self, offset: int, whence: int = 0) -> int:
            if not whence and offset < self.tell():
                back.append(offset)
            return super().seek(offset, whence)

    monkeypatch.setattr(Disks, "open", lambda self, url: Watched(io.FileIO(url)))
    assert len(texts_in(in_parts(path, BLOCK))) == 40
    assert not back


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    data = gzip.compress(lines_of(rows_of(30)))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ReadingError, match="damaged gzip archive"):
        in_parts(path, BLOCK)


def test_bad_lines_say_where_they_stand(tmp_path: Path) -> None:
    path = TABLES["broken.jsonl"](tmp_path / "broken.jsonl")
    data = path.read_bytes()
    bad = [one for one in in_parts(path, BLOCK) if isinstance(one, BadLine)]
    assert [one.line for one in bad] == [5, 8, 16]
    for one in bad:
        assert one.offset is not None
        assert data[one.offset :].startswith(one.content)
        assert data[: one.offset].count(b"\n") + 1 == one.line
        assert f"line {one.line}: " in one.problem


def test_parts_have_the_batches_of_the_whole(tmp_path: Path) -> None:
    path = TABLES["a.jsonl"](tmp_path / "a.jsonl")
    known = [one.block for one in texts_of(path, PLAIN, repair=False) if isinstance(one, Text)]
    for size in (BLOCK, 2 * BLOCK):
        parts = [[one.block for one in part if isinstance(one, Text)] for part in parts_of(path, size)]
        assert [*chain(*parts)] == known
        for one, other in pairwise(parts):
            assert not {*one} & {*other}, "no batch is in two parts"


def test_a_line_that_is_too_long_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.reading.lines.MAX_BYTES", 2 * BLOCK)
    rows = [ROWS[0], ROWS[1] | {"page": "x" * 5 * BLOCK}, ROWS[2]]
    path = write(tmp_path / "a.jsonl", lines_of(rows))
    items = in_parts(path, BLOCK)
    assert [one.others["id"] for one in texts_in(items)] == ["0", "2"]
    (bad,) = (one for one in items if isinstance(one, BadLine))
    assert (bad.line, bad.content) == (2, b"")
    assert [bad.problem] == whole(path)[1]


def test_a_table_that_changes_meanwhile_is_told(tmp_path: Path) -> None:
    path = TABLES["a.jsonl"](tmp_path / "a.jsonl")
    (table,) = inputs_of([str(path)])
    first, *_ = partitions_of(table, BLOCK, Here(PLAIN))
    path.write_bytes(lines_of(ROWS[:3]))
    with pytest.raises(ReadingError, match="was changed meanwhile"):
        [*texts_of_partition(first, PLAIN)]


@pytest.mark.peer("pyarrow")
@pytest.mark.parametrize("groups", [100, 300, 5_000])
def test_parquet_is_read_by_rows_whatever_its_groups(tmp_path: Path, groups: int) -> None:
    import pyarrow
    from pyarrow.parquet import write_table

    rows = [{"text": f"{n}。", "n": n, "who": None if n % 2 else "甲"} for n in range(1_000)]
    rows[700]["text"] = None
    path = tmp_path / "a.parquet"
    write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=groups)
    for size in (BLOCK, 100 * BLOCK):
        items = in_parts(path, size)
        assert [one.others["n"] for one in texts_in(items)] == [n for n in range(1_000) if n != 700]
        (bad,) = (one for one in items if isinstance(one, BadLine))
        assert bad.line == 701
        assert "row 701" in bad.problem
    with pytest.raises(ReadingError, match="no column 'body'"):
        in_parts(path, BLOCK, Options(text_key="body"))


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "a.json", "a.parquet.gz"):
        (tmp_path / name).write_text("x")
        with pytest.raises(UsageError, match="partitions are made of"):
            inputs_of([str(tmp_path / name)])
    for size in (0, -1, 1_001):
        with pytest.raises(UsageError, match="up to 1,000 MB"):
            partition_size(size)
    assert partition_size(0.001) == BLOCK


def test_folders_and_patterns_name_tables_in_order(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "_SUCCESS", ".hidden.jsonl"):
        (tmp_path / name).write_bytes(lines_of(ROWS[:1]))
    for named in (str(tmp_path), str(tmp_path / "?.jsonl")):
        assert [Path(one.file.name).name for one in inputs_of([named])] == ["a.jsonl", "b.jsonl"]
    with pytest.raises(ReadingError, match="no such file"):
        inputs_of([str(tmp_path / "*.csv")])
    with pytest.raises(ReadingError, match="no such file"):
        inputs_of([str(tmp_path / "no.jsonl")])
