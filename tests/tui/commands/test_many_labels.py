"""Twelve labels in two groups: keys as far as they go, a list for the rest, columns on every screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import TEXT, laid_out, layer_records

pytestmark = pytest.mark.usefixtures("no_analysis")

CONTENT = ("claim", "forecast", "number", "event", "opinion", "quote")
KEYS = "combsqEFHIMP"
TONE = ("neutral", "praise", "blame", "irony", "appeal", "doubt")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    groups = {"content": ("any of", CONTENT), "tone": ("one of", TONE)}
    text = 'lead = "mei"\n[scheme]\nadvance = ["irony"]\n'
    for name, (choose, labels) in groups.items():
        text += f'[[scheme.groups]]\nname = "{name}"\nchoose = "{choose}"\n'
        for one in labels:
            key = KEYS[(*CONTENT, *TONE).index(one)]
            text += f'[[scheme.labels]]\nname = "{one}"\nkey = "{key}"\ngroup = "{name}"\n'
    return laid_out(tmp_path / "news", text)


async def test_letters_digits_function_keys_and_a_list(root: Path, opened) -> None:
    async with opened(root) as reader:
        for key, label in (("1", "claim"), ("f7", "quote"), ("9", "blame"), ("c", "claim")):
            await reader.press(key)
            assert (label in reader.labels()) == (key != "c"), key
        assert reader.labels() == {"quote", "blame"}
        await reader.press(";")
        assert "which label" in reader.panel
        assert "now quote, blame" in reader.panel
        await reader.press("5")
        assert reader.labels() == {"quote", "appeal"}, "of one group one label"
        await reader.press("ctrl+l", "down", "down", "down", "enter")
        assert reader.labels(0) == {"quote", "irony"}
        assert reader.view.cursor == 1, "a label of the list goes on too where the scheme says so"
        await reader.press("u")
        assert reader.labels() == {"quote", "appeal"}
    [one] = layer_records(root, "mei", "sentence")
    assert sorted(one["labels"]) == ["appeal", "quote"]


async def test_a_range_changes_the_one_of_a_group_each_for_itself(root: Path, opened) -> None:
    async with opened(root) as reader:
        await reader.press("7", "down", "8", "1", "up", "v", "down", "9")
        assert [reader.labels(index) for index in (0, 1)] == [{"blame"}, {"blame", "claim"}]


@pytest.mark.parametrize(
    ("size", "said", "columns"),
    [
        ((80, 24), ("1", "6", "9"), "cqH "),
        ((80, 24), ("1", "2", "3", "4", "5", "6"), "com+"),
        ((80, 24), ("n",), "n   "),
        ((80, 24), (), "...."),
        ((160, 50), ("1", "6", "9"), "c    q   H   "),
        ((160, 50), ("n",), "n            "),
    ],
)
async def test_columns_leave_room_for_text(
    root: Path, opened, size: tuple[int, int], said: tuple[str, ...], columns: str
) -> None:
    async with opened(root, size=size) as reader:
        await reader.press(*said)
        assert reader.columns(0)[: len(columns)] == columns
        assert reader.row(0).index(TEXT[:8]) <= len(columns) + 10


async def test_columns_follow_the_size_of_the_window(root: Path, opened) -> None:
    async with opened(root) as reader:
        await reader.press("1", "9")
        assert reader.columns(0)[:4] == "cH  "
        await reader.resize(160, 50)
        assert reader.columns(0)[:13] == "c        H   "


async def test_in_review_the_letters_of_a_decision_stand_together(root: Path, opened) -> None:
    async with opened(root) as reader:
        await reader.press("1", "6", "9")
    async with opened(root, annotator="lin") as reader:
        await reader.press("1", "9", "d", "enter")
    async with opened(root, review=True) as reader:
        await reader.settle()
        await reader.press("f1")
        assert reader.columns(0).rstrip() == "CC|cH", "one letter each, and what was decided"
