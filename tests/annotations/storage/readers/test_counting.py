"""Counting layers: exact whatever is in them, cached where nothing changed, in processes where it pays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.processes.child import Child
from annotations.progress.counts import LayerCounts
from annotations.progress.pace import Pace
from annotations.records.kinds import SCHEMA
from annotations.records.record import Record, layer_head
from annotations.records.uids import doc_id
from annotations.storage.files.files import Files
from annotations.storage.layer import snapshot
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import HEAD_KEY, Line, render
from annotations.storage.layer.owner import owner_of
from annotations.storage.readers import counting, tally
from annotations.storage.readers.cache_file import stamp_of
from annotations.storage.readers.counting import count_layers
from annotations.storage.readers.tally import Counted, count_layer
from tests.annotations.storage.conftest import make_mark

Mark = Callable[..., Record]
HEAD_LINE: Line = (HEAD_KEY, layer_head("mei"))


def opened(path: Path) -> tuple[LayerCounts, list[str]]:
    """Count as whoever opens the layer sees it."""
    layer = open_layer(path, owner_of(path))
    counts, harmed = LayerCounts.of(layer.records()), layer.unreadable()
    are = "1 record follows" if harmed == 1 else f"{harmed} records follow"
    left = f"{path}: {are} no schema and count for nothing; zhupi check names what is wrong"
    layer.close()
    return counts, [*layer.notices, *[left] * bool(harmed)]


def line(record: Record, key: str | None = None) -> Line:
    return (key or str(doc_id(record["uid"])), record)


def write(path: Path, *records: Record) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render([(HEAD_KEY, layer_head(path.stem)), *map(line, records)]))


@pytest.fixture
def never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the layer was opened")

    monkeypatch.setattr(tally, "open_layer", refuse)


def marks(number: int, **fields: Any) -> list[Record]:
    return [make_mark(one * 40, batch=[f"act-{one}", 1], **fields) for one in range(number)]


# -- one layer ----------------------------------------------------------------------


def test_a_layer_is_counted_without_opening_it(path: Path, never_opened: None) -> None:
    write(path, *marks(3), make_mark(0, labels=["quote"], flag=True) | {"rev": 2})
    counted = count_layer(path)
    assert counted.counts is not None
    assert replace(counted.counts, by_article={}) == LayerCounts(
        3, 1, 0, 3, 0, 0, 1, 0, {"claim": 2, "quote": 1}
    )
    assert counted.notices == ()
    assert counted.stamp == stamp_of(path.stat())


EDITS = st.fixed_dictionaries(
    {
        "start": st.sampled_from([0, 40, 80]),
        "rev": st.sampled_from([1, 1, 2, 3, True, "2", None]),
        "labels": st.sampled_from([[], ["claim"], ["claim", "quote"], ["claim", "claim"], None, [3]]),
        "status": st.sampled_from(["marked", "none", "open", "strange"]),
        "writer": st.sampled_from(["one", "one", "one", "two", 5]),
        "batch": st.sampled_from([["a", 1], ["b", 2], ["b", 2], ["c", 3], ["d", True], None, ["e", 0]]),
        "deleted": st.sampled_from([False, False, False, True, None]),
        "schema": st.sampled_from([SCHEMA, SCHEMA, SCHEMA, SCHEMA + 1, None]),
        "flag": st.booleans(),
        "note": st.sampled_from(["", "看"]),
        "created": st.sampled_from(
            [None, "soon", "2026-01-31", *(f"2026-01-31T08:00:{at:02}Z" for at in range(9))]
        ),
        "key": st.sampled_from([None, None, None, None, None, "77"]),
        "uid": st.sampled_from([0, 0, 0, 0, 0, 0, None, "another"]),
        "article": st.sampled_from(["a" * 20, "b" * 20, None]),
    }
)


@settings(max_examples=300, deadline=None)
@given(st.lists(EDITS, max_size=12), st.sampled_from([16, 300, 1 << 20]))
def test_it_comes_to_the_same_as_opening_the_layer(
    new_folder: Callable[[], Path], edits: list[dict[str, Any]], chunk: int
) -> None:
    path = new_folder() / "mei.json"
    lines = [HEAD_LINE]
    for edit in edits:
        record = make_mark(edit["start"], article="a" * 20)
        key = edit["key"] or str(doc_id(record["uid"]))
        fields = {name: value for name, value in edit.items() if name not in {"start", "key"}}
        if fields["uid"] == 0:
            del fields["uid"]
        lines.append((key, record | fields))
    path.write_bytes(render(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "CHUNK", chunk)
        counted = count_layer(path)
    counts, told = opened(path)
    assert counted.counts == counts
    notices, same = (
        [one for one in some if "of the same act" not in one and "stay as they are" not in one]
        for some in (told, counted.notices)  # those only who reads all tells
    )
    assert same[: len(notices)] == notices
    assert all("newer" in one for one in same[len(notices) :])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"_default": {}}',
        render([HEAD_LINE, *map(line, marks(4))])[:-9],
        render([HEAD_LINE, *map(line, marks(4))]).replace(b"\n", b"\r\n"),
        render([HEAD_LINE, *map(line, marks(4))]).replace(b"claim", b"cl\xffm", 1),
        render([HEAD_LINE, *map(line, marks(4))]).replace(b'"kind": "sentence"', b'"kind": \0sentence"', 1),
        render([(HEAD_KEY, layer_head("li")), *map(line, marks(4))]),
        json.dumps({"_default": {"1": marks(1)[0]}, "other": {}}).encode(),
    ],
    ids=range(8),
)
def test_a_layer_that_is_not_as_usual_is_opened(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    counted = count_layer(path)
    assert (counted.counts, list(counted.notices)) == opened(path)
    assert path.read_bytes() == data, "counting changes nothing"


def test_a_newer_zhupi_is_told_and_the_rest_counted(path: Path, never_opened: None) -> None:
    write(path, *marks(2), make_mark(400) | {"schema": SCHEMA + 1})
    counted = count_layer(path)
    assert counted.counts is not None
    assert counted.counts.records == 3
    (notice,) = counted.notices
    assert f"schema {SCHEMA + 1}" in notice
    assert str(path) in notice


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "text.json").write_text("no layer at all", encoding="utf-8")
    (tmp_path / "round.json").symlink_to(tmp_path / "round.json")
    os.mkfifo(tmp_path / "pipe.json")
    paths = sorted(tmp_path.iterdir())
    found = count_layers([*paths, tmp_path / "gone.json"], cache=tmp_path / "cache")
    assert found.pop(tmp_path / "gone.json").counts == LayerCounts()
    assert list(found) == paths
    for path, one in found.items():
        assert one.counts is None
        (notice,) = one.notices
        assert str(path) in notice
        assert "\n" not in notice


class Meanwhile(Files):
    """Adds a mark while the layer is being read."""

    def __init__(self, path: Path) -> None:
        self.path, self.reads = path, 0

    def pread(self, fd: int, size: int, offset: int) -> bytes:
        self.reads += 1
        if self.reads == 4:
            layer = open_layer(self.path, "mei")
            layer.put([make_mark(4000)])
            layer.close()
        return super().pread(fd, size, offset)


def test_a_mark_that_is_saved_meanwhile_neither_waits_nor_spoils_the_count(
    path: Path, never_opened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "CHUNK", 64)
    write(path, *marks(5))
    stamp = stamp_of(path.stat())
    counted = count_layer(path, files=Meanwhile(path))
    assert counted.counts is not None
    assert counted.counts.records == 5
    assert counted.stamp == stamp != stamp_of(path.stat()), "so that it is counted anew next time"


# -- the cache ----------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "counts"


@pytest.fixture
def counted_here(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return a list of the layers that are really counted from now on, in this process."""
    paths: list[Path] = []

    def count(path: Path, **options: Any) -> Counted:
        paths.append(path)
        return count_layer(path, **options)

    monkeypatch.setattr(counting, "count_layer", count)
    return paths


def test_what_did_not_change_is_not_counted_again(path: Path, cache: Path, counted_here: list[Path]) -> None:
    write(path, make_mark(), make_mark(40) | {"created": "2026-01-31T08:00:04Z"})
    told: list[tuple[int, int]] = []
    first = count_layers([path], cache=cache, on_progress=lambda *of: told.append(of))
    assert counted_here == [path]
    size = path.stat().st_size
    assert first[path].counts is not None
    assert first[path].counts.pace == Pace({40: 1})
    assert told[0] == (0, size)
    assert told[-1][0] <= size
    assert [one for one, _ in told] == sorted(one for one, _ in told)
    told.clear()
    assert count_layers([path, path], cache=cache, on_progress=lambda *of: told.append(of)) == first
    assert (counted_here, told) == ([path], [])


def test_any_difference_is_counted_anew(path: Path, cache: Path, counted_here: list[Path]) -> None:
    write(path, *marks(2))
    count_layers([path], cache=cache)
    same = path.stat()
    changed = path.read_bytes().replace(b'"claim"', b'"quote"')

    path.write_bytes(changed)  # the same length
    os.utime(path, ns=(same.st_atime_ns, same.st_mtime_ns + 1))
    counts = count_layers([path], cache=cache)[path].counts
    assert counts is not None
    assert replace(counts, by_article={}) == LayerCounts(records=2, articles=1, marked=2, labels={"quote": 2})
    other = path.with_name("other")
    other.write_bytes(changed.replace(b'["quote"]', b'["other"]'))
    os.utime(other, ns=(same.st_atime_ns, same.st_mtime_ns + 1))
    other.replace(path)  # the same length and time
    assert count_layers([path], cache=cache)[path].counts.labels == {"other": 2}  # type: ignore[union-attr]
    path.write_bytes(b"")
    assert count_layers([path], cache=cache)[path].counts == LayerCounts()
    assert len(counted_here) == 4


def test_a_damaged_cache_is_none(path: Path, cache: Path, counted_here: list[Path]) -> None:
    write(path, *marks(2))
    first = count_layers([path], cache=cache)
    (known,) = cache.iterdir()
    data = known.read_bytes()
    for at in range(0, len(data), 7):
        for harmed in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]):
            known.write_bytes(harmed)
            counted_here.clear()
            assert count_layers([path], cache=cache) == first
            assert counted_here == [path]
    known.unlink()
    known.mkdir()
    assert count_layers([path], cache=cache) == first


def test_a_cache_of_another_form_is_none(
    path: Path, cache: Path, counted_here: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, *marks(2))
    first = count_layers([path], cache=cache)
    monkeypatch.setattr(counting, "_FORMAT", counting._FORMAT + 1)
    assert count_layers([path], cache=cache) == first
    assert counted_here == [path, path]


def test_a_cache_that_cannot_be_written_is_none(path: Path, cache: Path, counted_here: list[Path]) -> None:
    write(path, *marks(2))
    cache.parent.mkdir()
    cache.write_bytes(b"in the way")
    for _ in range(2):
        assert count_layers([path], cache=cache)[path].counts is not None
    assert counted_here == [path, path]
    assert cache.read_bytes() == b"in the way"


# -- processes ----------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return three layers, large ones to `count_layers`."""
    monkeypatch.setattr(counting, "_SMALL", 0)
    paths = [tmp_path / f"{name}.json" for name in ("mei", "林", "wang\udcff")]
    for number, path in enumerate(paths, 1):
        data = render([(HEAD_KEY, layer_head("x")), *map(line, marks(50 * number))])
        path.write_bytes(
            data.replace(b'"annotator": "x"', json.dumps({"annotator": path.stem})[1:-1].encode(), 1)
        )
    return paths


def test_large_layers_are_counted_elsewhere(
    project: list[Path], cache: Path, counted_here: list[Path]
) -> None:
    threads: set[threading.Thread] = set()
    done: list[int] = []

    def progress(size: int, total: int) -> None:
        threads.add(threading.current_thread())
        assert total == sum(path.stat().st_size for path in project)
        done.append(size)

    found = count_layers(project, cache=cache, jobs=2, on_progress=progress)
    assert counted_here == []
    assert list(found) == project
    for path, one in found.items():
        assert one == count_layer(path)
        assert one.notices == ()
    assert threads == {threading.current_thread()}
    assert done == sorted(done)
    assert count_layers(project, cache=cache) == found


def test_a_folder_called_annotations_is_not_run(
    project: list[Path], cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "__init__.py").write_text("raise SystemExit('it was run')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert all(one.counts for one in count_layers(project, cache=cache).values())


def test_a_process_that_dies_costs_one_layer(
    project: list[Path], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Child.send
    killed: list[Path] = []

    def send(child: Child, message: object) -> None:
        if isinstance(message, Path) and not killed:
            killed.append(message)
            os.kill(child.pid, signal.SIGKILL)
        real(child, message)

    monkeypatch.setattr(Child, "send", send)
    found = count_layers(project, cache=cache, jobs=1)
    assert killed == [project[2]], "the largest comes first"
    assert found[killed[0]].counts is None
    assert "signal 9" in found[killed[0]].notices[0]
    assert all(found[path].counts for path in project[:2])
    assert count_layers(killed, cache=cache)[killed[0]].counts is not None, "a failure is not remembered"


def test_no_process_at_all_is_told(project: list[Path], cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    found = count_layers(project, cache=cache)
    assert [one.counts for one in found.values()] == [None] * 3
    assert all(str(path) in one.notices[0] for path, one in found.items())


def test_two_programs_that_say_the_same_are_no_conflict(path: Path) -> None:
    one = make_mark(0, writer="one", batch=["a", 1])
    write(path, one, one | {"writer": "two", "batch": ["b", 1]})
    assert count_layer(path).notices == ()
    write(path, one, one | {"writer": "two", "batch": ["b", 1], "labels": ["quote"]})
    (notice,) = count_layer(path).notices
    assert "two places" in notice


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(real(*arguments, **options))
        if len(started) == 2:
            os.kill(started[1].pid, signal.SIGSTOP)  # which never comes to an end by itself
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    yield started
    for one in started:
        one.kill()
        one.wait()


def test_whoever_gives_up_ends_the_processes(
    project: list[Path], cache: Path, children: list[subprocess.Popen[bytes]]
) -> None:
    def give_up(done: int, _: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count_layers(project, cache=cache, jobs=2, on_progress=give_up)
    assert children[1].wait(30) == -signal.SIGKILL
    assert not list(cache.glob("*.tmp"))
