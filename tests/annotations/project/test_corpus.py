"""Texts of files and lines, on their way to being analysed: what goes together, and what is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotations.errors import ZhupiError
from annotations.project.corpus import BLOCK, Text, _batches
from annotations.project.corpus_texts import Remark, texts_of, texts_of_lines
from annotations.reading import Options

DAMAGED, MENDED = "國(guó)家發(fā)展實(shí)力。", "國家發展實力。"


def of_file(path: Path, *, repair: bool) -> list[str]:
    return [
        one.text if isinstance(one, Text) else str(one)
        for one in texts_of(path, Options(), repair=repair)
        if not isinstance(one, Remark)
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", f'{{"text": "{DAMAGED}"}}\n'),
        ("a.JSONL", f'{{"text": "{DAMAGED}"}}\n'),
        ("a.csv", f"text\n{DAMAGED}\n"),
        ("a.tab", f"text\tn\n{DAMAGED}\t1\n"),
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
        options = Options(encoding="gb18030", text_key="body")
        found, *_ = texts_of(path, options, repair=repair)
        assert found == Text(text, {"id": 7}, text, (str(path), 0))


def test_blank_lines_are_passed_over_and_counted() -> None:
    lines = [b'{"text": "a"}\n', b"\n", b" \t\r\n", b"x\n", b'{"text": "b", "n": 1}\n']
    first, bad, last = texts_of_lines(lines, "standard input", "text", repair=False)
    assert (first, last) == (Text("a", {}, "a"), Text("b", {"n": 1}, "b"))
    assert isinstance(bad, ZhupiError)
    assert str(bad).startswith("standard input, line 4: ")
    assert list(texts_of_lines([f'{{"text": "{DAMAGED}"}}'.encode()], "x", "text", repair=True)) == [
        Text(MENDED, {}, MENDED),
        Remark("x: 3 pinyin readings taken out"),
    ]


def test_what_a_reader_should_know_is_said_once_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"text": DAMAGED, "title": "發(fā)展"}, {"text": "好。", "headline": "喜訊"}, {"text": DAMAGED}]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    texts = list(texts_of(path, Options(), repair=True))
    assert [one.title for one in texts if isinstance(one, Text)] == ["發展", "喜訊", MENDED]
    assert texts[3:] == [Remark(f"{path}: 6 pinyin readings taken out, from 2 texts")]
    alone = [one._replace(block=None) if isinstance(one, Text) else one for one in texts]
    assert list(texts_of_lines(path.read_bytes().splitlines(), str(path), "text", repair=True)) == alone
    assert not any(isinstance(one, Remark) for one in texts_of(path, Options(), repair=False))
    once = "一個夠長的句子，讓人看得出它是哪一種編碼。".encode().decode("cp1252", "replace")
    path.write_text("".join(json.dumps({"text": once}, ensure_ascii=False) + "\n" for _ in range(3)), "utf-8")
    texts = list(texts_of(path, Options(), repair=False))
    assert [str(one) for one in texts if isinstance(one, Remark)] == [
        f"{path}: was read in a wrong encoding before it was saved; --encoding cp1252:utf-8 undoes it"
    ]
    assert len(texts) == 4


def test_a_batch_is_full_by_its_characters_or_by_its_texts() -> None:
    assert [len(batch) for batch in _batches(Text("", {}) for _ in range(2_500))] == [1_000, 1_000, 500]
    sizes = [len(batch) for batch in _batches(Text("字" * 10_000, {}) for _ in range(7))]
    assert sizes == [3, 3, 1]
    assert [len(batch) for batch in _batches([Text("字" * 24_000, {}), Text("a", {})])] == [1, 1]
    assert [len(batch) for batch in _batches([Text("字" * 23_999, {}), Text("a", {}), Text("b", {})])] == [
        2,
        1,
    ]
    assert list(_batches([])) == []


def test_a_lost_byte_in_a_line_costs_one_place_and_is_told() -> None:
    line = '{"text": "國務院總理今天在北京表示，歡迎。", "id": 7}\n'.encode()
    at = line.index("今".encode())
    found = list(texts_of_lines([line[:at] + line[at + 1 :], line], "x", "text", repair=False))
    assert found[0] == Remark(f"x, line 1: not utf-8, shown as \ufffd: 1 place (byte {at})")
    assert [one.text for one in found if isinstance(one, Text)] == [
        "國務院總理\ufffd天在北京表示，歡迎。",
        "國務院總理今天在北京表示，歡迎。",
    ]


def test_a_line_in_another_encoding_is_read() -> None:
    line = '{"text": "國務院總理今天在北京表示，歡迎。"}\n'.encode("gb18030")
    (text,) = texts_of_lines([line], "x", "text", repair=False)
    assert isinstance(text, Text)
    assert text.text == "國務院總理今天在北京表示，歡迎。"


def test_a_batch_begins_anew_with_each_block_of_a_table(tmp_path: Path) -> None:
    path, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    rows = [json.dumps({"text": f"{n}。", "page": "x" * (BLOCK // 3)}) + "\n" for n in range(7)]
    path.write_text("".join(rows), "utf-8")
    other.write_text(rows[0], "utf-8")
    texts = [one for file in (path, other) for one in texts_of(file, Options(), repair=False)]
    assert [[one.text for one in batch] for batch in _batches(texts)] == [  # type: ignore[arg-type]
        ["0。", "1。", "2。"],
        ["3。", "4。", "5。"],
        ["6。"],
        ["0。"],
    ]
