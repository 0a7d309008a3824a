"""A name for the whole project: what people wrote in the gazetteer stays, and nothing is there twice."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from annotations.analysis.gazetteer import Gazetteer
from annotations.errors import SettingsError, StorageError, UsageError
from annotations.model.article import Name
from annotations.project.gazetteer import is_there, promote, withdraw
from annotations.storage.files.files import Files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gazetteer.tsv"


def test_it_is_added_and_found(path: Path) -> None:
    assert promote(path, "奧特曼", "PER")
    assert promote(path, "華AI", "-")
    assert path.read_text(encoding="utf-8") == "奧特曼\tPER\n華AI\t-\n"
    names = Gazetteer.read(path).apply("奥特曼對華AI", [Name(4, 6, "ORG")])
    assert names == [Name(0, 3, "PER")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"# ours\n\nx\tORG\ta note", b"# ours\n\nx\tORG\ta note\n\xe4\xb8\x81\tLOC\n"),
        (b"\xef\xbb\xbfx\tORG\r\n", b"\xef\xbb\xbfx\tORG\r\n\xe4\xb8\x81\tLOC\r\n"),
        (b"#\xe4\xb8\x81\tPER\n", b"#\xe4\xb8\x81\tPER\n\xe4\xb8\x81\tLOC\n"),
        (b"", b"\xe4\xb8\x81\tLOC\n"),
    ],
)
def test_what_is_there_stays_byte_for_byte(path: Path, before: bytes, after: bytes) -> None:
    path.write_bytes(before)
    assert promote(path, "丁", "LOC")
    assert path.read_bytes() == after
    assert Gazetteer.read(path)


def test_nothing_is_there_twice_in_either_script(path: Path) -> None:
    promote(path, "奧特曼", "PER")
    before = path.read_bytes()
    assert not promote(path, "奧特曼", "PER")
    assert not promote(path, "奥特曼", "PER")
    with pytest.raises(SettingsError, match=r"line 1: 奧特曼 has the type PER already"):
        promote(path, "奥特曼", "ORG")
    promote(path, "華AI", "-")
    with pytest.raises(SettingsError, match=r"line 2: 華AI is no name already"):
        promote(path, "華AI", "ORG")
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("string", ["", " ", "a\tb", "a\nb", "#a", " a", "a\r"])
def test_what_no_line_can_say_is_refused(path: Path, string: str) -> None:
    with pytest.raises(UsageError):
        promote(path, string, "PER")
    with pytest.raises(UsageError):
        promote(path, "a", "CITY")
    assert not path.exists()


def test_a_file_that_is_no_utf_8_is_left_alone(path: Path) -> None:
    path.write_bytes(b"\xff\tPER\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        promote(path, "丁", "LOC")
    assert path.read_bytes() == b"\xff\tPER\n"


class FullDisk(Files):
    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_on_a_full_disk_nothing_is_lost(path: Path) -> None:
    promote(path, "奧特曼", "PER")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="no room"):
        promote(path, "丁", "LOC", files=FullDisk())
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".g")] == []


@pytest.mark.parametrize(
    "before", [None, b"", b"# ours\nx\tORG\ta note\n", b"\xef\xbb\xbfx\tORG\r\n", b"x\tORG"]
)
def test_what_was_added_is_taken_out_and_the_rest_stays(path: Path, before: bytes | None) -> None:
    if before is not None:
        path.write_bytes(before)
    assert not is_there(path, "丁", "LOC")
    assert promote(path, "丁", "LOC")
    assert is_there(path, "丁", "LOC")
    assert promote(path, "戊", "-")
    assert withdraw(path, "丁", "LOC")
    assert not withdraw(path, "丁", "LOC")
    assert withdraw(path, "戊", "-")
    left = path.read_bytes()
    assert left == (before or b"") or left == before + b"\n"
    assert Gazetteer.read(path) is not None


def test_a_line_that_somebody_wrote_in_another_way_stays(path: Path) -> None:
    path.write_text("丁\tLOC\ta note\n丁 \tLOC\n丁\tPER\n", encoding="utf-8")
    before = path.read_bytes()
    assert not withdraw(path, "丁", "LOC")
    assert path.read_bytes() == before
    assert not withdraw(path.with_name("none.tsv"), "丁", "LOC")
    assert not path.with_name("none.tsv").exists()


def test_a_folder_in_its_place_is_said(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StorageError, match=r"gazetteer\.tsv"):
        is_there(path, "丁", "LOC")
