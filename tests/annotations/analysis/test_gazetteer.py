"""A project's own names win over the model's, in either script and as whole words."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.analysis.gazetteer import Gazetteer
from annotations.analysis.pipeline import Analyser
from annotations.errors import SettingsError
from annotations.model.article import Name


def found(gazetteer: Gazetteer, text: str, *names: Name) -> list[tuple[str, str]]:
    return [(text[name.start : name.end], name.type) for name in gazetteer.apply(text, names)]


def test_it_replaces_whatever_it_touches() -> None:
    text = "美國OpenAI公司的奧特曼"
    names = (Name(0, 2, "LOC"), Name(2, 10, "PER"), Name(11, 13, "PER"))
    gazetteer = Gazetteer({"OpenAI公司": "ORG", "奧特曼": "PER"})
    assert found(gazetteer, text, *names) == [("美國", "LOC"), ("OpenAI公司", "ORG"), ("奧特曼", "PER")]


@pytest.mark.parametrize("text", ["奧特曼說", "奥特曼说"])
def test_either_script_finds_the_other(text: str) -> None:
    for string in ("奧特曼", "奥特曼"):
        assert found(Gazetteer({string: "PER"}), text) == [(text[:3], "PER")]


def test_the_longest_string_wins() -> None:
    gazetteer = Gazetteer({"清華": "LOC", "清華大學": "ORG"})
    assert found(gazetteer, "清華大學在清華園") == [("清華大學", "ORG"), ("清華", "LOC")]


def test_a_latin_string_is_a_whole_word() -> None:
    gazetteer = Gazetteer({"R1": "PRODUCT", "a.b": "ORG"})
    assert found(gazetteer, "DeepSeek R1和R12、XR1、R1版、axb、a.b") == [("R1", "PRODUCT")] * 2 + [
        ("a.b", "ORG")
    ]


def test_a_hyphen_says_that_it_is_no_name() -> None:
    assert found(Gazetteer({"華AI": "-"}), "對華AI出口", Name(1, 4, "ORG")) == []


def test_the_analyser_uses_it_and_says_so() -> None:
    text = "幻方量化支持了它。"
    plain, taught = Analyser(), Analyser(gazetteer=Gazetteer({"幻方量化": "ORG"}))
    assert [(text[n.start : n.end], n.type) for n in taught.analyse(text).names] == [("幻方量化", "ORG")]
    assert taught.version != plain.version
    assert taught.version == Analyser(gazetteer=Gazetteer({"幻方量化": "ORG"})).version


def test_it_is_read_with_notes_comments_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.tsv"
    path.write_text("\ufeff# names\n\n奧特曼\tPER\t執行長\n華AI\t-\r\n", encoding="utf-8")
    assert found(Gazetteer.read(path), "奧特曼") == [("奧特曼", "PER")]
    assert not Gazetteer.read(tmp_path / "missing.tsv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("奧特曼\tPER\n軟銀 ORG\n", "line 2: '' is no type"),
        ("軟銀\tCOMPANY\n", "line 1: 'COMPANY' is no type"),
        ("\tORG\n", "line 1: there is no string"),
        ("軟銀\tORG\n軟銀\tPER\n", "line 2: '軟銀' already has the type ORG"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "gazetteer.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Gazetteer.read(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.tsv"
    path.write_bytes("軟銀\tORG\n".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        Gazetteer.read(path)
