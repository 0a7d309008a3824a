"""One call of the system after another fails, through the whole stack; nothing acknowledged is lost."""

from __future__ import annotations

import errno
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from failing import ERRORS, SCENARIOS, THREE, FailingFiles, Result, layer_path, make_mark, run, sweep

from annotations.errors import LayerReadOnly
from annotations.storage.layer.layer import open_layer

EVERY = {"ENOSPC": 6, "EIO": 4, "EDQUOT": 17, "short write": 1}
"""Of how many calls one fails here; tests/benchmarks/faults.py tries each."""
LONG = {"compaction at close": 5}


@pytest.fixture
def folder():
    """A folder that costs no time to flush, where there is one: here the disk only fails on purpose."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def failures(results: list[Result]) -> list[tuple[int, Result]]:
    return [(at, one) for at, one in enumerate(results) if one.lost or one.wrong or one.litter]


@pytest.mark.parametrize("forever", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_whichever_call_fails_nothing_acknowledged_is_lost(folder, name, error, forever):
    every = EVERY[error] * (LONG.get(name, 1) if error != "short write" else 1)
    results = sweep(SCENARIOS[name], folder, ERRORS[error], forever=forever, every=every)
    assert failures(results) == []
    assert results[-1].calls > (10 if error != "short write" else 0)
    assert not results[-1].refused


def test_every_call_is_one_that_can_fail():
    files = FailingFiles()
    files.fail(1, errno.EIO, forever=True)
    for name, arguments in {"stat": (Path(),), "names": (Path(),), "fsync_dir": (Path(),)}.items():
        with pytest.raises(OSError, match="Input/output"):
            getattr(files, name)(*arguments)
    assert files.failed == ["stat", "names", "fsync_dir"]


def test_a_close_that_fails_keeps_no_lock(tmp_path):
    files = FailingFiles()
    SCENARIOS["a foreign file taken in"].prepare(tmp_path)
    layer = open_layer(layer_path(tmp_path), "mei", files=files)
    real = files.close
    files.close = lambda fd: (real(fd), (_ for _ in ()).throw(OSError(errno.EIO, "gone")))
    record = make_mark(THREE, 2)
    layer.put([record])
    other = open_layer(layer_path(tmp_path), "mei")
    other._storage.file.patience = 0.0
    other.put([make_mark(THREE, 3)])
    layer.close()


def test_after_a_failed_flush_nothing_is_flushed_and_everything_is_listed(folder):
    scenario = SCENARIOS["presses"]
    refused = 0
    for at in range(1, 60):
        result = run(scenario, folder / str(at), at, errno.EIO, forever=False)
        assert not result.wrong
        refused += result.refused
    assert refused > 1


def test_a_layer_that_turned_read_only_says_why(tmp_path):
    files = FailingFiles()
    layer = open_layer(layer_path(tmp_path), "mei", files=files)
    layer.put([make_mark(THREE, 0)])
    files.fdatasync = lambda fd: (_ for _ in ()).throw(OSError(errno.EIO, "gone"))
    for _ in range(2):
        with pytest.raises(LayerReadOnly, match="check the disk"):
            layer.put([make_mark(THREE, 1)])
    layer.close()
