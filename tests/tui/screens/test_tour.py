"""The tour: eight presses that do what they say, and nothing of them in anybody's project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.model.scheme import DEFAULT
from tui.commands.catalogue import keymaps_for
from tui.layout.cells import cell_width
from tui.presenters.tour import STEPS, Tour, tour_rows
from tui.screens.tour import TourScreen
from tui.session.tour import _TEXT

KEYMAP = keymaps_for(DEFAULT).reading


def key(command: str) -> str:
    return KEYMAP.shown(KEYMAP.commands[command])


def text_of(rows) -> str:
    return "\n".join("".join(run.text for run in row) for row in rows)


def test_it_is_the_founding_article(seeds: Path) -> None:
    assert _TEXT.read_bytes() == (seeds / "000_2368d137872e6b36.txt").read_bytes()


@pytest.mark.parametrize(("width", "height"), [(80, 4), (54, 20), (40, 3)])
def test_every_step_says_its_key_and_fits(width: int, height: int) -> None:
    tour = Tour()
    assert len(STEPS) == 8
    for number, step in enumerate(STEPS, 1):
        rows = tour_rows(tour, key, width, height, alone=True)
        assert len(rows) <= height
        assert all(cell_width("".join(run.text for run in row)) <= width for row in rows)
        if width == 80:
            assert f"Tour, {number} of 8" in text_of(rows)
            assert f"Press {key(step.command)}" in text_of(rows)
        assert tour.pressed(step.command, "", key)
    assert tour.step is None
    for alone in (True, False):
        end = " ".join(text_of(tour_rows(tour, key, width, 20, alone=alone)).split())
        assert "zhupi FOLDER" in end
        assert "H begins anew" in end


def test_another_act_is_named_and_asked_for_again() -> None:
    tour = Tour()
    assert not tour.pressed("toggle-flag", "Flag the sentence", key)
    told = text_of(tour_rows(tour, key, 80, 4, alone=True))
    assert "That was: Flag the sentence." in told
    assert "Press c" in told


async def test_eight_presses_that_act_and_leave_nothing_behind(opened, founding, no_analysis) -> None:
    before = sorted(founding.parent.rglob("*"))
    async with opened(founding) as reader:
        await reader.press("H")
        tour = reader.app.screen
        assert isinstance(tour, TourScreen)
        root = tour._trial.root
        assert root.exists()
        assert root not in founding.parents
        assert "Tour, 1 of 8" in reader.panel
        assert "you are" not in reader.panel
        await reader.press("f")
        assert "That was: Flag" in reader.panel
        assert "Tour, 1 of 8" in reader.panel
        await reader.press("c")
        assert reader.labels(0) == {"claim"}
        await reader.press("enter", "o")
        assert reader.labels(1) == {"opinion"}
        await reader.press("u")
        assert reader.labels(1) == set()
        assert reader.view.cursor == 5
        await reader.press("q", "y")
        assert reader.labels(5) == reader.labels(6) == {"quote"}
        assert "p chooses" in STEPS[4].after.format(speaker="p")
        await reader.press(".")
        assert "Tour, 8 of 8" in reader.panel
        await reader.press("d", "escape")
        assert "Tour, 8 of 8" in reader.panel, "the question was not answered"
        reader.screen.remember()
        await reader.press("d", "enter")
        assert reader.session.article.marks.done
        assert "The end of the tour" in reader.panel
        await reader.press("H")
        assert len(reader.app.screen_stack) == 2
        assert not root.exists()
        again = reader.screen._trial.root
        assert "Tour, 1 of 8" in reader.panel
        assert reader.labels(0) == set()
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1
        assert not again.exists()
        assert reader.session.article.marks.settled == 0
        await reader.press("c")
        assert reader.labels() == {"claim"}, "the screen below goes on"
        reader.screen.remember()
    made = {path.name for path in set(founding.parent.rglob("*")).difference(before)}
    assert "mei.json" in made
    remembered = [path.read_text("utf-8") for path in Path(os.environ["ZHUPI_STATE"]).iterdir()]
    assert len(remembered) == 1
    assert founding.name in remembered[0]


async def test_leaving_the_tour_leaves_only_the_tour(opened, founding, no_analysis) -> None:
    async with opened(founding, size=(160, 50)) as reader:
        await reader.press("H")
        assert "Tour, 1 of 8" in reader.panel
        assert "NAMES" in reader.panel or "names" in reader.panel, "there is room for the sentence too"
        await reader.press("c", "ctrl+q")
        assert len(reader.app.screen_stack) == 1
        assert reader.app.is_running
