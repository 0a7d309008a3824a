"""The articles of the project: what each is, how far it is, and which to read next."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input

from annotations.wording import tr
from tui.keys.input_method import full_width_key, is_composed
from tui.presenters.library import LibraryDesk
from tui.presenters.library_columns import View
from tui.presenters.library_filters import queue_filters
from tui.presenters.library_kinds import ANNOTATORS, LEADS
from tui.presenters.library_rows import places_of
from tui.screens.library.bindings import BINDINGS
from tui.screens.library.face import Face
from tui.screens.library.looker import Known, Looker, Refreshed, Step
from tui.session.library import Library
from tui.session.listing import Standing
from tui.session.session import Session
from tui.widgets.board import Board
from tui.widgets.row_list import RowList
from tui.widgets.safe_input import SafeInput

__all__ = ["LibraryScreen"]


class LibraryScreen(Screen[int | None]):
    """Lists the articles; gives the index of the one to read, or None."""

    CSS_PATH = "../../styles/library.tcss"
    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(self, session: Session) -> None:
        """List the articles of the session's project."""
        super().__init__()
        self._session = session
        self._library = session.library = session.library or Library(session)
        reviewing = session.article.settling
        self._looker = Looker(self, self._library, reviewing=reviewing)
        kind = LEADS if reviewing else ANNOTATORS
        self._kept_as = f"library-{kind.name}"
        view = View.of(session.memory.view(self._kept_as), kind)
        queue = None if session.queue is None else {one.place for one in session.queue.articles}
        extra = queue_filters(queue, len(session.project.places))
        self._desk = LibraryDesk(kind, self._library.listing, view, extra)
        self._desk.take(self._library.listing, self._library.standings)
        self._face = Face(self, self._desk)
        self._begun = False
        """Whether the cursor was put where the reader is."""

    # -- its parts -----------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out what heads the list, the list, what is known of the chosen article, and the keys."""
        yield Board(id="top")
        yield RowList(self._face.row, id="rows")
        yield Board(id="about")
        yield SafeInput(placeholder=tr("words of the title or the file"), select_on_focus=False, id="typed")
        yield Board(id="bottom")

    def on_mount(self) -> None:
        """Show what was known, and have it looked at what there is now."""
        self._rows.focus()
        if len(self._desk.listing):
            self._begin()
        self._face.draw()
        self._looker.begin()
        self.watch(self.app, "app_focus", self._focused, init=False)

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _typed(self) -> SafeInput:
        return self.query_one(SafeInput)

    @property
    def busy(self) -> bool:
        """Tell whether there is nothing yet that a key could be about."""
        return not self._begun

    def ends_waiting(self, key: str) -> bool:
        """Tell whether `key` leaves the list, whatever else was pressed."""
        return key in ("escape", "L", "f10", "ctrl+q")

    def on_resize(self, event: events.Resize) -> None:
        """Give the list what room there is."""
        self.set_class(event.size.height < 18, "-low")
        self.set_class(event.size.height >= 40, "-high")
        self.call_after_refresh(self._face.draw)

    def _focused(self, focused: bool) -> None:
        """Look at the files again when somebody comes back to the window."""
        if focused and self._begun:
            self._looker.refresh()

    def others_moved(self) -> None:
        """Look again, because others have said more."""
        if self._begun:
            self._looker.begin()

    # -- what they tell ----------------------------------------------------------------------

    @on(Known)
    def _known(self, message: Known) -> None:
        library = self._library
        library.listing, library.standings = message.listing, message.standings
        self._desk.take(message.listing, message.standings)
        if not self._begun:
            self._begin()
        self._face.draw()

    def _begin(self) -> None:
        self._begun, self._face.doing = True, ""
        self._desk.go_to(self._session.article.index)

    @on(Step)
    def _step(self, message: Step) -> None:
        self._face.doing = message.words
        self._face.draw_top()

    @on(Refreshed)
    def _refreshed(self, message: Refreshed) -> None:
        if self._library.arrivals.take_in() or message.changed:
            self._looker.look()

    # -- keys -----------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Take full-width forms as the keys they come from, and Chinese characters as what to narrow by."""
        if not event.is_printable or event.character is None or self._typed.has_focus:
            return
        if is_composed(event.character):
            event.stop()
            self.action_narrow()
            self._typed.insert_text_at_cursor(event.character)
        elif key := full_width_key(event.character):
            event.stop()
            self.app.simulate_key(key)

    def action_read(self) -> None:
        """Read the chosen article, unless there is nothing to read any more."""
        index = self._desk.chosen
        if index is None:
            return
        if index >= self._desk.listing.places or self._desk.standings.get(index, Standing()).gone:
            self.app.bell()
            return
        self.dismiss(index)

    def action_move(self, rows: int) -> None:
        """Go down some rows, or up."""
        self._desk.move(rows)
        self._face.moved()

    def action_page(self, pages: int) -> None:
        """Go down a page, or up."""
        self.action_move(pages * self._rows.page)

    def action_leap(self, step: int) -> None:
        """Go to the next folder, or to the one before."""
        self._desk.leap(step)
        self._face.moved()

    def action_sort(self, step: int) -> None:
        """Sort by the next column on the screen, or by the one before."""
        names = [
            one.column.name for one in places_of(self._desk.kind, self._face.width, self._desk.view.sort)
        ]
        names += ["source"] * ("source" not in names)  # the order of the project, whether it is seen or not
        here = names.index(self._desk.view.sort) if self._desk.view.sort in names else 0
        self._sort(names[(here + step) % len(names)])

    def action_column(self, number: int) -> None:
        """Sort by a column on the screen, counted from 0, or turn it round."""
        places = places_of(self._desk.kind, self._face.width, self._desk.view.sort)
        if number < len(places):
            self._sort(places[number].column.name)

    def action_turn(self) -> None:
        """Turn the order round."""
        self._sort(self._desk.view.sort)

    def _sort(self, name: str) -> None:
        self._desk.sort_by(name)
        self._keep()

    def action_group(self) -> None:
        """Let articles stand below their folders, or not any more."""
        self._desk.group()
        self._keep()

    def _keep(self) -> None:
        """Remember the order, and show it."""
        self._session.memory.keep_view(self._kept_as, self._desk.view.kept())
        self._face.draw()

    def action_filter(self, step: int) -> None:
        """Go on to the next filter."""
        self._desk.next_filter(step)
        self._face.draw()

    def action_tab(self, step: int) -> None:
        """Go from the line to the list, or in that to another filter."""
        if self._typed.has_focus:
            self._leave_line()
        else:
            self.action_filter(step)

    def action_narrow(self) -> None:
        """Open the line in which one types what to look for."""
        self.add_class("-typing")
        self._typed.focus()
        self._face.draw()

    def action_help(self) -> None:
        """Say which keys there are, or leave that."""
        self._face.helping = not self._face.helping
        self.set_class(self._face.helping, "-helping")
        self.call_after_refresh(self._face.draw)

    def action_back(self) -> None:
        """Leave what is open: the help, the line, what the list was narrowed by, and then the list."""
        if self._face.helping:
            self.action_help()
        elif self.has_class("-typing") or self._desk.typed:
            self._typed.value = ""
            self._desk.narrow("")
            self._leave_line()
        elif self._desk.wanted != self._desk.home:
            self._desk.look_for(self._desk.home)
            self._face.draw()
        else:
            self.dismiss(None)

    def _leave_line(self) -> None:
        self.remove_class("-typing")
        self._rows.focus()
        self._face.draw()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._desk.narrow(event.value)
        self._face.draw()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_read()

    # -- the mouse --------------------------------------------------------------------------------

    def run_command(self, name: str) -> None:
        """Do what was clicked: a filter, the name of a column, a key."""
        what, _, which = name.partition("-")
        if what == "filter":
            self._desk.look_for(which)
            self._face.draw()
        elif what == "sort" and which:
            self._sort(which)
        elif what == "list":
            self._leave_line()
        elif what in ("sort", "filter"):
            getattr(self, f"action_{what}")(1)
        else:
            getattr(self, f"action_{what}")()

    @on(RowList.Clicked)
    def _clicked(self, message: RowList.Clicked) -> None:
        if self._desk.rows[message.row] >= 0 and message.again:
            self.action_read()
        else:
            self._desk.move_to(message.row)
            self._face.moved()
