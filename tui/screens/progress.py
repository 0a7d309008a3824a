"""Who has which articles, how far everybody is, and from there the way to an article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from platformdirs import user_cache_path
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from annotations.errors import ZhupiError
from annotations.project.progress import ProjectProgress, progress_of
from annotations.project.project import Project
from annotations.wording import msg, tr
from tui.keys.input_method import full_width_key
from tui.layout.cells import visible
from tui.layout.lines import HANG, fold
from tui.layout.runs import Run
from tui.presenters.advice import told
from tui.presenters.progress_desk import ProgressDesk
from tui.widgets.board import Board

__all__ = ["ProgressScreen"]

_BOARDS = ("top", "view", "about", "bottom")


class ProgressScreen(Screen[str | None]):
    """Shows how far a project is; gives where the article lies that is to be opened, or None."""

    CSS_PATH = "../styles/progress.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", msg("Back"), id="progress-back"),
        Binding("P,ctrl+q", "dismiss(None)", msg("Leave"), id="progress-leave"),
        Binding("down,j", "move(1)", msg("Down"), id="progress-down"),
        Binding("up,k", "move(-1)", msg("Up"), id="progress-up"),
        Binding("pagedown", "page(1)", msg("Page down"), id="progress-page-down"),
        Binding("pageup", "page(-1)", msg("Page up"), id="progress-page-up"),
        Binding("home", "move(-1_000_000_000)", msg("Begin"), id="progress-home"),
        Binding("end", "move(1_000_000_000)", msg("End"), id="progress-end"),
        Binding("enter,right", "open", msg("Articles"), id="progress-open"),
        Binding("left", "back_in", msg("Back"), id="progress-back-in"),
        Binding("r,f5", "count", msg("Count again"), id="progress-count"),
    ]

    @dataclass
    class Step(Message):
        """How much of the layers has been counted, in bytes."""

        done: int
        of: int

    @dataclass
    class Ended(Message):
        """How far the project is, or why that is not known."""

        progress: ProjectProgress | None
        error: str = ""

    def __init__(self, project: Project) -> None:
        """Count the layers of `project`; that begins when the screen is shown."""
        super().__init__()
        self._project = project
        self._desk: ProgressDesk | None = None
        self._told = tr("counting")
        self._failed = False
        self._counting = False
        self._once_more = False

    def compose(self) -> ComposeResult:
        """Lay out how far the project is, the table, what there is to say of one row, and the keys."""
        yield from (Board(id=one) for one in _BOARDS)

    def on_mount(self) -> None:
        """Have the layers counted."""
        self.action_count()

    def on_resize(self, event: events.Resize) -> None:
        """Give the table what room there is."""
        self.set_class(event.size.height < 20, "-low")
        self.set_class(event.size.height >= 40, "-high")
        self.call_after_refresh(self._draw)

    def on_key(self, event: events.Key) -> None:
        """Take full-width forms as the keys they come from."""
        if event.is_printable and (key := full_width_key(event.character)):
            event.stop()
            self.app.simulate_key(key)

    @property
    def busy(self) -> bool:
        """Tell whether there is nothing yet that a key could be about."""
        return self._desk is None and not self._failed

    def ends_waiting(self, key: str) -> bool:
        """Tell whether `key` leaves the counting, whatever else was pressed."""
        return key in ("escape", "P", "ctrl+q")

    # -- counting -----------------------------------------------------------------------------

    def action_count(self) -> None:
        """Count the layers, or count them again."""
        if not self._counting:
            self._counting, self._failed, self._told = True, False, tr("counting")
            self._draw()
            self.run_worker(self._count, thread=True, group="counting")

    def others_moved(self) -> None:
        """Count again, because others have said more; once what is being counted is."""
        self._once_more = self._counting
        self.action_count()

    def _count(self) -> None:
        def tell(done: int, of: int) -> None:
            self.post_message(self.Step(done, of))

        cache = user_cache_path("zhupi", appauthor=False)
        try:
            self.post_message(self.Ended(progress_of(self._project, cache=cache, on_progress=tell)))
        except ZhupiError as error:
            self.post_message(self.Ended(None, told(error)))

    @on(Step)
    def _step(self, message: Step) -> None:
        percent = 100 * message.done // max(1, message.of)
        self._told = tr("counting {percent}%", percent=percent)
        self._draw()

    @on(Ended)
    def _ended(self, message: Ended) -> None:
        self._counting = False
        self._told, self._failed = message.error, message.progress is None
        if message.progress is not None:
            name = self._project.root.name or str(self._project.root)
            today = date.today()  # noqa: DTZ011 - the day of whoever looks
            desk = ProgressDesk(message.progress, name, today)
            self._desk = desk if self._desk is None else self._desk.counted_again(desk)
        self._draw()
        if self._once_more:
            self._once_more = False
            self.action_count()

    # -- keys -----------------------------------------------------------------------------------

    def _do(self, act: Callable[[ProgressDesk], object]) -> None:
        if self._desk is not None:
            act(self._desk)
            self._draw()

    def action_move(self, rows: int) -> None:
        """Go down some rows, or up."""
        self._do(lambda desk: desk.move(rows))

    def action_page(self, pages: int) -> None:
        """Go down some pages, or up."""
        self._do(lambda desk: desk.turn(pages))

    def action_open(self) -> None:
        """Show the articles of whom the cursor is on, or go to the article that it is on."""
        if self._desk is not None:
            source = self._desk.open()
            if source is not None:
                self.dismiss(source)
            else:
                self._draw()

    def action_back_in(self) -> None:
        """Go back to everybody."""
        self._do(lambda desk: desk.back())

    def action_back(self) -> None:
        """Go back to everybody, or leave."""
        if self._desk is not None and self._desk.back():
            self._draw()
        else:
            self.dismiss(None)

    # -- the mouse --------------------------------------------------------------------------------

    def run_command(self, name: str) -> None:
        """Choose the row that was clicked, and open it if it was chosen before."""
        if self._desk is not None and self._desk.go(int(name.rpartition("-")[2])):
            self.action_open()
        else:
            self._draw()

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(3)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-3)

    # -- drawing ------------------------------------------------------------------------------------

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        top, view, about, bottom = (self.query_one(f"#{one}", Board) for one in _BOARDS)
        desk = self._desk
        if desk is None:
            top.show([[Run(f" {self._project.root.name}", "strong")]])
            look, width = "strong" if self._failed else "", max(10, view.size.width - HANG - 3)
            view.show([[], *([Run(f" {line}", look)] for line in fold(visible(self._told), width))])
            bottom.show([[Run(" Esc", "key"), Run(f" {tr('leave')}")]])
            return
        if desk.opened != self.has_class("-opened"):
            self.set_class(desk.opened, "-opened")
            self.call_after_refresh(self._draw)
            return
        width, height = view.size
        if width and height:
            top.show([desk.top()])
            view.show(desk.rows(width, height))
            about.show([] if desk.opened else desk.detail(width))
            bottom.show([[*self._of_count(), *desk.hints()]])

    def _of_count(self) -> list[Run]:
        """Return how far counting again is, or why that failed and what is shown is that of before."""
        if not (self._counting or self._failed):
            return []
        return [Run(f" {self._told} ", "scar" if self._failed else "dim")]
