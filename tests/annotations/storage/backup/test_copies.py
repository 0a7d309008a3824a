"""Daily copies: which are made, which go, and that no clock, disk or damage costs the last good one."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from annotations.records.record import Record
from annotations.storage.backup.copies import KEPT, KEPT_DAYS, copy_layers
from annotations.storage.files.files import Files
from annotations.storage.layer import snapshot
from annotations.storage.layer.layer import open_layer

TODAY = date(2026, 11, 23)
Mark = Callable[..., Record]


def put(path: Path, *records: Record) -> None:
    layer = open_layer(path, path.stem)
    layer.put(records)
    layer.close()


def copies(root: Path) -> dict[str, bytes]:
    """Return what is in every copy, by its place in the backup folder."""
    folder = root / "annotations" / ".backup"
    return {
        str(one.relative_to(folder)): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and one.name != ".gitignore"
    }


def put_copy(root: Path, day: date | str, name: str, data: bytes) -> None:
    target = root / "annotations" / ".backup" / str(day) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def test_a_layer_is_copied_once_a_day_and_only_if_it_changed(tmp_path: Path, path: Path, mark: Mark) -> None:
    put(path, mark(0))
    first = path.read_bytes()
    assert copy_layers(tmp_path, today=TODAY) == []
    assert copies(tmp_path) == {"2026-11-23/mei.json": first}
    put(path, mark(40))
    assert copy_layers(tmp_path, today=TODAY) == []
    assert copies(tmp_path) == {"2026-11-23/mei.json": first}, "the first start of a day copies, no other"
    assert copy_layers(tmp_path, today=day(1)) == []
    second = path.read_bytes()
    assert copies(tmp_path) == {"2026-11-23/mei.json": first, "2026-11-24/mei.json": second}
    assert copy_layers(tmp_path, today=day(2)) == []
    assert len(copies(tmp_path)) == 2, "nothing changed since"
    path.write_bytes(second.replace(b"claim", b"quote"))
    assert copy_layers(tmp_path, today=day(3)) == []
    assert copies(tmp_path)["2026-11-26/mei.json"] == path.read_bytes(), "same length, other bytes"
    with TinyDB(tmp_path / "annotations/.backup/2026-11-24/mei.json", encoding="utf-8") as database:
        assert len(database.all()) == 3
    assert (tmp_path / "annotations/.backup/.gitignore").read_bytes() == b"*\n"


def test_seven_copies_of_each_layer_are_kept(tmp_path: Path, mark: Mark) -> None:
    for number in range(KEPT + 3):
        for name in ("mei", "林"):
            if name == "mei" or number < 2:
                put(tmp_path / "annotations" / f"{name}.json", mark(number * 40, annotator=name))
        assert copy_layers(tmp_path, today=day(number)) == []
    names = [*copies(tmp_path)]
    assert [name for name in names if "mei" in name] == [f"{day(one)}/mei.json" for one in range(3, KEPT + 3)]
    assert [name for name in names if "林" in name] == [f"{day(one)}/林.json" for one in range(2)]
    assert not (tmp_path / f"annotations/.backup/{day(2)}").exists(), "an empty folder goes"


def test_what_other_commands_copied_is_kept_long(tmp_path: Path, path: Path, mark: Mark) -> None:
    put(path, mark(0))
    put_copy(tmp_path, day(0), "before-import-120000-mei.json", b"old")
    for number in range(KEPT):
        put(path, mark(40 * number + 40))
        copy_layers(tmp_path, today=day(KEPT_DAYS - KEPT + number + 1))
    assert f"{TODAY}/before-import-120000-mei.json" in copies(tmp_path), "30 days are not over"
    put(path, mark(4000))
    copy_layers(tmp_path, today=day(KEPT_DAYS + 1))
    assert not any("before" in name for name in copies(tmp_path))
    assert not (tmp_path / f"annotations/.backup/{TODAY}").exists()


def test_a_clock_set_forward_removes_nothing_that_another_command_copied(
    tmp_path: Path, path: Path, mark: Mark
) -> None:
    put(path, mark(0))
    put_copy(tmp_path, TODAY, "before-import-120000-mei.json", b"the only copy")
    copy_layers(tmp_path, today=TODAY)
    put(path, mark(40))
    copy_layers(tmp_path, today=date(2099, 1, 1))
    assert copies(tmp_path)[f"{TODAY}/before-import-120000-mei.json"] == b"the only copy"


def test_a_layer_may_be_called_like_a_copy_of_another_command(tmp_path: Path, mark: Mark) -> None:
    path = tmp_path / "annotations" / "before-noon.json"
    for number in range(KEPT + 1):
        put(path, mark(40 * number, annotator="before-noon"))
        copy_layers(tmp_path, today=day(number))
    assert [*copies(tmp_path)] == [f"{day(one)}/before-noon.json" for one in range(1, KEPT + 1)]


def test_copies_dated_after_today_are_neither_counted_nor_removed(
    tmp_path: Path, path: Path, mark: Mark
) -> None:
    future = {f"{day(100 + one)}/mei.json": b"good %d" % one for one in range(KEPT + 2)}
    for name, data in future.items():
        put_copy(tmp_path, *name.split("/"), data)
    for number in range(KEPT + 2):
        put(path, mark(40 * number))
        assert copy_layers(tmp_path, today=day(number)) == []
    found = copies(tmp_path)
    assert future.items() <= found.items()
    assert found[f"{day(KEPT + 1)}/mei.json"] == path.read_bytes(), (
        "today's is there, though others are newer"
    )
    assert len(found) == len(future) + KEPT


def test_a_clock_set_back_makes_no_copy_of_what_is_already_copied(
    tmp_path: Path, path: Path, mark: Mark
) -> None:
    put(path, mark(0))
    copy_layers(tmp_path, today=day(5))
    copy_layers(tmp_path, today=TODAY)
    assert [*copies(tmp_path)] == [f"{day(5)}/mei.json"]
    put(path, mark(40))
    copy_layers(tmp_path, today=TODAY)
    assert [*copies(tmp_path)] == [f"{TODAY}/mei.json", f"{day(5)}/mei.json"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-3],
        lambda data: b"\0" * len(data),
        lambda data: b"x" + data,
        lambda data: data + b"\n",
    ],
    ids=["cut", "zeroed", "shifted", "longer"],
)
def test_damage_is_told_and_never_pushes_out_a_good_copy(
    tmp_path: Path, path: Path, mark: Mark, damage: Callable[[bytes], bytes]
) -> None:
    put(path, mark(0))
    copy_layers(tmp_path, today=TODAY)
    before = copies(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    for number in range(1, KEPT + 3):
        (notice,) = copy_layers(tmp_path, today=day(number))
        assert str(path) in notice
        assert "\n" not in notice
    assert copies(tmp_path) == before


def test_only_layers_are_copied(tmp_path: Path, path: Path, mark: Mark) -> None:
    put(path, mark(0))
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere.json"
    put(elsewhere, mark(0, annotator="li"))
    folder = path.parent
    (folder / "li.json").symlink_to(elsewhere)
    (folder / "nowhere.json").symlink_to(folder / "gone")
    (folder / "round.json").symlink_to(folder / "round.json")
    (folder / "folder.json").mkdir()
    (folder / ".hidden.json").write_bytes(path.read_bytes())
    (folder / "mei.json.damaged").write_bytes(path.read_bytes())
    (folder / "empty.json").touch()
    os.mkfifo(folder / "pipe.json")
    assert copy_layers(tmp_path, today=TODAY) == []
    assert [*copies(tmp_path)] == ["2026-11-23/li.json", "2026-11-23/mei.json"]
    assert copies(tmp_path)["2026-11-23/li.json"] == elsewhere.read_bytes(), "of a link what it leads to"
    assert not (folder / ".backup/2026-11-23/li.json").is_symlink()


def test_a_project_without_annotations_has_nothing_to_copy(tmp_path: Path) -> None:
    assert copy_layers(tmp_path, today=TODAY) == []
    assert [*tmp_path.iterdir()] == []


def test_a_copy_may_be_read_by_those_who_may_read_the_layer(tmp_path: Path, path: Path, mark: Mark) -> None:
    put(path, mark(0))
    path.chmod(0o600)
    copy_layers(tmp_path, today=TODAY)
    assert (tmp_path / "annotations/.backup/2026-11-23/mei.json").stat().st_mode & 0o777 == 0o600


def test_a_copy_is_on_the_disk_before_an_older_one_goes(
    tmp_path: Path, path: Path, mark: Mark, new_files: Callable[[], Any]
) -> None:
    put(path, mark(0))
    for number in range(1, KEPT + 1):
        put_copy(tmp_path, day(-number), "mei.json", b"copy %d" % number)
    put_copy(tmp_path, ".", ".gitignore", b"*\n")
    files = new_files()
    assert copy_layers(tmp_path, files=files, today=TODAY) == []
    steps = [one for one in files.steps if one in {"pwrite", "fdatasync", "replace", "fsync_dir", "unlink"}]
    assert steps[-4:] == ["fdatasync", "replace", "fsync_dir", "unlink"]
    assert f"{day(-KEPT)}/mei.json" not in copies(tmp_path)


@pytest.mark.parametrize("forever", [False, True])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT, "short"])
def test_whatever_fails_nothing_is_lost_or_half_there(
    tmp_path: Path, path: Path, mark: Mark, new_files: Callable[[], Files], error: int | str, forever: bool
) -> None:
    put(path, mark(0))
    data = path.read_bytes()
    put_copy(tmp_path, day(-1), "mei.json", b"yesterday")
    at = failed = 0
    while True:
        at += 1
        root = tmp_path / str(at)
        (root / "annotations").mkdir(parents=True)
        (root / "annotations" / "mei.json").write_bytes(data)
        put_copy(root, day(-1), "mei.json", b"yesterday")
        files = new_files()
        files.fail(at, error, forever=forever)
        notices = copy_layers(root, files=files, today=TODAY)
        tried = len(files.steps) >= at
        failed += bool(notices)
        assert len(notices) <= 1
        assert all("\n" not in one for one in notices)
        assert (root / "annotations" / "mei.json").read_bytes() == data
        found = copies(root)
        assert found[f"{day(-1)}/mei.json"] == b"yesterday"
        assert f"{TODAY}/mei.json" in found or notices
        assert found.pop(f"{TODAY}/mei.json", data) == data
        if not forever:
            here = root / "annotations" / ".backup" / str(TODAY)
            assert not here.exists() or any(here.iterdir()), "no empty folder is left"
            assert len(found) == 1 or files.steps[at - 1] == "unlink", "no temporary file is left"
            assert copy_layers(root, today=TODAY) == [], "the next start makes up for it"
            assert copies(root)[f"{TODAY}/mei.json"] == data
        if not tried:
            break
    assert at > 20
    assert error == "short" or failed > 5


class Narrow(Files):
    """A disk with little room."""

    def __init__(self, room: int | None) -> None:
        self.room = room

    def free(self, path: Path) -> int | None:
        assert path.exists()
        return self.room


def test_a_copy_leaves_room_for_marks(tmp_path: Path, path: Path, mark: Mark) -> None:
    put(path, mark(0))
    size = path.stat().st_size
    (notice,) = copy_layers(tmp_path, files=Narrow(2 * size - 1), today=TODAY)
    assert "nearly full" in notice
    assert not (tmp_path / "annotations/.backup").exists()
    assert copy_layers(tmp_path, files=Narrow(None), today=TODAY) == []
    assert len(copies(tmp_path)) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, path: Path, mark: Mark) -> None:
    put(path, mark(0))
    (tmp_path / "annotations" / ".backup").write_bytes(b"in the way")
    (notice,) = copy_layers(tmp_path, today=TODAY)
    assert ".backup" in notice
    assert (tmp_path / "annotations" / ".backup").read_bytes() == b"in the way"


def test_a_locked_layer_waits_for_the_next_start(
    tmp_path: Path, path: Path, mark: Mark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "PATIENCE", 0.0)
    put(path, mark(0))
    files = Files()
    fd = files.open(path, os.O_RDWR)
    assert files.try_lock(fd, exclusive=True)
    (notice,) = copy_layers(tmp_path, today=TODAY)
    assert "locked" in notice
    files.close(fd)
    assert copy_layers(tmp_path, today=TODAY) == []
    assert len(copies(tmp_path)) == 1


class Meanwhile(Files):
    """Does something between reading a layer's first piece and its next."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.act: Callable[[], None] | None = act

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        written = super().pwrite(fd, data, offset)
        if self.act is not None and len(data) == 64:
            act, self.act = self.act, None
            act()
        return written


def test_a_mark_that_is_saved_meanwhile_neither_waits_nor_spoils_the_copy(
    tmp_path: Path, path: Path, mark: Mark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "CHUNK", 64)
    put(path, mark(0))
    before = path.read_bytes()
    files = Meanwhile(lambda: put(path, mark(40)))
    assert copy_layers(tmp_path, files=files, today=TODAY) == []
    assert files.act is None
    assert path.read_bytes() != before
    assert copies(tmp_path) == {"2026-11-23/mei.json": before}


def test_a_layer_that_is_cut_meanwhile_is_not_copied(
    tmp_path: Path, path: Path, mark: Mark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "CHUNK", 64)
    put(path, mark(0))
    files = Meanwhile(lambda: os.truncate(path, 70))
    (notice,) = copy_layers(tmp_path, files=files, today=TODAY)
    assert "cut" in notice
    assert copies(tmp_path) == {}


def test_what_a_killed_program_left_is_removed(tmp_path: Path, path: Path, mark: Mark) -> None:
    put(path, mark(0))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    put_copy(tmp_path, day(-1), f".mei.json.{gone.pid}-1.tmp", b"half")
    put_copy(tmp_path, ".", f"..gitignore.{gone.pid}-1.tmp", b"half")
    put_copy(tmp_path, TODAY, f".mei.json.{os.getppid()}-1.tmp", b"somebody still writes it")
    assert copy_layers(tmp_path, today=TODAY) == []
    assert [*copies(tmp_path)] == [f"{TODAY}/.mei.json.{os.getppid()}-1.tmp", f"{TODAY}/mei.json"]


def test_folders_that_are_links_are_left_alone(tmp_path: Path, path: Path, mark: Mark) -> None:
    put(path, mark(0))
    other = tmp_path / "other"
    other.mkdir()
    for number in range(KEPT + 2):
        (other / f"{number}.json").write_bytes(b"{}")
    backup = tmp_path / "annotations" / ".backup"
    backup.mkdir()
    for number in range(1, KEPT + 3):
        (backup / str(day(-number))).symlink_to(other)
    copy_layers(tmp_path, today=TODAY)
    assert len([*other.iterdir()]) == KEPT + 2


def test_several_programs_may_copy_at_once(tmp_path: Path, mark: Mark) -> None:
    for name in ("mei", "li", "wang"):
        path = tmp_path / "annotations" / f"{name}.json"
        put(path, *({**mark(40 * one, annotator=name), "batch": [str(one), 1]} for one in range(300)))
        for number in range(1, KEPT + 2):
            put_copy(tmp_path, day(-number), f"{name}.json", b"copy %d" % number)
    together = threading.Barrier(4)
    told: list[str] = []

    def run() -> None:
        together.wait()
        told.extend(copy_layers(tmp_path, today=TODAY))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    code = "import datetime, pathlib, sys; "
    code += "from annotations.storage.backup.copies import copy_layers; sys.stdin.read()"
    code += "; print(copy_layers(pathlib.Path(sys.argv[1]), today=datetime.date(2026, 11, 23)))"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.close()
    together.wait()
    for thread in threads:
        thread.join()
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.read() == b"[]\n"
        program.stdout.close()
        program.wait()
    assert told == []
    found: Mapping[str, bytes] = copies(tmp_path)
    assert len(found) == 3 * KEPT
    for name in ("mei", "li", "wang"):
        data = found[f"{TODAY}/{name}.json"]
        assert data == (tmp_path / "annotations" / f"{name}.json").read_bytes()
        assert len(json.loads(data)["_default"]) == 301


def test_what_was_copied_before_today_is_not_copied_again_though_a_later_copy_differs(
    tmp_path: Path, path: Path, mark: Mark
) -> None:
    put(path, mark(0))
    put_copy(tmp_path, day(-3), "mei.json", path.read_bytes())
    put_copy(tmp_path, day(5), "mei.json", b"another")
    before = copies(tmp_path)
    assert copy_layers(tmp_path, today=TODAY) == []
    assert copies(tmp_path) == before
