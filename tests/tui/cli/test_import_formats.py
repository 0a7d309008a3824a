"""`zhupi import` of what other tools wrote: several annotators, tables, tags and archives as they come."""

from __future__ import annotations

import json
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from annotations.storage.files.sources import source_at
from tui.cli.main import run

ONE, TWO, THREE = "央行称将降准。", "我觉得这不好。", "市场上涨。大家高兴。"


def lines(*rows: dict) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def doccano(text: str, *labels: str) -> dict:
    return {"id": 1, "text": text, "label": list(labels), "Comments": []}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (root := tmp_path / "news").mkdir()
    return root


def take(root: Path, name: str, data: bytes, *options: str) -> int:
    path = root.parent / name
    path.write_bytes(data)
    return run(["import", str(path), "--project", str(root), *options])


def texts(root: Path) -> list[str]:
    return sorted(one.read_text(encoding="utf-8") for one in root.glob("*.txt"))


def layers(root: Path) -> list[str]:
    return sorted(one.stem for one in (root / "annotations").glob("*.json"))


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return an archive in which bo has said something of fewer sentences than mei, and other things."""
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bo.jsonl", lines(doccano(TWO, "claim"), doccano(THREE)))
        archive.writestr("mei.jsonl", lines(*(doccano(one, "opinion") for one in (ONE, TWO, THREE))))
    return path


def test_of_several_annotators_a_text_is_there_once(two: Path, root: Path, capsys) -> None:
    for _ in range(2):  # again it is all there
        assert run(["import", str(two), "--project", str(root)]) == 0
    assert len(texts(root)) == 1
    assert sorted(texts(root)[0].split("\n")) == sorted((ONE, TWO, THREE))
    assert layers(root) == ["bo", "mei"]
    assert "3 were there already" in capsys.readouterr().out


def test_what_is_refused_leaves_no_article_behind(two: Path, root: Path, capsys) -> None:
    assert run(["import", str(two), "--project", str(root), "--as", "lin"]) == 1
    assert list(root.iterdir()) == []
    assert "what bo, mei say goes to the one layer of lin" in capsys.readouterr().err


def test_one_sentence_that_is_there_too_does_not_keep_out_the_rest(root: Path) -> None:
    assert take(root, "a.jsonl", lines({"text": ONE, "label": "claim"}), "--as", "mei") == 0
    more = lines({"text": ONE, "label": "claim"}, *({"text": one, "label": "quote"} for one in (TWO, THREE)))
    assert take(root, "b.jsonl", more, "--as", "mei") == 0
    assert len(texts(root)) == 2


def test_who_says_nothing_gets_no_layer(root: Path, capsys) -> None:
    assert take(root, "a.jsonl", lines(doccano(ONE)), "--as", "mei") == 0
    assert texts(root) == [ONE]
    assert layers(root) == []
    assert "1 article new" in capsys.readouterr().out


def test_a_table_of_label_studio_has_its_choices(root: Path, capsys) -> None:
    table = (
        "annotation_id,annotator,id,label,lead_time,tags,text\n"
        f'10,mei,1,"[{{""start"":0,""end"":2,""text"":""央行"",""labels"":[""ORG""]}}]",6,'
        f'"{{""choices"":[""claim"",""quote""]}}",{ONE}\n11,mei,2,,6,opinion,{TWO}\n'
    )
    assert take(root, "ls.csv", table.encode()) == 0
    assert "imported 2 marks and 1 name" in capsys.readouterr().out


def test_tables_of_older_encodings_are_read_where_their_headings_tell(root: Path, capsys) -> None:
    table = f"文本,标签\r\n{ONE},claim\r\n{TWO},opinion\r\n"
    assert take(root, "a.csv", table.encode("gbk"), "--as", "mei") == 0
    assert "2 marks" in capsys.readouterr().out
    bare = f"text,label\r\n{THREE},claim\r\n".encode("gbk")
    assert take(root, "b.csv", bare, "--as", "mei") == 1
    assert "encoding=gb18030" in capsys.readouterr().err
    assert take(root, "b.csv", bare, "--as", "mei", "--encoding", "GBK") == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.jsonl", lines({"tokens": ["央", "行"], "ner_tags": [1, 2]}), "its tags are numbers"),
        ("a.jsonl", b'{"text": "a", "label": "claim", "score": NaN}\n', "line 1: it is no JSON (NaN"),
        ("a.json", json.dumps([["央行。", "claim"]]).encode(), "looks like no format"),
        ("a.jsonl", lines(doccano(f"{ONE}\n{TWO}", "claim")), "--set each=sentence"),
    ],
)
def test_what_cannot_be_taken_in_is_told(name: str, data: bytes, said: str, root: Path, capsys) -> None:
    assert take(root, name, data, "--as", "mei") == 1
    assert said in capsys.readouterr().err
    assert list(root.iterdir()) == []


def test_comments_in_a_table_of_doccano_are_notes_and_an_empty_list_is_none(root: Path) -> None:
    table = f"id,text,label,Comments\r\n1,{ONE},claim,[]\r\n2,{TWO},opinion,\"['看看']\"\r\n"
    assert take(root, "a.csv", table.encode(), "--as", "mei") == 0
    layer = (root / "annotations" / "mei.json").read_text(encoding="utf-8")
    assert '"note": "看看"' in layer
    assert '"note": "[' not in layer


def test_a_file_of_an_archive_may_be_read_often_and_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in ("b.txt", "a.txt"):
            entry = tarfile.TarInfo(name)
            entry.size = 1 << 19
            archive.addfile(entry, BytesIO(name.encode() * (entry.size // 5 + 1)))
    source = source_at(path)
    for _ in range(9):  # as nine formats look at it
        for name in source.names():
            with source.open(name) as file:
                assert file.read(5) == name.encode()
                assert len(file.read()) == (1 << 19) - 5


def test_names_in_articles_of_which_no_sentence_is_told_are_taken_in(
    root: Path, tmp_path: Path, capsys
) -> None:
    (folder := tmp_path / "brat").mkdir()
    (folder / "a.txt").write_text(ONE, encoding="utf-8")
    (folder / "a.ann").write_text("T1\tLOC 0 2\t央行\n", encoding="utf-8")
    assert run(["import", str(folder), "--project", str(root), "--as", "mei"]) == 0
    assert "1 name or number set by hand of 1 article" in capsys.readouterr().out
