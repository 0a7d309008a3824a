"""How many of something: as people say it."""

from __future__ import annotations

import re
from gettext import _translations  # type: ignore[attr-defined]
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import annotations
import tui
from annotations import wording
from annotations.wording import counted, language, speak, tr, wanted_language


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
    "annotations/analysis/taggers/spec.py": "a text that names nothing",
    "annotations/storage/files/sources.py": "more files than can be read",
    "tui/cli/import_format.py": "kinds that are for names",
    "annotations/project/analysed.py": "how an article looks to a programmer",
    "annotations/reading/decode.py": "more characters than can be read",
    "annotations/reading/records.py": "the same",
    "annotations/migration/changes.py": "more labels than there are keys for",
    "annotations/model/scheme_tables.py": "the same",
    "tui/cli/assign.py": "an option that names nobody",
    "tui/session/library.py": "no text",
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
        ({"LANG": "zh_TW.UTF-8", "ZHUPI_BROWSER_LANGUAGE": "zh_Hans"}, "", "zh_Hans"),
        ({"LANG": "zh_TW.UTF-8", "ZHUPI_BROWSER_LANGUAGE": "zh_Hans"}, "en", "en"),
        ({"ZHUPI_LANGUAGE": "zh_Hant", "ZHUPI_BROWSER_LANGUAGE": "en"}, "", "zh_Hant"),
        ({"LANG": "zh_TW.UTF-8", "ZHUPI_BROWSER_LANGUAGE": ""}, "", "zh_Hant"),
    ],
)
def test_the_language_is_that_of_the_variable_the_setting_or_the_locale(
    environment: dict[str, str], setting: str, language: str
) -> None:
    assert wanted_language(setting, environment) == language


def test_values_take_the_place_of_names_in_braces_and_nothing_else_does() -> None:
    assert tr("{path}: no such folder", path="{a}") == "{a}: no such folder"
    assert tr("a set {of} braces") == "a set {of} braces"


def catalogue(folder: Path, messages: dict[str, str]) -> bytes:
    """Lay a catalogue for zh_Hant into `folder`, and return its bytes."""
    made = Catalog(locale="zh_Hant", charset="utf-8")
    for text, translation in messages.items():
        made.add(text, translation)
    path = folder / "zh_Hant" / "LC_MESSAGES" / "zhupi.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, made)
    return path.read_bytes()


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Let catalogues be looked for in a folder of the test."""
    monkeypatch.setattr(wording, "_FOLDER", tmp_path)
    yield tmp_path
    speak("en")


@pytest.mark.parametrize(
    "wrong", ["{pfad} 沒有", "{0} 沒有", "{} 沒有", "{path 沒有", "{path.x.y} 沒有", "{path:d}"]
)
def test_a_translation_with_other_names_in_braces_is_said_in_english(locale: Path, wrong: str) -> None:
    catalogue(locale, {"{path}: no such folder": wrong, "nothing to undo": "沒有可以復原的"})
    speak("zh_Hant")
    assert tr("{path}: no such folder", path="news") == "news: no such folder"
    assert tr("nothing to undo") == "沒有可以復原的"
    assert counted(1, "{path}: no such folder", path="news") == "1 news: no such folder"


def test_a_damaged_catalogue_is_none(locale: Path) -> None:
    whole = catalogue(locale, {"nothing to undo": "沒有可以復原的"})
    path = locale / "zh_Hant" / "LC_MESSAGES" / "zhupi.mo"
    harmed = [b"", whole[:3], whole[:10], whole[: len(whole) // 2], whole[:-1], b"\0" * 40, b"<<<<<<< HEAD"]
    harmed += [whole[:at] + b"\xff" + whole[at + 1 :] for at in range(len(whole))]
    for content in harmed:
        path.write_bytes(content)
        _translations.clear()
        speak("zh_Hant")
        assert language() in ("en", "zh_Hant")
        assert tr("{path}: no such folder", path="news") == "news: no such folder"
    path.unlink()
    _translations.clear()
    speak("zh_Hant")
    assert (language(), tr("nothing to undo")) == ("en", "nothing to undo")
