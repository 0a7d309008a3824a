"""A project's own names win over the model's, in either script and as whole words."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.analysis.gazetteer import Gazetteer
from annotations.analysis.pipeline import Analyser
from annotations.analysis.script import to_simplified
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


@pytest.mark.parametrize(
    ("listed", "names", "expected"),
    [
        # a longer name that is certain is not cut, whatever the list says of its parts
        ({"中國": "LOC"}, [Name(0, 4, "ORG")], ["中國銀行/ORG"]),
        ({"銀行": "-"}, [Name(0, 4, "ORG")], ["中國銀行/ORG"]),
        ({"中國": "LOC", "行": "PER"}, [Name(0, 4, "ORG")], ["中國銀行/ORG"]),
        # an uncertain one is, and so is one of the same length, or a shorter one
        ({"中國": "LOC"}, [Name(0, 4, "ORG", certain=False)], ["中國/LOC"]),
        ({"銀行": "-"}, [Name(0, 4, "ORG", certain=False)], []),
        ({"中國銀行": "ORG"}, [Name(0, 4, "LOC")], ["中國銀行/ORG"]),
        ({"中國銀行": "ORG"}, [Name(0, 2, "LOC"), Name(2, 5, "PER")], ["中國銀行/ORG"]),
        ({"中國銀行": "-"}, [Name(0, 2, "LOC")], []),
        # across its end it is cut, and then what is inside counts again
        ({"中國": "LOC", "銀行卡": "PRODUCT"}, [Name(0, 4, "ORG")], ["中國/LOC", "銀行卡/PRODUCT"]),
        ({"銀行卡": "PRODUCT"}, [Name(0, 4, "ORG")], ["銀行卡/PRODUCT"]),
        ({"國\u200b銀": "LOC"}, [], ["國銀/LOC"]),
        ({"國": "LOC"}, [], ["國/LOC"]),
    ],
)
def test_a_longer_certain_name_is_not_cut(
    listed: dict[str, str], names: list[Name], expected: list[str]
) -> None:
    text = "中國銀行卡"
    for written in (text, "中国银行卡"):
        found_here = found(Gazetteer(listed), written, *names)
        assert [to_simplified(f"{string}/{kind}") for string, kind in found_here] == [
            to_simplified(one) for one in expected
        ]


def test_many_names_cost_no_more_than_few() -> None:
    """Looking up is by the first characters: steps do not grow with the list, and no clock is asked."""
    text = "清華大學在清華園，" * 50
    few = Gazetteer({"清華大學": "ORG"})
    many = Gazetteer({"清華大學": "ORG"} | {f"{chr(code)}{code}": "LOC" for code in range(0x4E00, 0x9000)})
    assert many.apply(text, []) == few.apply(text, [])
    assert max(map(len, many._lengths.values())) == 1


def test_either_script_is_listed() -> None:
    gazetteer = Gazetteer({"清華": "LOC"})
    assert "清华" in gazetteer
    assert "清華" in gazetteer
    assert "清" not in gazetteer
    assert "清華" not in Gazetteer()


def test_the_version_is_that_of_what_is_listed() -> None:
    one, other = Gazetteer({"清華": "LOC", "軟銀": "ORG"}), Gazetteer({"软银": "ORG", "清华": "LOC"})
    assert one.version == other.version
    assert one.version != Gazetteer({"清華": "ORG", "軟銀": "LOC"}).version
    assert Gazetteer().version == ""


def test_a_number_inside_a_listed_name_is_none() -> None:
    text = "他談到8月7日專案。"
    found_here = Analyser(gazetteer=Gazetteer({"8月7日專案": "ORG"})).analyse(text)
    assert [text[n.start : n.end] for n in found_here.names] == ["8月7日專案"]
    assert found_here.numbers == ()


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
