"""Finding in all articles: a query, what it finds as it comes, and the way to each sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from annotations.errors import ZhupiError
from annotations.wording import tr
from tui.layout.runs import Row
from tui.presenters.hits import HitList, guide_rows, key_row, state_row
from tui.presenters.kept_queries import KeptQueries
from tui.session.search_desk import Asked, SearchDesk
from tui.widgets.board import Board
from tui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from annotations.project.search import Step

__all__ = ["SearchScreen"]

_PAUSE = 0.15
"""Seconds without a key after which a search begins. Chosen: who types goes on sooner."""


class SearchScreen(Screen[int | None]):
    """Finds in all articles; gives which hit to go to, or None."""

    CSS_PATH = "../styles/search.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="search-leave"),
        Binding("ctrl+w,ctrl+q", "dismiss(None)", "Leave", id="search-back"),
        Binding("down,ctrl+n", "move(1)", "Down", id="search-down"),
        Binding("up,ctrl+p", "move(-1)", "Up", id="search-up"),
        Binding("pagedown", "page(1)", "Page down", id="search-page-down"),
        Binding("pageup", "page(-1)", "Page up", id="search-page-up"),
        Binding("ctrl+home", "move(-1_000_000_000)", "Begin", id="search-home"),
        Binding("ctrl+end", "move(1_000_000_000)", "End", id="search-end"),
        Binding("ctrl+s", "keep", "Keep", id="search-keep"),
        Binding("delete", "forget", "Remove", id="search-forget", priority=True),
    ]

    @dataclass
    class Came(Message):
        """What came of looking at more articles, for a list that may not be there any more."""

        hits: HitList
        steps: list[Step] = field(default_factory=list)
        ended: bool = False
        error: str = ""

    @dataclass
    class Reading(Message):
        """How many articles the index has read, and of how many; None when it is up to date."""

        done: tuple[int, int] | None
        changed: bool = False

    def __init__(self, desk: SearchDesk) -> None:
        """Search at `desk`, where hits of before may lie."""
        super().__init__()
        self._desk = desk
        self._hits = HitList(desk)
        self._kept = KeptQueries(desk)
        self._problem = self._misread = ""
        self._reading: tuple[int, int] | None = None
        self._naming = False
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the query, how far it is, what was found, and the keys."""
        with Horizontal(id="asking"):
            yield Static(tr("find in all articles: "), markup=False, id="what")
            yield SafeInput(self._desk.asked.text if self._desk.asked else "", id="query")
        yield Board(id="state")
        yield Board(self._rows, id="hits")
        yield Board(id="bottom")

    def on_mount(self) -> None:
        """Show what was found before, and bring the index to what the files are by now."""
        self._problem = self._kept.look()
        self._look_at_files()
        if self._desk.asked is not None and not self._desk.ended:  # it was left before it came to its end
            self._search(self._desk.asked)
        self._input.focus()
        self.call_after_refresh(self._draw)
        self.watch(self.app, "app_focus", self._look_at_files, init=False)

    def _look_at_files(self, focused: bool = True) -> None:
        """Look at the files, which may have changed while somebody was elsewhere."""
        if focused:
            self.run_worker(self._refresh, thread=True, group="index", exclusive=True)

    @property
    def _input(self) -> SafeInput:
        return self.query_one("#query", SafeInput)

    # -- on workers' threads ----------------------------------------------------------------------

    def _refresh(self) -> None:
        worker = get_current_worker()
        changed = self._desk.refresh(
            lambda done: self.post_message(self.Reading(done)), lambda: worker.is_cancelled
        )
        if not worker.is_cancelled:
            self.post_message(self.Reading(None, changed))

    def _run(self, asked: Asked, hits: HitList) -> None:
        worker = get_current_worker()
        steps, error = self._desk.run(
            asked, lambda steps: self.post_message(self.Came(hits, steps)), lambda: worker.is_cancelled
        )
        if not worker.is_cancelled:
            self.post_message(self.Came(hits, steps, ended=True, error=error))

    # -- what they tell -----------------------------------------------------------------------------

    @on(Reading)
    def _is_reading(self, message: Reading) -> None:
        self._reading = message.done
        if message.done is None and self._desk.arrivals.take_in():
            self._look_at_files()  # there is more to be searched
        if message.changed and self._desk.asked is not None and self._waiting is None:
            # Files have changed since it was asked; what is typed meanwhile is searched when its time comes.
            self._search(self._desk.asked)
        self._draw()

    @on(Came)
    def _came(self, message: Came) -> None:
        desk = self._desk
        if message.hits is not self._hits:
            return
        desk.take(message.steps)
        self._hits.take()
        desk.ended = message.ended
        if desk.ended and desk.is_stale:
            self._look_at_files()
        self._problem = message.error or self._problem
        self._draw()

    # -- the query -------------------------------------------------------------------------------

    @on(Input.Changed, "#query")
    def _changed(self, event: Input.Changed) -> None:
        self._stop_waiting()
        if self._naming:
            return
        self._kept.spare()
        asked = self._read(event.value)
        if asked is not None and not asked.costly and not self._asks:
            self._waiting = self.set_timer(_PAUSE, lambda: self._search(asked))
        self._draw()

    @on(Input.Submitted, "#query")
    def _submitted(self, event: Input.Submitted) -> None:
        if self._naming:
            self._keep(event.value)
            return
        text = event.value.strip()
        if not text and self._kept:
            self._input.value = self._kept.selected
            self._input.cursor_position = len(self._input.value)
        elif self._desk.asked is not None and text == self._desk.asked.text and self._desk.found:
            self.dismiss(self._hits.selected)
        elif (asked := self._read(text)) is not None:
            self._search(asked)
        self._draw()

    def _read(self, text: str) -> Asked | None:
        """Return what `text` asks; where it cannot be read, that is said as long as it stands there."""
        self._misread = ""
        if not text.strip():
            return None
        try:
            return self._desk.read(text)
        except ZhupiError as error:
            self._misread = str(error)
            return None

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _search(self, asked: Asked) -> None:
        self._stop_waiting()
        self._problem = ""
        self._desk.begin(asked)
        hits = self._hits = HitList(self._desk)
        self.run_worker(lambda: self._run(asked, hits), thread=True, group="searching", exclusive=True)
        self._draw()

    # -- keeping it ----------------------------------------------------------------------------

    def action_keep(self) -> None:
        """Ask for a name to keep the query under."""
        asked = None if self._naming else self._read(self._input.value)
        if asked is None:
            self._draw()
            return
        if self._desk.asked is None or asked.meant != self._desk.asked.meant:
            self._search(asked)
        self._naming, self._problem = True, ""
        self.query_one("#what", Static).update(tr("keep it as: "))
        self._input.value = asked.name
        self._draw()

    def _keep(self, name: str) -> None:
        try:
            self._desk.keep(name)
            self._end_naming()
        except ZhupiError as error:
            self._problem = str(error)
            self._draw()

    def _end_naming(self) -> None:
        assert self._desk.asked is not None
        self.query_one("#what", Static).update(tr("find in all articles: "))
        self._input.value = self._desk.asked.text
        self._input.cursor_position = len(self._input.value)
        self._naming = False
        self._problem = self._kept.look()
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Delete to the line of text while something stands there."""
        return action != "forget" or (self._shows_lists and len(self._kept) > 0)

    def action_forget(self) -> None:
        """Keep a query no longer."""
        self._problem = self._kept.remove()
        self._draw()

    # -- keys ---------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Leave, or give the name up."""
        if self._naming:
            self._end_naming()
        else:
            self.dismiss(None)

    def action_move(self, rows: int) -> None:
        """Go down some hits, or up."""
        if self._shows_lists:
            self._kept.move(rows)
            self._problem = ""
        else:
            self._hits.move(rows)
        self._draw()

    def action_page(self, pages: int) -> None:
        """Go down a page, or up."""
        self.action_move(pages * max(1, self.query_one("#hits", Board).size.height - 2))

    def run_command(self, name: str) -> None:
        """Go to the hit that was clicked."""
        self.dismiss(int(name))

    def on_resize(self, event: events.Resize) -> None:
        """Give the list what room there is."""
        self.call_after_refresh(self._draw)

    # -- drawing ------------------------------------------------------------------------------------

    @property
    def _shows_lists(self) -> bool:
        return not self._input.value.strip() and not self._naming

    def _rows(self, width: int, height: int) -> list[Row]:
        if self._shows_lists:
            return [*self._kept.rows(width), *guide_rows(width)]
        return self._hits.rows(width, height)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        problem, listed = self._misread or self._problem, self._asks or self._shows_lists or self._naming
        state = state_row(self._desk, self._reading, problem, listed=listed)
        self.query_one("#state", Board).show([state])
        self.query_one("#hits", Board).tell()
        lists = self._shows_lists and len(self._kept) > 0
        self.query_one("#bottom", Board).show([key_row(asks=self._asks, naming=self._naming, lists=lists)])

    @property
    def _asks(self) -> bool:
        """Tell whether what is listed is what the query that stands there finds, or is about to be."""
        asked = self._desk.asked
        return self._waiting is not None or (asked is not None and asked.text == self._input.value.strip())
