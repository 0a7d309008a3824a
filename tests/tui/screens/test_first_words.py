"""What somebody new is told: the keys of the scheme and who one is, and never in the way of news."""

from __future__ import annotations

import pytest

from annotations.model.scheme import DEFAULT
from tui.commands.catalogue import reading_commands
from tui.keys.keymap import Keymap
from tui.layout.cells import cell_width
from tui.presenters.key_row import first_words

pytestmark = pytest.mark.usefixtures("no_analysis")

OWN = """
[scheme]
[[scheme.labels]]
name = "fact"
key = "b"
"""


def test_they_are_the_keys_of_the_bar_and_fit_a_line() -> None:
    words = first_words(Keymap(reading_commands(DEFAULT)).hints, "H", "mei")
    assert words == "c claim o opinion q quote, Enter next, ? all keys, H a tour; you are mei"
    assert cell_width(words) < 79
    remapped = Keymap(reading_commands(DEFAULT), {"label-claim": ("z",), "next-sentence": ()})
    assert first_words(remapped.hints, "", "mei") == "z claim o opinion q quote, ? all keys; you are mei"


async def test_a_new_annotator_is_told_what_to_press_and_an_old_one_is_not(opened, founding) -> None:
    async with opened(founding) as reader:
        assert reader.message.startswith("c claim o opinion q quote, Enter next, ? all keys")
        assert reader.message.endswith("you are mei")
        assert "pinyin" not in reader.panel
        await reader.press("c")
        assert "you are mei" not in reader.panel
        await reader.press("j", "c", "j", "c")
    async with opened(founding) as reader:
        assert reader.message.endswith("you are mei"), "three marks are no habit"
        await reader.press(*("j", "c") * 7)
    async with opened(founding) as reader:
        assert reader.message == ""
    async with opened(founding, annotator="lin") as reader:
        assert reader.message.endswith("you are lin"), "new here is who has marked nothing"


async def test_they_are_those_of_the_projects_own_labels(opened, founding) -> None:
    (founding.parent / "zhupi.toml").write_text(OWN, "utf-8")
    async with opened(founding) as reader:
        assert reader.message.startswith("b fact, Enter next, ? all keys")


async def test_news_come_first(opened, founding) -> None:
    (founding.parent / "b.pdf").write_text("x", "utf-8")
    async with opened(founding.parent) as reader:
        assert "1 file is not read: b.pdf" in reader.message
        assert "you are" not in reader.message


async def test_what_repair_took_out_is_said_with_the_source(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("r")
        shown = "\n".join(strip.text for strip in reader.frame())
        assert "pinyin readings taken out" in shown
