"""A file that a command writes: whole or not at all, whatever fails, and through links."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.errors import StorageError, UsageError
from annotations.storage.files.files import Files
from annotations.storage.files.output import Found, OutputFile

OLD = b"old\n"
NEW = b"new " * 700_000  # more than one piece


def left(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def write(target: Path, files: Files, data: bytes = NEW) -> None:
    with OutputFile(str(target), files=files).opened() as out:
        assert not out.isatty()
        for at in range(0, len(data), 100_000):
            out.write(data[at : at + 100_000])


def failure(target: Path, files: Files) -> str | None:
    """Write to `target`; return what went wrong in words."""
    try:
        write(target, files)
    except StorageError as error:
        return str(error)
    return None


def write_while(target: Path, during: Callable[[], None], allow: Callable[[Found], None] = print) -> None:
    """Write to `target`, and do something while it is written."""
    with OutputFile(str(target), allow).opened() as out:
        out.write(NEW)
        during()


def throw(error: BaseException) -> None:
    raise error


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "out.jsonl"
    path.write_bytes(OLD)
    path.chmod(0o604)
    return path


def test_it_is_durable_before_it_has_its_name_and_its_name_after(target: Path, files) -> None:
    write(target, files)
    steps = [one for one in files.steps if one not in ("stat", "fstat")]
    assert steps[0] == "unlink", "what a killed program of the same number left"
    assert steps[1:3] == ["open", "chmod"]
    assert set(steps[3:-3]) == {"pwrite"}
    assert steps[-3:] == ["fdatasync", "replace", "fsync_dir"]
    assert left(target.parent) == {target.name: NEW}
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, "short"])
@pytest.mark.parametrize("forever", [False, True])
def test_whatever_fails_the_old_file_or_the_new_one_is_there(
    tmp_path: Path, new_files, error: int | str, forever: bool
) -> None:
    at = reached = 1
    while reached:
        folder = tmp_path / str(at)
        folder.mkdir()
        target = folder / "out.jsonl"
        target.write_bytes(OLD)
        files = new_files()
        files.fail(at, error, forever=forever)
        told = failure(target, files)
        placed = told is None or "replace" in files.steps[: at - 1]
        assert target.read_bytes() == (NEW if placed else OLD)
        assert told is None or (told.startswith(f"{target}: ") and "\n" not in told)
        names = set(left(folder))
        if not (forever and error != "short"):
            assert names == {target.name}, f"step {at}: {files.steps[-3:]}"
        reached = len(files.steps) >= at
        at += 1
    assert at > 10


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, ValueError, GeneratorExit])
def test_who_stops_in_the_middle_leaves_the_old_file(target: Path, stop: type[BaseException]) -> None:
    with pytest.raises(stop):
        write_while(target, lambda: throw(stop()))
    assert left(target.parent) == {target.name: OLD}


def test_it_asks_again_before_it_takes_the_place(target: Path) -> None:
    asked: list[Found] = []

    def allow(found: Found) -> None:
        asked.append(found)
        if found.stat is not None and found.stat.st_size != len(OLD):
            raise UsageError("no")

    with pytest.raises(UsageError, match="no"):
        write_while(target, lambda: target.write_bytes(b"somebody else's") and None, allow)
    assert len(asked) == 2
    assert left(target.parent) == {target.name: b"somebody else's"}


def test_a_link_that_is_led_elsewhere_meanwhile_is_not_followed(target: Path) -> None:
    link = target.with_name("link")
    link.symlink_to(target)
    other = target.with_name("other")
    other.write_bytes(b"other")

    def lead_elsewhere() -> None:
        link.unlink()
        link.symlink_to(other)

    with pytest.raises(StorageError, match="meanwhile"):
        write_while(link, lead_elsewhere)
    assert (target.read_bytes(), other.read_bytes()) == (OLD, b"other")
    assert sorted(path.name for path in target.parent.iterdir()) == ["link", "other", "out.jsonl"]


def test_a_name_planted_for_the_temporary_file_is_not_followed(target: Path, files) -> None:
    import threading

    victim = target.with_name("victim")
    victim.write_bytes(b"mine")
    planted = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    planted.symlink_to(victim)
    write(target, files, b"new")
    assert victim.read_bytes() == b"mine"
    assert target.read_bytes() == b"new"
    assert not planted.is_symlink()


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("字" * 84)
    write(target, Files(), b"new")
    assert target.read_bytes() == b"new"


def test_links_over_links_and_above_folders(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "one").symlink_to("folder/two")
    (tmp_path / "real/two").symlink_to("../real/three.jsonl")
    write(tmp_path / "one", Files(), b"new")
    assert (tmp_path / "real/three.jsonl").read_bytes() == b"new"
    assert (tmp_path / "one").is_symlink()
    assert (tmp_path / "real/two").is_symlink()
    write(tmp_path / "folder/../real/three.jsonl", Files(), b"newer")
    assert (tmp_path / "real/three.jsonl").read_bytes() == b"newer"


def test_a_socket_is_refused_by_the_system_and_said(tmp_path: Path) -> None:
    import socket

    target = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(target))
        with pytest.raises(StorageError, match="could not be written"), OutputFile(str(target)).opened():
            pass
    assert stat.S_ISSOCK(target.stat().st_mode)


def test_a_pipe_that_nobody_reads_any_more(tmp_path: Path) -> None:
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    opened = threading.Thread(target=lambda: os.close(os.open(pipe, os.O_RDONLY)))
    opened.start()
    with OutputFile(str(pipe)).opened() as out:
        opened.join()
        with pytest.raises(BrokenPipeError):
            out.write(NEW)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_file_that_has_lost_its_name_is_no_place(tmp_path: Path) -> None:
    path = tmp_path / "gone"
    with path.open("wb") as file:
        path.unlink()
        name = f"/dev/fd/{file.fileno()}"
        if not Path(name).exists():
            pytest.skip("this system has no names for open files")
        with pytest.raises(UsageError, match="where this lies"):
            OutputFile(name).check()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_protected_stays(target: Path) -> None:
    class Protecting(Files):
        def writable(self, path: Path) -> bool:
            return path != target

    with pytest.raises(StorageError, match="Permission denied"):
        write(target, Protecting())
    assert left(target.parent) == {target.name: OLD}
