"""Folders and archives that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest

from annotations.errors import StorageError, UsageError
from annotations.storage.files.made import Made
from annotations.storage.files.staging import Staging


class Taken:
    """A sink in memory."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes, /) -> None:
        self.data += data

    def isatty(self) -> bool:
        return False


def put(place: Path, made: Made | None = None, *, force: bool = False, **files: str) -> None:
    with Staging(place) as staging:
        for name, text in files.items():
            with staging.open(f"data/{name}.txt") as sink:
                sink.write(text.encode())
        staging.put(force=force, replaceable=made.unchanged(place) if made else ())


def there(place: Path) -> dict[str, str]:
    return {
        path.relative_to(place).as_posix(): path.read_text() for path in place.rglob("*") if not path.is_dir()
    }


def test_a_folder_is_written_and_written_again(tmp_path: Path, tmp_path_factory) -> None:
    made = Made(tmp_path_factory.mktemp("made"))
    put(tmp_path / "out", a="1", b="2")
    made.note(tmp_path / "out", (tmp_path / "out" / "data").iterdir())
    put(tmp_path / "out", made, a="3")
    assert there(tmp_path / "out") == {"data/a.txt": "3"}
    assert [one.name for one in tmp_path.iterdir()] == ["out"], "nothing is left beside it"


def test_what_else_is_in_a_folder_stays(tmp_path: Path) -> None:
    put(tmp_path / "out", a="1")
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"such as mine\.txt"):
        put(tmp_path / "out", a="2")
    assert there(tmp_path / "out") == {"data/a.txt": "1", "mine.txt": "mine"}
    put(tmp_path / "out", a="2", force=True)
    assert there(tmp_path / "out") == {"data/a.txt": "2", "mine.txt": "mine"}


def test_what_somebody_worked_in_is_not_replaced(tmp_path: Path, tmp_path_factory) -> None:
    made, file = Made(tmp_path_factory.mktemp("made")), tmp_path / "out" / "data" / "a.txt"
    put(tmp_path / "out", a="1", b="2")
    made.note(tmp_path / "out", file.parent.iterdir())
    file.write_text("mine")
    with pytest.raises(UsageError, match=r"such as data/a\.txt"):
        put(tmp_path / "out", made, a="3")
    put(tmp_path / "out", made, a="3", force=True)
    assert there(tmp_path / "out") == {"data/a.txt": "3"}, "what an export had besides is gone with it"


def test_the_same_bytes_are_no_news(tmp_path: Path) -> None:
    put(tmp_path / "out", a="1")
    put(tmp_path / "out", a="1", b="2")
    assert there(tmp_path / "out") == {"data/a.txt": "1", "data/b.txt": "2"}


def test_where_one_stands_is_not_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    with pytest.raises(UsageError, match="you are in this folder"):
        put(Path(), a="1")


def test_a_link_to_a_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "big").mkdir()
    (tmp_path / "out").symlink_to("big")
    put(tmp_path / "out", a="1")
    assert (tmp_path / "out").is_symlink()
    assert there(tmp_path / "big") == {"data/a.txt": "1"}


def test_a_project_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "news" / "annotations").mkdir(parents=True)
    with pytest.raises(UsageError, match="a project of zhupi"):
        put(tmp_path / "news", a="1", force=True)


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    put(tmp_path / "out", a="1")
    with pytest.raises(ZeroDivisionError), Staging(tmp_path / "out") as staging, staging.open("b") as sink:
        sink.write(b"2" * (1 // 0))
    assert there(tmp_path / "out") == {"data/a.txt": "1"}
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    put(tmp_path / "out", a="1")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"No space left.*nothing was replaced"):
        put(tmp_path / "out", a="2")
    assert there(tmp_path / "out") == {"data/a.txt": "1"}
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["../a", "/a", "", "a/../../b"])
def test_nothing_leaves_the_folder(tmp_path: Path, name: str) -> None:
    with Staging(tmp_path / "out") as staging, pytest.raises(ValueError, match="no name"), staging.open(name):
        pass


def test_an_archive_is_the_same_bytes_on_every_day(tmp_path: Path) -> None:
    packed = []
    for names in (("b", "a"), ("a", "b")):
        sink = Taken()
        with Staging(tmp_path / "out.zip") as staging:
            for name in names:
                with staging.open(name) as file:
                    file.write(name.encode() * 100)
            staging.pack(sink)
        packed.append(sink.data)
    assert packed[0] == packed[1]
    (tmp_path / "out.zip").write_bytes(packed[0])
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist() == ["a", "b"]
        assert archive.read("a") == b"a" * 100


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        put(tmp_path / "no" / "out", a="1")
