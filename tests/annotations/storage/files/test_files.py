"""Atomic writes: all or nothing, durable, and no litter."""

from __future__ import annotations

import errno
import os

import pytest

from annotations.storage.files.files import Files, atomic_write
from annotations.storage.files.reading import read


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_it_makes_folders_and_makes_them_durable(tmp_path, files):
    target = tmp_path / "a" / "b" / "x.json"
    assert atomic_write(files, target, b"one")
    assert target.read_bytes() == b"one"
    assert files.count("fsync_dir") == 3
    assert files.steps.index("fdatasync") < files.steps.index("replace")
    assert files.steps[-1] == "fsync_dir"


def test_it_replaces_unless_exclusive(tmp_path):
    target = tmp_path / "x"
    atomic_write(Files(), target, b"one")
    assert atomic_write(Files(), target, b"two")
    assert not atomic_write(Files(), target, b"three", exclusive=True)
    assert target.read_bytes() == b"two"
    assert names(tmp_path) == ["x"]


def test_exclusive_works_without_links(tmp_path, files):
    files.fail(1, errno.EPERM, only=("link",))
    assert atomic_write(files, tmp_path / "x", b"one", exclusive=True)
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("exclusive", [False, True])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_whichever_step_fails_the_old_is_whole_and_nothing_is_left(tmp_path, new_files, error, exclusive):
    for at in range(1, 40):
        files = new_files()
        folder = tmp_path / str(at)
        folder.mkdir()
        if not exclusive:
            (folder / "x").write_bytes(b"old")
        files.fail(at, error)
        try:
            atomic_write(files, folder / "x", b"new!", exclusive=exclusive)
        except OSError as caught:
            seen = caught.errno
        else:
            seen = error
        assert seen == error
        assert set(names(folder)) <= {"x"} or files.steps[at - 1] == "unlink"
        if (folder / "x").exists():
            assert (folder / "x").read_bytes() in (b"old", b"new!")
        if len(files.steps) < at:
            assert (folder / "x").read_bytes() == b"new!"
            return
    pytest.fail("it never got through")


def test_a_short_write_is_continued(tmp_path, files):
    files.fail(1, "short", forever=True, only=("pwrite",))
    with pytest.raises(OSError, match="No space"):
        atomic_write(files, tmp_path / "x", b"abcdef")
    assert names(tmp_path) == []
    files.fail(1, "short", only=("pwrite",))
    atomic_write(files, tmp_path / "x", b"abcdef")
    assert (tmp_path / "x").read_bytes() == b"abcdef"


def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        atomic_write(Files(), tmp_path / "a" / "x", b"")


def test_it_reads_from_an_offset_to_the_end(tmp_path):
    (tmp_path / "x").write_bytes(b"0123456789")
    fd = os.open(tmp_path / "x", os.O_RDONLY)
    try:
        assert read(Files(), fd) == b"0123456789"
        assert read(Files(), fd, 7) == b"789"
        assert read(Files(), fd, 20) == b""
    finally:
        os.close(fd)
