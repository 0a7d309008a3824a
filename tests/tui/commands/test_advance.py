"""Going on to the next sentence by itself, after the labels that a setting names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.errors import SchemeError, SettingsError

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def settings() -> Callable[[str], None]:
    """Return a function that writes the user's settings."""

    def write(text: str) -> None:
        path = Path(os.environ["ZHUPI_CONFIG"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Return an article whose sentences 0 and 1 are title and byline, and the others its body."""
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(
        "央行宣布降息\n記者 王小明 台北報導\n央行今天宣布降息。市場反應平淡。學者認為不夠。\n"
        "圖：央行大樓。\n明天還有會議。\n",
        encoding="utf-8",
    )
    return path


async def test_nothing_goes_on_unless_a_setting_says_so(opened, founding) -> None:
    async with opened(founding) as reader:
        here = reader.view.cursor
        await reader.press("c", "n")
        assert reader.view.cursor == here


async def test_a_label_goes_on_and_taking_it_off_does_not(opened, founding, settings) -> None:
    settings('advance = ["claim"]')
    async with opened(founding) as reader:
        first = reader.view.cursor
        await reader.press("c")
        assert (reader.labels(first), reader.view.cursor) == ({"claim"}, first + 1)
        await reader.press("o", "n")
        assert reader.view.cursor == first + 1, "neither opinion nor none is named"
        await reader.press("up", "c")
        assert (reader.labels(first), reader.view.cursor) == (set(), first)


async def test_none_goes_on_and_taking_it_back_does_not(opened, founding, settings) -> None:
    settings('advance = ["none"]')
    async with opened(founding) as reader:
        first = reader.view.cursor
        await reader.press("n", "c")
        assert reader.view.cursor == first + 1
        await reader.press("up", "n")
        assert not reader.session.article.marks.said(first).none
        assert reader.view.cursor == first


async def test_a_range_stays_where_it_is(opened, founding, settings) -> None:
    settings('advance = ["claim", "none"]')
    async with opened(founding) as reader:
        first = reader.view.cursor
        await reader.press("v", "down", "c")
        assert reader.labels(first) == reader.labels(first + 1) == {"claim"}
        assert reader.view.cursor == first + 1
        await reader.press("v", "up", "n")
        assert reader.view.cursor == first


async def test_the_last_sentence_is_the_last(opened, founding, settings) -> None:
    settings('advance = ["claim"]')
    async with opened(founding) as reader:
        await reader.press("end")
        last = reader.view.cursor
        await reader.press("c")
        assert (reader.labels(last), reader.view.cursor) == ({"claim"}, last)


async def test_title_byline_and_caption_are_stepped_over(opened, article, settings) -> None:
    settings('advance = ["claim"]')
    async with opened(article) as reader:
        parts = [sentence.part for sentence in reader.session.article.sentences]
        body = [index for index, part in enumerate(parts) if part == "body"]
        assert len(body) < len(parts), parts
        way = []
        for _ in body:
            way.append(reader.view.cursor)
            await reader.press("c")
        assert way == body
        reader.view.cursor = 0
        await reader.press("c")
        assert reader.view.cursor == body[0]


async def test_the_project_says_it_and_the_user_has_the_last_word(opened, seeds, founding, settings) -> None:
    label = '[[scheme.labels]]\nname = "claim"\nkey = "c"\n'
    (seeds / "zhupi.toml").write_text(f'[scheme]\nadvance = ["claim"]\n{label}', encoding="utf-8")
    async with opened(founding) as reader:
        first = reader.view.cursor
        await reader.press("c")
        assert reader.view.cursor == first + 1
    settings("advance = []")
    async with opened(founding) as reader:
        here = reader.view.cursor
        await reader.press("c")
        assert reader.view.cursor == here


def test_a_label_that_the_project_names_and_lacks_is_said_at_the_start(make_app, seeds, founding) -> None:
    (seeds / "zhupi.toml").write_text(
        '[scheme]\nadvance = ["clam"]\n[[scheme.labels]]\nname = "claim"\n', encoding="utf-8"
    )
    with pytest.raises(SchemeError) as error:
        make_app(founding)
    message = str(error.value)
    assert "zhupi.toml: advance: there is no label 'clam'; there are claim" in message
    assert message.endswith("none")
    assert message.isprintable()


@pytest.mark.parametrize(
    ("mine", "holds"),
    [
        ('["opinion", "none"]', ("none",)),
        ('["claim", "opinion"]', ("claim",)),
        ('["opinion", "\\u001b[31m"]', ("fact",)),
        ("[]", ()),
    ],
)
async def test_what_the_user_names_and_a_project_lacks_is_ignored_there(
    opened, seeds, founding, settings, mine, holds
) -> None:
    scheme = 'advance = ["fact"]\n[[scheme.labels]]\nname = "claim"\n[[scheme.labels]]\nname = "fact"\n'
    (seeds / "zhupi.toml").write_text(f"[scheme]\n{scheme}", encoding="utf-8")
    settings(f'advance = {mine}\n[keys]\nlabel-opinion = ["b"]\nattribute-worth = ["#"]\n')
    async with opened(founding) as reader:
        assert reader.session.advance == holds
        assert "advance" not in reader.message


async def test_keys_of_acts_that_this_project_lacks_are_ignored_here(
    opened, seeds, founding, settings
) -> None:
    (seeds / "zhupi.toml").write_text('[scheme]\n[[scheme.labels]]\nname = "fact"\n', encoding="utf-8")
    settings('[keys]\nchoose-speaker = ["P"]\nundo = ["U"]\nshow-unsaved = ["X"]\n')
    async with opened(founding) as reader:
        assert reader.screen.keymap.command("U").id == "undo"


def test_an_act_that_no_project_has_is_said(make_app, founding, settings) -> None:
    settings('[keys]\nlable-claim = ["b"]\n')
    with pytest.raises(SettingsError, match="no act is called 'lable-claim'"):
        make_app(founding)
