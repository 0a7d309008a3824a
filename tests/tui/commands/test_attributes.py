"""Attributes of a project's own scheme at the reading screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from export_lines import checked

from annotations.errors import SchemeError, SettingsError
from annotations.model.article import Name
from tui.cli.main import run
from tui.layout.pieces import Highlights
from tui.session import messages

pytestmark = pytest.mark.usefixtures("no_analysis")

SCHEME = """
[scheme]
name = "own"
[[scheme.labels]]
name = "claim"
key = "c"
[[scheme.labels]]
name = "opinion"
key = "o"
"""
WORTH = """
[[scheme.attributes]]
name = "worth"
kind = "choice"
labels = ["claim"]
values = ["trivial", "of interest", "decisive"]
key = "b"
title = "價值 [/x]"
required = true
"""
OTHERS = """
[[scheme.attributes]]
name = "loud"
kind = "flag"
key = "!"
[[scheme.attributes]]
name = "settled"
kind = "flag"
labels = ["opinion"]
key = "Z"
required = true
[[scheme.attributes]]
name = "size"
kind = "number"
key = "#"
[[scheme.attributes]]
name = "scene"
key = "@"
[[scheme.attributes]]
name = "hero"
kind = "name"
key = "^"
"""


@pytest.fixture
def own(seeds: Path, founding: Path) -> Path:
    """Return the founding article in a project with attributes of its own."""
    (seeds / "zhupi.toml").write_text(SCHEME + WORTH + OTHERS, encoding="utf-8")
    return founding


def said(reader, index: int | None = None) -> dict:
    return dict(reader.session.article.marks.said(reader.view.cursor if index is None else index).attributes)


async def test_a_choice_is_picked_by_its_digit(opened, own, seeds, records) -> None:
    async with opened(own) as reader:
        await reader.press("b")
        assert reader.message == "worth belongs to claim"
        await reader.press("c")
        assert reader.columns(0) == "c ? "
        assert "? lacks worth" in reader.panel
        await reader.press("b")
        assert "1 trivial" in reader.panel
        assert "0 none" in reader.panel
        await reader.press("2")
        assert said(reader) == {"worth": "of interest"}
        assert reader.columns(0) == "c   ", "it lacks nothing now"
        assert "worth of interest" in reader.panel
        await reader.press("b", "down", "enter")
        assert said(reader) == {"worth": "decisive"}, "the list begins at the value it has"
        await reader.press("u")
        assert said(reader) == {"worth": "of interest"}
        await reader.press("b", "0")
        assert said(reader) == {}
        await reader.press("b", "escape")
        assert said(reader) == {}
        assert reader.labels() == {"claim"}, "a digit in the list is no label"
    [record] = [one for one in records(seeds / "annotations" / "mei.json") if one["kind"] == "sentence"]
    assert (record["labels"], record["attributes"]) == (["claim"], {})


async def test_it_goes_with_its_label(opened, own) -> None:
    async with opened(own) as reader:
        await reader.press("c", "b", "1", "!", "c")
        assert said(reader) == {"loud": True}
        await reader.press("u")
        assert said(reader) == {"worth": "trivial", "loud": True}


async def test_a_flag_is_turned_over(opened, own) -> None:
    async with opened(own) as reader:
        await reader.press("!")
        assert said(reader) == {"loud": True}
        assert "loud yes" in reader.panel
        await reader.press("!")
        assert said(reader) == {}


async def test_a_flag_that_must_be_said_has_a_no(opened, own) -> None:
    async with opened(own) as reader:
        await reader.press("o")
        assert "? lacks settled" in reader.panel
        await reader.press("Z")
        assert said(reader) == {"settled": True}
        await reader.press("Z")
        assert said(reader) == {"settled": False}
        assert any("opinion" in row and "settled no" in row for row in reader.panel.split("\n"))
        assert "lacks" not in reader.panel
        await reader.press("Z")
        assert said(reader) == {"settled": True}


async def test_a_number_and_a_text_are_typed(opened, own) -> None:
    async with opened(own) as reader:
        await reader.press("#", *"x3", "enter")
        assert reader.message == "size takes a number, not 'x3'"
        assert said(reader) == {}
        await reader.press("#", *"1.5", "enter", "@", *"北京c1", "enter")
        assert said(reader) == {"size": 1.5, "scene": "北京c1"}
        assert "size 1.5" in reader.panel
        assert reader.labels() == set()
        await reader.press("#", "enter")
        assert reader.message == "size stays as it is"
        await reader.press("@", *("backspace",) * 4, "enter", "#", "9", "escape")
        assert said(reader) == {"size": 1.5}


async def test_a_name_is_one_of_the_sentence_or_typed(opened, own) -> None:
    async with opened(own) as reader:
        text = reader.session.article.text
        starts = list(reader.view.prepared.starts)
        names = [
            Name(at, at + len(name), "ORG")
            for name in ("DeepSeek", "OpenAI")
            for at in (text.index(name), text.index(name, starts[1]))
        ]
        highlights = Highlights(starts, sorted(names, key=lambda name: name.start), [])
        reader.session.tell(messages.Analysed(reader.session.article.id, highlights))
        await reader.settle()
        await reader.press("^")
        assert "1 DeepSeek" in reader.panel
        assert "2 OpenAI" in reader.panel
        await reader.press("2")
        assert said(reader) == {"hero": "OpenAI"}
        await reader.press("^", "/")
        await reader.press(*("backspace",) * 6, *"特朗普", "enter")
        assert said(reader) == {"hero": "特朗普"}
        await reader.press("^")
        assert "now 特朗普" in reader.panel
        await reader.press("0")
        assert said(reader) == {}


async def test_a_range_takes_it_where_it_belongs(opened, own, seeds, records) -> None:
    async with opened(own) as reader:
        reader.view.cursor = 1
        await reader.press("c", "down", "o", "down", "c", "v", "up", "up", "b", "1")
        assert [said(reader, n) for n in (1, 2, 3)] == [{"worth": "trivial"}, {}, {"worth": "trivial"}]
        assert reader.message.endswith("worth trivial; 1 of the range cannot have it")
        assert reader.view.range_start is None
        layer = records(seeds / "annotations" / "mei.json")
        batches = {tuple(one["batch"]) for one in layer if one["kind"] == "sentence"}
        assert len(batches) == 2, "one act, and that of the sentence that was left out"
        await reader.press("v", "down", "down", "!")
        assert all(said(reader, n)["loud"] for n in (1, 2, 3))
        await reader.press("!")
        assert [said(reader, n).get("loud") for n in (1, 2, 3)] == [True, True, None]
        await reader.press("v", "up", "!")
        assert all(said(reader, n)["loud"] for n in (1, 2, 3)), "off only where all have it"
        await reader.press("v", "up", "!")
        assert [said(reader, n).get("loud") for n in (1, 2, 3)] == [None, None, True]
        await reader.press("v", "down", "down", "!")
        assert all(said(reader, n)["loud"] for n in (1, 2, 3))


async def test_the_palette_and_the_help_have_it(opened, own) -> None:
    async with opened(own, size=(120, 40)) as reader:
        await reader.press("c", ":", *"worth")
        assert "worth 價值 [/x] of claim: trivial, of interest, decisive" in frame(reader)
        await reader.press("enter", "3")
        assert said(reader) == {"worth": "decisive"}
        await reader.press("?", *"worth")
        [line] = [line for line in frame(reader).split("\n") if "worth 價值 [/x] of claim" in line]
        assert line.split()[-2] == "b"
        await reader.press("escape")
        assert " b worth ! loud # size @ scene ^ hero c claim" in frame(reader), (
            "the key bar has it on a claim"
        )


def frame(reader) -> str:
    return "\n".join(strip.text for strip in reader.frame())


async def test_what_the_scheme_no_longer_knows_is_kept_shown_and_exported(opened, own, seeds) -> None:
    async with opened(own) as reader:
        await reader.press("c", "b", "3", "!")
    worth = WORTH.replace(', "decisive"', "")
    (seeds / "zhupi.toml").write_text(SCHEME + worth, encoding="utf-8")
    async with opened(own) as reader:
        assert said(reader) == {"worth": "decisive", "loud": True}
        assert "worth decisive" in reader.panel
        assert "loud yes" in reader.panel
        await reader.press("b")
        assert "now decisive" in reader.panel
        await reader.press("escape", "o")
        assert said(reader) == {"worth": "decisive", "loud": True}
    out = seeds.parent / "tags.jsonl"
    assert run(["export", str(seeds), "--as", "mei", "-o", str(out)]) == 0
    lines = list(checked(out.read_bytes()))
    [first] = [line for line in lines if line["labels"]]
    assert first["attributes"] == {"worth": "decisive", "loud": True}


def test_a_wrong_attribute_is_said_at_the_start(make_app, own, seeds) -> None:
    (seeds / "zhupi.toml").write_text(SCHEME + WORTH.replace('"claim"', '"clam"'), encoding="utf-8")
    with pytest.raises(SchemeError, match=r"zhupi\.toml: attribute 1 \(worth\): there is no label 'clam'"):
        make_app(own)


@pytest.mark.parametrize(("key", "other"), [("c", "label-claim"), ("u", "undo"), ("g", "show-guidelines")])
def test_a_key_that_is_taken_names_both(make_app, own, seeds, key, other) -> None:
    (seeds / "zhupi.toml").write_text(SCHEME + WORTH.replace('key = "b"', f'key = "{key}"'), encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        make_app(own)
    message = str(error.value)
    assert message.startswith("zhupi.toml: ")
    assert "attribute-worth" in message
    assert other in message


def test_the_user_may_give_it_another_key(make_app, own) -> None:
    settings = Path(os.environ["ZHUPI_CONFIG"])
    settings.parent.mkdir(parents=True)
    settings.write_text('[keys]\nattribute-worth = ["%"]\n', encoding="utf-8")
    keymap = make_app(own).get_default_screen().keymap
    assert keymap.command("%") is keymap.commands["attribute-worth"]
    assert keymap.command("b") is None
