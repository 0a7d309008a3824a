"""Files, folders and archives that are read, and what an archive may not do."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from annotations.errors import ReadingError
from annotations.storage.files import sources
from annotations.storage.files.sources import Archive, Folder, Single, source_at

FILES = {"a/1.txt": b"one", "a/2.txt": "二".encode(), "b.json": b"{}"}


def read(source: Single | Folder | Archive) -> dict[str, bytes]:
    found = {}
    for name in source.names():
        with source.open(name) as file:
            found[name] = file.read()
    return found


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, files: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path


def test_a_folder_an_archive_and_a_file_give_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / ".hidden").write_bytes(b"no")
    assert read(source_at(folder)) == FILES
    assert read(source_at(zipped(tmp_path / "in.zip", FILES))) == FILES
    assert read(source_at(tarred(tmp_path / "in.tgz", FILES))) == FILES
    assert read(source_at(tarred(tmp_path / "in.bin", FILES, "w"))) == FILES
    assert read(source_at(folder / "b.json")) == {"b.json": b"{}"}


def test_a_link_out_of_the_folder_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("no")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "here").write_text("yes")
    (folder / "inside").symlink_to(folder / "here")
    assert read(source_at(folder)) == {"here": b"yes", "inside": b"yes"}


def test_names_that_would_leave_are_brought_back(tmp_path: Path) -> None:
    path = zipped(tmp_path / "in.zip", {"../../up.txt": b"1", "/root.txt": b"2", "__MACOSX/._a": b"3"})
    assert read(source_at(path)) == {"up.txt": b"1", "root.txt": b"2"}


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "in.zip", {"a": bytes(8 << 20)})
    with pytest.raises(ReadingError, match="unpacks to more than zhupi reads"):
        read(source_at(path))


def test_several_files_of_an_archive_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_UNPACKED", 250)
    path = zipped(tmp_path / "in.zip", {str(number): b"x" * 100 for number in range(3)})
    with pytest.raises(ReadingError, match="unpacks to more"):
        read(source_at(path))


@pytest.mark.parametrize("name", ["in.zip", "in.tgz"])
def test_damage_is_said(tmp_path: Path, name: str) -> None:
    make = zipped if name.endswith(".zip") else tarred
    path = make(tmp_path / name, {"a": bytes(range(256)) * 40})
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(ReadingError, match="damaged or locked"):
        read(source_at(path))


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_FILES", 2)
    with pytest.raises(ReadingError, match="more than 2 files"):
        source_at(zipped(tmp_path / "in.zip", FILES)).names()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="No such file"):
        source_at(tmp_path / "no")
