"""What lies in the folder of annotations: each thing in its place, and what is out of place named."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from annotations.storage.check.check import check_annotations
from annotations.storage.check.strays import is_abandoned, same_name, survey
from annotations.storage.files.files import Files
from annotations.storage.files.folders import plain_name

ID = "0123456789abcdef0123"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "annotations").mkdir()
    return tmp_path / "annotations"


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def found(folder: Path, files: Files | None = None) -> dict[str, str]:
    findings = survey(folder.parent, files or Files()).findings
    return {str(one.path.relative_to(folder)): one.what for one in findings}


def test_everything_in_its_place(folder: Path) -> None:
    put(folder, "mei.json", "li.json", ".gitignore", ".DS_Store")
    put(folder, f"articles/01/{ID}.json", f"articles/01/{ID}.spans.json", "articles/01/.gitkeep")
    put(folder, ".backup/2026-01-31/mei.json", ".backup/.gitignore")
    seen = survey(folder.parent, Files())
    assert seen.findings == []
    assert [path.name for path in seen.layers] == ["li.json", "mei.json"]
    assert [path.parent.name for path in seen.copies] == ["2026-01-31"]
    assert list(seen.articles) == list(seen.spans) == [ID]
    assert seen.spans[ID].name == f"{ID}.spans.json"
    assert not seen.misplaced
    assert not seen.abandoned


@pytest.mark.parametrize(
    "name",
    [
        *("note.txt", ".mei.json", "articles/note.txt", "articles/0g/x.json", "articles/012/x.json"),
        *(f"articles/01/{ID}.txt", "articles/01/short.json", f"articles/01/{ID[:-1]}.json"),
        *(".backup/note.txt", ".backup/yesterday/mei.json", ".backup/2026-1-1/mei.json"),
        *(".backup/2026-01-31/note.txt", ".backup/2026-01-31/.mei.json", "deep/mei.json"),
    ],
)
def test_what_nobody_knows_is_named_and_is_nothing_else(folder: Path, name: str) -> None:
    put(folder, name)
    seen = survey(folder.parent, Files())
    assert len(seen.findings) == 1
    assert "zhupi knows no such file here" in seen.findings[0].what
    assert str(seen.findings[0].path.relative_to(folder)) in name
    assert not seen.findings[0].mendable
    assert [seen.layers, seen.copies, seen.articles, seen.spans] == [[], [], {}, {}]


def test_folders_with_the_names_of_files(folder: Path) -> None:
    for name in ("mei.json", f"articles/01/{ID}.json", ".backup/2026-01-31/mei.json", ".gitignore", "x.orig"):
        (folder / name).mkdir(parents=True)
    assert found(folder) == {
        "mei.json": "this is a folder, not a layer",
        **dict.fromkeys(
            (f"articles/01/{ID}.json", ".backup/2026-01-31/mei.json", ".gitignore", "x.orig"),
            "zhupi knows no such file here",
        ),
    }


def test_what_others_left(folder: Path) -> None:
    put(folder, "mei.json.orig", "mei.json.rej", "mei.json.damaged", "mei.json.damaged-2")
    seen = {str(one.path.name): (one.what, one.counts) for one in survey(folder.parent, Files()).findings}
    assert seen == {
        **dict.fromkeys(("mei.json.orig", "mei.json.rej"), ("a merge or a patch left this file", True)),
        **dict.fromkeys(
            ("mei.json.damaged", "mei.json.damaged-2"), ("the original of a file that was mended", False)
        ),
    }


def test_a_frozen_file_in_a_wrong_folder(folder: Path) -> None:
    put(folder, f"articles/ff/{ID}.json")
    seen = survey(folder.parent, Files())
    assert seen.misplaced == {
        folder / "articles" / "ff" / f"{ID}.json": folder / "articles" / "01" / f"{ID}.json"
    }
    assert [one.mendable for one in seen.findings] == [True]
    assert not seen.articles


def test_names_that_are_one(folder: Path) -> None:
    put(folder, "Mei.json", "mei.json", "e\u0301.json", "\u00e9.json", "li.json")
    found = check_annotations(folder.parent)
    assert len([one for one in found if "under another spelling" in one.what]) == 2
    assert same_name("É", "e\u0301")
    assert same_name("STRASSE", "straße")
    assert not same_name("mei", "mel")
    assert plain_name("Ṩ") == plain_name(plain_name("Ṩ"))


def test_links_and_what_is_neither_file_nor_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "gone.json").symlink_to(tmp_path / "nowhere")
    (tmp_path / "there.json").touch()
    (folder / "there.json").symlink_to(tmp_path / "there.json")
    os.mkfifo(folder / "pipe.json")
    assert found(folder) == {
        "gone.json": "this link leads nowhere",
        "there.json": "this is a link",
        "pipe.json": "this is neither a file nor a folder",
    }
    assert [path.name for path in survey(folder.parent, Files()).layers] == ["there.json"]


def test_no_folder_and_a_file_in_its_place(tmp_path: Path) -> None:
    assert survey(tmp_path, Files()).findings == []
    (tmp_path / "annotations").touch()
    assert [one.what for one in survey(tmp_path, Files()).findings] == ["this is a file, not a folder"]


class Refusing(Files):
    """Refuses one call for the paths that end in a word."""

    def __init__(self, call: str, ending: str, number: int = errno.EACCES) -> None:
        self.refused, self.ending, self.number = call, ending, number

    def _ask(self, call: str, path: Path) -> None:
        if call == self.refused and path.name.endswith(self.ending):
            raise OSError(self.number, os.strerror(self.number))

    def names(self, folder: Path) -> list[str]:
        self._ask("names", folder)
        return super().names(folder)

    def stat(self, path: Path) -> os.stat_result:
        self._ask("stat", path)
        return super().stat(path)

    def lstat(self, path: Path) -> os.stat_result:
        self._ask("lstat", path)
        return super().lstat(path)

    def open(self, path: Path, flags: int) -> int:
        self._ask("open", path)
        return super().open(path, flags)


def test_what_may_not_be_looked_at_is_said(folder: Path) -> None:
    put(folder, "mei.json", f"articles/01/{ID}.json")
    denied = os.strerror(errno.EACCES)
    assert found(folder, Refusing("names", "articles")) == {
        "articles": f"this folder cannot be read ({denied})"
    }
    assert found(folder, Refusing("stat", "mei.json")) == {"mei.json": f"it cannot be looked at ({denied})"}


def test_what_goes_away_meanwhile_is_nothing(folder: Path) -> None:
    put(folder, "mei.json")
    gone = Refusing("stat", "mei.json", errno.ENOENT)
    assert found(folder, gone) == {}
    gone = Refusing("lstat", "mei.json", errno.ENOENT)
    assert found(folder, gone) == {}


def test_unfinished_files(folder: Path) -> None:
    put(
        folder,
        "mei.json",
        ".mei.json.tmp",
        ".li.json.tmp",
        f".x.json.{os.getpid()}-7.tmp",
        f".x.json.{os.getpid()}.tmp",
    )
    assert {path.name for path in survey(folder.parent, Files()).abandoned} == {
        ".mei.json.tmp",
        ".li.json.tmp",
    }
    assert not is_abandoned(folder / "mei.json", Files()), "it is no unfinished file"
    assert not is_abandoned(folder / ".mei.json.tmp", Refusing("open", "mei.json")), "nobody knows"
    with (folder / "mei.json").open("rb") as layer:
        fcntl.flock(layer, fcntl.LOCK_EX)
        assert not is_abandoned(folder / ".mei.json.tmp", Files()), "who rewrites the layer holds its lock"
        fcntl.flock(layer, fcntl.LOCK_SH)
        assert is_abandoned(folder / ".mei.json.tmp", Files()), "who reads it does not"
    with (folder / "mei.json").open("rb") as layer:
        is_abandoned(folder / ".mei.json.tmp", Files())
        fcntl.flock(layer, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the lock was given back


def test_a_lock_that_cannot_be_tried_says_nothing(folder: Path) -> None:
    class Lockless(Files):
        def try_lock(self, fd: int, *, exclusive: bool) -> bool:
            raise OSError(errno.ENOLCK, "no locks")

    put(folder, "mei.json", ".mei.json.tmp")
    assert not is_abandoned(folder / ".mei.json.tmp", Lockless())
