"""A layer that is removed, emptied, cut or replaced while it is open: said at once, written back by a key."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from annotations.records.record import revise
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import open_layer
from annotations.storage.layer.lines import TAIL
from tui.screens.dialogs.unsaved import UnsavedScreen

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def path(seeds) -> Path:
    return seeds / "annotations" / "mei.json"


def removed(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def replaced(path: Path) -> None:
    """As git does when another branch is checked out."""
    head = path.read_bytes().split(b"\n")[:2]
    other = path.with_name("other")
    other.write_bytes(b"\n".join(head) + b"\n" + TAIL)
    other.replace(path)


def cut(path: Path) -> None:
    os.truncate(path, 200)


async def tagged(reader, *keys: str) -> None:
    """Press keys, and wait until what they said is on disk."""
    await reader.press(*keys)
    await reader.until(lambda: reader.heading.endswith("saved"))


async def look(reader) -> None:
    reader.screen.saver.look_around()
    await reader.settle()


def letter(reader):
    return next(segment for segment in reader.strip(0) if segment.text == "c").style


def said(path: Path) -> list[list[str]]:
    layer = open_layer(path, "mei")
    marks = sorted(
        (one for one in layer.records() if one["kind"] == "sentence"), key=lambda one: one["start"]
    )
    layer.close()
    return [one["labels"] for one in marks]


def all_removed(path: Path) -> None:
    shutil.rmtree(path.parent)


HARMS = [removed, all_removed, emptied, replaced, cut]


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def file_for_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("no folder", encoding="utf-8")


@pytest.mark.parametrize("harm", [folder, pipe, circle, file_for_its_folder])
async def test_what_is_no_file_in_its_place_is_said_and_written_back_once_it_is_moved(
    opened, founding, path, harm
) -> None:
    async with opened(founding) as reader:
        await tagged(reader, "c", "down", "o")
        harm(path)
        await look(reader)
        assert reader.heading.endswith("NOT SAVED")
        assert "something else was put in its place" in reader.message
        await reader.press("ctrl+q")
        assert reader.app.is_running
        assert "2 marks are not saved" in reader.message
        await reader.press("U")
        box = " ".join("".join(strip.text for strip in reader.frame()).replace("|", " ").split())
        assert "what memory holds" in box, "the reason is not cut off"
        await reader.press("f2")
        await reader.until(lambda: reader.message.startswith("NOT SAVED"))
        await look(reader)
        assert reader.heading.endswith("NOT SAVED"), "it is not taken away for anybody"
        there = path.parent if harm is file_for_its_folder else path
        there.rename(there.with_name("away"))
        await reader.press("U", "f2")
        await reader.until(lambda: reader.session.layers.trouble is None)
        await look(reader)
        assert reader.heading.endswith(" saved")
    assert said(path) == [["claim"], ["opinion"]]


@pytest.mark.parametrize("harm", HARMS)
async def test_the_heading_says_it_and_one_key_writes_it_back(opened, founding, path, harm) -> None:
    async with opened(founding) as reader:
        await tagged(reader, "c", "down", "o")
        harm(path)
        await look(reader)
        assert reader.heading.endswith("NOT SAVED")
        assert reader.labels(0) == {"claim"}
        assert letter(reader).dim, "not on disk"
        await reader.press("ctrl+q")
        assert reader.app.is_running
        assert "not saved" in reader.message
        await reader.press("U")
        assert isinstance(reader.app.screen, UnsavedScreen)
        assert "北京時間2月1日" in "\n".join(strip.text for strip in reader.frame())
        await reader.press("f2")
        await reader.until(lambda: reader.session.layers.trouble is None)
        await look(reader)
        assert reader.heading.endswith(" saved")
        assert not letter(reader).dim
        assert said(path) == [["claim"], ["opinion"]]
        await reader.press("down", "c")
        await reader.until(lambda: not reader.session.writer.unsaved)
    assert said(path) == [["claim"], ["opinion"], ["claim"]]
    [frozen] = (path.parent / "articles").glob("*/*[0-9a-f].json")
    assert FrozenArticles(founding.parent).load(frozen.stem), "the text that the marks are of"


@pytest.mark.parametrize("harm", HARMS)
async def test_when_the_file_returns_work_goes_on(opened, founding, path, harm, tmp_path) -> None:
    async with opened(founding) as reader:
        await tagged(reader, "c")
        kept = shutil.copy2(path, tmp_path / "kept.json")
        harm(path)
        await look(reader)
        assert reader.heading.endswith("NOT SAVED")
        path.parent.mkdir(exist_ok=True)
        shutil.copy2(kept, path)
        await look(reader)
        assert reader.heading.endswith(" saved")
        assert "can be written again" in reader.message
        await reader.press("down", "o")
        await reader.until(lambda: not reader.session.writer.unsaved)
    assert said(path) == [["claim"], ["opinion"]]


async def test_a_key_pressed_before_anybody_noticed_is_kept_and_saved_later(opened, founding, path) -> None:
    async with opened(founding) as reader:
        await tagged(reader, "c")
        path.rename(path.with_name("away"))
        await reader.press("down", "o")
        await reader.until(lambda: reader.screen.session.writer.alarm)
        assert reader.heading.endswith("NOT SAVED")
        await reader.press("down", "q")
        assert "not saved" in reader.message, "and from here on keys say so"
        assert reader.labels(2) == set()
        path.with_name("away").rename(path)
        await look(reader)
        await reader.until(lambda: not reader.session.writer.unsaved)
        assert reader.heading.endswith(" saved")
    assert said(path) == [["claim"], ["opinion"]]


async def test_what_is_in_memory_can_be_written_elsewhere(opened, founding, path, tmp_path) -> None:
    async with opened(founding) as reader:
        await tagged(reader, "c", "down", "o")
        removed(path)
        await look(reader)
        await reader.press("U")
        reader.app.screen.query_one("#where").value = str(tmp_path / "rescued.jsonl")
        await reader.press("enter")
        await reader.press("ctrl+q", "ctrl+q")
    rows = (tmp_path / "rescued.jsonl").read_text("utf-8").split("\n")
    assert sum('"kind": "sentence"' in row for row in rows) == 2


async def test_another_version_in_the_file_is_a_conflict_and_not_written_over(opened, founding, path) -> None:
    async with opened(founding) as reader:
        await tagged(reader, "c")
        older = path.read_bytes()
        await tagged(reader, "o")
        path.write_bytes(older)
        elsewhere = open_layer(path, "mei")
        [mark] = [one for one in elsewhere.records() if one["kind"] == "sentence"]
        elsewhere.put([revise(mark, labels=["quote"], writer="elsewhere")])
        elsewhere.close()
        await look(reader)
        assert reader.heading.endswith("NOT SAVED")
        assert "settle these conflicts" in reader.screen.session.writer.alarm
        stands = path.read_bytes()
        await reader.press("U", "f2")
        await reader.settle()
        assert path.read_bytes() == stands
        assert reader.session.article.conflicts(0)


async def test_damage_that_is_met_while_running_is_said(opened, founding, path) -> None:
    async with opened(founding) as reader:
        await tagged(reader, "c", "down", "o")
        data = path.read_bytes()
        at = data.index(b'"quote"')
        path.write_bytes(data[:at] + bytes(5) + data[at + 5 :])
        await look(reader)
        assert "harmed and left out" in reader.message
        assert reader.labels(0) == {"claim"}, "memory has it whole"
        await reader.press("U", "f2")
        await reader.until(lambda: reader.session.layers.trouble is None)
    assert said(path) == [["claim"], ["opinion"]]
