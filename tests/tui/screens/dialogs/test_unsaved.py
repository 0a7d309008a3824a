"""What the disk does not take is listed, written elsewhere on request, and taken in again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tui.screens.dialogs.unsaved import UnsavedScreen

pytestmark = pytest.mark.usefixtures("no_analysis")


async def failed(reader, disk) -> None:
    """Fill the disk and tag two sentences."""
    disk.full = True
    await reader.press("down", "q", "p", "0", "down", "f")
    await reader.until(lambda: reader.screen.session.writer.alarm)


async def test_nothing_to_list(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "U")
        assert reader.message == "everything is saved"


async def test_they_are_listed_with_the_reason(opened, founding, disk) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        await failed(reader, disk)
        await reader.press("U")
        assert isinstance(reader.app.screen, UnsavedScreen)
        shown = "\n".join(strip.text for strip in reader.frame())
        assert "2 marks are not saved" in shown
        assert "No space left" in " ".join(re.findall(r"[^\s|]+", shown)), "wherever the row ends"
        assert "北京時間2月1日" in shown
        assert "zhupi collect" in shown
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1
        assert reader.session.writer.unsaved, "looking changes nothing"


async def test_what_was_only_read_counts_as_no_mark_but_is_told(opened, founding, disk) -> None:
    async with opened(founding) as reader:
        writer = reader.session.writer
        await reader.press("c")
        disk.full = True
        await reader.press("down")
        reader.session.keep_seen()
        await reader.until(lambda: writer.alarm)
        assert writer.marks_endangered == 0
        await reader.press("ctrl+q")
        assert reader.app.is_running
        assert reader.message.startswith("what was read is not saved; the same key again")
        await reader.press("down", "q")
        await reader.until(lambda: len(writer.endangered) == 2)
        await reader.press("U")
        shown = "\n".join(strip.text for strip in reader.frame())
        assert "1 mark is not saved" in shown
        assert "what was read  " in shown
        await reader.press("escape", "ctrl+q")
        assert reader.message.startswith("1 mark is not saved, U shows them")


async def test_what_is_written_elsewhere_comes_in_again(opened, founding, disk, tmp_path, records) -> None:
    target = tmp_path / "rescued.jsonl"
    async with opened(founding) as reader:
        await reader.press("c")
        await failed(reader, disk)
        await reader.press("U")
        reader.app.screen.query_one("#where").value = str(target)
        await reader.press("enter")
        assert reader.message == f"written to {target}; zhupi collect --replace takes it in again"
        assert reader.session.writer.unsaved, "they are still tried again"
        wanted = [dict(reader.session.article.marks.over(index)[0]) for index in (1, 2)]
        await reader.press("ctrl+q", "ctrl+q")
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [(one["labels"], one["flag"]) for one in rows if one["kind"] == "sentence"] == [
        (["quote"], False),
        ([], True),
    ]
    path = founding.parent / "annotations" / "mei.json"
    assert [one["labels"] for one in records(path)] == [["claim"]], "the disk was full to the end"
    command = [
        sys.executable,
        "-m",
        "tui",
        "collect",
        str(target),
        "--replace",
        "--project",
        str(founding.parent),
        "--as",
        "mei",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    stored = {one["start"]: one for one in records(path) if one["kind"] == "sentence"}
    for one in wanted:
        again = stored[one["start"]]
        for field in ("quote", "labels", "status", "flag", "note", "quotes"):
            assert again[field] == one[field], field


async def test_an_existing_file_is_never_written_over(opened, founding, disk, tmp_path) -> None:
    target = tmp_path / "there.jsonl"
    target.write_text("mine")
    async with opened(founding) as reader:
        await failed(reader, disk)
        await reader.press("U")
        field = reader.app.screen.query_one("#where")
        for wrong in (target, tmp_path / "no" / "such" / "folder.jsonl", tmp_path):
            field.value = str(wrong)
            await reader.press("enter")
            assert isinstance(reader.app.screen, UnsavedScreen)
            assert "name another file" in reader.app.screen.query_one(".box").border_subtitle
        assert target.read_text() == "mine"
        field.value = str(tmp_path / "free.jsonl")
        await reader.press("enter")
        assert len(reader.app.screen_stack) == 1
    assert (tmp_path / "free.jsonl").stat().st_size > 0


async def test_nor_anything_that_a_project_keeps_nor_what_is_no_file(
    opened, founding, disk, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = founding.parent
    layer = folder / "annotations" / "mei.json"
    os.mkfifo(tmp_path / "pipe")
    async with opened(founding) as reader:
        await reader.press("c")
        await failed(reader, disk)
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        await reader.press("U")
        field = reader.app.screen.query_one("#where")
        for wrong in (layer, f"{layer}/", folder / "annotations/x.jsonl", founding, folder / "x.md"):
            field.value = str(wrong)
            await reader.press("enter")
            assert isinstance(reader.app.screen, UnsavedScreen), wrong
        for wrong in (tmp_path / "pipe", "/dev/null", "/dev/stdout"):
            field.value = str(wrong)
            await reader.press("enter")
            assert "name another file" in reader.app.screen.query_one(".box").border_subtitle
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
        field.value = "-"  # a file of that name: the screen is no place to write to
        await reader.press("enter")
        assert len(reader.app.screen_stack) == 1
    assert (tmp_path / "-").stat().st_size > 0


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_it_fits(opened, founding, disk, size) -> None:
    async with opened(founding, size=size) as reader:
        disk.full = True
        await reader.press("v", "end", "n")
        await reader.until(lambda: reader.screen.session.writer.alarm)
        await reader.press("U", "down", "up")
        assert all(strip.cell_length == size[0] for strip in reader.frame())
        shown = "".join(strip.text for strip in reader.frame())
        assert "zhupi-unsaved-" in shown, "where it would go"


async def test_a_refused_flush_counts_as_not_saved(
    opened, founding, disk, monkeypatch, tmp_path: Path
) -> None:
    import errno

    async with opened(founding) as reader:
        await reader.press("c")

        def sync(fd: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(disk, "fdatasync", sync)
        await reader.press("down", "o")
        await reader.until(lambda: reader.screen.session.writer.alarm)
        assert reader.heading.endswith("NOT SAVED")
        await reader.press("U")
        assert isinstance(reader.app.screen, UnsavedScreen)
        target = tmp_path / "rescued.jsonl"
        reader.app.screen.query_one("#where").value = str(target)
        await reader.press("enter")
        rows = [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n")[:-1]]
        assert [row["labels"] for row in rows if row["kind"] == "sentence"] == [["opinion"]]
        monkeypatch.undo()
