"""How many of something: as people say it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import annotations
import tui
from annotations.wording import counted, tr, wanted_language


def test_one_none_and_many() -> None:
    assert counted(1, "article") == "1 article"
    assert [counted(number, "article") for number in (0, 2)] == ["0 articles", "2 articles"]
    assert counted(12_345, "article") == "12,345 articles"
    assert counted(1, "mark is", "marks are") == "1 mark is"
    assert counted(3, "mark is", "marks are") == "3 marks are"


NOUNS = (
    "act|annotator|article|cell|character|file|finding|judgement|label|layer|line|mark|name|number|pair|place|"
    "record|remark|sentence|text"
)
FIXED = re.compile(rf"\{{[^{{}}\"']+\}} (?:(?!of )[a-z]+ )?(?:{NOUNS})s\b")
"""A number and beside it a plural whatever the number is."""
NEVER_ONE = {
    "annotations/model/attributes.py": "the most digits that there may be",
    "annotations/analysis/clauses.py": "a slip of the program's, for nobody to read",
    "annotations/model/annotator.py": "more characters than a name may have",
    "annotations/project/analysed.py": "how an article looks to a programmer",
    "annotations/reading/decode.py": "more characters than can be read",
    "annotations/reading/records.py": "the same",
    "annotations/migration/changes.py": "more labels than there are keys for",
    "annotations/model/scheme_rows.py": "the same",
    "tui/presenters/agreement_words.py": "how many are few",
}
"""Where such a number is never 1."""


def test_nobody_says_one_articles() -> None:
    found = set()
    for package in (annotations, tui):
        folder = Path(package.__path__[0])
        for path in folder.rglob("*.py"):
            name = str(path.relative_to(folder.parent))
            if FIXED.search(path.read_text(encoding="utf-8")):
                found.add(name)
    assert found == set(NEVER_ONE)


@pytest.mark.parametrize(
    ("environment", "setting", "language"),
    [
        ({}, "", "en"),
        ({"LANG": "C.UTF-8"}, "", "en"),
        ({"LANG": "de_DE.UTF-8"}, "", "en"),
        ({"LANG": "zh_TW.UTF-8"}, "", "zh_Hant"),
        ({"LANG": "zh_HK"}, "", "zh_Hant"),
        ({"LANG": "zh_Hant_TW.UTF-8"}, "", "zh_Hant"),
        ({"LANG": "zh_CN.GB18030"}, "", "zh_Hans"),
        ({"LANG": "zh_SG.UTF-8"}, "", "zh_Hans"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_TW.UTF-8"}, "", "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_GB"}, "", "zh_Hant"),
        ({"LANG": "zh_TW.UTF-8"}, "en", "en"),
        ({"LANG": "zh_TW.UTF-8", "ZHUPI_LANGUAGE": "zh_Hans"}, "en", "zh_Hans"),
        ({"LANG": "zh_TW.UTF-8", "ZHUPI_LANGUAGE": "klingon"}, "", "zh_Hant"),
    ],
)
def test_the_language_is_that_of_the_variable_the_setting_or_the_locale(
    environment: dict[str, str], setting: str, language: str
) -> None:
    assert wanted_language(setting, environment) == language


def test_values_take_the_place_of_names_in_braces_and_nothing_else_does() -> None:
    assert tr("{path}: no such folder", path="{a}") == "{a}: no such folder"
    assert tr("a set {of} braces") == "a set {of} braces"
