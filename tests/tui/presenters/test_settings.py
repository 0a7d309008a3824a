"""The settings as lines."""

from __future__ import annotations

import pytest

from annotations.wording import LANGUAGES, speak
from tui.layout.cells import cell_width
from tui.presenters.settings import (
    Item,
    item_line,
    key_items,
    name_text,
    next_choice,
    setting_items,
    value_text,
)
from tui.settings import CHOICES, Named, Settings, settings_path
from tui.settings_file import EXPLAINED


def test_there_is_a_line_for_every_setting() -> None:
    items = setting_items(Settings(settings_path())._asdict(), EXPLAINED, Named())
    assert [one.name for one in items] == [name for name, _ in EXPLAINED]
    assert {one.name for one in items} == {*Settings._fields[1:]} - {"keys"}
    assert all(one.value and one.about for one in items)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_value_is_cut_at_80_columns(language: str) -> None:
    speak(language)
    try:
        for name, values in CHOICES.items():
            shown = {value_text(name, value) for value in values}
            assert len(shown) == len(values)  # no two choices look alike
            settings = {**Settings(settings_path())._asdict(), name: values[-1]}
            for item in setting_items(settings, EXPLAINED, Named("mei-ling", "$ZHUPI_ANNOTATOR")):
                assert item.title in item_line(item, 66)
                assert ".." not in item_line(item, 66)
    finally:
        speak("en")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("annotator", "", "the login name"),
        ("annotator", "auto", "auto"),
        ("annotator", "李", "李"),
        ("advance", None, "as the project says"),
        ("advance", (), "nothing"),
        ("advance", ("claim", "none"), "claim, none"),
        ("line_width", 60, "60 cells"),
        ("spacing", 1, "an empty line"),
        ("spacing", 2, "2 empty lines"),
        ("theme", "zhupi-dark", "zhupi-dark"),
        ("mouse", False, "off"),
    ],
)
def test_values_in_words(name: str, value: object, words: str) -> None:
    assert value_text(name, value) == words


@pytest.mark.parametrize(
    ("own", "named", "words"),
    [
        ("", Named("mei", "login"), "mei, the login name"),
        ("mei", Named("mei", "settings"), "mei"),
        ("lin", Named("mei", "settings"), "mei; from the next start on lin"),
        ("lin", Named("mei", "login"), "mei; from the next start on lin"),
        ("", Named("mei", "settings"), "mei; from the next start on the login name"),
        ("", Named("mei", "--as"), "mei, by --as"),
        ("mei", Named("mei", "--as"), "mei, by --as"),
        ("lin", Named("mei", "$ZHUPI_ANNOTATOR"), "mei, by $ZHUPI_ANNOTATOR; here lin"),
        ("lin", Named(), "lin"),
    ],
)
def test_whose_name_is_in_force_and_what_says_so(own: str, named: Named, words: str) -> None:
    assert name_text(own, named) == words


def test_choices_go_round() -> None:
    assert next_choice((0, 40, 60), 0, 1) == 40
    assert next_choice((0, 40, 60), 0, -1) == 60
    assert next_choice((0, 40, 60), 77, 1) == 0
    assert next_choice((0, 1, 2), True, 1) == 0


def test_a_line_is_as_wide_as_it_may_be() -> None:
    (item,) = key_items([("find", "Find text\x1b in the article" * 9, "/ Ctrl+F")])
    assert item == Item("find", "/ Ctrl+F", "Find text\x1b in the article" * 9, "find", act=True)
    assert cell_width(item_line(item, 60)) <= 60
    assert "\x1b" not in item_line(item, 60)
