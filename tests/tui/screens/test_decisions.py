"""Decisions on the review screen: what holds, what came new, what is left open, and what examples follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from team import THREE, act, layer_records, team

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return team(tmp_path / "news", THREE)


async def test_no_majority_decided_already_and_left_open_are_told_apart(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c", "c"], "bo": ["o", "c"]}, done=False)
    act(root, "bo", "a.txt", lambda bo: [bo.quotes.set_voice([1], "both")])
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("home", "m")
        assert reader.message == "no majority: claim 1, opinion 1 of 2 annotators"
        await reader.press("down", "m", "home", "down")
        assert reader.screen.unit.left_open == ["voice"]
        assert "voice left open" in reader.panel
        assert "?" in reader.columns(1)
        assert "2 to settle" in reader.heading, "it is looked for until it is filled in"
        await reader.press("m")
        assert reader.message == "it is decided so already"
        await reader.press("home", ".")
        assert reader.view.cursor == 1
        await reader.press("h")
        assert reader.screen.unit.left_open == []
        assert "?" not in reader.columns(1)
        assert "1 to settle" in reader.heading
        await reader.press("down", "down", "m")
        assert reader.message == "nobody has said anything of it yet"
    [made] = layer_records(root, "lin", "decision")
    assert (made["labels"], made["how"], made["left_open"]) == (["claim"], "person", [])


async def test_what_came_new_is_shown_and_what_says_the_same_opens_nothing(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f1", "f1", "f1")
        assert "0 to settle" in reader.heading
        team(root, {"cy": THREE["an"]})
        await reader.until(lambda: "cy" in reader.text_of("#names"))
        assert "0 to settle" in reader.heading
        act(root, "bo", "a.txt", lambda bo: [bo.labels.toggle([1], "quote"), bo.labels.write_note(2, "?")])
        await reader.until(lambda: "1 to settle" in reader.heading)
        await reader.press("home", "down")
        assert "stale" in reader.panel
        assert "new: bo says claim opinion quote now, said claim opinion then" in reader.panel


async def test_who_is_absent_is_named(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f1", "f1", "f1")
    (root / "annotations" / "bo.json").unlink()
    async with opened(root, annotator="lin", review=True) as reader:
        assert "bo's layer is absent: 3 decisions that rest on it stand" in reader.message
        await reader.press("home", "down", "up", "down")
        assert reader.screen.unit.state == "settled"
        assert "bo's layer is absent" in reader.panel


async def test_undo_and_redo_after_a_restart_say_which_decision_it_was(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f2", "u")
        assert reader.message == "2 undone: decided: claim, opinion"
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("end", "ctrl+r")
        assert reader.message == "2 again: decided: claim, opinion"
        await reader.press("u")
        assert reader.message == "2 undone: decided: claim, opinion"


async def test_a_new_lead_goes_on_from_what_another_decided(opened, root) -> None:
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f1", "f1", "f1")
    (root / "zhupi.toml").write_text('lead = "mei"\n', encoding="utf-8")
    async with opened(root, annotator="mei", review=True) as reader:
        await reader.press("home", "down")
        assert reader.screen.unit.decision["annotator"] == "lin"
        await reader.press("z")
        assert "lin decided this: decide otherwise" in reader.message
        await reader.press("c")
        assert reader.screen.unit.decision["labels"] == ["claim", "opinion"]
        assert reader.screen.unit.state == "settled"


async def test_an_example_follows_the_decision_that_it_is_of(opened, root) -> None:
    rulings = root / "rulings.md"

    def says() -> str:
        return rulings.read_text(encoding="utf-8")

    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f2", "e", "3", "G", "1")
        await reader.until(lambda: "an example of claim now" in reader.message)
        assert "- 這項政策來得太遲。\n  claim+opinion ambiguous\n" in says()
        await reader.press("e", "1")
        await reader.until(lambda: "claim+opinion slip" in says())
        await reader.press("home", "down", "f1")
        await reader.until(lambda: "withdrawn: opinion" in says())
        assert "the example of claim is now: withdrawn: opinion" in reader.message
        await reader.press("u")
        await reader.until(lambda: "  claim+opinion slip\n" in says())
        await reader.press("home", "down", "z")
        await reader.until(lambda: "withdrawn: decided no more" in says())
        await reader.press("f2")
        await reader.until(lambda: "withdrawn" not in says())
    assert says().count("這項政策") == 1
