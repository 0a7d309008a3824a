"""What the screens look like, with one version of Textual and of Python; look before taking a change."""

from __future__ import annotations

import re
import sys
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from at_rest import at_rest
from team import THREE, team

from annotations.model.article import Article, Name, Number
from tui.app import ZhupiApp
from tui.layout.pieces import Highlights
from tui.screens.review import ReviewScreen
from tui.session import messages
from tui.session.analysis import Analyser

PINNED = next(one for one in requires("zhupi") or () if one.startswith("textual==")).partition("==")[2]

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11) or version("textual") != re.split(r"[ ;]", PINNED)[0],
    reason="snapshots are made with Python 3.11 and the Textual that is pinned",
)


@pytest.fixture(autouse=True)
def _known_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the same few names and numbers at once, however the analysis changes."""

    def begin(analyser: Analyser, article: Article, first: int) -> None:
        text = article.text
        names, numbers = [], []
        for pattern, kind in (
            ("OpenAI", "ORG"),
            ("DeepSeek", "PRODUCT"),
            ("奧爾特曼|特朗普", "PER"),
            ("美國|北京", "LOC"),
        ):
            names += [Name(*found.span(), kind) for found in re.finditer(pattern, text)]
        numbers += [Number(*found.span(), "percent", int(found[1])) for found in re.finditer(r"(\d+)%", text)]
        starts = [sentence.start for sentence in article.sentences]
        names.sort(key=lambda name: name.start)
        analyser._tell(messages.Analysed(article.id, Highlights(starts, names, numbers)))

    monkeypatch.setattr(Analyser, "begin", begin)
    monkeypatch.setattr("tui.presenters.wide.clock", lambda time: "14:02:11")
    for module in ("library_kinds", "library_rows"):
        monkeypatch.setattr(f"tui.presenters.{module}.moment_words", lambda time: "11-27 14:02")


async def still(app: ZhupiApp) -> None:
    """Wait until nothing goes on but threads, and all is laid out."""
    await at_rest()
    for _ in range(2):
        app.screen._on_timer_update()
        await at_rest()


def annotated(make_app, founding: Path, *keys: str):
    """Return the founding article's app and what is done before the picture is taken."""
    app: ZhupiApp = make_app(founding)

    async def before(pilot) -> None:
        screen = app.screen_stack[0]
        while not screen.session.ready:
            await pilot.pause(0.02)
        tags = (
            "label-claim",
            "next-sentence",
            "label-opinion",
            "label-quote",
            "toggle-flag",
            "next-sentence",
            "say-none",
        )
        for name in (*tags, "next-sentence", "label-claim"):
            screen.run_command(name)
        while screen.session.writer.unsaved or screen.session.article.found.pending:
            await pilot.pause(0.02)
        for name in keys:
            screen.run_command(name)
            await still(app)
        while not all(one.is_finished for one in app.workers):  # one may take the place of another
            await pilot.pause(0.02)
        await still(app)

    return app, before


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 12)], ids="{0[0]}x{0[1]}".format)
def test_reading(snap_compare, make_app, founding, size) -> None:
    app, before = annotated(make_app, founding)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_help(snap_compare, make_app, founding) -> None:
    app, before = annotated(make_app, founding, "show-help")
    assert snap_compare(app, terminal_size=(100, 40), run_before=before)


def test_library(snap_compare, make_app, seeds) -> None:
    app, before = annotated(make_app, seeds, "show-library")
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)


def reviewing(make_app, root: Path, *commands: str):
    """Return the app in which a lead reviews, and what is done before the picture is taken."""
    app: ZhupiApp = make_app(team(root, THREE), annotator="lin", review=True)

    async def before(pilot) -> None:
        def known() -> bool:
            if not (isinstance(app.screen, ReviewScreen) and app.screen.at_work):
                return False
            reading = any(one.group == "others" and one.is_running for one in app.workers)
            return not reading and app.screen.view.cursor in app.screen.review.queue.sentences

        while not known() or app.screen.session.article.found.pending:
            await pilot.pause(0.02)
        for command in commands:
            app.screen.run_command(command)
            await still(app)
            while app.screen_stack[-1].session.writer.unsaved:
                await pilot.pause(0.02)
        await still(app)

    return app, before


def test_review(snap_compare, make_app, tmp_path: Path) -> None:
    app, before = reviewing(make_app, tmp_path / "news", "accept-2", "decide-majority")
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)


def test_agreement(snap_compare, make_app, tmp_path: Path) -> None:
    app, before = reviewing(make_app, tmp_path / "news")

    async def figures(pilot) -> None:
        await before(pilot)
        app.screen.run_command("show-agreement")
        await still(app)
        while app.screen._desk is None:
            await pilot.pause(0.02)
        await still(app)

    assert snap_compare(app, terminal_size=(80, 24), run_before=figures)
