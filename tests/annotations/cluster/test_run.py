"""Runs over partitions in this process: what is in the folder, what is kept, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from partition_desk import PARTS, Desk, Result, here, in_one_piece, joined, told
from tables import cells_of, lines_of, rows_of, write


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(("size", "options"), [("0.13", ()), ("0.27", ("--repair", "--flat")), ("64", ())])
def test_the_parts_are_what_a_run_in_one_piece_writes(
    tmp_path: Path, size: str, options: tuple[str, ...]
) -> None:
    rows = rows_of(9)
    bad = b'{"text": 7}\n[1\n'
    tables = [
        write(tmp_path / "a.jsonl", lines_of(rows[:5]) + bad + lines_of(rows[5:])),
        cells_of(tmp_path / "b.csv", rows),
        write(tmp_path / "c.jsonl", lines_of([{"text": "國(guó)家發(fā)展。", "id": 1}])),
    ]
    out = tmp_path / "out"
    whole = here(*tables, *options, "--jobs", "1")
    result = here(*tables, *options, *PARTS, "--partition-size", size, "-o", out)
    assert joined(out) == whole.stdout
    assert (result.returncode, whole.returncode) == (1, 1)
    *lines, last = told(result)
    assert sorted(lines) == sorted(told(whole))
    assert last == f"2 bad lines set aside, with where they stand: {out}/bad-*.jsonl"
    [aside] = out.glob("bad-*")
    found = [json.loads(line) for line in aside.read_bytes().split(b"\n")[:-1]]
    assert [one["problem"] for one in found] == [line for line in lines if ", line" in line]
    assert "".join(one["content"] for one in found).encode() == bad
    assert tables[0].read_bytes()[found[0]["offset"] :].startswith(bad)


def test_a_run_goes_on_where_one_was_ended(desk: Desk) -> None:
    assert told(desk.run()) == []
    before, data = desk.parts(), joined(desk.out)
    assert len(before) == 4
    gone = sorted(before)[1]
    (desk.out / gone).unlink()
    result = desk.run()
    assert told(result) == ["3 partitions of an earlier run kept, 1 made"]
    after = desk.parts()
    assert joined(desk.out) == data
    assert {name for name in before if after[name] != before[name]} == {gone}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda desk: desk.run("--flat"), "made with other options"),
        (lambda desk: desk.run("--encoding", "utf-8"), "made with other options"),
        (lambda desk: desk.run("--partition-size", "1"), "made with partitions of another size"),
        (
            lambda desk: desk.run("--gazetteer", names(desk)),
            "by another version of zhupi, or with other names",
        ),
        (lambda desk: here(more(desk), *PARTS, "-o", desk.out), "made of other tables"),
        (lambda desk: grown(desk).run(), "made of {table} as it was before"),
    ],
)
def test_what_was_made_otherwise_is_not_mixed_in(
    desk: Desk, change: Callable[[Desk], Result], words: str
) -> None:
    desk.run()
    before = desk.parts()
    result = change(desk)
    assert result.returncode == 2
    (line,) = told(result)
    assert words.format(table=desk.table) in line
    assert desk.parts() == before


def names(desk: Desk) -> Path:
    return write(desk.folder / "names.tsv", "增长目标\tPRODUCT\n".encode())


def more(desk: Desk) -> Path:
    return write(desk.folder / "more.jsonl", lines_of(rows_of(2)))


def grown(desk: Desk) -> Desk:
    with desk.table.open("ab") as file:
        file.write(lines_of(rows_of(1)))
    return desk


def test_force_replaces_what_is_not_the_same_and_keeps_the_rest(desk: Desk) -> None:
    second = more(desk)
    here(desk.table, second, *PARTS, "-o", desk.out)
    before = desk.parts()
    desk.table.write_bytes(lines_of(rows_of(4)))
    (desk.out / "mine.txt").write_text("x")
    result = here(desk.table, second, *PARTS, "-o", desk.out, "--force")
    assert told(result) == ["1 partition of an earlier run kept, 2 made"]
    assert joined(desk.out) == in_one_piece(desk.table, second)
    assert (desk.out / "mine.txt").exists()
    after = desk.parts()
    assert [name[5:11] for name in after if before.get(name) == after[name]] == ["000001"]
    assert json.loads((desk.out / "zhupi-partitions.json").read_text())["complete"] is True


def test_a_folder_of_somebody_else_is_refused(desk: Desk) -> None:
    desk.out.mkdir()
    (desk.out / "mine.txt").write_text("x")
    result = desk.run()
    assert (result.returncode, len(told(result))) == (2, 1)
    assert "something else is in this folder" in told(result)[0]
    assert [*desk.out.iterdir()] == [desk.out / "mine.txt"]
    (desk.folder / "p" / "annotations").mkdir(parents=True)
    (desk.folder / "p" / "annotations" / "mei.json").write_text("{}")
    result = here(desk.table, *PARTS, "-o", desk.folder / "p" / "annotations")
    assert result.returncode == 2


def test_a_table_that_cannot_be_read_leaves_the_others(desk: Desk) -> None:
    bad = write(desk.folder / "b.csv", b"id,body\n1,x\n")
    result = here(bad, desk.table, *PARTS, "-o", desk.out)
    assert result.returncode == 1
    (line,) = told(result)
    assert line.startswith(f"{bad}: has no column 'text'")
    assert joined(desk.out) == in_one_piece(desk.table)
    assert json.loads((desk.out / "zhupi-partitions.json").read_text())["complete"] is False


def test_several_processes_write_the_same(desk: Desk) -> None:
    assert desk.run("--jobs", "2").returncode == 0
    assert joined(desk.out) == in_one_piece(desk.table)


def test_an_archive_gives_what_is_in_it(desk: Desk) -> None:
    packed = write(desk.folder / "a.jsonl.gz", desk.table.read_bytes())
    for _ in range(2):
        assert here(packed, *PARTS, "-o", desk.out).returncode == 0
        assert joined(desk.out) == in_one_piece(desk.table)
        assert len(desk.parts()) == 4


@pytest.mark.peer("pyarrow")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_other_forms_have_the_flat_lines(desk: Desk, form: str) -> None:
    assert desk.run("--to", form).returncode == 0
    flat = [json.loads(line) for line in in_one_piece(desk.table, flat=True).split(b"\n")[:-1]]
    found = []
    for path in sorted(desk.out.glob(f"part-*.{form}")):
        if form == "parquet":
            from pyarrow.parquet import read_table

            found += read_table(path).to_pylist()
        else:
            import csv

            with path.open(encoding="utf-8", newline="") as file:
                csv.field_size_limit(1 << 30)
                found += [{**row, "format": int(row["format"])} for row in csv.DictReader(file)]
    assert found == flat
    assert desk.run("--to", form).stderr.startswith(b"zhupi: 4 partitions of an earlier run kept")


@pytest.mark.peer("requests")
@pytest.mark.peer("fsspec")
def test_the_host_in_an_address_is_asked() -> None:
    result = here("webhdfs://127.0.0.1:1/in/a.jsonl", *PARTS, "-o", "out")
    assert result.returncode == 1
    (line,) = told(result)
    assert "webhdfs://127.0.0.1:1/in/a.jsonl: cannot be read" in line
    assert "Connection refused" in line


@pytest.mark.peer("fsspec")
@pytest.mark.parametrize("renamed", [False, True])
def test_stores_of_fsspec_are_read_and_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, renamed: bool
) -> None:
    import fsspec

    if renamed:  # as on the disks of a cluster, where half of a file shows
        monkeypatch.setattr("annotations.cluster.remote._WHOLE", frozenset())
    store = fsspec.filesystem("memory")
    for name in ("b", "a"):
        store.pipe_file(f"/in/{name}.jsonl", desk.table.read_bytes())
    out = "memory://out/parts"
    try:
        for count, pattern in ((4, "memory://in/a.jsonl"), (8, "memory://in/*.jsonl")):
            result = here(pattern, *PARTS, "--force", "-o", out)
            assert (result.returncode, len(store.glob("/out/parts/part-*"))) == (0, count), result.stderr
        parts = [store.cat_file(one) for one in sorted(store.glob("/out/parts/part-*"))]
        assert b"".join(parts) == in_one_piece(desk.table, desk.table)
        assert not [one for one in store.find("/out") if one.endswith(".tmp")]
        result = here("memory://in/no.jsonl", *PARTS, "-o", out)
        assert told(result) == ["memory://in/no.jsonl: there is no such file"]
    finally:
        store.rm("/in", recursive=True)
        store.rm("/out", recursive=True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["a.jsonl"], "name one with -o"),
        (["-", "-o", "out"], "not standard input"),
        (["a.txt", "-o", "out"], "partitions are made of"),
        (["a.jsonl", "-o", "out", "--dask", "x", "--jobs", "2"], "--jobs is about this machine"),
        (["a.jsonl", "-o", "out", "--gazetteer", "no.tsv"], "no.tsv: there is no such file"),
        (["a.jsonl", "-o", "out", "--partition-size", "0"], "up to 1,000 MB"),
        (["a.jsonl", "-o", "out", "--tagger", "x"], "names no tagger"),
    ],
)
def test_wrong_use_is_a_line(tmp_path: Path, options: list[str], words: str) -> None:
    for name in ("a.jsonl", "a.txt"):
        (tmp_path / name).write_text('{"text": "x"}\n')
    result = here("--partitions", *options, cwd=tmp_path)
    assert result.returncode == 2
    (line,) = told(result)
    assert words in line
    assert not (tmp_path / "out").exists()
    assert told(here("a.jsonl", "--to", "csv", cwd=tmp_path))[0].startswith("--to is about parts")
