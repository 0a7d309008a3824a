"""Whose a layer is: its first line says so, whatever the file is called."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from annotations.records.record import layer_head, sentence_mark
from annotations.storage.files.files import Files
from annotations.storage.layer.aliases import alias_path, written_alias
from annotations.storage.layer.lines import HEAD_KEY, render
from annotations.storage.layer.normal_form import right_key
from annotations.storage.layer.owner import owner_of
from annotations.storage.layer.roster import looks_like_a_copy, read_roster


def mark(annotator: str, start: int = 0):
    return sentence_mark(
        "0" * 20, start, start + 1, "字", annotator=annotator, writer="w", scheme="default/1", note="n"
    )


def layer(root: Path, stem: str, owner: str, records: int = 1) -> Path:
    path = root / "annotations" / f"{stem}.json"
    path.parent.mkdir(exist_ok=True)
    marks = [mark(owner, 2 * number) for number in range(records)]
    path.write_bytes(
        render([(HEAD_KEY, {**layer_head(owner)}), *((right_key("", one), one) for one in marks)])
    )
    return path


def alias(root: Path, owner: str, *names: str) -> None:
    path = alias_path(root, owner)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(written_alias(owner, names))


COPIES = (
    "mei 2",
    "mei (1)",
    "mei (conflicted copy)",
    "mei (Lin's conflicted copy 2026-11-27)",
    "mei.sync-conflict-20261127-101112-ABCDEFG",
    "Copy of mei",
    "mei copy",
    "mei - 副本",
    "mei副本",
    "mei - Kopie",
    "mei~",
    "mei_backup",
    "~$mei",
    "anything at all",
    "MEI (2)",
)


@pytest.mark.parametrize("stem", COPIES)
def test_a_copy_under_any_name_is_no_layer(tmp_path: Path, stem: str) -> None:
    own, copy = layer(tmp_path, "mei", "mei"), layer(tmp_path, stem, "mei", records=9)
    layer(tmp_path, "bo", "bo")
    roster = read_roster(tmp_path)
    assert [(one.path, one.name, one.copies) for one in roster.layers] == [
        (tmp_path / "annotations" / "bo.json", "bo", ()),
        (own, "mei", (copy,)),
    ]
    [line] = roster.lines
    assert str(copy) in line
    assert "zhupi check --repair" in line
    assert roster.find(stem) is None
    assert roster.copy_of(stem) == roster.find("mei")


def test_a_single_file_is_its_owners_whatever_it_is_called(tmp_path: Path) -> None:
    path = layer(tmp_path, "wang", "mei")
    [one] = read_roster(tmp_path).layers
    assert (one.path, one.owner, one.name) == (path, "mei", "wang")
    path = path.rename(path.with_name("mei 2.json"))
    [one] = read_roster(tmp_path).layers
    assert (one.path, one.owner, one.name) == (path, "mei", "mei"), "nobody is called as copies are"
    assert one.lines(), "it is said"


def test_of_files_none_of_which_is_called_as_the_owner_the_plainest_is_it(tmp_path: Path) -> None:
    own = layer(tmp_path, "wang", "mei")
    layer(tmp_path, "wang 2", "mei", records=3)
    layer(tmp_path, "mei (conflicted copy)", "mei", records=3)
    [one] = read_roster(tmp_path).layers
    assert (one.path, one.name, len(one.copies)) == (own, "wang", 2)


def test_an_alias_is_shown_and_found_beside_the_older_names(tmp_path: Path) -> None:
    own = layer(tmp_path, "mei", "mei")
    alias(tmp_path, "mei", "mei lin", "meilin")
    roster = read_roster(tmp_path)
    assert {name: roster.owner_of(name) for name in ("mei", "MEI LIN", "Meilin", "bo")} == {
        **dict.fromkeys(("mei", "MEI LIN", "Meilin"), "mei"),
        "bo": "bo",
    }
    assert roster.name_of("mei") == "meilin"
    own.rename(own.with_name("meilin.json"))
    assert read_roster(tmp_path).lines == [], "a file may be called as its owner is"
    own.with_name("meilin.json").unlink()
    empty = read_roster(tmp_path)
    assert (empty.name_of("mei"), empty.owner_of("meilin")) == ("meilin", "mei"), "the layer may come yet"


def test_two_who_are_called_alike_are_told_apart_and_it_is_said(tmp_path: Path) -> None:
    layer(tmp_path, "mei", "mei")
    layer(tmp_path, "bo", "bo")
    alias(tmp_path, "mei", "bo")
    roster = read_roster(tmp_path)
    assert [one.name for one in roster.layers] == ["bo", "mei"]
    assert "zhupi rename" in roster.lines[0]
    assert roster.find("bo").owner == "bo"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda data: json.dumps(json.loads(data), indent=2).encode(),
        lambda data: json.dumps(json.loads(data), sort_keys=True).encode(),
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: data[: len(data) // 2],
    ],
)
def test_whoever_rewrote_it_its_owner_is_known(tmp_path: Path, change) -> None:
    path = layer(tmp_path, "old", "美", records=3)
    path.write_bytes(change(path.read_bytes()))
    assert owner_of(path) == "美"
    assert not read_roster(tmp_path).flawed


@pytest.mark.parametrize(
    ("data", "owner"),
    [
        (b"", "old"),
        (b"[", "old"),
        (b"\0" * 5000, "old"),
        (b'{"_default": {\n"0": {"kind": "layer", "annotator": "../x"}\n}}\n', "old"),
        (b'{"_default": {\n"0": {"kind": "layer", "annotator": 3}\n}}\n', "old"),
        (b'{"_default": {\n"7": {"uid": "a", "annotator": "mei"}\n}}\n', "mei"),
        ('{"_default": {"0": {"kind": "layer"'.encode("utf-16"), "old"),
    ],
)
def test_what_says_nothing_at_its_beginning_is_taken_with_care(tmp_path: Path, data: bytes, owner) -> None:
    path = layer(tmp_path, "old", "mei")
    path.write_bytes(data)
    assert owner_of(path) == owner
    roster = read_roster(tmp_path)
    assert any("first line cannot be read" in line for line in roster.lines) == (b"_default" in data)


def test_one_annotator_in_every_unicode_form(tmp_path: Path) -> None:
    composed, decomposed = "\u00e9va", unicodedata.normalize("NFD", "\u00e9va")
    path = layer(tmp_path, decomposed, decomposed)
    [one] = read_roster(tmp_path).layers
    assert (one.path, one.owner, one.name, one.lines()) == (path, composed, composed, [])
    assert read_roster(tmp_path).find("É" + "VA") == one


@pytest.mark.parametrize("other", ["meilin", "meimei", "xmei", "mei2"])
def test_longer_names_are_other_peoples(other: str) -> None:
    assert not looks_like_a_copy(other, "mei")


def test_of_a_layer_no_more_than_its_beginning_is_read(tmp_path: Path) -> None:
    read = []

    class Counted(Files):
        def pread(self, fd: int, size: int, offset: int) -> bytes:
            read.append(size)
            return super().pread(fd, size, offset)

    for name in "abc":
        layer(tmp_path, name, name, records=500)
    assert len(read_roster(tmp_path, Counted()).layers) == 3
    assert len(read) == 3
    assert max(read) <= 4096


def test_what_is_nested_too_deeply_names_nobody(tmp_path: Path) -> None:
    """Python gives such JSON up with an error of its own, and every start reads these files."""
    deep = "[" * 3000 + "]" * 900
    path = layer(tmp_path, "mei", "mei")
    path.write_text(f'{{"_default": {{"0": {{"kind": "layer", "annotator": "mei", "more": {deep}}}}}}}')
    alias(tmp_path, "mei", "meilin")
    alias_path(tmp_path, "mei").write_text(f'{{"annotator": "mei", "names": {deep}}}')
    roster = read_roster(tmp_path)
    assert [(one.owner, one.unread) for one in roster.layers] == [("mei", True)]
    assert len(roster.notices) == 1
    assert "cannot be read" in roster.notices[0]
