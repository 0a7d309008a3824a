"""Files of settings, read whole: what is no file, no text, no TOML, or no setting is one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.errors import SettingsError
from annotations.plain_json import DEEP
from annotations.text_file import read_text
from annotations.toml_file import read_toml


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "zhupi.toml"


def refusal(path: Path) -> str:
    """Return what is wrong, without the name of the file and what to do."""
    with pytest.raises(SettingsError) as refused:
        read_toml(path)
    words = str(refused.value)
    assert words.startswith(f"{path}: ")
    assert words.endswith("; mend it or move it away")
    return words.removeprefix(f"{path}: ").removesuffix("; mend it or move it away")


def test_what_is_set(file: Path) -> None:
    file.write_bytes(
        b"\xef\xbb\xbf"
        + 'lead = "林"\nmost = 9223372036854775807\nleast = -9223372036854775808\nnone = []\n'.encode()
        + b"[a.b]\nc = [1.5, true, { d = 'x' }]\n"
    )
    assert read_toml(file) == {
        "lead": "林",
        "most": 2**63 - 1,
        "least": -(2**63),
        "none": [],
        "a": {"b": {"c": [1.5, True, {"d": "x"}]}},
    }
    file.write_bytes(b"")
    assert read_toml(file) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = 9223372036854775808", "a is set to a number that is too large"),
        ("a = -9223372036854775809", "a is set to a number that is too large"),
        ("[a]\nb = [[9223372036854775808]]", "a.b is set to a number that is too large"),
        ("a = 2025-02-08", "a is set to a date or time; put what is meant in quotes"),
        ("a = 2025-02-08T10:00:00Z", "a is set to a date or time; put what is meant in quotes"),
        ("[[a]]\nb.c = 10:00:00", "a.b.c is set to a date or time; put what is meant in quotes"),
        (f"{'x' * 70} = 10:00:00", f"{'x' * 60} is set to a date or time; put what is meant in quotes"),
        (f"a = {'9' * 5000}", "a number in it has more than 4,300 digits"),
        (f"a = {'[' * 20_000}{']' * 20_000}", "nested too deeply"),
        (f"a = {'[' * (DEEP + 1)}{']' * (DEEP + 1)}", "nested too deeply"),
    ],
)
def test_what_no_setting_can_be_is_named(file: Path, text: str, words: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert refusal(file) == words


def test_how_deep_it_may_be(file: Path) -> None:
    file.write_text(f"a = {'[' * DEEP}{']' * DEEP}", encoding="utf-8")
    assert list(read_toml(file)) == ["a"]


def test_what_is_no_toml_or_no_text_is_told_with_its_place(file: Path) -> None:
    file.write_bytes(b"a = \n")
    assert "line 1" in refusal(file)
    file.write_bytes("名 = '".encode() + b"\xff'")
    assert refusal(file) == "byte 7 is no UTF-8"


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe) == "this is no file"
    assert refusal(tmp_path) == "this is a folder"
    assert refusal(Path("/dev/zero")) == "this is no file"
    assert refusal(tmp_path / "none") == "No such file or directory"
    assert read_toml(Path(os.devnull)) == {}
    assert read_text(Path(os.devnull)) == ""
    with pytest.raises(OSError, match="this is a folder") as refused:
        read_text(tmp_path)
    assert refused.value.filename == str(tmp_path)
