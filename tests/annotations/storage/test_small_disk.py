"""A real disk that is full, a file that may not grow: the whole stack goes on when there is room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from failing import ONE, make_mark

from annotations.storage.backup.copies import copy_layers
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import open_layer

HERE = Path(__file__).resolve().parent
FILL = """
import json, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.writer import LayerWriter
from failing import make_article, make_mark
root = Path(sys.argv[1])
saved, refused = [], []
layer = open_layer(root / "annotations" / "mei.json", "mei")
frozen = FrozenArticles(root)
writer = LayerWriter(layer, saved.extend, lambda records, error: refused.append(str(error)))
number = 0
def press():
    global number
    article = make_article(number // 4)
    writer.submit([make_mark(article, number % 4)], before=lambda: frozen.freeze(article))
    assert writer.drain(60)
    number += 1
{before}
while len(refused) < 3 and number < 20_000:
    press()
full, acknowledged, unsaved = list(refused), len(saved), len(writer.unsaved)
on_disk = len(list(open_layer(layer._storage.file.path, "mei").records()))
{after}
press()
writer.close()
layer.close()
print(json.dumps({"refused": full, "acknowledged": acknowledged, "unsaved": unsaved, "on_disk": on_disk,
                  "saved": [record["uid"] for record in saved], "pressed": number}))
"""


@contextmanager
def small_disk(folder: Path, size: str):
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", os.fspath(folder)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", os.fspath(folder)], check=True)


def fill(root: Path, before: str = "", after: str = "") -> None:
    """Press until it is refused, make room, go on; then everything that was pressed must be there."""
    script = FILL.replace("{before}", before).replace("{after}", after)
    command = [sys.executable, "-c", script, os.fspath(root), os.fspath(HERE), os.fspath(HERE.parents[2])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert len(seen["refused"]) == 3
    assert all("No space" in line or "too large" in line for line in seen["refused"]), seen["refused"]
    assert seen["acknowledged"] > 20
    assert seen["on_disk"] == seen["acknowledged"], "memory and disk agree when it is full"
    assert seen["acknowledged"] + seen["unsaved"] == seen["pressed"] - 1
    assert len(seen["saved"]) == seen["pressed"], "what was refused was saved when there was room"
    layer = open_layer(root / "annotations" / "mei.json", "mei")
    kept = {record["uid"]: record for record in layer.records()}
    layer.close()  # or the disk could not be taken away
    assert kept.keys() == set(seen["saved"])
    assert layer.notices == []
    frozen = FrozenArticles(root)
    assert all(frozen.load(record["article"]) for record in kept.values())
    assert not list(root.rglob(".*.tmp"))
    json.loads((root / "annotations" / "mei.json").read_bytes())


def test_a_full_disk_of_one_megabyte(tmp_path):
    with small_disk(tmp_path / "disk", "1m") as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(300_000))
        fill(disk, after=f"Path({os.fspath(ballast)!r}).unlink()")


def test_a_copy_for_which_there_is_no_room_harms_nothing(tmp_path):
    with small_disk(tmp_path / "disk", "256k") as disk:
        path = disk / "annotations" / "mei.json"
        layer = open_layer(path, "mei")
        for number in range(4):
            layer.put([make_mark(ONE, number, note="字" * 3_000)])
        layer.close()
        before = path.read_bytes()
        rest = os.statvfs(disk)
        (disk / "ballast").write_bytes(bytes(rest.f_bavail * rest.f_frsize - len(before) // 2))
        notices = copy_layers(disk)
        assert len(notices) == 1
        assert path.read_bytes() == before
        assert not list(disk.rglob(".*.tmp"))
        assert not list(disk.glob("annotations/.backup/*/mei.json"))
        (disk / "ballast").unlink()
        assert copy_layers(disk) == []
        assert [copy.read_bytes() for copy in disk.glob("annotations/.backup/*/mei.json")] == [before]


def test_a_file_that_may_not_grow(tmp_path):
    limit = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (%s, resource.RLIM_INFINITY))"
    )
    fill(tmp_path, limit % 30_000, limit % "resource.RLIM_INFINITY")
