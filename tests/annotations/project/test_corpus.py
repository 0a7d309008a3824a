"""Texts of files and lines, on their way to being analysed: what goes together, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.errors import ZhupiError
from annotations.project.corpus import _batches, texts_of, texts_of_lines
from annotations.reading import Options

DAMAGED, MENDED = "國(guó)家發(fā)展實(shí)力。", "國家發展實力。"


def of_file(path: Path, *, repair: bool) -> list[str]:
    return [
        one[0] if isinstance(one, tuple) else str(one) for one in texts_of(path, Options(), repair=repair)
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", f'{{"text": "{DAMAGED}"}}\n'),
        ("a.JSONL", f'{{"text": "{DAMAGED}"}}\n'),
        ("a.csv", f"text\n{DAMAGED}\n"),
        ("a.txt", DAMAGED),
    ],
)
def test_tables_are_repaired_when_asked_and_articles_always(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert of_file(path, repair=True) == [MENDED]
    assert of_file(path, repair=False) == [MENDED if name == "a.txt" else DAMAGED]


def test_the_encoding_and_the_key_hold_with_repair_and_without(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(f'{{"body": "{DAMAGED}", "id": 7}}\n'.encode("gb18030"))
    for repair, text in ((False, DAMAGED), (True, MENDED)):
        found = list(texts_of(path, Options(encoding="gb18030", text_key="body"), repair=repair))
        assert found == [(text, {"id": 7})]


def test_blank_lines_are_passed_over_and_counted() -> None:
    lines = [b'{"text": "a"}\n', b"\n", b" \t\r\n", b"x\n", b'{"text": "b", "n": 1}\n']
    first, bad, last = texts_of_lines(lines, "standard input", "text", repair=False)
    assert (first, last) == (("a", {}), ("b", {"n": 1}))
    assert isinstance(bad, ZhupiError)
    assert str(bad).startswith("standard input, line 4: ")
    assert list(texts_of_lines([f'{{"text": "{DAMAGED}"}}'.encode()], "x", "text", repair=True)) == [
        (MENDED, {})
    ]


def test_a_batch_is_full_by_its_characters_or_by_its_texts() -> None:
    assert [len(batch) for batch in _batches(("", {}) for _ in range(2_500))] == [1_000, 1_000, 500]
    sizes = [len(batch) for batch in _batches(("字" * 10_000, {}) for _ in range(7))]
    assert sizes == [3, 3, 1]
    assert [len(batch) for batch in _batches([("字" * 24_000, {}), ("a", {})])] == [1, 1]
    assert [len(batch) for batch in _batches([("字" * 23_999, {}), ("a", {}), ("b", {})])] == [2, 1]
    assert list(_batches([])) == []
