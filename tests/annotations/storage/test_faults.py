"""Disks that are full, broken or slow to say so: nothing that was acknowledged is lost, and it shows."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from contextlib import contextmanager, suppress

import pytest

from annotations.errors import LayerReadOnly, StorageError, ZhupiError
from annotations.records.record import as_act, revise
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL


def newest(layer):
    return {record["uid"]: record for record in layer.records()}


def run(path, files, mark, prepare=None):
    """Put one record after another; return what was acknowledged and the layer, if it could be opened."""
    acknowledged = {}
    try:
        layer = open_layer(path, "mei", files=files)
    except ZhupiError:
        return acknowledged, None
    for act in (
        [mark(0)],
        [mark(50), mark(100)],
        [revise(mark(0), note="看" * 50)],
        [mark(150)],
    ):
        with suppress(ZhupiError):
            layer.put(as_act(act))
            acknowledged.update({record["uid"]: record["rev"] for record in act})
    return acknowledged, layer


SHAPES = {
    "new": None,
    "ours": lambda data: data,
    "foreign": lambda data: json.dumps(json.loads(data)).encode(),
    "torn": lambda data: data[:-20],
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("forever", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT, "short"])
def test_whichever_step_fails_nothing_acknowledged_is_lost(tmp_path, new_files, mark, shape, forever, error):
    seed = tmp_path / "seed.json"
    layer = open_layer(seed, "mei")
    layer.put([mark(200)])
    layer.put([mark(250)])
    steps = 0
    for at in range(1, 200):
        path = tmp_path / str(at) / "annotations" / "mei.json"
        if SHAPES[shape] is not None:
            path.parent.mkdir(parents=True)
            path.write_bytes(SHAPES[shape](seed.read_bytes()))
        files = new_files()
        files.fail(at, error, forever=forever)
        acknowledged, layer = run(path, files, mark)
        if len(files.steps) < at:
            steps = at
            assert len(acknowledged) == 4
            break
        files.at = 0
        verify(path, layer, acknowledged, mark, shape)
    assert steps > 10


def verify(path, layer, acknowledged, mark, shape):
    kept = newest(open_layer(path, "mei"))
    for uid, rev in acknowledged.items():
        assert kept[uid]["rev"] >= rev
    if shape != "new":
        assert mark(200)["uid"] in kept
    if layer is None:
        return
    if layer.read_only is None:
        assert newest(layer) == kept, "what is in memory is what is on disk"
        assert not path.exists() or parse(path.read_bytes(), "x").form is not Form.DAMAGED or shape == "torn"
        layer.put([mark(300)])  # works again
        assert mark(300)["uid"] in newest(open_layer(path, "mei"))
    else:
        with pytest.raises(LayerReadOnly):
            layer.put([mark(300)])


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, "short"])
def test_a_failed_write_puts_the_old_end_back_and_says_what_to_do(path, files, mark, error):
    layer = open_layer(path, "mei", files=files)
    layer.put([mark()])
    before = path.read_bytes()
    files.fail(1, error, only=("pwrite",))
    with pytest.raises(StorageError) as caught:
        layer.put([mark(50)])
    assert str(path) in str(caught.value)
    assert ("free some space" in str(caught.value)) == (error != errno.EIO)
    assert path.read_bytes() == before
    assert layer.read_only is None
    layer.put([mark(50)])
    assert path.read_bytes().endswith(TAIL)


def test_when_not_even_the_old_end_can_be_put_back_it_stops(path, files, mark):
    layer = open_layer(path, "mei", files=files)
    layer.put([mark()])
    files.fail(1, "short", only=("pwrite",))
    files.truncate = lambda fd, size: (_ for _ in ()).throw(OSError(errno.EIO, "gone"))
    with pytest.raises(LayerReadOnly, match="half-way"):
        layer.put([mark(50)])
    again = open_layer(path, "mei")
    assert list(newest(again)) == [mark()["uid"]]
    again.put([mark(50)])
    assert len(newest(open_layer(path, "mei"))) == 2


def test_a_failed_flush_is_never_tried_again(path, files, mark):
    layer = open_layer(path, "mei", files=files)
    layer.put([mark()])
    files.fail(1, errno.EIO, only=("fdatasync",))
    with pytest.raises(LayerReadOnly, match="check the disk"):
        layer.put([mark(50)])
    with pytest.raises(LayerReadOnly, match="check the disk"):
        layer.put([mark(100)])
    assert layer.read_only
    assert files.count("fdatasync") == 1
    assert mark(100)["uid"].encode() not in path.read_bytes()


def test_a_folder_that_is_not_durable_is_a_failed_flush(path, files, mark):
    layer = open_layer(path, "mei", files=files)
    files.fail(2, errno.EIO, only=("fsync_dir",))  # the first one makes the folder
    with pytest.raises(LayerReadOnly):
        layer.put([mark()])


def test_the_first_write_of_each_program_makes_the_folders_durable(path, files, mark):
    open_layer(path, "mei").put([mark()])
    layer = open_layer(path, "mei", files=files)
    layer.put([mark(50)])
    layer.put([mark(100)])
    assert files.count("fsync_dir") == 2


def test_the_lock_is_free_while_the_disk_works(path, files, mark):
    layer, other = open_layer(path, "mei", files=files), open_layer(path, "mei")
    layer.put([mark()])
    real = files.fdatasync
    files.fdatasync = lambda fd: (other.put([mark(50)]), real(fd))
    layer.put([mark(100)])
    assert len(newest(open_layer(path, "mei"))) == 3


def test_a_flush_reaches_the_file_that_was_written_even_if_it_was_replaced(path, mark):
    layer = open_layer(path, "mei")
    layer.put([mark()])
    pending = layer.write([mark(50)])
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    layer.refresh()
    layer.flush([pending])
    assert len(newest(layer)) == 2


def test_somebody_who_keeps_the_lock_is_named(path, mark):
    layer, other = open_layer(path, "mei"), open_layer(path, "mei")
    layer.put([mark()])
    other._storage.file.patience = 0.0
    with layer._storage.file.locked(exclusive=True), pytest.raises(StorageError, match="another program"):
        other.put([mark(50)])
    other.put([mark(50)])


def test_without_locks_nothing_is_written(path, files, mark):
    open_layer(path, "mei").put([mark()])
    files.fail(1, errno.ENOLCK, forever=True, only=("try_lock",))
    layer = open_layer(path, "mei", files=files)
    assert len(newest(layer)) == 1
    with pytest.raises(LayerReadOnly, match="locks"):
        layer.put([mark(50)])


@pytest.mark.parametrize("error", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_what_may_not_be_written_opens_for_reading(path, mark, new_files, error):
    open_layer(path, "mei").put([mark()])
    files = new_files()
    real = type(files).open

    def open_for_reading_only(path, flags):
        if flags & (os.O_RDWR | os.O_CREAT):
            raise OSError(error, os.strerror(error))
        return real(files, path, flags)

    files.open = open_for_reading_only
    layer = open_layer(path, "mei", files=files)
    assert "permissions" in layer.read_only
    assert len(newest(layer)) == 1
    with pytest.raises(LayerReadOnly, match="permissions"):
        layer.put([mark(50)])
    new = open_layer(path.with_name("new.json"), "new", files=files)
    with pytest.raises(LayerReadOnly, match="permissions"):
        new.put([mark(50, annotator="new")])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_known_at_once(path, mark, tmp_path):
    tmp_path.chmod(0o500)
    try:
        layer = open_layer(path, "mei")
        assert "permissions" in layer.read_only
        with pytest.raises(LayerReadOnly):
            layer.put([mark()])
    finally:
        tmp_path.chmod(0o700)


FILL = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from annotations.errors import StorageError
from annotations.records.record import sentence_mark
from annotations.storage.layer.layer import open_layer
layer = open_layer(Path(sys.argv[1]), "mei")
{setup}
number = 0
try:
    while True:
        number += 1
        record = sentence_mark(
            "a" * 20, number * 9, number * 9 + 3, "字字字", annotator="mei", writer="w", scheme="s"
        )
        layer.put([record])
except StorageError as error:
    print(number - 1, error)
{again}
layer.put([record])
print("again")
"""


def fill(path, setup="", again=""):
    script = FILL.replace("{setup}", setup).replace("{again}", again)
    root = os.fspath(__import__("annotations").__path__[0]).removesuffix("annotations")
    done = subprocess.run(
        [sys.executable, "-c", script, path, root], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert "free some space" in first
    assert second == "again"
    count = int(first.split()[0])
    assert count > 20
    assert len(json.loads(path.read_text("utf-8"))["_default"]) == count + 2
    layer = open_layer(path, "mei")
    assert layer.notices == []
    layer.close()


def test_a_file_that_may_not_grow_further_stays_whole_and_goes_on(tmp_path):
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (%s, resource.RLIM_INFINITY))"
    fill(tmp_path / "mei.json", limit % 20_000, limit % "resource.RLIM_INFINITY")


@contextmanager
def small_disk(folder):
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", os.fspath(folder)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", os.fspath(folder)], check=True)


def test_a_full_disk_leaves_the_layer_whole_and_it_goes_on(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 20_000)
        fill(disk / "mei.json", again=f"Path({os.fspath(ballast)!r}).unlink()")
