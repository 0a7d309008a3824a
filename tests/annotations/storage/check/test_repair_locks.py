"""Repairs beside other programs: whatever is rewritten or removed is under an exclusive lock meanwhile."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotations.records.record import layer_head
from annotations.records.uids import doc_id
from annotations.storage.check import repair
from annotations.storage.check.check import check_annotations
from annotations.storage.check.repair import Repairs, repair_annotations
from annotations.storage.files.files import Files
from annotations.storage.layer.lines import render


@pytest.fixture
def layer(tmp_path: Path, mark, monkeypatch: pytest.MonkeyPatch) -> Path:  # type: ignore[no-untyped-def]
    """Return a layer whose end is missing, beside what a killed rewrite of it left."""
    monkeypatch.setattr(repair, "PATIENCE", 0.0)
    record = mark()
    path = tmp_path / "annotations" / "mei.json"
    path.parent.mkdir()
    path.write_bytes(render([("0", layer_head("mei")), (str(doc_id(record["uid"])), record)])[:-4])
    path.with_name(".mei.json.tmp").touch()
    return path


def mended(layer: Path, files: Files | None = None, *, found: Files | None = None) -> Repairs:
    root = layer.parents[1]
    return repair_annotations(
        root, check_annotations(root, files=found or Files()), articles=lambda _: {}, files=files or Files()
    )


@contextmanager
def held(path: Path, how: int):  # type: ignore[no-untyped-def]
    with path.open("rb") as other:
        fcntl.flock(other, how | fcntl.LOCK_NB)
        yield


def is_free(path: Path) -> bool:
    """Tell whether another program could at least read it now."""
    try:
        with held(path, fcntl.LOCK_SH):
            return True
    except BlockingIOError:
        return False


class Watching(Files):
    """Notes whether the layer could be locked by others while its parts are written, replaced or removed."""

    def __init__(self, layer: Path) -> None:
        self.layer = layer
        self.free: dict[str, bool] = {}

    def _note(self, what: str) -> None:
        self.free[what] = is_free(self.layer)

    def link(self, source: Path, target: Path) -> None:
        self._note(f"kept as {target.name}")
        super().link(source, target)

    def replace(self, source: Path, target: Path) -> None:
        self._note(f"replaced {target.name}")
        super().replace(source, target)

    def unlink(self, path: Path) -> None:
        self._note(f"removed {path.name}")
        super().unlink(path)


def test_a_layer_is_mended_under_its_lock(layer: Path) -> None:
    layer.with_name(".mei.json.tmp").unlink()
    files = Watching(layer)
    assert len(mended(layer, files).did) == 1
    assert files.free["replaced mei.json"] is False
    assert not any(free for what, free in files.free.items() if what.startswith("kept"))
    assert is_free(layer)


def test_a_layer_that_is_read_meanwhile_waits_for_the_next_repair(layer: Path) -> None:
    before = layer.read_bytes()
    with held(layer, fcntl.LOCK_SH):
        repairs = mended(layer)
    assert repairs.did == []
    assert len(repairs.failed) == 2
    assert all("another program keeps it locked" in one for one in repairs.failed)
    assert layer.read_bytes() == before
    assert layer.with_name(".mei.json.tmp").exists()
    assert len(mended(layer).did) == 2
    assert not layer.with_name(".mei.json.tmp").exists()


def test_what_a_rewrite_left_is_removed_under_the_lock_of_its_layer(layer: Path) -> None:
    mended(layer)
    layer.with_name(".mei.json.tmp").touch()
    files = Watching(layer)
    assert [one.endswith("removed this unfinished file") for one in mended(layer, files).did] == [True]
    assert files.free["removed .mei.json.tmp"] is False


def test_what_was_mended_or_removed_meanwhile_is_not_told(layer: Path) -> None:
    findings = check_annotations(layer.parents[1])
    mended(layer)
    again = repair_annotations(layer.parents[1], findings, articles=lambda _: {})
    assert (again.did, again.failed) == ([], [])


def test_nothing_mendable_looks_at_nothing(layer: Path) -> None:
    class Untouched(Files):
        def names(self, folder: Path) -> list[str]:
            raise AssertionError("it looked")

    assert repair_annotations(layer.parents[1], [], articles=lambda _: {}, files=Untouched()) == Repairs()
