"""What was expected of a training article: the list, why, and the way to a sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from textual.app import App
from textual.pilot import Pilot

from tui.presenters.training import Taught, TrainingDesk
from tui.screens.training import TrainingScreen
from tui.theme.themes import THEMES, choose

TAUGHT = [
    Taught(3, "這項政策來得太遲。", ("claim",), ("opinion",), "這是評價，不能查證。"),
    Taught(5, "張三說物價還會上漲。", (), ("claim", "quote")),
    Taught(6, "以下是訪談內容。", ("quote",), ()),
]
WHYS = {
    "claim": "claim: 可以查證的陳述。",
    "opinion": "opinion: 評價。",
    "quote": "quote: 轉述他人的話。",
    "none": "none: 都不是。",
}


class Host(App[None]):
    """An app with our themes and nothing else, which remembers what the screen gave."""

    def __init__(self) -> None:
        super().__init__()
        self.given: object = "pending"
        for own in THEMES:
            self.register_theme(own)
        self.theme = choose("zhupi-dark")

    def on_mount(self) -> None:
        desk = TrainingDesk("第一課", 4, TAUGHT, WHYS)
        self.push_screen(TrainingScreen(desk), lambda given: setattr(self, "given", given))


class Learner:
    """Somebody at the screen."""

    def __init__(self, app: Host, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def rows(self, board: str = "view") -> list[str]:
        widget = self.app.screen.query_one(f"#{board}")
        return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


@pytest.fixture
def learner() -> Callable[..., AbstractAsyncContextManager[Learner]]:
    @asynccontextmanager
    async def run(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Learner]:
        app = Host()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Learner(app, pilot)

    return run


async def test_what_was_to_be_otherwise_comes_first_and_why(learner) -> None:
    async with learner() as one:
        assert one.rows("top")[0].startswith(" training: 1 of 4 sentences as expected  第一課")
        assert [row.split() for row in one.rows()[:4]] == [
            ["said", "expected", "sentence"],
            [">3", "claim", "opinion", "這項政策來得太遲。"],
            ["5", "none", "claim", "quote", "張三說物價還會上漲。"],
            ["6", "quote", "none", "以下是訪談內容。"],
        ]
        about = one.rows("about")
        assert "you said claim; expected was opinion" in about[1]
        assert "the lead: 這是評價，不能查證。" in about[2]
        assert about[3].strip() == "opinion: 評價。"
        assert about[4].strip() == "claim: 可以查證的陳述。"


async def test_enter_goes_to_the_sentence(learner) -> None:
    async with learner() as one:
        await one.press("down", "enter")
        assert one.app.given == 5


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_goes_on(learner, key) -> None:
    async with learner() as one:
        await one.press(key)
        assert one.app.given is None


async def test_what_no_label_means_is_said_where_none_was_expected_or_said(learner) -> None:
    async with learner() as one:
        await one.press("end")
        assert [row.strip() for row in one.rows("about")[2:4]] == ["none: 都不是。", "quote: 轉述他人的話。"]
        await one.press("up")
        assert [row.split(":")[0].strip() for row in one.rows("about")[2:5]] == ["claim", "quote", "none"]


async def test_it_fits_a_small_and_a_wide_window(learner) -> None:
    for size in ((40, 12), (160, 50)):
        async with learner(size) as one:
            assert one.rows()[1].startswith(">3")
            assert one.rows("about")[0].strip().startswith("3 這項")
            assert one.rows("bottom")[0].startswith(" Up Down")


def test_where_all_was_right_it_says_so() -> None:
    desk = TrainingDesk("第一課", 4, [], WHYS)
    desk.move(1)
    assert desk.chosen is None
    assert desk.detail(80) == []
    assert "every sentence is as expected" in desk.rows(80, 5)[1][0].text
    assert "4 of 4" in desk.top()[0].text
