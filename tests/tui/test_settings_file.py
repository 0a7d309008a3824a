"""One setting changed, and the rest of the file as its owner wrote it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SettingsError
from annotations.wording import speak
from tui.settings import CHOICES, Settings
from tui.settings_file import set_keys, set_value

OWN = """\
# mine
annotator = "mei"   # my name
advance = [
    "claim",  # most
    "none",
]

[keys]
# the left hand
undo = "z"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "zhupi" / "settings.toml"


def test_a_file_that_is_not_there_is_made_with_a_line_on_each_setting(path: Path) -> None:
    assert set_value(path, "theme", "zhupi-light") == Settings.read(path)
    text = path.read_text("utf-8")
    assert Settings.read(path) == Settings(path, theme="zhupi-light")
    assert '# theme = "auto"\ntheme = "zhupi-light"\n' in text
    for name in Settings._fields[1:-1]:
        assert f"# {name} = " in text
    shown = [
        line[2:] for line in text.split("\n") if line.startswith("# ") and " = " in line and "," not in line
    ]
    assert set(tomllib.loads("\n".join(shown))) == {
        *Settings._fields[1:-1]
    }  # what is shown can be taken as it is


def test_only_what_was_changed_is_written_anew(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(OWN, "utf-8")
    set_value(path, "annotator", "bo")
    assert path.read_text("utf-8") == OWN.replace('"mei"', '"bo"')
    set_value(path, "spacing", 2)
    set_keys(path, "undo", ("z", "ctrl+z"))
    set_keys(path, "find", ("/",))
    assert path.read_text("utf-8") == (
        OWN.replace('"mei"', '"bo"').replace("]\n\n", "]\nspacing = 2\n\n").replace('"z"', '["z", "ctrl+z"]')
        + 'find = ["/"]\n'
    )
    set_value(path, "spacing", None)
    set_value(path, "annotator", "mei")
    set_keys(path, "find", None)
    set_keys(path, "undo", ("z",))
    assert path.read_text("utf-8") == OWN.replace('"z"', '["z"]')


def test_line_ends_of_windows_and_a_link_stay(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_bytes(OWN.replace("\n", "\r\n").encode())
    path.parent.mkdir()
    path.symlink_to(kept)
    set_value(path, "pace", True)
    assert path.is_symlink()
    assert kept.read_bytes() == OWN.replace("]\n\n", "]\npace = true\n\n").replace("\n", "\r\n").encode()


@pytest.mark.parametrize("act", ["label-引語", "label-x.y", "attribute-a/b", "label-𠀀́"])
def test_an_act_of_a_label_of_any_name_has_a_key(path: Path, act: str) -> None:
    assert set_keys(path, act, ("x",)).keys == {act: ("x",)}
    assert set_keys(path, act, ("y", "z")).keys == Settings.read(path).keys == {act: ("y", "z")}
    assert set_keys(path, act, None).keys == {}
    path.write_text(f"[keys]\n'{act}' = ['x']  # mine\n", "utf-8")
    assert set_keys(path, act, ("y",)).keys == {act: ("y",)}
    assert path.read_text("utf-8").endswith('= ["y"]  # mine\n')


@pytest.mark.parametrize(
    "text", ['keys.undo = "z"\n', 'keys = {undo = "z"}\n', '[keys]\n"undo" = "z"\n', "keys = {}\n"]
)
def test_a_sound_file_is_not_called_damaged(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    for keys in (("x",), None):
        with pytest.raises(SettingsError, match=r"undo is written in a form"):
            set_keys(path, "undo", keys)
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        'keys = {undo = "z"}\n',
        'keys.undo = "z"\n',
        '"spacing" = 1\n',
        "spacing = 1\nspacing = 2\n",
        "[keys",
        "\xff",
    ],
)
def test_what_cannot_be_changed_is_said_and_left(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        set_keys(path, "undo", ("x",)) if "keys" in text else set_value(path, "spacing", 2)
    assert path.read_bytes() == text.encode("latin-1")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(path: Path) -> None:
    path.parent.mkdir(mode=0o500)
    with pytest.raises(SettingsError, match="permission"):
        set_value(path, "pace", True)


VALUES = st.sampled_from([(name, value) for name, values in CHOICES.items() for value in (*values, None)])
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)


@given(
    changes=st.lists(st.one_of(VALUES, st.tuples(st.just("annotator"), WORDS)), max_size=12),
    start=st.booleans(),
)
def test_what_is_set_reads_back(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, object]], start: bool
) -> None:
    path = tmp_path_factory.mktemp("set") / "settings.toml"
    if start:
        path.write_text(OWN, "utf-8")
    wanted = Settings.read(path)
    for name, value in changes:
        default = CHOICES[name][0] if name in CHOICES else ""
        wanted = wanted._replace(**{name: default if value is None else value})
        assert set_value(path, name, value) == wanted == Settings.read(path)


def test_the_lines_are_in_the_language_that_is_spoken(path: Path) -> None:
    speak("zh_Hant")
    try:
        set_value(path, "pace", True)
    finally:
        speak("en")
    assert Settings.read(path).pace
