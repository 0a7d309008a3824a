"""What memory holds survives whatever happens to the file while it is open, and goes back on request."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.errors import LayerGone, LayerReadOnly, StorageError
from annotations.records.record import as_act, layer_head, revise, sentence_mark
from annotations.records.uids import doc_id
from annotations.storage.files.files import Files
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL, encode_line, render
from annotations.storage.layer.writer import LayerWriter


def uids(layer):
    return {record["uid"] for record in layer.records()}


def on_disk(path):
    layer = open_layer(path, "mei")
    try:
        return {record["uid"]: record for record in layer.records()}
    finally:
        layer.close()


@pytest.fixture
def full(path, mark):
    layer = open_layer(path, "mei", keep=True)
    for number in range(4):
        layer.put([mark(50 * number)])
    layer.put([revise(mark(), note="newer")])
    return layer


def removed(path: Path) -> None:
    path.unlink()


def folder_removed(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def something_else(path: Path) -> None:
    path.write_bytes("這是另一個檔案。\n".encode())


def layer_of_another(path: Path) -> None:
    said = {"status": "marked", "labels": ["claim"], "annotator": "lin", "writer": "w", "scheme": "default/1"}
    marks = [sentence_mark("b" * 20, start, start + 9, "近6000億美元。", **said) for start in (0, 50)]
    path.write_bytes(
        render([("0", layer_head("lin")), *((str(doc_id(one["uid"])), one) for one in as_act(marks))])
    )


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 700)


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def only_the_head(path: Path) -> None:
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:2]) + b"\n" + TAIL)


def harmed(path: Path) -> None:
    data = path.read_bytes()
    at = data.index(b'"quote"', data.index(b":100:mei"))
    path.write_bytes(data[:at] + bytes(9) + data[at + 9 :])


HARMS = [
    *(removed, folder_removed, emptied, something_else, layer_of_another),
    *(cut, zeroed, only_the_head, harmed),
]


@pytest.mark.parametrize("harm", HARMS)
def test_it_is_said_at_once_and_written_back(full, path, mark, harm):
    before = {record["uid"]: record for record in full.records()}
    harm(path)
    full.refresh()
    assert full.trouble is not None
    assert "\n" not in full.trouble
    assert {record["uid"]: record for record in full.records()} == before, "memory has it all"
    assert {one["uid"] for one in full.lost} <= before.keys()
    assert full.lost
    full.restore()
    assert (full.trouble, list(full.lost), full.read_only) == (None, [], None)
    assert on_disk(path) == before
    full.put([mark(300)])
    with TinyDB(path, encoding="utf-8") as db:
        assert len(db) == len(before) + 2


@pytest.mark.parametrize("harm", [removed, folder_removed, emptied, something_else, layer_of_another])
def test_nothing_is_begun_anew_where_all_is_gone(full, path, mark, harm):
    harm(path)
    state = path.read_bytes() if path.exists() else None
    with pytest.raises(LayerGone):
        full.put([mark(300)])
    assert full.read_only == full.trouble
    assert (path.read_bytes() if path.exists() else None) == state
    assert len(full.lost) == 4


@pytest.mark.parametrize("harm", [something_else, layer_of_another])
def test_what_stood_in_its_place_is_kept(full, path, harm):
    harm(path)
    stood = path.read_bytes()
    full.refresh()
    full.restore()
    assert path.with_name("mei.json.damaged").read_bytes() == stood


def test_a_harmed_head_is_no_other_layer(full, path, mark):
    path.write_bytes(path.read_bytes().replace(b'"annotator": "mei"}\n', b'"annotator": "meo"}\n', 1))
    full.refresh()
    assert full.trouble is None
    full.put([mark(300)])
    assert on_disk(path).keys() == uids(full)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere/mei.json")])
def test_what_is_no_file_in_its_place_is_said_and_outlived(full, path, mark, make):
    before = {record["uid"]: record for record in full.records()}
    path.unlink()
    make(path)
    for _ in range(2):
        full.refresh()
        assert full.trouble is not None
        with pytest.raises(LayerGone):
            full.put([mark(300)])
        with pytest.raises(StorageError, match=r"move it away|remove the link"):
            full.restore()
    assert len(full.lost) == len(before)
    path.rmdir() if path.is_dir() else path.unlink()
    full.refresh()
    full.restore()
    assert (full.trouble, on_disk(path)) == (None, before)


@pytest.mark.parametrize("harm", [removed, folder_removed, emptied, cut])
def test_when_the_file_returns_work_goes_on(full, path, mark, harm, tmp_path):
    kept = shutil.copy2(path, tmp_path / "kept")
    harm(path)
    full.refresh()
    assert full.trouble
    path.parent.mkdir(exist_ok=True)
    shutil.copy2(kept, path)
    full.refresh()
    assert (full.trouble, full.read_only) == (None, None)
    full.put([mark(300)])
    assert on_disk(path).keys() == uids(full)


def test_moved_away_and_back_is_the_same_file(full, path, mark):
    path.rename(path.with_name("away"))
    full.refresh()
    assert "removed" in full.trouble
    path.with_name("away").rename(path)
    full.refresh()
    assert full.trouble is None
    full.put([mark(300)])


def test_what_others_wrote_meanwhile_stays(full, path, mark):
    removed(path)
    full.refresh()
    other = open_layer(path, "mei")
    other.put([mark(400)])
    full.refresh()
    assert uids(full) == {mark(50 * number)["uid"] for number in (0, 1, 2, 3, 8)}
    assert len(full.lost) == 4
    full.restore()
    assert on_disk(path).keys() == uids(full)
    other.refresh()
    assert uids(other) == uids(full)


def test_an_older_state_of_the_file_is_written_over(full, path, mark):
    older = path.read_bytes()
    full.put([revise(full.get(mark()["uid"]), note="newest")])
    path.write_bytes(older)
    full.refresh()
    assert [one["note"] for one in full.lost] == ["newest"]
    assert full.conflicts(mark()["article"]) == []
    full.restore()
    assert on_disk(path)[mark()["uid"]]["note"] == "newest"


@pytest.mark.parametrize("rev", [1, 2, 3])
def test_another_version_is_never_written_over_unseen(path, mark, rev):
    layer = open_layer(path, "mei", keep=True)
    base = mark()
    layer.put([base])
    layer.put([revise(base, note="mine")])
    theirs = {**base, "rev": rev, "note": "theirs", "writer": "another"}
    head = path.read_bytes().split(b"\n")[:2]
    path.write_bytes(b"\n".join(head) + b"\n" + encode_line(str(doc_id(base["uid"])), theirs) + TAIL)
    layer.refresh()
    stands = path.read_bytes()
    layer.restore()
    assert path.read_bytes() == stands
    if rev > 2:
        assert layer.get(base["uid"])["note"] == "theirs", "a newer revision is no loss"
        assert layer.conflicts(base["article"]) == []
    else:
        [both] = layer.conflicts(base["article"])
        assert {one["note"] for one in both} == {"mine", "theirs"}
        assert layer.trouble, "and until it is settled memory holds what the file lacks"
        layer.put([revise(layer.latest(base["uid"]), note="settled")])
        assert (layer.trouble, layer.conflicts(base["article"])) == (None, [])


def test_damage_met_while_running_is_said_as_at_opening(full, path):
    assert full.notices == []
    harmed(path)
    full.refresh()
    assert any("harmed and left out: line 5 (sentence:" in one for one in full.notices)
    assert full.restore() is None
    assert parse(path.read_bytes(), "x").form is Form.OURS
    assert path.with_name("mei.json.damaged").exists()


def test_who_only_reads_follows_the_file(path, mark):
    open_layer(path, "mei").put([mark(), mark(50)])
    reader = open_layer(path, "mei")
    path.write_bytes(path.read_bytes().replace(encode_line(str(doc_id(mark()["uid"])), mark()), b""))
    only_the_head(path)
    reader.refresh()
    assert list(reader.records()) == []
    assert reader.trouble is None


class Denied(Files):
    """A file system on which nothing may be written while `denied`."""

    denied = False

    def open(self, path: Path, flags: int) -> int:
        if self.denied and flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied", str(path))
        return super().open(path, flags)


def test_a_permission_that_comes_back_is_enough(path, mark):
    files = Denied()
    open_layer(path, "mei").put([mark()])
    files.denied = True
    layer = open_layer(path, "mei", files=files)
    assert "permissions" in str(layer.read_only)
    with pytest.raises(LayerReadOnly, match="permissions"):
        layer.put([mark(50)])
    files.denied = False
    layer.refresh()
    assert layer.read_only is None
    layer.put([mark(50)])
    files.denied = True
    layer.put([mark(100)])  # what is open stays open
    files.denied = False
    layer.close()
    assert len(on_disk(path)) == 3


def test_what_waits_is_saved_once_the_file_is_there_again(full, path, mark):
    saved, failed = [], []
    writer = LayerWriter(full, saved.extend, lambda records, error: failed.extend(records))
    removed(path)
    writer.submit([mark(300)])
    assert writer.drain(20)
    assert [one["start"] for one in failed] == [300]
    assert [one["start"] for one in writer.unsaved] == [300]
    writer.restore()
    assert writer.drain(20)
    assert [one["start"] for one in saved] == [300]
    assert writer.unsaved == []
    writer.close()
    assert on_disk(path).keys() == uids(full)


def test_what_waits_is_tried_again_when_asked(full, path, mark):
    saved = []
    writer = LayerWriter(full, saved.extend, lambda records, error: None)
    path.rename(path.with_name("away"))
    writer.submit([mark(300)])
    assert writer.drain(20)
    path.with_name("away").rename(path)
    writer.retry()
    assert writer.drain(20)
    assert [one["start"] for one in saved] == [300]
    writer.close()


def test_undo_outlives_what_was_written_back(full, path, mark):
    acts = full.history()
    removed(path)
    full.refresh()
    full.restore()
    assert [[new for _, new in act] for act in open_layer(path, "mei").history()] == [
        [new for _, new in act] for act in acts
    ]


def test_a_flush_that_fails_leaves_what_is_written_back_in_memory(path, mark):
    class Failing(Files):
        failing = False

        def fdatasync(self, fd: int) -> None:
            if self.failing:
                raise OSError(5, "Input/output error")
            super().fdatasync(fd)

    files = Failing()
    layer = open_layer(path, "mei", files=files, keep=True)
    layer.put([mark()])
    layer.put([mark(50)])
    only_the_head(path)
    layer.refresh()
    files.failing = True
    with pytest.raises(LayerReadOnly, match="check the disk"):
        layer.restore()
    assert {one["start"] for one in layer.lost} == {0, 50}
    assert layer.trouble
