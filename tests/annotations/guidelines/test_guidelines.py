"""The guidelines: complete in both languages, and a project's own files over them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.script import to_simplified
from annotations.errors import SettingsError
from annotations.guidelines.guidelines import GENERAL, LANGUAGES, Example, Guidelines, Line
from annotations.model.scheme import DEFAULT, Label, Scheme

OTHER = Scheme(
    "rumour", 1, (Label("rumour", "r", "謠言", "沒有來源的說法"), Label("claim", "c", "主張", "自己的定義"))
)


def project(folder: Path, guidelines: str | None = None, rulings: str | None = None) -> Path:
    for name, text in (("guidelines.md", guidelines), ("rulings.md", rulings)):
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_default_is_complete(language: str) -> None:
    guidelines = Guidelines.load(None, DEFAULT, language)
    assert [section.key for section in guidelines.sections] == [
        "general", "claim", "opinion", "quote", "none", "voice", "form", "cont", "speaker", "done", "flag"
    ]  # fmt: skip
    for section in guidelines.sections:
        assert section.title
        assert section.definition
        assert len(section.order) >= 2
        if section.key != GENERAL:
            assert len(section.examples) >= 4
            assert len(section.counter_examples) >= 3
        for example in section.examples + section.counter_examples:
            assert example.reason
            assert re.search("[\u4e00-\u9fff]", example.text)
        assert len({example.text for example in section.examples}) == len(section.examples)


def test_both_languages_say_the_same() -> None:
    english, chinese = (Guidelines.load(None, DEFAULT, language) for language in ("en", "zh"))
    for one, other in zip(english.sections, chinese.sections, strict=True):
        assert one.key == other.key
        assert len(one.order) == len(other.order)
        assert [e.text for e in one.examples] == [e.text for e in other.examples]
        assert [e.text for e in one.counter_examples] == [e.text for e in other.counter_examples]
    for section in chinese.sections:
        for line in section.lines()[1:]:
            assert re.search("[\u4e00-\u9fff]", line.text)
            # Traditional: what simplifying leaves alone everywhere would be simplified already.
        text = "".join(line.text for line in section.lines())
        assert to_simplified(text) != text
    for section in english.sections:
        assert all(re.search("[A-Za-z]", text) for text in (*section.definition, *section.order))


def test_no_sentence_is_an_example_and_a_counter_example_of_one_label() -> None:
    for section in Guidelines.load(None, DEFAULT).sections:
        assert not {e.text for e in section.examples} & {e.text for e in section.counter_examples}


def test_another_scheme_has_nothing_of_the_default() -> None:
    guidelines = Guidelines.load(None, OTHER)
    assert [section.key for section in guidelines.sections] == ["rumour", "claim"]
    claim = guidelines.section("claim")
    assert claim is not None
    assert (claim.title, claim.definition, claim.examples) == ("主張", ("自己的定義",), ())
    assert guidelines.section("voice") is None


def test_a_scheme_may_add_a_label_and_define_one_otherwise() -> None:
    labels = (*DEFAULT.labels[:2], Label("quote", "q", "引文", "只算直接引語"), Label("irony", "i"))
    guidelines = Guidelines.load(None, Scheme("mine", 1, labels))
    quote, claim, irony = (guidelines.section(key) for key in ("quote", "claim", "irony"))
    assert quote is not None
    assert (quote.title, quote.definition, quote.examples) == ("引文", ("只算直接引語",), ())
    assert claim is not None
    assert claim.examples
    assert irony is not None
    assert irony.definition == ()
    assert [section.key for section in guidelines.sections][:5] == [
        GENERAL,
        "claim",
        "opinion",
        "quote",
        "irony",
    ]


def test_a_project_adds_to_a_section(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        "\ufeff# Ours\r\n\r\n## claim\r\n### examples\r\n- 今天下雨。\r\n  weather\r\n  counts\r\n"
        "### 反例\r\n* 好冷。\r\n",
        "## claim\n- 「創新高」算事實主張\n  decided in March\n\n## none\n標題不標。\n",
    )
    default, ours = Guidelines.load(None, DEFAULT).section("claim"), Guidelines.load(root, DEFAULT)
    claim, none = ours.section("claim"), ours.section("none")
    assert default is not None
    assert claim is not None
    assert none is not None
    assert claim.title == "事實主張"
    assert claim.definition == default.definition
    assert claim.examples == (*default.examples, Example("今天下雨。", "weather counts"))
    assert claim.counter_examples[-1] == Example("好冷。")
    assert claim.rulings == (Example("「創新高」算事實主張", "decided in March"),)
    assert none.rulings == (Example("標題不標。"),)


def test_a_definition_of_its_own_stands_alone(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        "## claim 主張\n今年的事件。\n只算今年。\n\n第二段。\n### decision order\n1. 今年？\n",
        "## claim\n- 去年不算\n",
    )
    claim = Guidelines.load(root, DEFAULT).section("claim")
    assert claim is not None
    assert claim.title == "主張"
    assert claim.definition == ("今年的事件。只算今年。", "第二段。")
    assert claim.order == ("今年？",)
    assert claim.examples == ()
    assert claim.lines() == (
        Line("title", "claim 主張"),
        Line("paragraph", "今年的事件。只算今年。"),
        Line("paragraph", "第二段。"),
        Line("heading", "Decision order"),
        Line("item", "1. 今年？"),
        Line("heading", "Rulings"),
        Line("item", "- 去年不算"),
    )


def test_a_project_speaks_of_its_own_labels(tmp_path: Path) -> None:
    root = project(tmp_path, "## rumour\n### examples\n- 聽說要地震了。\n## voice\n誰的謠言。\n")
    guidelines = Guidelines.load(root, OTHER, "zh")
    assert [section.key for section in guidelines.sections] == ["rumour", "claim", "voice"]
    rumour = guidelines.section("rumour")
    assert rumour is not None
    assert rumour.definition == ("沒有來源的說法",)
    assert Line("heading", "例") in rumour.lines()


@pytest.mark.parametrize("word", ["反諷", "反讽", "IRONY", "scare quotes"])
def test_search_in_either_script(word: str) -> None:
    language = "zh" if word[0] == "反" else "en"
    found = Guidelines.load(None, DEFAULT, language).search(word)
    assert {section.key for section, _ in found} & {"opinion", "quote"}
    assert all(line in section.lines() for section, line in found)


def test_all_words_must_be_in_a_line() -> None:
    guidelines = Guidelines.load(None, DEFAULT)
    assert guidelines.search("降息 央行")
    assert guidelines.search("降息 鬧劇") == guidelines.search("") == guidelines.search("  ") == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("## clam\n", 1, "there is no label 'clam'"),
        ("# t\n\nhello\n", 3, "text before the first section"),
        ("## claim\na\n## claim\n", 3, "has a section already"),
        ("## claim\n### exampels\n", 2, "'exampels' is no part of a section"),
        ("## claim\n### examples\n今天下雨。\n", 3, "only items stand"),
        ("## claim\n#### examples\n", 2, "begins with ##"),
        ("### examples\n", 1, "begins with ##"),
        ("## claim\n### examples\n- 好\n\n壞\n", 5, "only items stand"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Guidelines.load(project(tmp_path, text), DEFAULT)
    message = str(caught.value)
    assert f"{tmp_path / 'guidelines.md'}, line {line}: " in message
    assert said in message
    assert "\n" not in message


def test_rulings_hold_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"rulings\.md, line 2: here only rulings stand"):
        Guidelines.load(project(tmp_path, None, "## claim\n### examples\n"), DEFAULT)


def test_another_encoding_or_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "guidelines.md").write_bytes("## claim 主張\n".encode("big5"))
    with pytest.raises(SettingsError, match="no UTF-8"):
        Guidelines.load(tmp_path, DEFAULT)
    (tmp_path / "guidelines.md").unlink()
    (tmp_path / "guidelines.md").mkdir()
    with pytest.raises(SettingsError, match="mend it or move it away"):
        Guidelines.load(tmp_path, DEFAULT)


def test_a_language_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="en and zh"):
        Guidelines.load(None, DEFAULT, "fr")


@given(st.text(alphabet=st.sampled_from("#- \n*1.例claimnoe反\t\r"), max_size=60))
def test_any_file_is_read_or_refused_in_one_line(new_folder: Callable[[], Path], text: str) -> None:
    root = new_folder()
    said = ""
    try:
        Guidelines.load(project(root, text), DEFAULT)
    except SettingsError as error:
        said = str(error)
    assert "\n" not in said
    assert not said or "guidelines.md, line " in said
