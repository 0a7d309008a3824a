"""The reading screen under Textual's Pilot, from the same start as the program's."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import cast

import pytest
from at_rest import at_rest
from drawing import draw, drawn_at_rest, styles_kept
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.strip import Strip

from annotations.errors import ProjectError
from annotations.model.article import Article
from annotations.processes.parent import Parent
from annotations.project import agreement_process
from annotations.project.agreement import Compared
from annotations.project.agreement_process import ComparingApart
from annotations.project.indexed import index_of
from annotations.storage.files.files import Files
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from tui.app import ZhupiApp
from tui.cli.main import _parser
from tui.cli.open import start
from tui.layout.pieces import Highlights
from tui.screens.article.screen import ArticleScreen
from tui.session import messages
from tui.session.analysis import Analyser
from tui.session.session import Session
from tui.widgets.article_view import ArticleView
from tui.widgets.board import Board

_AWAITED = {"others", "following", "settling", "rulings"}
"""Groups of workers that bring what a test looks at."""
_LONG = 90
"""Seconds after which what is waited for does not come, however busy the machine is."""


class Reader:
    """Somebody at the reading screen: presses keys, and looks when everything has come to rest."""

    def __init__(self, app: ZhupiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ArticleScreen:
        return next(one for one in reversed(self.app.screen_stack) if isinstance(one, ArticleScreen))

    @property
    def session(self) -> Session:
        return self.screen.session

    @property
    def view(self) -> ArticleView:
        return self.screen.view

    async def settle(self) -> None:
        """Wait until all is done, and draw what came of it."""
        await self._rest()
        draw(self.app)

    async def _rest(self) -> None:
        """Wait until every key is judged, every message handled, every article read and every act saved."""
        given_up = monotonic() + _LONG
        while monotonic() < given_up:
            await at_rest()
            screen, session = self.screen, self.session
            busy = (
                not (screen.keyboard.gate.idle and self.app.line.idle)
                or not (session.ready or session.writer.alarm)
                or not screen.opener.idle
                or (screen.saver.waiting and not session.writer.alarm)
                or (session.writer.unsaved and not session.writer.alarm)
                or any(worker.group in _AWAITED for worker in self.app.workers if worker.is_running)
            )
            if not busy:
                for _ in range(2):  # what is laid out anew is scrolled by the next one
                    self.app.screen._on_timer_update()
                    await at_rest()
                return
            await asyncio.sleep(0.002)
        raise AssertionError(f"it does not come to rest: {self.message}")

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is so, and then until everything is at rest."""
        await self.seen(true)
        await self.settle()

    async def seen(self, true: Callable[[], object]) -> None:
        """Wait until something is so, whatever else goes on."""
        given_up = monotonic() + _LONG
        while not true():
            assert monotonic() < given_up, f"it does not come about: {self.message}"
            await self.pilot.pause(0.01)

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each after the one before has been judged."""
        for key in keys:
            self._send(key)
            await at_rest()
            self.screen.keyboard.gate.release()  # no key of the same burst comes: none is to be waited for
            await self._rest()
        draw(self.app)

    def _send(self, key: str) -> None:
        # Pilot's own press takes Chinese characters for names of keys, and waits longer than it must.
        character = " " if key == "space" else key if len(key) == 1 else None
        event = events.Key(_character_to_key(key) if len(key) == 1 else key, character)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def burst(self, text: str) -> None:
        """Press the keys of `text` as they come from one write."""
        for character in text:
            self._send(character)
        await self.settle()

    async def at_once(self, *keys: str) -> None:
        """Press keys, characters and others, as they come from one write."""
        for key in keys:
            self._send(key)
        await self.settle()

    def columns(self, index: int) -> str:
        """Return what stands beside sentence `index`: labels and state."""
        line = self.view.lines.first[index]
        text = self.row(line)[: self.view.left]
        return text[-(2 + self.view.columns) :]

    def strip(self, line: int) -> Strip:
        return self.view.render_line(line - self.view.scroll_offset.y)

    def row(self, line: int) -> str:
        """Return line `line` of the article as it is drawn."""
        return self.strip(line).text

    @property
    def message(self) -> str:
        return self.screen.message[0]

    def text_of(self, selector: str) -> str:
        """Return what a widget draws, row by row."""
        widget = self.screen.query_one(selector)
        rows = (widget.render_line(y).text.rstrip() for y in range(widget.size.height))
        return "\n".join(rows)

    @property
    def heading(self) -> str:
        return self.text_of("#heading")

    @property
    def panel(self) -> str:
        height = self.screen.query_one("#panel", Board).size.height
        assert height
        return self.text_of("#panel")

    def frame(self) -> list[Strip]:
        """Return every row of the screen that is on top, as it goes to the terminal."""
        return self.app.screen._compositor.render_strips()

    def labels(self, index: int | None = None) -> set[str]:
        return set(self.session.article.marks.said(self.view.cursor if index is None else index).labels)


class Disk(Files):
    """A disk that can be full."""

    def __init__(self) -> None:
        self.full = False

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        if self.full and offset + len(data) > os.fstat(fd).st_size:  # what is there can be written over
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().pwrite(fd, data, offset)


Opened = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture(autouse=True)
def _own_index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the indexes of tests out of the developer's caches."""
    monkeypatch.setattr(
        "annotations.project.indexed.index_of",
        lambda project, cache=None: index_of(project, cache or tmp_path / "index"),
    )


@pytest.fixture
def no_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave names and numbers out: their child process costs more than everything else in these tests."""

    def begin(analyser: Analyser, article: Article, first: int) -> None:
        starts = [sentence.start for sentence in article.sentences]
        analyser._tell(messages.Analysed(article.id, Highlights(starts)))

    monkeypatch.setattr(Analyser, "begin", begin)
    monkeypatch.setattr(Analyser, "prepare", lambda *_: None)  # starts it for what may be opened next


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare layers as the child process does, but in this one: each start costs as much as a test."""

    def run(apart: ComparingApart, on_step: Callable[[str], None]) -> Compared | None:
        told: list[Compared | ProjectError] = []
        parent = SimpleNamespace(tell=lambda one: (on_step if isinstance(one, str) else told.append)(one))
        agreement_process.main(cast(Parent, parent), apart._project.root, apart._project.annotator)
        if isinstance(told[-1], ProjectError):
            raise told[-1]
        return None if apart._cancelled else told[-1]

    monkeypatch.setattr(ComparingApart, "run", run)


@pytest.fixture
def make_app(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ZhupiApp]:
    """Return a function that makes the program as ``zhupi open`` does, short of running it."""

    def make(*paths: Path, annotator: str = "mei", review: bool = False) -> ZhupiApp:
        made: list[ZhupiApp] = []
        more = ["--review"] if review else []
        options = _parser().parse_args(["open", *map(str, paths), "--as", annotator, *more])
        with monkeypatch.context() as patch:
            patch.setattr(ZhupiApp, "run", lambda self, mouse: made.append(self))
            assert start(options) == 0
        return made[0]

    return make


@pytest.fixture
def opened(make_app: Callable[..., ZhupiApp]) -> Opened:
    """Return a function that opens paths under Pilot and gives a `Reader` once everything is at rest."""

    @asynccontextmanager
    async def run(
        *paths: Path,
        size: tuple[int, int] = (80, 24),
        annotator: str = "mei",
        settle: bool = True,
        review: bool = False,
    ) -> AsyncIterator[Reader]:
        app = make_app(*paths, annotator=annotator, review=review)
        with drawn_at_rest(), styles_kept():
            async with app.run_test(size=size) as pilot:
                reader = Reader(app, pilot)
                if settle:
                    await reader.settle()
                yield reader

    return run


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Return the disk that layers are written to from now on."""
    disk = Disk()

    def on_it(path: Path, annotator: str, *, files: object = None, **options: bool) -> TinyDBLayer:
        return open_layer(path, annotator, files=disk, **options)

    monkeypatch.setattr("annotations.storage.layer.layer.open_layer", on_it)
    return disk


@pytest.fixture
def records() -> Callable[[Path], Sequence[dict[str, object]]]:
    """Return a function that reads a layer as stock TinyDB does."""
    from tinydb import TinyDB

    def read(path: Path) -> Sequence[dict[str, object]]:
        with TinyDB(path, encoding="utf-8") as database:
            return [dict(record) for record in database.all() if record.get("kind") != "layer"]

    return read
