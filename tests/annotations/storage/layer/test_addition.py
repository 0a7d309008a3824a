"""Adding to a layer that nobody holds in memory."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.errors import LayerReadOnly, StorageError
from annotations.records.record import Record, revise, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.files.files import Files
from annotations.storage.layer.addition import FileState, add_to
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import Line

ARTICLE = "a" * 20


def mark(start: int) -> Record:
    return sentence_mark(
        *(ARTICLE, start, start + 2, "新聞"),
        annotator="mei",
        writer="x",
        scheme="default/1",
        status="marked",
        labels=["claim"],
    )


def line(record: Record) -> Line:
    return str(doc_id(record["uid"])), dict(record)


def state(path: Path) -> FileState | None:
    found = path.stat() if path.exists() else None
    return (found.st_dev, found.st_ino, found.st_size) if found is not None and found.st_size else None


def add(path: Path, *records: Record, known: FileState | None = None, files: Files | None = None) -> bool:
    return add_to(path, "mei", [line(one) for one in records], known or state(path), files)


def starts(path: Path) -> list[int]:
    layer = open_layer(path, "mei")
    try:
        assert layer.notices == []
        return sorted(one["start"] for one in layer.records())  # type: ignore[typeddict-item,misc]
    finally:
        layer.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations" / "mei.json"


def test_a_layer_is_made_and_added_to(path: Path) -> None:
    assert add(path, mark(0))
    assert add(path, mark(2), mark(4))
    assert starts(path) == [0, 2, 4]
    with TinyDB(path, encoding="utf-8") as base:
        assert len(base.all()) == 4  # the head too


def test_it_is_as_a_layer_that_was_written_in_the_usual_way(path: Path, tmp_path: Path) -> None:
    records = [mark(0), mark(2)]
    add(path, *records)
    other = open_layer(tmp_path / "mei.json", "mei")
    other.put(records, check=False)
    other.close()
    assert path.read_bytes() == (tmp_path / "mei.json").read_bytes()


def test_what_somebody_else_added_meanwhile_is_no_hindrance(path: Path) -> None:
    add(path, mark(0))
    known = state(path)
    add(path, mark(2))
    assert add(path, mark(4), known=known)
    assert starts(path) == [0, 2, 4]


def test_who_would_write_over_what_somebody_else_said_does_not(path: Path) -> None:
    first = mark(0)
    add(path, first)
    known = state(path)
    add(path, revise(first, labels=["quote"]))
    before = path.read_bytes()
    assert not add(path, revise(first, labels=["opinion"]), known=known)
    assert path.read_bytes() == before


def test_a_layer_that_came_meanwhile_is_looked_at_first(path: Path) -> None:
    add(path, mark(0))
    assert not add_to(path, "mei", [line(mark(2))], None)
    assert starts(path) == [0]


@pytest.mark.parametrize("what", ["gone", "another file", "cut", "rewritten"])
def test_what_is_not_the_layer_that_was_read_is_left_alone(path: Path, what: str) -> None:
    add(path, mark(0), mark(2))
    known, data = state(path), path.read_bytes()
    if what == "gone":
        path.unlink()
    elif what == "another file":
        path.rename(path.with_suffix(".old"))
        path.write_bytes(data)
    elif what == "cut":
        os.truncate(path, len(data) - 40)
    else:
        with TinyDB(path, encoding="utf-8") as base:
            base.insert({"note": "x" * 100})
    before = path.read_bytes() if path.exists() else None
    assert not add(path, mark(4), known=known)
    assert (path.read_bytes() if path.exists() else None) == before


class Short(Files):
    """A disk on which there is room for half of it."""

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        half = data[: len(data) // 2] if len(data) > 10 else data
        return super().pwrite(fd, half, offset)


def test_a_full_disk_leaves_the_layer_as_it_was(path: Path) -> None:
    add(path, mark(0))
    before = path.read_bytes()
    with pytest.raises(StorageError):
        add(path, mark(2), files=Short())
    assert path.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_layer_that_may_not_be_written_is_told(path: Path) -> None:
    add(path, mark(0))
    path.chmod(0o444)
    with pytest.raises(LayerReadOnly):
        add(path, mark(2))
