"""What a visitor of a server may do, and what is the server's: no path, no name, nothing that runs there."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from textual.widgets import Input, TextArea

from annotations.model.scheme import DEFAULT
from tui.app import ZhupiApp
from tui.commands.catalogue import keymaps_for
from tui.layout.cells import cell_width
from tui.screens.dialogs.settings import SettingsScreen
from tui.screens.dialogs.unsaved import UnsavedScreen
from tui.screens.export import ExportScreen
from tui.screens.import_ import ImportScreen

pytestmark = pytest.mark.usefixtures("no_analysis", "no_child", "in_browser")

NOWHERE = "/nowhere-on-this-machine/at-all"
LISTENING: list[list[str]] = []
"""Where that is kept which is asked of the system with that path in it, while somebody wants to know."""
OPENING = ("?", ":", "g /", "/", "F", "F ctrl+s", "L /", "w", "p /", "W /", "P", "K", "r", "E", "I", "U", "A")
"""Keys that lead to a line to type in, or may."""


def hear(event: str, arguments: tuple[object, ...]) -> None:
    if LISTENING and event.partition(".")[0] in ("open", "os", "subprocess", "shutil", "tempfile", "pathlib"):
        said = [str(one) for one in arguments if isinstance(one, str | bytes | Path)]
        LISTENING[-1].extend(f"{event} {one}" for one in said if NOWHERE.split("/")[1] in one)


@pytest.fixture
def in_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    downloads = tmp_path / "downloads"
    downloads.mkdir()

    def keep(app: ZhupiApp, given: Path | BinaryIO, *, save_filename: str) -> None:
        """Take it as a browser does; Textual's driver of tests fails at whatever is no text."""
        data = given.read_bytes() if isinstance(given, Path) else given.read()
        (downloads / save_filename).write_bytes(data)

    monkeypatch.setattr(ZhupiApp, "deliver_binary", keep)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Return what is asked of the system; what listens there once can be taken away by nobody."""
    sys.addaudithook(hear)
    found: list[str] = []
    LISTENING.append(found)
    yield found
    LISTENING.remove(found)


def typed_in(reader) -> list[Input | TextArea]:
    """Return the lines to type in that can be seen."""
    lines = [*reader.app.screen.query(Input), *reader.app.screen.query(TextArea)]
    return [one for one in lines if one.display and all(above.display for above in one.ancestors_with_self)]


async def back(reader) -> None:
    while len(reader.app.screen_stack) > 1 or reader.screen.picker is not None:
        await reader.press("escape")


@pytest.mark.peer("textual_serve")
async def test_what_is_typed_anywhere_is_no_path(opened, seeds: Path, heard: list[str]) -> None:
    with pytest.raises(FileNotFoundError):
        Path(NOWHERE).read_text()
    assert heard, "it is heard when somebody looks"
    heard.clear()
    lines = 0
    async with opened(seeds) as reader:
        await reader.press("q")
        for keys in OPENING:
            await reader.press(*keys.split())
            for one in typed_in(reader):
                lines += 1
                if isinstance(one, Input):
                    one.value = NOWHERE
                else:
                    one.text = NOWHERE
                one.focus()
                await reader.press("tab", "enter")
            await back(reader)
        await reader.press("Z")
        screen = reader.app.screen
        assert isinstance(screen, SettingsScreen)
        for at, item in enumerate(screen._items):
            if item.act or item.name not in ("advance", "line_width"):
                continue
            screen._list(at)
            await reader.press("enter")
            for one in typed_in(reader):
                lines += 1
                one.value = NOWHERE
                await reader.press("enter")
        await back(reader)
    assert lines >= 9
    assert heard == []


async def test_what_is_the_servers_cannot_be_set(opened, seeds: Path) -> None:
    async with opened(seeds) as reader:
        await reader.press("Z")
        screen = reader.app.screen
        names = [one.name for one in screen._items if not one.act]
        assert names[0] == "theme"
        assert {"annotator", "taggers", "hubs"}.isdisjoint(names)
        await reader.press("right")
        shown = "\n".join(strip.text for strip in reader.frame())
        assert "saved" in shown
        assert "settings.toml" not in shown
        for _ in range(8):
            await reader.press("right")
            assert not reader.app.theme.startswith("ansi"), "a page has no colours of its own to keep"
        await back(reader)
        for _ in range(8):
            await reader.press("T")
            assert not reader.app.theme.startswith("ansi")
        reader.screen.run_command("who:")
        await reader.settle()
        assert reader.message == "you annotate as mei"
        await reader.press("I")
        assert not isinstance(reader.app.screen, ImportScreen)
        assert reader.message == "files are taken in where the project lies, with zhupi import"
        await reader.press("V")
        assert reader.message == "V is no key here; ? shows them"
        await reader.press("home", "I", *"co")
        assert reader.labels(0) == {"claim", "opinion"}, "it opens nothing for which a text is meant"
        assert reader.app.is_running


async def test_the_palette_has_nothing_for_a_shell(opened, seeds: Path, monkeypatch) -> None:
    async with opened(seeds) as reader:
        reader.app.shell_lines = [("write the tags", "zhupi export news/ -o tags.jsonl")]
        await reader.press(":")
        assert not [one for one in reader.app.screen._acts if one.line]
        await back(reader)
        monkeypatch.delenv("TEXTUAL_DRIVER")
        await reader.press(":")
        assert [one.line for one in reader.app.screen._acts if one.line]


def test_keys_that_browsers_keep_are_none() -> None:
    keymaps = keymaps_for(DEFAULT, {"suspend": ["V"]})
    for keymap in (keymaps.reading, keymaps.review):
        keys = {key for of in keymap.keys.values() for key in of}
        assert {"ctrl+w", "ctrl+t", "ctrl+n"}.isdisjoint(keys)
        assert "suspend" not in keymap.commands
    assert keymaps.reading.keys["find-everywhere"] == ("F", "ctrl+f9")
    assert keymaps.reading.keys["change-span"] == ("e", "shift+f8")
    assert keymaps.reading.keys["show-others"] == ("O", "ctrl+f10")


async def test_an_export_of_several_files_is_one_archive(opened, seeds: Path, tmp_path: Path) -> None:
    async with opened(seeds) as reader:
        await reader.press("c", "E")
        screen = reader.app.screen
        assert isinstance(screen, ExportScreen)
        assert "place" not in screen.stops
        assert typed_in(reader) == []
        screen.choose("format", "brat")
        await reader.until(lambda: not screen.outlook.looking)
        await reader.press("enter")
        await reader.until(lambda: screen.done)
        there = tmp_path / "downloads" / "news-brat.zip"
        await reader.until(lambda: there.exists() and zipfile.is_zipfile(there))
        assert screen.done == "the browser downloads news-brat.zip"
        with zipfile.ZipFile(there) as archive:
            assert {Path(one).suffix for one in archive.namelist()} == {".ann", ".conf", ".txt", ".json"}
        await reader.press("escape")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("news-")] == []


async def test_what_cannot_be_saved_is_downloaded(opened, founding: Path, tmp_path: Path) -> None:
    path = founding.parent / "annotations" / "mei.json"
    async with opened(founding) as reader:
        await reader.press("c")
        await reader.until(lambda: reader.heading.endswith("saved"))
        path.unlink()
        reader.screen.saver.look_around()
        await reader.settle()
        await reader.press("U")
        assert isinstance(reader.app.screen, UnsavedScreen)
        assert typed_in(reader) == []
        rows = [strip.text for strip in reader.frame()]
        assert all(cell_width(row) <= 80 for row in rows)
        assert "Enter downloads them as zhupi-unsaved-" in "\n".join(rows)
        await reader.press("enter")
        downloads = tmp_path / "downloads"
        await reader.until(lambda: any(downloads.iterdir()))
        [made] = downloads.iterdir()
        await reader.until(lambda: b'"claim"' in made.read_bytes())
        assert reader.message == f"the browser downloads {made.name}"


async def test_a_selection_can_be_read(opened, founding: Path) -> None:
    async with opened(founding) as reader:
        await reader.pilot.mouse_down("#article", offset=(12, 0))
        await reader.pilot.hover("#article", offset=(30, 0))
        await reader.pilot.mouse_up("#article", offset=(30, 0))
        await reader.settle()
        assert reader.message.endswith("sent to the browser's clipboard")
        styles = [one.style for one in reader.strip(0) if one.text.strip()]
        assert len({style.bgcolor for style in styles}) > 1
        assert all(style.color != style.bgcolor for style in styles)


@pytest.mark.parametrize("key", ["R", "K"])
async def test_the_way_to_what_others_say_is_an_address(opened, founding: Path, key: str) -> None:
    async with opened(founding) as reader:
        await reader.press(key)
        assert reader.message.endswith("open /review on this server")


async def test_the_way_to_the_notes_of_others_is_an_address(opened, seeds: Path) -> None:
    (seeds / "zhupi.toml").write_text('lead = "lin"\n')
    async with opened(seeds, annotator="lin") as reader:
        await reader.press("W")
        heading = "".join(run.text for row in reader.app.screen._heading(80, 3) for run in row)
        assert heading.endswith("those of others: /review")
