"""The guidelines in both languages side by side, and what they say of a project's own attributes."""

from __future__ import annotations

import pytest

from annotations.guidelines.bilingual import Bilingual, Passage
from annotations.guidelines.guidelines import Guidelines
from annotations.guidelines.markdown import parse
from annotations.model.attributes import Attribute
from annotations.model.scheme import DEFAULT, Scheme

TONE = Attribute("tone", "choice", values=("calm", "heated"), title="語氣", definition="How it sounds.")
FREE = Attribute("why", "text")
SCHEME = Scheme("x", 1, DEFAULT.labels, attributes=(*DEFAULT.attributes, TONE, FREE))


@pytest.mark.parametrize(
    ("language", "values"), [("en", "One of: calm, heated"), ("zh", "取值：calm、heated")]
)
def test_an_attribute_says_which_values_it_takes(language: str, values: str) -> None:
    guidelines = Guidelines.load(None, SCHEME, language)
    tone, free = guidelines.section("tone"), guidelines.section("why")
    assert tone is not None
    assert free is not None
    assert (tone.title, tone.definition) == ("語氣", ("How it sounds.", values))
    assert free.definition == ()


def test_what_both_say_stands_side_by_side() -> None:
    both = Bilingual.load(None, DEFAULT)
    place = both.place("claim")
    assert place is not None
    chapter = both.chapters[place]
    assert chapter.key == "claim"
    chinese, english = (
        Guidelines.load(None, DEFAULT, language).section("claim") for language in ("zh", "en")
    )
    assert chinese is not None
    assert english is not None
    assert [(one.kind, one.chinese) for one in chapter.passages] == [
        (one.kind, one.text) for one in chinese.lines()
    ]
    assert [one.english for one in chapter.passages] == [
        "" if other.text == one.text else other.text
        for one, other in zip(chinese.lines(), english.lines(), strict=True)
    ]
    assert any(one.english for one in chapter.passages)
    assert any(not one.english for one in chapter.passages), "examples are the same in both"
    assert both.place("nothing") is None


def test_words_are_found_in_either_language() -> None:
    both = Bilingual.load(None, SCHEME)
    tone = both.place("tone")
    assert tone is not None
    assert {chapter for chapter, _ in both.search("heated")} == {tone}
    assert all(
        isinstance(both.chapters[chapter].passages[at], Passage)
        for chapter, at in both.search("how it sounds")
    )
    assert both.search("how it sounds") == both.search("HOW sounds it")
    assert both.search("") == []


def test_lines_of_a_paragraph_are_joined_without_a_space_only_between_chinese() -> None:
    text = "# All of it\n\n## claim\n一\n二\nword\n三\nword\nword\n⺀\n⺀x\n"
    (section,) = parse(text, "f.md", ("claim",), "definition", "en")
    assert section.definition == ("一二 word 三 word word ⺀⺀x",)
