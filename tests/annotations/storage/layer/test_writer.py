"""The writing thread: in order, together where it can, and nothing forgotten when it fails."""

from __future__ import annotations

import errno
import threading

import pytest

from annotations.errors import LayerReadOnly, StorageError
from annotations.records.conflict import RevisionConflict
from annotations.records.record import revise
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.writer import LayerWriter

WAIT = 30


class Log:
    def __init__(self):
        self.saved, self.failed, self.threads = [], [], set()

    def on_saved(self, records):
        self.threads.add(threading.current_thread().name)
        self.saved.append([record["uid"] for record in records])

    def on_failed(self, records, error):
        self.threads.add(threading.current_thread().name)
        self.failed.append(([record["uid"] for record in records], error))


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def layer(path, files):
    return open_layer(path, "mei", files=files)


@pytest.fixture
def writer(layer, log):
    writer = LayerWriter(layer, log.on_saved, log.on_failed)
    yield writer
    writer.close()


def uids(*records):
    return [[record["uid"]] for record in records]


def test_what_is_submitted_is_durable_when_it_says_so(writer, log, mark, path):
    first = mark()
    writer.submit([first])
    writer.submit([mark(50), mark(100)])
    writer.submit([revise(first, note="x")])
    assert writer.drain(WAIT)
    assert log.saved == [[first["uid"]], [mark(50)["uid"], mark(100)["uid"]], [first["uid"]]]
    assert log.threads == {"layer-writer"}
    assert open_layer(path, "mei").get(first["uid"])["note"] == "x"
    assert (writer.unsaved, writer.waiting, log.failed) == ([], 0, [])


def test_what_comes_during_a_flush_shares_the_next(writer, log, mark, files):
    reached, go = threading.Event(), threading.Event()
    real, flushes = files.fdatasync, []

    def slow(fd):
        flushes.append(fd)
        reached.set()
        assert go.wait(WAIT)
        real(fd)

    files.fdatasync = slow
    marks = [mark(50 * number) for number in range(10)]
    writer.submit(marks[:1])
    assert reached.wait(WAIT)
    for one in marks[1:]:
        writer.submit([one])
    assert writer.waiting == 10
    assert not writer.drain(0)
    assert log.saved == []
    go.set()
    assert writer.drain(WAIT)
    assert len(flushes) == 2
    assert log.saved == uids(*marks)


def test_what_comes_first_is_done_first_and_on_the_thread(writer, log, mark, path):
    seen = []
    writer.submit([mark()], before=lambda: seen.append((threading.current_thread().name, path.exists())))
    assert writer.drain(WAIT)
    assert seen == [("layer-writer", False)]
    assert log.saved == uids(mark())


def test_a_conflict_fails_alone_and_is_not_kept(writer, layer, log, mark):
    writer.submit([mark()])
    writer.submit([mark()])
    writer.submit([mark(50)])
    assert writer.drain(WAIT)
    assert log.saved == uids(mark(), mark(50))
    [(failed, error)] = log.failed
    assert failed == [mark()["uid"]]
    assert isinstance(error, RevisionConflict)
    assert writer.unsaved == []


def test_a_full_disk_keeps_what_failed_and_what_builds_on_it_until_there_is_room(
    writer, log, mark, files, path
):
    writer.submit([mark()])
    assert writer.drain(WAIT)
    files.fail(1, errno.ENOSPC, only=("pwrite",))
    first, other = mark(50), mark(0, article="b" * 20)
    second = revise(first, note="x")
    with writer._changed:  # so that the thread finds all three at once
        writer.submit([first])
        writer.submit([second])
        writer.submit([other])
    assert writer.drain(WAIT)
    assert [uid for uid, _ in log.failed] == uids(first, second)
    assert all("free some space" in str(error) for _, error in log.failed)
    assert writer.unsaved == [first, second]
    assert log.saved == uids(mark(), other)
    writer.submit([mark(100)])
    assert writer.drain(WAIT)
    assert writer.unsaved == []
    assert log.saved[2:] == uids(first, second, mark(100))
    assert len(log.failed) == 2
    assert open_layer(path, "mei").get(first["uid"])["note"] == "x"


def test_closing_tries_once_more(layer, log, mark, files, path):
    writer = LayerWriter(layer, log.on_saved, log.on_failed)
    files.fail(1, errno.ENOSPC, only=("pwrite",))
    writer.submit([mark()])
    assert writer.drain(WAIT)
    assert log.saved == []
    writer.close()
    assert log.saved == uids(mark())
    with pytest.raises(StorageError, match="closing"):
        writer.submit([mark(50)])
    writer.close()


def test_closing_saves_what_is_waiting(layer, log, mark):
    writer = LayerWriter(layer, log.on_saved, log.on_failed)
    marks = [mark(50 * number) for number in range(20)]
    for one in marks:
        writer.submit([one])
    writer.close()
    assert log.saved == uids(*marks)


def test_a_writer_that_wrote_nothing_has_no_thread(layer, log):
    before = threading.active_count()
    writer = LayerWriter(layer, log.on_saved, log.on_failed)
    assert threading.active_count() == before
    assert writer.drain(0)
    writer.close()


def test_when_the_layer_turns_read_only_everything_is_listed(writer, layer, log, mark, files):
    writer.submit([mark()])
    assert writer.drain(WAIT)
    files.fail(1, errno.EIO, only=("fdatasync",))
    with writer._changed:
        writer.submit([mark(50)])
        writer.submit([mark(100)])
    assert writer.drain(WAIT)
    writer.submit([mark(150)])
    assert writer.drain(WAIT)
    assert log.saved == uids(mark())
    assert [uid for uid, _ in log.failed] == uids(mark(50), mark(100), mark(150))
    assert all(isinstance(error, LayerReadOnly) for _, error in log.failed)
    assert writer.unsaved == [mark(50), mark(100), mark(150)]
    assert layer.read_only


def test_what_must_come_first_and_fails_holds_back_its_article_only(writer, log, mark):
    broken = [True]

    def freeze():
        if broken:
            raise StorageError("the article could not be frozen")

    writer.submit([mark()], before=freeze)
    assert writer.drain(WAIT)
    writer.submit([mark(50)])
    writer.submit([mark(0, article="b" * 20)])
    assert writer.drain(WAIT)
    assert log.saved == uids(mark(0, article="b" * 20))
    assert writer.unsaved == [mark(), mark(50)]
    broken.clear()
    writer.submit([mark(100)])
    assert writer.drain(WAIT)
    assert log.saved[1:] == uids(mark(), mark(50), mark(100))


def test_a_defect_is_reported_and_does_not_stop_the_thread(writer, log, mark):
    def broken():
        raise KeyError("defect")

    writer.submit([mark()], before=broken)
    writer.submit([mark(0, article="b" * 20)])
    assert writer.drain(WAIT)
    assert "defect" in str(log.failed[0][1])
    assert log.saved == uids(mark(0, article="b" * 20))
    log.saved.clear()
