"""A name of a person, read: what is its title, its surname, and the part that stands for the whole."""

from __future__ import annotations

import pytest

from annotations.speakers.person_names import fold, organisation, person, short_of, skeleton


@pytest.mark.parametrize(
    ("name", "core", "title", "surname", "last"),
    [
        ("總統普京", "普京", "总统", "", ""),
        ("普京總統", "普京", "总统", "", ""),
        ("張三總經理", "张三", "总经理", "", ""),
        ("王部長", "", "部长", "王", ""),
        ("王先生", "", "先生", "", ""),
        ("總統府秘書", "总统府秘书", "", "", ""),
        ("約·拜登", "约·拜登", "", "", "拜登"),
        ("阿卜杜勒·阿", "阿卜杜勒·阿", "", "", ""),
        ("Dario Amodei", "dario amodei", "", "", "amodei"),
    ],
)
def test_a_name_is_read(name: str, core: str, title: str, surname: str, last: str) -> None:
    read = person(fold(name))
    assert (read.core, read.title, read.surname, read.last) == (core, title, surname, last)


def test_a_very_long_name_is_taken_whole() -> None:
    assert person("王" * 61).parts == ["王" * 61]
    long = "阿里·" + "汗" * 57
    assert person(long).parts == ["阿里", "汗" * 57]
    assert person(long + "汗").parts == [long + "汗"]


def test_what_spellings_share() -> None:
    assert skeleton("奥尔特曼") == skeleton("奥特曼") == "奥特曼"
    assert skeleton("弗拉基米尔维") == skeleton("夫拉基米韦")
    assert skeleton("普京") == skeleton("王小明") == skeleton("") == ""


def test_a_surname_stands_for_a_name_of_two_or_three_characters() -> None:
    minister = person(fold("王部長"))
    names = ["王毅", "王小明", "王", "李毅", "王小明明", "王·毅"]
    assert [short_of(minister, person(fold(name))) for name in names] == [True, True, *(False,) * 4]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("美國OpenAI公司", "openai"),
        ("俄羅斯天然氣公司", "俄罗斯天然气"),
        ("中國移動", "中国移动"),
        ("集團公司", "集团公司"),
        ("A公司", "a公司"),
        ("AB公司", "ab"),
        ("中國", "中国"),
    ],
)
def test_an_organisation_without_its_company_and_country(name: str, core: str) -> None:
    assert organisation(fold(name)) == core


@pytest.mark.parametrize("name", ["李強", "李　强", "李 強", "李\u200b強", "\ufeff李强 "])
def test_what_nobody_sees_tells_no_names_apart(name: str) -> None:
    assert fold(name) == "李强"
    assert fold("Sam  Altman") == "sam altman"


@pytest.mark.parametrize("name", ["總統表示會", "CEO的話"])
def test_what_a_title_leaves_is_no_name_for_being_written_in_characters(name: str) -> None:
    assert person(fold(name)).title == ""


@pytest.mark.parametrize(
    ("name", "core"), [("CEO Dario Amodei", "dario amodei"), ("總統伊凡·杜克", "伊凡·杜克")]
)
def test_a_title_is_taken_off_foreign_names(name: str, core: str) -> None:
    assert person(fold(name)).core == core
