"""Notes, flags and questions of all articles; what is chosen there opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from annotations.errors import ZhupiError
from annotations.records.noted import Noted
from annotations.wording import tr
from tui.layout.runs import Row, Run
from tui.presenters.noted import about_rows, empty_words, kinds_row, noted_row, order_row, title_words
from tui.session.noted import FILTERS, Gathered, NotedView, gather
from tui.session.session import Session
from tui.terminal.surroundings import in_browser
from tui.widgets.board import Board

__all__ = ["Chosen", "NotedScreen"]


class Chosen(NamedTuple):
    """Where to go."""

    noted: Noted
    write: bool
    """Whether to answer there at once."""


class NotedScreen(ModalScreen[Chosen | None]):
    """Lists them; gives the one that was chosen, or None."""

    CSS_PATH = "../../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,W,ctrl+v,q", "dismiss(None)", "Leave", id="leave-noted"),
        Binding("enter,ctrl+j", "choose(False)", "Go there", id="noted-open"),
        Binding("w,insert", "choose(True)", "Go there and answer", id="noted-answer"),
        Binding("down,j", "move(1)", "Down", id="noted-down"),
        Binding("up,k", "move(-1)", "Up", id="noted-up"),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", id="noted-page-down"),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", id="noted-page-up"),
        Binding("home", "move(-1000000000)", "First", id="noted-first"),
        Binding("end", "move(1000000000)", "Last", id="noted-last"),
        Binding("right,f", "kind(1)", "Another kind", id="noted-kind"),
        Binding("left", "kind(-1)", "The kind before", id="noted-kind-before"),
        Binding("p,tab", "person(1)", "Somebody else", id="noted-person"),
        Binding("shift+tab", "person(-1)", "Whoever was before", id="noted-person-before"),
        Binding("s", "order", "Newest or unanswered first", id="noted-order"),
        *(Binding(str(n), f"show({n})", "A kind", id=f"noted-{n}") for n in range(len(FILTERS))),
    ]

    @dataclass
    class Found(Message):
        """All there is, or what kept it from being found."""

        gathered: Gathered | None
        error: str = ""

    @dataclass
    class Going(Message):
        """How far it is."""

        words: str

    def __init__(self, session: Session) -> None:
        """List what the annotator of `session` may see."""
        super().__init__()
        self._session = session
        self._view: NotedView = session.threads.view
        self._gathered: Gathered | None = None
        self._words = tr("looking through the layers..")
        self._cursor = 0
        self._top = 0

    def compose(self) -> ComposeResult:
        """Put title, list and what is under the cursor one below the other."""
        yield Board(self._heading, id="noted-heading")
        yield Board(self._list, id="noted-list")
        yield Board(self._about, id="noted-about")
        yield Board(self._keys, id="noted-keys")

    def on_mount(self) -> None:
        """Begin to look."""
        self._look()

    @work(thread=True, exclusive=True)
    def _look(self) -> None:
        worker = get_current_worker()
        try:
            found = gather(
                self._session,
                lambda words: self.post_message(self.Going(words)),
                lambda: worker.is_cancelled,
            )
        except ZhupiError as error:
            self.post_message(self.Found(None, str(error)))
            return
        if found is not None:
            self.post_message(self.Found(found))

    @on(Going)
    def _going(self, message: Going) -> None:
        self._words = message.words
        self._tell()

    @on(Found)
    def _found(self, message: Found) -> None:
        self._gathered, self._words = message.gathered, message.error
        self._show_anew()

    def _show_anew(self) -> None:
        """Work out what is shown; the cursor stays at what it stood on."""
        if self._gathered is None:
            self._tell()
            return
        self._view.look(self._gathered)
        items = self._gathered.items
        places = [_key(items[at]) for at in self._view.shown]
        self._cursor = places.index(self._view.at) if self._view.at in places else 0
        self._tell()

    # -- what it shows ----------------------------------------------------------------

    def _tell(self) -> None:
        for board in self.query(Board):
            board.tell()

    def _heading(self, width: int, _: int) -> list[Row]:
        title = title_words(self._gathered, self._view)
        session = self._session
        hidden = session.project.may_review and not session.everybody.ever and bool(session.project.lead)
        return [
            [Run(f" {title}", "strong")],
            [Run(" "), *kinds_row(self._view)],
            [Run(" "), *order_row(self._view, session.project.name_of, hidden=hidden, served=in_browser())],
        ]

    def _list(self, width: int, height: int) -> list[Row]:
        if self._gathered is None:
            return [[], [Run(f" {self._words}", "dim")]]
        shown = self._view.shown
        if not shown:
            return [[], *([Run(f" {line}", "dim")] for line in empty_words(self._gathered, self._view))]
        self._top = max(0, min(self._top, self._cursor, len(shown) - height))
        self._top = max(self._top, self._cursor - height + 1)
        called, gathered = self._session.project.name_of, self._gathered
        return [
            noted_row(
                gathered.items[at],
                place,
                width,
                called,
                gathered.sources[gathered.items[at].article],
                unread=at in gathered.unread,
                chosen=place == self._cursor,
            )
            for place, at in enumerate(shown[self._top : self._top + height], self._top)
        ]

    def _about(self, width: int, height: int) -> list[Row]:
        one = self._one
        return [] if one is None else about_rows(one, width, height, self._session.project.name_of)

    def _keys(self, width: int, _: int) -> list[Row]:
        row: list[Run] = []
        for key, words in (
            ("Enter", tr("goes there")),
            ("w", tr("answers there")),
            ("0-6", tr("kind")),
            ("p", tr("person")),
            ("s", tr("order")),
            ("Esc", tr("leaves")),
        ):
            row += [Run(f" {key} ", "key"), Run(f"{words} ", "dim")]
        return [row]

    @property
    def _one(self) -> Noted | None:
        if self._gathered is None or not self._view.shown:
            return None
        return self._gathered.items[self._view.shown[self._cursor]]

    # -- what keys do --------------------------------------------------------------------

    def action_choose(self, write: bool) -> None:
        """Go to the one under the cursor."""
        if self._one is not None:
            self.dismiss(Chosen(self._one, write))

    def action_move(self, step: int) -> None:
        """Go up or down by `step` rows."""
        self._cursor = max(0, min(len(self._view.shown) - 1, self._cursor + step))
        if self._one is not None:
            self._view.at = _key(self._one)
        self._tell()

    def action_page(self, step: int) -> None:
        """Go up or down by a page."""
        self.action_move(step * max(1, self.query_one("#noted-list").size.height - 1))

    def action_kind(self, step: int) -> None:
        """Show the next kind, or the one before."""
        self.action_show((FILTERS.index(self._view.kind) + step) % len(FILTERS))

    def action_show(self, number: int) -> None:
        """Show the kind with that number."""
        self._view.kind = FILTERS[number]
        self._show_anew()

    def action_person(self, step: int) -> None:
        """Show what the next one has a part in, or at the end everybody's."""
        names = ["", *(self._gathered.people if self._gathered else ())]
        at = names.index(self._view.person) if self._view.person in names else 0
        self._view.person = names[(at + step) % len(names)]
        self._show_anew()

    def action_order(self) -> None:
        """Let the newest come first, or what waits for an answer."""
        self._view.newest = not self._view.newest
        self._show_anew()

    def run_command(self, name: str) -> None:
        """Do what was clicked."""
        what, _, number = name.partition("-")
        if what == "kind":
            self.action_show(int(number))
        elif what == "person":
            self.action_person(1)
        elif what == "order":
            self.action_order()
        elif int(number) == self._cursor:
            self.action_choose(write=False)
        else:
            self.action_move(int(number) - self._cursor)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down by some rows."""
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up by some rows."""
        event.stop()
        self.action_move(-3)


def _key(one: Noted) -> tuple[str, str, int]:
    return one.article, one.of, one.start
