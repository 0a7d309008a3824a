"""The settings file: optional, and wrong in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.errors import SettingsError
from tui.settings import Settings, settings_path
from tui.theme.themes import NAMES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_no_file_sets_nothing(path: Path) -> None:
    assert Settings.read(path) == Settings(path)


def test_all_settings(path: Path) -> None:
    path.write_text(
        'annotator = "李"\ntheme = "ansi-light"\n[keys]\nundo = "z"\nredo = ["Z", "ctrl+y"]\n', "utf-8"
    )
    settings = Settings.read(path)
    assert (settings.annotator, settings.theme) == ("李", "ansi-light")
    assert settings.keys == {"undo": ("z",), "redo": ("Z", "ctrl+y")}


def test_the_environment_names_another_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUPI_CONFIG", str(path))
    assert settings_path() == path
    path.write_text('annotator = "mei"')
    assert Settings.read().annotator == "mei"


@pytest.mark.parametrize("theme", ["auto", *NAMES])
def test_every_theme_there_is_can_be_set(path: Path, theme: str) -> None:
    path.write_text(f'theme = "{theme}"')
    assert Settings.read(path).theme == theme


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (b"annotator = ", "value"),
        (b"= = =\n", "line 1"),
        (b"[keys\n", "line 1"),
        (b'annotator = "\xff"', "UTF-8"),
        (b"annotator = 3", "annotator"),
        (b"theme = []", "theme"),
        (b'theme = "neon"', "'neon'"),
        (b'colour = "red"', "'colour'"),
        (b"keys = 1", "keys"),
        (b"[keys]\nundo = 1", "undo"),
        (b'[keys]\nundo = ["a", 2]', "undo"),
        (b'[keys]\nundo = [""]', "undo"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(path: Path, text: bytes, named: str) -> None:
    path.write_bytes(text)
    with pytest.raises(SettingsError) as error:
        Settings.read(path)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    assert named in message


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir()
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        Settings.read(path)
